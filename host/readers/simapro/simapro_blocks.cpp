// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_blocks.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace plume {
namespace {

/// Blocks whose rows stand in sections with labels; all others are one list.
constexpr std::array<std::string_view, 6> with_sections = {
    "Process",          "Product stage", "Method", "System description", "Literature reference",
    "External document"};

/// Sections of the older layout that are tables; a label of text has its value on its own line
/// there.
constexpr std::array<std::string_view, 17> tables = {"Products",
                                                     "Waste treatment",
                                                     "Waste scenario",
                                                     "Avoided products",
                                                     "Resources",
                                                     "Materials/fuels",
                                                     "Electricity/heat",
                                                     "Emissions to air",
                                                     "Emissions to water",
                                                     "Emissions to soil",
                                                     "Final waste flows",
                                                     "Social issues",
                                                     "Economic issues",
                                                     "Non material emissions",
                                                     "Waste to treatment",
                                                     "Input parameters",
                                                     "Calculated parameters"};

template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

class BlockReader {
 public:
  explicit BlockReader(const SimaProText& text) : text_(text) {}

  std::vector<SimaProBlock> read() {
    while (at_ < text_.rows.size()) {
      if (text_.rows[at_].is_blank())
        ++at_;
      else
        read_block();
    }
    return std::move(blocks_);
  }

 private:
  [[nodiscard]] const SimaProRow& row() const { return text_.rows[at_]; }
  [[nodiscard]] bool is_at_end() const { return at_ >= text_.rows.size(); }
  [[nodiscard]] bool is_word(std::string_view word) const {
    return row().cells.size() == 1 && row()[0] == word;
  }

  void read_block() {
    SimaProBlock& block = blocks_.emplace_back();
    block.name = row()[0];
    block.line = row().line;
    ++at_;
    const bool has_sections = contains(with_sections, block.name);
    if (!has_sections) block.sections.push_back({"", block.line, {}});
    while (!is_at_end()) {
      if (row().is_blank()) {
        ++at_;
      } else if (is_word("End")) {
        ++at_;
        block.is_ended = true;
        return;
      } else if (is_word("Process") || is_word("Product stage") || is_word("Method")) {
        return;  // the end is missing; "System description" is a label of processes, too
      } else if (has_sections) {
        read_section(block);
      } else {
        block.sections.front().rows.push_back(row());
        ++at_;
      }
    }
  }

  void read_section(SimaProBlock& block) {
    SimaProSection section{std::string(row()[0]), row().line, {}};
    if (text_.is_old && !contains(tables, section.label)) {
      SimaProRow value = row();
      value.cells.erase(value.cells.begin());
      if (!value.cells.empty()) section.rows.push_back(std::move(value));
      ++at_;
    } else {
      ++at_;
      for (; !is_at_end() && !row().is_blank() && !is_word("End"); ++at_)
        section.rows.push_back(row());
    }
    block.sections.push_back(std::move(section));
  }

  const SimaProText& text_;
  std::size_t at_ = 0;
  std::vector<SimaProBlock> blocks_;
};

}  // namespace

const SimaProSection* SimaProBlock::find(std::string_view label) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const SimaProSection& each) { return each.label == label; });
  return found == sections.end() ? nullptr : &*found;
}

std::string_view SimaProBlock::text(std::string_view label) const {
  const SimaProSection* section = find(label);
  return section == nullptr || section->rows.empty() ? std::string_view{}
                                                     : section->rows.front()[0];
}

std::vector<SimaProBlock> simapro_blocks(const SimaProText& text) {
  return BlockReader(text).read();
}

}  // namespace plume
