// SPDX-License-Identifier: Apache-2.0
#include "host/tables/csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/nfc.hpp"
#include "host/base/numbers.hpp"
#include "host/base/utf8.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::string_view trimmed(const char* begin, const char* end) {
  return trim({begin, static_cast<std::size_t>(end - begin)});
}

/// Names of columns among the cells that `separator` cuts the line into, quotes taken off: a look,
/// not a reading.
std::size_t count_words(std::string_view line, char separator, std::span<const std::string> words) {
  std::size_t count = 0;
  for (bool last = false; !last;) {
    std::size_t end = 0;
    bool in_quotes = false;
    while (end < line.size() && (in_quotes || line[end] != separator))
      in_quotes ^= line[end++] == '"';
    std::string_view cell = trim(line.substr(0, end));
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"')
      cell = trim(cell.substr(1, cell.size() - 2));
    constexpr std::size_t longest_name = 64;
    if (!cell.empty() && cell.size() <= longest_name)
      count += std::find(words.begin(), words.end(), lower_case(cell)) != words.end() ? 1 : 0;
    last = end == line.size();
    if (!last) line.remove_prefix(end + 1);
  }
  return count;
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string file, Findings& findings,
                     std::span<const std::string> words)
    : RowReader(std::move(file)), text_(text), findings_(findings) {
  if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
    converted_ = utf8_of_utf16(text_.substr(2), text_[0] == '\xFE');
    text_ = converted_;
  }
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  if (!is_surely_nfc(text_)) {
    converted_ = to_nfc(text_);
    text_ = converted_;
  }
  first_ = position_ = text_.data();
  end_ = position_ + text_.size();
  check_text();
  separator_ = ',';
  if (!readable_ || read_separator_line()) return;
  detect_separator(words);
}

void CsvReader::check_text() {
  const TextFault fault = first_text_fault(text_);
  if (fault.kind == TextFault::Kind::none) return;
  const char* at = text_.data() + fault.offset;
  std::uint32_t line = 1;
  for (const char* p = text_.data(); p < at; ++p) {
    if (*p == '\n' || (*p == '\r' && p[1] != '\n')) ++line;
  }
  if (fault.kind == TextFault::Kind::nul_byte) {
    findings_.add("E0212", place_at(at, line), "the file holds a NUL byte, so it is not a text",
                  "export the table again as 'CSV UTF-8'");
  } else {
    findings_.add("E0211", place_at(at, line), "the file is not UTF-8",
                  "save it as 'CSV UTF-8'; Windows-1252 and Latin-1 are not read");
  }
  readable_ = intact_ = false;
  position_ = end_;
}

/// "sep=;": how Excel is told the separator. It is no row.
bool CsvReader::read_separator_line() {
  const char* end = std::find_if(position_, end_, is_line_end);
  std::string_view line = trimmed(position_, end);
  if (line.size() > 1 && line.front() == '"' && line.back() == '"')
    line = line.substr(1, line.size() - 2);
  if (lower_case(line.substr(0, 4)) != "sep=") return false;
  // A tab at the end of the line is a blank as well.
  const std::string_view rest = line.substr(4);
  const bool tab = rest.empty() && std::find(position_, end, '\t') != end;
  if (!tab && rest.size() != 1) return false;
  separator_ = tab ? '\t' : rest[0];
  position_ = end;
  end_line();
  first_ = position_;
  first_line_ = line_;
  return true;
}

void CsvReader::detect_separator(std::span<const std::string> words) {
  constexpr std::array<char, 4> candidates = {',', ';', '\t', '|'};
  constexpr std::size_t most_lines = 40, longest_line = std::size_t{1} << 20;
  std::size_t best = 0;
  bool first_content = true;
  const char* p = position_;
  for (std::size_t n = 0; p < end_ && n < most_lines; ++n) {
    const char* line_begin = p;
    std::array<std::size_t, 4> counts = {};
    bool in_quotes = false;
    bool content = false;
    for (; p < end_ && (in_quotes || !is_line_end(*p)); ++p) {
      if (*p == '"') in_quotes = !in_quotes;
      const auto candidate = std::find(candidates.begin(), candidates.end(), *p);
      if (candidate != candidates.end())
        counts[static_cast<std::size_t>(candidate - candidates.begin())] += in_quotes ? 0 : 1;
      if (candidate == candidates.end() && *p != '"' && !is_blank(*p)) content = true;
    }
    const std::string_view line = trimmed(line_begin, p);
    const bool comment = line.starts_with('#') || line.starts_with("\"#");
    // A comment may hold a lone quote: go on at its own line's end.
    if (line.starts_with('#')) p = std::find_if(line_begin, end_, is_line_end);
    while (p < end_ && is_line_end(*p)) ++p;
    if (!content || comment) continue;
    // The first row with content is the header unless a later one has more of its words.
    if (first_content)
      separator_ = candidates[static_cast<std::size_t>(
          std::max_element(counts.begin(), counts.end()) - counts.begin())];
    first_content = false;
    if (words.empty()) return;
    for (std::size_t i = 0; line.size() <= longest_line && i < candidates.size(); ++i) {
      if (counts[i] == 0) continue;
      if (const std::size_t found = count_words(line, candidates[i], words); found > best) {
        best = found;
        separator_ = candidates[i];
      }
    }
  }
}

bool CsvReader::may_hold_commas() const {
  const char sought = separator_ == ',' ? '"' : ',';
  return text_.find(sought) != std::string_view::npos;
}

void CsvReader::rewind() {
  if (!readable_) return;
  intact_ = true;
  position_ = first_;
  line_ = first_line_;
}

void CsvReader::add(const char* code, Place place, std::string problem, std::string hint) {
  if (!quiet_) findings_.add(code, std::move(place), std::move(problem), std::move(hint));
}

Place CsvReader::place_at(const char* position, std::uint32_t line) const {
  // beyond it counting would cost more than the column is worth
  constexpr std::ptrdiff_t longest_line = 4096;
  const char* begin = position;
  while (begin > text_.data() && !is_line_end(begin[-1])) {
    --begin;
    if (position - begin > longest_line) return {file_, line, 0};
  }
  const auto before = std::string_view(begin, static_cast<std::size_t>(position - begin));
  return {file_, line, static_cast<std::uint32_t>(count_characters(before) + 1)};
}

Place CsvReader::place(const Cell& cell) const { return place_at(cell.begin, cell.line); }

void CsvReader::end_line() {
  if (position_ < end_) {
    const bool pair = *position_ == '\r' && position_ + 1 < end_ && position_[1] == '\n';
    position_ += pair ? 2 : 1;
  }
  ++line_;
}

void CsvReader::skip_comment_line() {
  const char* const begin = position_;
  position_ = std::find_if(position_, end_, is_line_end);
  std::size_t filled = 0;
  for (const char* cell = begin; cell <= position_; ++cell) {
    const char* const cell_end = std::find(cell, position_, separator_);
    filled += trimmed(cell, cell_end).empty() ? 0 : 1;
    cell = cell_end;
  }
  left_out(filled, line_);
  end_line();
}

bool CsvReader::next() {
  while (position_ < end_) {
    row_line_ = line_;
    const char* first = position_;
    while (first < end_ && is_blank(*first) && *first != separator_) ++first;
    if (first < end_ && *first == '#') {
      skip_comment_line();
      continue;
    }
    read_row();
    if (!intact_) break;
    // a spreadsheet quotes a comment that holds a separator
    if (cells_.front().text.starts_with('#')) {
      left_out(
          static_cast<std::size_t>(std::count_if(
              cells_.begin(), cells_.end(), [](const Cell& cell) { return !cell.text.empty(); })),
          row_line_);
      continue;
    }
    num_cells_ = cells_.size();
    const bool empty = std::all_of(cells_.begin(), cells_.end(),
                                   [](const Cell& cell) { return cell.text.empty(); });
    if (!empty) return true;
  }
  cells_.clear();
  num_cells_ = 0;
  return false;
}

void CsvReader::read_row() {
  cells_.clear();
  unescaped_.clear();
  while (true) {
    Cell cell;
    while (position_ < end_ && is_blank(*position_) && *position_ != separator_) ++position_;
    cell.begin = position_;
    cell.line = line_;
    if (position_ < end_ && *position_ == '"') {
      read_quoted(cell);
      if (!intact_) return;
    } else {
      bool stray_quote = false;
      const char* p = position_;
      for (; p < end_ && *p != separator_ && !is_line_end(*p); ++p) stray_quote |= *p == '"';
      cell.text = trimmed(position_, p);
      position_ = p;
      if (stray_quote) {
        const char* quote = std::find(cell.begin, p, '"');
        add("E0214", place_at(quote, line_),
            "a double quote stands inside the cell " + in_quotes(cell.text),
            "put the whole cell in double quotes and write the inner quote twice");
      }
    }
    cells_.push_back(cell);
    if (position_ == end_ || is_line_end(*position_)) {
      end_line();
      return;
    }
    ++position_;  // the separator
    if (cells_.size() == most_cells_of_row) {
      add("E0257", {file_, row_line_, 0},
          "the row has more than " + std::to_string(most_cells_of_row) + " cells",
          "no spreadsheet has more columns; check the file's separators and line ends");
      intact_ = false;
      return;
    }
  }
}

void CsvReader::read_quoted(Cell& cell) {
  const char* begin = ++position_;
  bool doubled = false;
  const char* close = nullptr;
  while (close == nullptr) {
    position_ = std::find_if(position_, end_, [](char c) { return c == '"' || is_line_end(c); });
    if (position_ == end_) {
      add("E0213", place_at(cell.begin, cell.line), "the quote that begins this cell never ends",
          "close it with '\"', or write an inner quote twice");
      intact_ = false;
      return;
    }
    if (*position_ != '"') {
      end_line();
    } else if (position_ + 1 < end_ && position_[1] == '"') {
      doubled = true;
      position_ += 2;
    } else {
      close = position_++;
    }
  }
  cell.text = trimmed(begin, close);
  if (doubled) {
    std::string& text = unescaped_.emplace_back();
    text.reserve(cell.text.size());
    for (std::size_t i = 0; i < cell.text.size(); ++i) {
      text += cell.text[i];
      if (cell.text[i] == '"') ++i;
    }
    cell.text = text;
  }
  const char* after = position_;
  while (position_ < end_ && *position_ != separator_ && !is_line_end(*position_)) ++position_;
  if (const std::string_view rest = trimmed(after, position_); !rest.empty()) {
    add("E0214", place_at(rest.data(), line_),
        "text follows the closing quote of a cell: " + in_quotes(rest),
        "write a quote inside a quoted cell twice");
  }
}

}  // namespace plume
