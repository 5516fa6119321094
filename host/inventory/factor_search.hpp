// SPDX-License-Identifier: Apache-2.0
// Search of a factor library by words and by what a factor is of, best hits first, and hints for
// words that nothing holds.
//
//     for (const EmissionFactor* f : search(built_in_factors(),
//         {.words = "diesel stationary", .gas = "CO2"})) …
#pragma once

#include <string>
#include <vector>

#include "host/inventory/factor_library.hpp"

namespace plume {

/// Case is ignored everywhere but in the id; what is empty is not asked.
struct FactorQuery {
  std::string words = {};  ///< separated by spaces: each stands somewhere, whole or as a part
  std::string region = {}, year = {}, category = {};  ///< or a part of it
  /// or whole words of it: "CO2" is also "CO2 (fossil)" but not "CO2e", "HFC" any of them
  std::string gas = {};
  std::string id = {};  ///< all of it
};

/// Words that stand whole in name or id count more than those that stand in gas, region or
/// category, the start of a word more than its middle, and the source least. Of equal hits those
/// with the shorter names come first, then the newest.
[[nodiscard]] std::vector<const EmissionFactor*> search(const FactorLibrary& library,
                                                        const FactorQuery& query);

/// Why a query finds nothing, one sentence each: "nothing holds 'sichaun'; did you mean 'sichuan'?"
[[nodiscard]] std::vector<std::string> search_hints(const FactorLibrary& library,
                                                    const FactorQuery& query);

}  // namespace plume
