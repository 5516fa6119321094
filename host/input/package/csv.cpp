// SPDX-License-Identifier: Apache-2.0
#include "host/input/package/csv.hpp"

#include <algorithm>

#include "host/input/package/utf8.hpp"

namespace plume {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::string_view trimmed(const char* begin, const char* end) {
  while (begin < end && is_blank(*begin)) ++begin;
  while (begin < end && is_blank(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string file, Findings& findings)
    : text_(text),
      file_(std::move(file)),
      findings_(findings),
      position_(text.data()),
      end_(text.data() + text.size()) {
  if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
    findings_.add("E0211", {file_, 1, 1}, "the file is UTF-16, not UTF-8", "save it as 'CSV UTF-8'");
    intact_ = false;
    position_ = end_;
    return;
  }
  if (text_.starts_with("\xEF\xBB\xBF")) {
    text_.remove_prefix(3);
    position_ += 3;
  }
  const TextFault fault = first_text_fault(text_);
  if (fault.kind != TextFault::Kind::none) {
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
    intact_ = false;
    position_ = end_;
    return;
  }
  detect_separator();
}

void CsvReader::detect_separator() {
  // The first row with content is the header; count both candidates outside its quotes.
  const char* p = position_;
  while (p < end_) {
    const char* line_begin = p;
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    bool in_quotes = false;
    bool content = false;
    for (; p < end_ && (in_quotes || !is_line_end(*p)); ++p) {
      if (*p == '"') in_quotes = !in_quotes;
      if (!in_quotes && *p == ',') ++commas;
      if (!in_quotes && *p == ';') ++semicolons;
      if (*p != ',' && *p != ';' && *p != '"' && !is_blank(*p)) content = true;
    }
    const std::string_view line = trimmed(line_begin, p);
    if (content && !line.starts_with('#') && !line.starts_with("\"#")) {
      separator_ = semicolons > commas ? ';' : ',';
      return;
    }
    // A comment may hold a lone quote: go on at its own line's end.
    if (line.starts_with('#')) p = std::find_if(line_begin, end_, is_line_end);
    while (p < end_ && is_line_end(*p)) ++p;
  }
}

Place CsvReader::place_at(const char* position, std::uint32_t line) const {
  constexpr std::ptrdiff_t longest_line = 4096;  // beyond it counting would cost more than the column is worth
  const char* begin = position;
  while (begin > text_.data() && !is_line_end(begin[-1])) {
    --begin;
    if (position - begin > longest_line) return {file_, line, 0};
  }
  const auto before = std::string_view(begin, static_cast<std::size_t>(position - begin));
  return {file_, line, static_cast<std::uint32_t>(count_characters(before) + 1)};
}

Place CsvReader::place(const CsvCell& cell) const { return place_at(cell.begin, cell.line); }

void CsvReader::end_line() {
  if (position_ < end_) {
    const bool pair = *position_ == '\r' && position_ + 1 < end_ && position_[1] == '\n';
    position_ += pair ? 2 : 1;
  }
  ++line_;
}

void CsvReader::skip_comment_line() {
  position_ = std::find_if(position_, end_, is_line_end);
  end_line();
}

bool CsvReader::next() {
  while (position_ < end_) {
    row_line_ = line_;
    const char* first = position_;
    while (first < end_ && is_blank(*first)) ++first;
    if (first < end_ && *first == '#') {
      skip_comment_line();
      continue;
    }
    read_row();
    if (!intact_) break;
    if (cells_.front().text.starts_with('#')) continue;  // a spreadsheet quotes a comment that holds a separator
    const bool empty = std::all_of(cells_.begin(), cells_.end(), [](const CsvCell& cell) { return cell.text.empty(); });
    if (!empty) return true;
  }
  cells_.clear();
  return false;
}

void CsvReader::read_row() {
  cells_.clear();
  unescaped_.clear();
  while (true) {
    CsvCell cell;
    while (position_ < end_ && is_blank(*position_)) ++position_;
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
        findings_.add("E0214", place_at(quote, line_), "a double quote stands inside the cell " + in_quotes(cell.text),
                      "put the whole cell in double quotes and write the inner quote twice");
      }
    }
    cells_.push_back(cell);
    if (position_ == end_ || is_line_end(*position_)) {
      end_line();
      return;
    }
    ++position_;  // the separator
  }
}

void CsvReader::read_quoted(CsvCell& cell) {
  const char* begin = ++position_;
  bool doubled = false;
  const char* close = nullptr;
  while (close == nullptr) {
    position_ = std::find_if(position_, end_, [](char c) { return c == '"' || is_line_end(c); });
    if (position_ == end_) {
      findings_.add("E0213", place_at(cell.begin, cell.line), "the quote that begins this cell never ends",
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
    findings_.add("E0214", place_at(rest.data(), line_), "text follows the closing quote of a cell: " + in_quotes(rest),
                  "write a quote inside a quoted cell twice");
  }
}

}  // namespace plume
