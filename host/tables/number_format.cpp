// SPDX-License-Identifier: Apache-2.0
#include "host/tables/number_format.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

/// The first section of a code without quoted texts, escaped letters, colours and conditions;
/// "[h]", hours beyond a day, stays as 'h'.
std::string bare_code(std::string_view code) {
  std::string bare;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string inner = lower_case(code.substr(i + 1, end - i - 1));
      if (!inner.empty() && inner.find_first_not_of("hms") == std::string::npos) bare += inner;
      i = end;
    } else {
      bare += lower_case(c);
    }
  }
  return bare;
}

/// Quoted texts and escaped letters of the first section, where they hold a letter: signs such as
/// currencies say nothing of the size.
std::string words_of(std::string_view code) {
  std::string words;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    if (code[i] == '"') {
      const std::size_t end = std::min(code.find('"', i + 1), code.size());
      words += code.substr(i + 1, end - i - 1);
      i = end;
    } else if (code[i] == '\\' && i + 1 < code.size()) {
      words += code[++i];
    } else if (code[i] == '[') {
      i = std::min(code.find(']', i), code.size());
    }
  }
  const std::string plain(trim(words));
  const bool has_letter = std::any_of(plain.begin(), plain.end(), [](unsigned char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  });
  return has_letter ? plain : std::string();
}

/// "0," or "0.0,,": a comma behind the last digit divides what is shown by 1000.
bool is_scaled(std::string_view bare) {
  const std::size_t digit = bare.find_last_of("0#?");
  return digit != std::string_view::npos && digit + 1 < bare.size() && bare[digit + 1] == ',';
}

std::string cut(const NumberFormat& format, const char* day_text) {
  const std::string day(day_text);
  if (format.day || (!format.year && !format.month)) return day;
  return day.substr(0, format.month ? 7 : 4);
}

}  // namespace

NumberFormat number_format(std::string_view code) {
  NumberFormat format;
  const std::string bare = bare_code(code);
  if (bare.find("general") != std::string::npos) return format;
  if (bare.find('%') != std::string::npos) {
    format.kind = NumberFormat::Kind::percent;
    return format;
  }
  const bool digits = bare.find_first_of("0#?") != std::string::npos;
  format.year =
      bare.find('y') != std::string::npos || (!digits && bare.find('e') != std::string::npos);
  format.day = bare.find('d') != std::string::npos;
  const bool hours = bare.find_first_of("hs") != std::string::npos;
  // 'm' is a minute beside hours or seconds unless the code shows a year or a day.
  format.month = bare.find('m') != std::string::npos && (!hours || format.year || format.day);
  if (format.year || format.month || format.day) {
    format.kind = NumberFormat::Kind::date;
  } else if (hours) {
    format.kind = NumberFormat::Kind::time;
  } else if (is_scaled(bare)) {
    format.kind = NumberFormat::Kind::scaled;
  } else if (code.starts_with(';')) {
    format.kind = NumberFormat::Kind::nothing;
  } else {
    format.words = words_of(code);
  }
  return format;
}

NumberFormat built_in_number_format(unsigned id) {
  if (id == 9 || id == 10) return number_format("0%");
  if (id == 14 || id == 22) return number_format("yyyy-mm-dd");
  if (id == 15) return number_format("d-mmm-yy");
  if (id == 16) return number_format("d-mmm");
  if (id == 17) return number_format("mmm-yy");
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return number_format("h:mm:ss");
  // 27 to 36 and 50 to 58 are dates of East Asian editions; which parts they show depends on the
  // edition.
  if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || (id >= 57 && id <= 58))
    return number_format("yyyy-mm-dd");
  if ((id >= 32 && id <= 35) || id == 55 || id == 56) return number_format("h:mm:ss");
  return {};
}

std::string date_text(double serial, const NumberFormat& format, DateSystem system) {
  constexpr double last_day = 2958466.0;  // of the year 9999
  if (!(serial >= 0.0) || !(serial < last_day)) return {};
  const double whole = std::floor(serial);
  auto minutes = static_cast<int>(std::lround((serial - whole) * 1440.0));
  auto days = static_cast<int>(whole);
  if (minutes == 1440) {
    minutes = 0;
    ++days;
  }
  // Day 60 is the 29th of February 1900, which never was: days before it count from the end of
  // 1899, later ones from a day earlier.
  const std::chrono::sys_days epoch =
      system == DateSystem::from_1904 ? std::chrono::sys_days(std::chrono::year{1904} / 1 / 1)
      : days < 60                     ? std::chrono::sys_days(std::chrono::year{1899} / 12 / 31)
                                      : std::chrono::sys_days(std::chrono::year{1899} / 12 / 30);
  const std::chrono::year_month_day date(epoch + std::chrono::days(days));
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  std::string result = cut(format, text);
  if (minutes != 0 && result.size() == 10) {
    std::snprintf(text, sizeof text, " %02d:%02d", minutes / 60, minutes % 60);
    result += text;
  }
  return result;
}

std::string date_text(std::string_view iso, const NumberFormat& format) {
  constexpr std::size_t day_length = 10;
  const std::string day(iso.substr(0, day_length));
  std::string result = format.kind == NumberFormat::Kind::date ? cut(format, day.c_str()) : day;
  const std::string_view time =
      iso.size() > day_length + 1 ? iso.substr(day_length + 1) : std::string_view();
  if (result.size() == day_length && time.size() >= 5 &&
      time.find_first_of("123456789") != std::string_view::npos)
    result += " " + std::string(time.substr(0, 5));
  return result;
}

}  // namespace plume
