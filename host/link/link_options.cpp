// SPDX-License-Identifier: Apache-2.0
#include "host/link/link_options.hpp"

namespace plume {

std::string_view name_of(AllocationMethod method) {
  constexpr std::string_view names[] = {"as stored", "none",         "physical", "economic",
                                        "causal",    "substitution", "property"};
  return names[static_cast<int>(method)];
}

std::string_view name_of(ProviderRule rule) {
  constexpr std::string_view names[] = {"error", "first", "market", "location"};
  return names[static_cast<int>(rule)];
}

}  // namespace plume
