// SPDX-License-Identifier: Apache-2.0
// The rows of a SimaPro CSV file as blocks ("Process", "Method", "Units") of sections ("Products",
// "Comment"), each with its rows.
//
// A block begins with its name on a line of its own and ends with "End"; a section begins with its
// label and ends with a blank line. Blocks that are lists alone (units, substances, parameters)
// have one section without a label.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/readers/simapro/simapro_rows.hpp"

namespace plume {

struct SimaProSection {
  std::string label;
  std::uint32_t line = 0;
  std::vector<SimaProRow> rows;
};

struct SimaProBlock {
  std::string name;
  std::uint32_t line = 0;
  bool is_ended = false;  ///< by "End"
  std::vector<SimaProSection> sections;

  /// The first section of that label; nullptr for none.
  [[nodiscard]] const SimaProSection* find(std::string_view label) const;
  /// First cell of the first row of a section; "" where there is none.
  [[nodiscard]] std::string_view text(std::string_view label) const;
};

[[nodiscard]] std::vector<SimaProBlock> simapro_blocks(const SimaProText& text);

}  // namespace plume
