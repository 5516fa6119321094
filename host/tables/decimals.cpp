// SPDX-License-Identifier: Apache-2.0
#include "host/tables/decimals.hpp"

#include <algorithm>
#include <optional>

#include "host/base/numbers.hpp"
#include "host/tables/utf8.hpp"

namespace plume {
namespace {

/// The number in "±5,5 %" or "meter class 0,5".
std::string_view bare_number(std::string_view text, Column::Holds holds) {
  if (holds == Column::Holds::number) return text;
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find_last_of("0123456789");
  return text.substr(begin, end + 1 - begin);
}

bool is_call(std::string_view text) { return text.find('(') != std::string_view::npos; }

/// "1,5", "-0,25", "3,1e-4": a number if its one comma is read as a point.
bool has_decimal_comma(std::string_view number) {
  if (std::count(number.begin(), number.end(), ',') != 1 ||
      number.find('.') != std::string_view::npos)
    return false;
  std::string plain(number);
  std::replace(plain.begin(), plain.end(), ',', '.');
  NumberTrouble trouble;
  return parse_double(plain, trouble).has_value();
}

bool has_point(std::string_view number) {
  NumberTrouble trouble;
  return number.find('.') != std::string_view::npos && parse_double(number, trouble).has_value();
}

/// "1,234", "1.234": could be thousands.
bool is_grouped(std::string_view number) {
  const std::size_t comma = number.find_first_of(",.");
  const std::string_view before = number.substr(0, comma), after = number.substr(comma + 1);
  const std::size_t digits =
      before.size() - (before.starts_with('-') || before.starts_with('+') ? 1 : 0);
  return after.size() == 3 && digits >= 1 && digits <= 3 &&
         before.substr(before.size() - digits, 1) != "0" &&
         after.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

/// Null where the cell says nothing of how decimals are written.
Decimals::Seen* Decimals::kind_of(std::string_view text, Column::Holds holds) {
  if (holds == Column::Holds::text || (holds == Column::Holds::expression && is_call(text)))
    return nullptr;
  const std::string_view number = bare_number(text, holds);
  if (has_decimal_comma(number)) {
    all_grouped_ = all_grouped_ && is_grouped(number);
    return &commas_;
  }
  if (!has_point(number)) return nullptr;
  all_grouped_ = all_grouped_ && is_grouped(number);
  return &points_;
}

Decimals::Verdict Decimals::verdict(char separator) const {
  if (commas_.count == 0)
    return separator == ';' && points_.count > 0 && all_grouped_ ? Verdict::points_unclear
                                                                 : Verdict::points;
  if (separator == ',' || separator == 0) return Verdict::refused;
  if (points_.count > 0) return Verdict::mixed;
  return separator == ';' || !all_grouped_ ? Verdict::commas : Verdict::unclear;
}

void Decimals::report(Verdict verdict, Findings& findings) const {
  const std::string with = with_points(commas_.text, Column::Holds::number);
  const auto cells = [](std::size_t count) {
    return std::to_string(count) + (count == 1 ? " cell" : " cells");
  };
  switch (verdict) {
    case Verdict::points:
      return;
    case Verdict::commas:
      findings.add("N0260", commas_.place,
                   "the table writes decimals with ',': " + in_quotes(commas_.text) +
                       " is read as " + with + ", in " + cells(commas_.count),
                   "take the commas out if they separate thousands");
      return;
    case Verdict::mixed:
      findings.add("E0258", commas_.place,
                   "decimals of the table are written with ',' in " + cells(commas_.count) + " (" +
                       in_quotes(commas_.text) + ") and with '.' in " +
                       std::to_string(points_.count) + " (" + in_quotes(points_.text) + ", line " +
                       std::to_string(points_.place.line) + ")",
                   "write all with '.' or all with ',', and nothing between thousands");
      return;
    case Verdict::unclear:
      findings.add("E0258", commas_.place,
                   in_quotes(commas_.text) + " may be " + with +
                       " or thousands, and so may every number with ',' of the table",
                   "write decimals with '.', and nothing between thousands");
      return;
    case Verdict::points_unclear: {
      std::string thousands = points_.text;
      std::erase(thousands, '.');
      findings.add(
          "W0292", points_.place,
          in_quotes(points_.text) + " is read as " + points_.text +
              ": in a table separated by ';' it may be " + thousands +
              ", and so may every number with '.' of the table",
          "write " + thousands + " without a point if it is so, or " + points_.text + "0 if not");
      return;
    }
    case Verdict::refused: {
      NumberTrouble trouble;
      (void)parse_double(commas_.text, trouble);
      if (trouble.why.empty()) trouble.why = "decimals use '.'";
      if (trouble.hint.empty()) trouble.hint = "write " + with;
      const std::string others =
          commas_.count == 1
              ? std::string()
              : "; the table has " + std::to_string(commas_.count - 1) + " more of the kind";
      findings.add(
          "E0221", commas_.place,
          commas_.column + " " + in_quotes(commas_.text) + " is not a number (" + trouble.why + ")",
          trouble.hint + others);
      return;
    }
  }
}

std::string with_points(std::string_view text, Column::Holds holds) {
  std::string result(text);
  const bool call = holds == Column::Holds::expression && is_call(text);
  if (!call) {
    if (has_decimal_comma(bare_number(text, holds)))
      std::replace(result.begin(), result.end(), ',', '.');
    return result;
  }
  if (text.front() == '(') return result;  // scores: whole numbers
  if (text.find(';') == std::string_view::npos) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
      if (text[i] == ',' && text[i + 1] != ' ') return {};
    return result;
  }
  std::replace(result.begin(), result.end(), ',', '.');
  std::replace(result.begin(), result.end(), ';', ',');
  return result;
}

}  // namespace plume
