// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_rows.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/base/utf8.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

constexpr char line_end_in_cell = '\x7f';
constexpr int most_lines_in_cell = 1000;

/// Windows-1252 from 0x80 to 0x9F; 0 where the byte has no character.
constexpr std::array<std::uint16_t, 32> upper_controls = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    const std::uint32_t code = byte >= 0x80 && byte < 0xA0 ? upper_controls[byte - 0x80] : byte;
    append_utf8(text, code == 0 && byte != 0 ? 0xFFFD : code);
  }
  return text;
}

class RowReader {
 public:
  explicit RowReader(std::string_view text) : text_(text) {}

  /// The next line without its end; nothing behind the last.
  std::optional<std::string_view> line() {
    if (at_ >= text_.size()) return std::nullopt;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view result = text_.substr(at_, end - at_);
    at_ = end + 1;
    ++number_;
    if (result.ends_with('\r')) result.remove_suffix(1);
    return result;
  }

  std::optional<SimaProRow> row(char separator) {
    const std::optional<std::string_view> first = line();
    if (!first) return std::nullopt;
    SimaProRow row;
    row.line = number_;
    std::string_view rest = *first;
    for (bool more = true; more;) {
      std::string cell;
      const bool is_quoted = rest.starts_with('"') && quoted(rest, separator, cell);
      if (!is_quoted) {
        const std::size_t end = std::min(rest.find(separator), rest.size());
        cell = rest.substr(0, end);
        rest.remove_prefix(end);
      }
      row.cells.emplace_back(trim(cell));
      more = !rest.empty();
      if (more) rest.remove_prefix(1);
    }
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    return row;
  }

 private:
  /// Takes a quoted cell off `rest`; false, with nothing taken, where its quote is not closed
  /// before a separator or the end.
  bool quoted(std::string_view& rest, char separator, std::string& cell) {
    const std::size_t line_at = at_;
    const std::uint32_t line_number = number_;
    std::string_view here = rest.substr(1);
    for (int lines = 0; lines < most_lines_in_cell;) {
      const std::size_t quote = here.find('"');
      if (quote == std::string_view::npos) {
        cell += here;
        const bool goes_on = here.ends_with(line_end_in_cell);
        const std::optional<std::string_view> next = goes_on ? line() : std::nullopt;
        if (!next) break;
        here = *next;
        ++lines;
        continue;
      }
      cell += here.substr(0, quote);
      here.remove_prefix(quote + 1);
      if (here.empty() || here.front() == separator) {
        rest = here;
        return true;
      }
      cell += '"';
      if (here.front() == '"') here.remove_prefix(1);
    }
    at_ = line_at;
    number_ = line_number;
    cell.clear();
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
};

/// "CSV separator" and "Semicolon" of "{CSV separator: Semicolon}"; a line of the header may be
/// quoted and have separators behind it.
bool header_entry(std::string_view line, std::string& key, std::string& value) {
  line = trim(line);
  if (line.starts_with('"')) line.remove_prefix(1);
  const std::size_t end = line.rfind('}');
  if (!line.starts_with('{') || end == std::string_view::npos) return false;
  const std::string_view inside = line.substr(1, end - 1);
  const std::size_t colon = inside.find(':');
  key = lower_case(trim(inside.substr(0, colon)));
  // The decimal sign and separator may be given as the sign itself, so only blanks in front are cut
  // off.
  value = colon == std::string_view::npos ? std::string{} : std::string(inside.substr(colon + 1));
  if (value.starts_with(' ')) value.erase(0, 1);
  return true;
}

char separator_of(const std::string& value) {
  const std::string name = lower_case(value);
  if (name == "tab" || name == "\t") return '\t';
  if (name == "comma" || name == ",") return ',';
  return ';';
}

}  // namespace

std::string simapro_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return utf8_of_utf16(bytes.substr(2), false);
  if (bytes.starts_with("\xFE\xFF")) return utf8_of_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (first_text_fault(bytes).kind != TextFault::Kind::not_utf8) return std::string(bytes);
  return from_windows_1252(bytes);
}

bool is_simapro(std::string_view bytes) {
  const std::string text = simapro_utf8(bytes.substr(0, 64));
  std::string_view begin = trim(text);
  if (begin.starts_with('"')) begin.remove_prefix(1);
  return begin.starts_with("{SimaPro") || begin.starts_with("SimaPro ");
}

SimaProText simapro_text(std::string_view bytes) {
  const std::string utf8 = simapro_utf8(bytes);
  RowReader reader(utf8);
  SimaProText result;
  result.is_old = trim(std::string_view(utf8).substr(0, 16)).starts_with("SimaPro");
  if (result.is_old) {
    result.separator = '\t';
    reader.line();
  } else {
    std::string key, value;
    RowReader header = reader;
    for (auto line = header.line(); line && header_entry(*line, key, value); line = header.line()) {
      reader = header;
      if (key == "csv separator") result.separator = separator_of(value);
      if (key == "decimal separator" && !value.empty()) result.decimal = value.front();
      if (result.kind.empty() && value.empty() && !key.starts_with("simapro")) result.kind = key;
    }
  }
  while (std::optional<SimaProRow> row = reader.row(result.separator))
    result.rows.push_back(std::move(*row));
  return result;
}

}  // namespace plume
