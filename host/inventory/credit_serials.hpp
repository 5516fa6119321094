// SPDX-License-Identifier: Apache-2.0
// Serial numbers of credits, as registries write them: which are the same, and which ranges share
// numbers.
//
//     serial_key("VCS - 1") == serial_key("vcs-1")
//     // one range, from 259136203 to 259146202, of the series "5720-#-VCU"
//     ranges_of("5720-259136203-259146202-VCU")
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// Without regard to capitals, blanks, and which sign stands between.
[[nodiscard]] std::string serial_key(std::string_view text);

struct SerialRange {
  std::string series;  ///< what stands around the range
  std::uint64_t first = 0, last = 0;
};

/// Each pair of numbers beside one another that reads as a range: of as many digits, or with ".."
/// or "to" between, the second no smaller. In "VCS-7-1001" there is none.
[[nodiscard]] std::vector<SerialRange> ranges_of(std::string_view serial);

}  // namespace plume
