// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/period.hpp"

#include <array>
#include <cctype>
#include <chrono>
#include <utility>
#include <vector>

namespace plume {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

constexpr const char* how_to_write =
    "write 2023, 2023-H1, 2023-Q2, 2023-04, 2023-04-17, or two of them with / between";
constexpr const char* which_is_the_day = "day and month can be read both ways: write 2023-04-17";
constexpr const char* financial_year =
    "financial years begin in April, July or October, by country: write two dates such as "
    "2022-04-01/2023-03-31";

int number_of(sys_days day) { return static_cast<int>(day.time_since_epoch().count()); }

/// A run of digits or of letters, in lower case, and the separator before it.
struct Word {
  std::string text;
  bool is_number = false;
  std::string before;

  [[nodiscard]] int value() const { return text.size() > 8 ? -1 : std::stoi(text); }
  [[nodiscard]] bool is_year() const { return is_number && text.size() == 4 && value() >= 1000; }
  [[nodiscard]] bool is_short() const { return is_number && text.size() <= 2; }
  [[nodiscard]] bool is(std::string_view letters) const { return !is_number && text == letters; }
};
using Words = std::vector<Word>;

/// Separators other than blanks are kept: '-', '/', '.', ','.
Words words_of(std::string_view text) {
  Words words;
  std::string before;
  for (std::size_t i = 0; i < text.size();) {
    const auto kind = [&](std::size_t at) {
      const auto c = static_cast<unsigned char>(text[at]);
      return std::isdigit(c) != 0 ? 1 : std::isalpha(c) != 0 || c >= 0x80 ? 2 : 0;
    };
    if (kind(i) == 0) {
      if (text[i] != ' ') before += text[i];
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && kind(end) == kind(i)) ++end;
    words.push_back(
        {std::string(text.substr(i, end - i)), kind(i) == 1, std::exchange(before, {})});
    i = end;
  }
  // something stands behind the last word: no pattern has that
  if (!before.empty()) words.push_back({before, false, before});
  return words;
}

/// 1 … 12 of "apr", "april", "sept"; English and German; 0 of anything else.
int month_of(const Word& word) {
  static constexpr std::array<std::string_view, 12> english = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  static constexpr std::array<std::string_view, 12> german = {
      "januar", "februar", "märz",      "april",   "mai",      "juni",
      "juli",   "august",  "september", "oktober", "november", "dezember"};
  if (word.is_number || word.text.size() < 3) return 0;
  for (std::size_t m = 0; m < english.size(); ++m) {
    if (english[m].starts_with(word.text) || german[m].starts_with(word.text))
      return static_cast<int>(m) + 1;
  }
  return 0;
}

std::optional<Period> day(int year, int month, int number) {
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(number))};
  if (!date.ok()) return {};
  return Period{number_of(date), number_of(date)};
}

/// `count` months from month `first` on.
std::optional<Period> of_months(int year, int first, int count) {
  if (first < 1 || first > 12) return {};
  const year_month_day begin{std::chrono::year(year),
                             std::chrono::month(static_cast<unsigned>(first)), std::chrono::day(1)};
  return Period{number_of(begin), number_of(sys_days(begin + months(count))) - 1};
}

/// Part `number` of the year's `parts` equal parts.
std::optional<Period> part_of(int year, int number, int parts) {
  if (number < 1 || number > parts) return {};
  return of_months(year, 1 + (number - 1) * (12 / parts), 12 / parts);
}

/// Weeks begin on Monday; week 1 holds January 4th (ISO 8601).
std::optional<Period> week(int year, int number) {
  const sys_days fourth{
      year_month_day{std::chrono::year(year), std::chrono::January, std::chrono::day(4)}};
  const auto since_monday = (std::chrono::weekday(fourth) - std::chrono::Monday).count();
  const sys_days begin = fourth - days(since_monday) + days(7 * (number - 1));
  const sys_days thursday = begin + days(3);
  if (number < 1 || year_month_day(thursday).year() != std::chrono::year(year)) return {};
  return Period{number_of(begin), number_of(begin) + 6};
}

PeriodReading found(std::optional<Period> period) { return {period, period ? "" : how_to_write}; }

/// "2023-04", "2023/04", "2023.04".
PeriodReading year_and_number(const Word& year, const Word& number) {
  const bool follows = number.text.size() == 2 && number.value() == (year.value() + 1) % 100;
  if (number.before == "/" && follows) return {{}, financial_year};
  if (number.before != "-" && number.before != "/" && number.before != ".") return found({});
  return found(of_months(year.value(), number.value(), 1));
}

/// "17.04.2023"; with other separators only where one of the two cannot be a month.
PeriodReading day_month_year(const Words& w) {
  const int a = w[0].value(), b = w[1].value(), year = w[2].value();
  if (w[1].before == "." && w[2].before == ".") return found(day(year, b, a));
  if (a <= 12 && b <= 12 && a != b) return {{}, which_is_the_day};
  return found(a > 12 ? day(year, b, a) : day(year, a, b));
}

/// Number `number` of the unit that a letter names: half, quarter, week.
PeriodReading by_letter(const std::string& letter, int year, int number) {
  if (letter == "h") return found(part_of(year, number, 2));
  if (letter == "q") return found(part_of(year, number, 4));
  if (letter == "w") return found(week(year, number));
  return found({});
}

PeriodReading two_words(const Words& w) {
  if (w[0].is_year() && w[1].is_short()) return year_and_number(w[0], w[1]);
  if (w[0].is_short() && w[1].is_year() && !w[1].before.empty())
    return found(of_months(w[1].value(), w[0].value(), 1));
  if (w[0].is_year() && w[1].is("年")) return found(of_months(w[0].value(), 1, 12));
  if (w[0].is_year() && w[1].is("年上半年")) return found(part_of(w[0].value(), 1, 2));
  if (w[0].is_year() && w[1].is("年下半年")) return found(part_of(w[0].value(), 2, 2));
  if ((w[0].is("fy") || w[0].is("gj")) && w[1].is_number) return {{}, financial_year};
  if (const int month = month_of(w[0]); month > 0 && w[1].is_year())
    return found(of_months(w[1].value(), month, 1));
  if (const int month = month_of(w[1]); month > 0 && w[0].is_year())
    return found(of_months(w[0].value(), month, 1));
  return found({});
}

PeriodReading three_words(const Words& w) {
  if (w[0].is_year() && w[1].is_short() && w[2].is_short() && w[1].before == w[2].before &&
      !w[1].before.empty())
    return found(day(w[0].value(), w[1].value(), w[2].value()));
  if (w[0].is_short() && w[1].is_short() && w[2].is_year()) return day_month_year(w);
  if (w[0].is_year() && !w[1].is_number && w[2].is_short())
    return by_letter(w[1].text, w[0].value(), w[2].value());
  if (!w[0].is_number && w[1].is_short() && w[2].is_year()) {
    if (const int month = month_of(w[0]); month > 0)
      return found(day(w[2].value(), month, w[1].value()));
    return by_letter(w[0].text, w[2].value(), w[1].value());
  }
  if (w[0].is_short() && !w[1].is_number && w[2].is_year()) {
    if (const int month = month_of(w[1]); month > 0)
      return found(day(w[2].value(), month, w[0].value()));
    return by_letter(w[1].text, w[2].value(), w[0].value());
  }
  return found({});
}

/// "2023年4月", "2023年第2季度", "2023年4月17日".
PeriodReading chinese(const Words& w) {
  if (w.size() == 4 && w[1].is("年") && w[2].is_short() && w[3].is("月"))
    return found(of_months(w[0].value(), w[2].value(), 1));
  if (w.size() == 4 && w[1].is("年第") && w[2].is_short() && (w[3].is("季度") || w[3].is("季")))
    return found(part_of(w[0].value(), w[2].value(), 4));
  if (w.size() == 6 && w[1].is("年") && w[2].is_short() && w[3].is("月") && w[4].is_short() &&
      w[5].is("日"))
    return found(day(w[0].value(), w[2].value(), w[4].value()));
  return found({});
}

/// A time of day does not matter: "2023-04-17T00:00:00Z" → "2023-04-17".
std::string_view without_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 12) return text;
  const char before = text[colon - 3];
  return before == 't' || before == ' ' ? text.substr(0, colon - 3) : text;
}

PeriodReading one_span(std::string_view text) {
  const Words words = words_of(without_time(text));
  if (words.size() == 1 && words[0].is_year()) return found(of_months(words[0].value(), 1, 12));
  if (words.size() == 1 && words[0].is_number && words[0].text.size() == 8) {
    const int date = words[0].value();
    return date < 10000101 ? found({}) : found(day(date / 10000, date / 100 % 100, date % 100));
  }
  if (words.size() == 2) return two_words(words);
  if (words.size() == 3) return three_words(words);
  if (words.size() > 3 && words[0].is_year()) return chinese(words);
  return found({});
}

/// "p3m", "p1y6m", "p2w" after or before a day; nothing where the text is no duration.
std::optional<sys_days> moved(sys_days from, std::string_view duration, int sign) {
  if (duration.size() < 3 || duration[0] != 'p') return {};
  year_month_day date = from;
  int number_of_days = 0;
  const Words words = words_of(duration.substr(1));
  if (words.size() % 2 != 0) return {};
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (!words[i].is_number || words[i].text.size() > 4) return {};
    const int n = sign * words[i].value();
    if (words[i + 1].is("y"))
      date += years(n);
    else if (words[i + 1].is("m"))
      date += months(n);
    else if (words[i + 1].is("w"))
      number_of_days += 7 * n;
    else if (words[i + 1].is("d"))
      number_of_days += n;
    else
      return {};
  }
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return sys_days(date) + days(number_of_days);
}

/// What an end leaves out is that of the beginning: "2023-01-01/06-30", "2023-04-10/17",
/// "2023-01/03".
std::string completed(std::string_view begin, std::string_view end) {
  if (end.empty() || end.size() >= begin.size() || begin.size() < 7 || begin[4] != '-')
    return std::string(end);
  for (const char c : end) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0 && c != '-') return std::string(end);
  }
  return std::string(begin.substr(0, begin.size() - end.size())) + std::string(end);
}

/// "jan/mar 2023": the beginning has the year of the end.
std::string with_year_of(std::string_view begin, std::string_view end) {
  const Words left = words_of(begin), right = words_of(end);
  const bool has_none =
      !left.empty() && right.size() > 1 && right.back().is_year() &&
      (left.size() == 1 ? month_of(left[0]) > 0 : !left.back().is_year() && !left[0].is_year());
  return has_none ? std::string(begin) + " " + right.back().text : std::string(begin);
}

std::optional<Period> two_spans(std::string_view begin, std::string_view end) {
  const auto trimmed = [](std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
  };
  begin = trimmed(begin);
  end = trimmed(end);
  const auto first = one_span(with_year_of(begin, end)).period,
             last = one_span(completed(begin, end)).period;
  if (first && last && first->first <= last->last) return Period{first->first, last->last};
  if (first) {
    if (const auto after = moved(sys_days(days(first->first)), end, 1);
        after && number_of(*after) > first->first)
      return Period{first->first, number_of(*after) - 1};
  }
  if (last) {
    if (const auto before = moved(sys_days(days(last->last + 1)), begin, -1);
        before && number_of(*before) <= last->last)
      return Period{number_of(*before), last->last};
  }
  return {};
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Lower case, plain blanks, and every way to say "until" as "/".
std::string plain(std::string_view given) {
  std::string text(given);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* blank : {"\u00a0", "\u202f", "\t"}) replace(text, blank, " ");
  for (const char* until :
       {" – ", " — ", "–", "—", " - ", "--", " to ", " bis ", " until ", "..", "至"})
    replace(text, until, "/");
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

PeriodReading read_period(std::string_view given) {
  const std::string text = plain(given);
  PeriodReading one = one_span(text);
  if (one.period || one.hint != how_to_write) return one;
  for (std::size_t at = text.find('/'); at != std::string::npos; at = text.find('/', at + 1)) {
    const auto two =
        two_spans(std::string_view(text).substr(0, at), std::string_view(text).substr(at + 1));
    if (two) return {two, {}};
  }
  // "jan-mar 2023", "2022-2023": a plain hyphen between two spans.
  for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
    const auto two =
        two_spans(std::string_view(text).substr(0, at), std::string_view(text).substr(at + 1));
    if (two) return {two, {}};
  }
  return one;
}

bool overlap(const Period& a, const Period& b) { return a.first <= b.last && b.first <= a.last; }

int day_of_today() { return number_of(std::chrono::floor<days>(std::chrono::system_clock::now())); }

}  // namespace plume
