// SPDX-License-Identifier: Apache-2.0
#include "host/report/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

#include "host/base/utf8.hpp"

namespace plume {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::string_view gap = "  ";
constexpr std::size_t narrowest_first_column = 20;

struct CodePoint {
  char32_t value;
  std::size_t length;  ///< bytes
};

/// The first code point of a text that is not empty. Damage is consumed byte by byte.
CodePoint first_of(std::string_view text) {
  const std::size_t length = utf8_length(text);
  if (length == 0) return {0xFFFD, 1};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (length == 1) return {byte(0), 1};
  char32_t value = byte(0) & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byte(i) & 0x3Fu);
  return {value, length};
}

struct Range {
  char32_t first, last;
};

/// The blocks that matter in names; the full table of UAX #11 and of combining classes would be 300
/// lines.
constexpr Range wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                          {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                          {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                          {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};
constexpr Range combining[] = {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200F},
                               {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

template <std::size_t n>
bool among(const Range (&ranges)[n], char32_t value) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](Range r) { return r.first <= value && value <= r.last; });
}

std::size_t width_of(char32_t value) {
  return among(combining, value) ? 0 : among(wide, value) ? 2 : 1;
}

std::string padded(const std::string& text, std::size_t width, TextTable::Alignment alignment) {
  const std::size_t used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return alignment == TextTable::left ? text + space : space + text;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_of(text);
    width += width_of(point.value);
    text.remove_prefix(point.length);
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (width == 0 || display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 1;  // the ellipsis
  while (!text.empty()) {
    const CodePoint point = first_of(text);
    used += width_of(point.value);
    if (used > width) break;
    out += text.substr(0, point.length);
    text.remove_prefix(point.length);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out.append(ellipsis);
}

std::size_t text_columns(std::size_t width) {
  constexpr std::size_t comfortable = 100, least = 40;
  return width == 0 ? comfortable : std::clamp(width, least, comfortable);
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out, line;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    while (text.substr(end).starts_with(" %")) end = std::min(text.find(' ', end + 1), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      out += line + "\n";
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return out + line + "\n";
}

std::string name_and_unit(const std::string& name, const std::string& id, const std::string& unit) {
  std::string text = printable(name.empty() ? id : name);
  if (!unit.empty()) text += " [" + printable(unit) + "]";
  return text;
}

LabelledLines& LabelledLines::add(std::string_view label, std::string_view text) {
  constexpr std::size_t label_width = 12;
  text_.append(padded(std::string(label), label_width, TextTable::left)).append(text).append("\n");
  return *this;
}

TextTable::TextTable(std::vector<std::string> heads, std::vector<Alignment> alignments)
    : alignments_(std::move(alignments)) {
  rows_.push_back(std::move(heads));
}

void TextTable::add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void TextTable::drop_column(std::size_t column) {
  const auto offset = static_cast<std::ptrdiff_t>(column);
  alignments_.erase(alignments_.begin() + offset);
  for (auto& row : rows_) row.erase(row.begin() + offset);
}

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths(alignments_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row[i]));
  }
  return widths;
}

std::size_t TextTable::narrowest() const {
  const std::vector<std::size_t> all = widths();
  return std::accumulate(all.begin() + 1, all.end(),
                         std::min(all[0], narrowest_first_column) + (all.size() - 1) * gap.size());
}

std::string TextTable::to_string(std::size_t width) const {
  std::vector<std::size_t> widths = this->widths();
  const std::size_t least = narrowest();
  if (width != 0) {
    const std::size_t narrow = std::min(widths[0], narrowest_first_column);
    widths[0] = std::min(widths[0], width > least ? narrow + width - least : narrow);
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line = padded(shortened(row[0], widths[0]), widths[0], alignments_[0]);
    for (std::size_t i = 1; i < row.size(); ++i)
      line.append(gap).append(padded(row[i], widths[i], alignments_[i]));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace plume
