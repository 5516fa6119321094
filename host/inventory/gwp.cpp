// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/gwp.hpp"

#include <fmt/format.h>

#include <vector>

namespace plume {

bool is_biogenic(const std::string& gas) { return gas.find("biogenic") != std::string::npos; }

std::string plain_gas(const std::string& gas) { return gas.substr(0, gas.find(" (")); }

bool is_co2(const std::string& gas) {
  const std::string plain = plain_gas(gas);
  return plain == "CO2" || plain == "CO2e";
}

const EmissionFactor* find_gwp(const FactorLibrary& library, const std::string& gas, const std::string& set,
                               const std::string& main_set) {
  const std::string assessment = set.substr(0, 3), horizon = set.substr(4);
  const std::string begin = fmt::format("gwp{}_{}", horizon,
                                        assessment == "AR4"   ? "ar4"
                                        : assessment == "AR5" ? "ar5"
                                                              : "ar6");
  // Methane that burns or rots: its carbon is counted as CO2 or not at all, so its GWP is that of non-fossil methane.
  std::vector<std::string> names = {gas};
  if (gas == "CH4") names = {"CH4 (non-fossil)", "CH4"};
  if (gas == "CH4 (fossil)" || gas == "CH4 (non-fossil)") names.emplace_back("CH4");
  const EmissionFactor* best = nullptr;
  for (const std::string& name : names) {
    for (const EmissionFactor& factor : library.factors()) {
      if (factor.category.find("GWP") == std::string::npos) continue;
      if (plain_gas(factor.gas) != name && factor.gas != name) continue;
      if (name == "CH4" && factor.gas != "CH4") continue;
      if (!factor.from_library) {
        if (set == main_set) return &factor;  // the study's own number stands before the library's
        continue;
      }
      if (!factor.id.starts_with(begin)) continue;
      const bool more = factor.uncertainty.kind != DistributionKind::undefined;
      if (best == nullptr || (more && best->uncertainty.kind == DistributionKind::undefined)) best = &factor;
    }
    if (best != nullptr) return best;
  }
  return nullptr;
}

}  // namespace plume
