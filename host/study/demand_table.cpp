// SPDX-License-Identifier: Apache-2.0
#include "host/study/demand_table.hpp"

#include <fmt/format.h>

#include "host/archive/read_text.hpp"
#include "host/tables/table.hpp"

namespace plume {

std::vector<DemandItem> read_demand_table(const std::filesystem::path& file, const Place& place,
                                          Findings& findings) {
  constexpr std::size_t max_bytes = std::size_t{1} << 30;
  const TextFile table = read_text(file, max_bytes);
  if (!table.text) {
    findings.add("E0120", place,
                 fmt::format("demand table '{}' cannot be read ({})", file.string(), table.why_not),
                 "the path is relative to the study file");
    return {};
  }
  return parse_demand_table(*table.text, file.string(), findings);
}

std::vector<DemandItem> parse_demand_table(std::string_view text, const std::string& name,
                                           Findings& findings) {
  const std::size_t errors_before = findings.num_errors();
  Table table(text, name,
              {{"process", Column::required},
               {"amount", Column::required, Column::number},
               {"unit", Column::optional},
               {"location", Column::optional},
               {"product", Column::optional}},
              findings);
  const std::size_t process = table.column("process");
  const std::size_t amount = table.column("amount");
  const std::size_t unit = table.column("unit");
  const std::size_t location = table.column("location");
  const std::size_t product = table.column("product");
  std::vector<DemandItem> items;
  while (table.next()) {
    DemandItem item;
    item.process = table.required_text(process);
    const std::optional<double> number = table.required_number(amount);
    item.unit = table.text(unit);
    item.location = table.text(location);
    item.product = table.text(product);
    item.place = {name, table.line(), 0};
    if (item.process.empty() || !number) continue;
    item.amount = *number;
    items.push_back(std::move(item));
  }
  if (items.empty() && findings.num_errors() == errors_before) {
    findings.add("E0121", {name, 0, 0}, "the demand table has no row",
                 "write one row an item: process, amount");
  }
  return items;
}

}  // namespace plume
