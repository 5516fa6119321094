// SPDX-License-Identifier: Apache-2.0
// How a waste scenario of SimaPro shares the waste that it takes among treatments.
//
//     Waste scenario      bottles;kg;1;PET;Others         the waste, and its kind
//     Separated waste     recycling;PET;80                80 % of the PET
//                         paper mill;Paper;70             of a kind that is not in it: nothing
//     Remaining waste     dump;;60                        60 % of what is left: 12 %
//                         burning;;40
//
// What is separated by kind can be said of a waste that is of one kind. Of "All waste types" it
// depends on what the product is made of, which SimaPro follows through all of its stages: that is
// not read here.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/readers/simapro/simapro_blocks.hpp"

namespace plume {

struct SimaProWasteShare {
  std::string treatment;
  double share = 0.0;  ///< of the waste
  std::uint32_t line = 0;
};

/// Nothing where the block is no waste scenario, where it depends on what the waste is made of, or
/// where a share is no number.
[[nodiscard]] std::optional<std::vector<SimaProWasteShare>> simapro_waste_shares(
    const SimaProBlock& block,
    const std::function<std::optional<double>(std::string_view cell)>& number);

}  // namespace plume
