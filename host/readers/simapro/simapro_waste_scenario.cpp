// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_waste_scenario.hpp"

#include "host/base/letter_case.hpp"

namespace plume {

std::optional<std::vector<SimaProWasteShare>> simapro_waste_shares(
    const SimaProBlock& block,
    const std::function<std::optional<double>(std::string_view cell)>& number) {
  const SimaProSection* scenario = block.find("Waste scenario");
  if (scenario == nullptr || scenario->rows.size() != 1) return {};
  const std::string kind = lower_case(scenario->rows.front()[3]);
  const bool is_one_kind =
      !kind.empty() && kind != "all waste types" && kind != "not defined" && kind != "undefined";
  std::vector<SimaProWasteShare> shares;
  double left = 1.0;
  if (const SimaProSection* separated = block.find("Separated waste")) {
    for (const SimaProRow& row : separated->rows) {
      const std::optional<double> percent = number(row[2]);
      const std::string of = lower_case(row[1]);
      if (!percent || (of != kind && !is_one_kind && of != "all waste types")) return {};
      if (of != kind && of != "all waste types") continue;
      shares.push_back({row.cells.front(), *percent / 100.0, row.line});
      left -= *percent / 100.0;
    }
  }
  if (const SimaProSection* remaining = block.find("Remaining waste")) {
    for (const SimaProRow& row : remaining->rows) {
      const std::optional<double> percent = number(row[2]);
      if (!percent) return {};
      shares.push_back({row.cells.front(), left * *percent / 100.0, row.line});
    }
  }
  return shares;
}

}  // namespace plume
