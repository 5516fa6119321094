// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/distribution_rows.hpp"

#include <cmath>

#include "host/base/numbers.hpp"
#include "host/readers/plain_package/uncertainty_columns.hpp"
#include "host/tables/table.hpp"
#include "host/tables/utf8.hpp"

namespace plume {

void DistributionRows::read(std::string_view text, const std::string& file, Findings& findings) {
  Table table(text, file,
              with_uncertainty({{"id", Column::required},
                                {"value", Column::optional, Column::number},
                                {"low", Column::optional, Column::number},
                                {"high", Column::optional, Column::number},
                                {"weight", Column::optional, Column::number}}),
              findings, Repeats::meant);
  const UncertaintyColumns uncertainty(table);
  const std::size_t id_column = table.column("id"), value_column = table.column("value"),
                    low_column = table.column("low"), high_column = table.column("high"),
                    weight_column = table.column("weight");
  while (table.next()) {
    const std::string_view id = table.required_text(id_column);
    bool good = !id.empty();
    const auto number = [&](std::size_t column, double otherwise) {
      const NumberCell cell = table.number(column);
      good = good && cell.state != NumberCell::State::bad;
      return cell.state == NumberCell::State::good ? cell.value : otherwise;
    };
    Row row{};
    row.value = number(value_column, Uncertainty::not_given);
    row.low = number(low_column, Uncertainty::not_given);
    row.high = number(high_column, Uncertainty::not_given);
    row.weight = number(weight_column, 1.0);
    row.place = table.place(id_column);
    if (row.weight < 0.0) {
      findings.add("E0253", table.place(weight_column),
                   "weight " + in_quotes(table.text(weight_column)) + " is below 0",
                   "weights are relative, and at least 0");
      good = false;
    }
    const std::size_t before = findings.num_errors();
    row.component = uncertainty.read(table, row.value, findings);
    good = good && findings.num_errors() == before;
    if (good) {
      rows_[std::string(id)].push_back(std::move(row));
    } else {
      complete_ = false;
    }
  }
  complete_ = complete_ && table.complete();
}

std::shared_ptr<const DistributionTable> DistributionRows::find(std::string_view id,
                                                                DistributionKind kind,
                                                                const Place& place,
                                                                Findings& findings) {
  const auto key = std::make_pair(std::string(id), kind);
  if (const auto made = made_.find(key); made != made_.end()) return made->second;
  const auto found = rows_.find(id);
  if (found == rows_.end()) {
    if (!complete_) return nullptr;
    std::vector<std::string> ids;
    for (const auto& [each, rows] : rows_) ids.push_back(each);
    std::string hint = did_you_mean(id, ids);
    if (hint.empty())
      hint = "add its rows to distributions.csv, with the columns id, value, weight";
    findings.add("E0250", place, "distributions.csv has no rows of " + in_quotes(id),
                 std::move(hint));
    return nullptr;
  }
  DistributionTable table;
  bool good = true;
  for (const Row& row : found->second) {
    const auto lacks = [&](const char* what) {
      findings.add("E0251", row.place, "a row of " + in_quotes(id) + " has no " + what,
                   "a " + std::string(name_of(kind)) + " needs it in every row");
      good = false;
    };
    const auto surplus = [&](const char* what) {
      findings.add("E0252", row.place,
                   "a row of " + in_quotes(id) + " has a " + what + ", and is used as " +
                       std::string(name_of(kind)),
                   "empty the cell, or use another distribution");
      good = false;
    };
    const bool bin = !std::isnan(row.low) || !std::isnan(row.high),
               component = !row.component.is_certain();
    if (kind == DistributionKind::histogram) {
      if (std::isnan(row.low)) lacks("low");
      if (std::isnan(row.high)) lacks("high");
      if (!std::isnan(row.value)) surplus("value");
    } else {
      if (bin) surplus(std::isnan(row.low) ? "high" : "low");
      if (std::isnan(row.value) && !(kind == DistributionKind::mixture && component))
        lacks("value");
    }
    if (component && kind != DistributionKind::mixture) surplus("distribution");
    table.rows.push_back({kind == DistributionKind::histogram ? row.low : row.value, row.high,
                          row.weight, row.component});
  }
  std::shared_ptr<const DistributionTable> made;
  if (good) made = std::make_shared<const DistributionTable>(std::move(table));
  made_.emplace(key, made);
  return made;
}

}  // namespace plume
