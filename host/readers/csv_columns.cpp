// SPDX-License-Identifier: Apache-2.0
#include "host/readers/csv_columns.hpp"

#include <fmt/format.h>

#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {

CsvColumns::CsvColumns(std::string_view text, std::string file, std::vector<std::string> columns,
                       Findings& findings)
    : csv_(text, std::move(file), findings),
      findings_(findings),
      columns_(std::move(columns)),
      positions_(columns_.size(), absent) {
  if (!csv_.next()) return;
  for (std::size_t i = 0; i < csv_.cells().size(); ++i) {
    const std::string_view name = csv_.cells()[i].text;
    bool wanted = false;
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      if (lower_case(name) != lower_case(columns_[k])) continue;
      positions_[k] = i;
      wanted = true;
    }
    if (!wanted) others_.emplace_back(name);
  }
}

std::string_view CsvColumns::operator[](std::size_t column) const {
  const std::size_t position = positions_[column];
  return position < csv_.cells().size() ? csv_.cells()[position].text : std::string_view{};
}

std::optional<double> CsvColumns::number(std::size_t column) const {
  NumberTrouble trouble;
  const std::optional<double> value = parse_double((*this)[column], trouble);
  if (!value)
    findings_.add("E0835", csv_.row_place(), trouble.problem(columns_[column], (*this)[column]),
                  trouble.hint);
  return value;
}

}  // namespace plume
