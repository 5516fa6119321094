// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/period.hpp"

#include <string_view>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

std::optional<Period> one_span(std::string_view part) {
  if (part.size() != 4 && part.size() != 7 && part.size() != 10) return {};
  NumberTrouble trouble;
  const auto year = parse_integer(part.substr(0, 4), 1000, 9999, trouble);
  const auto month =
      part.size() > 4 ? parse_integer(part.substr(5, 2), 1, 12, trouble) : std::optional<std::int64_t>(1);
  const auto day = part.size() > 7 ? parse_integer(part.substr(8, 2), 1, 31, trouble) : std::optional<std::int64_t>(1);
  if (!year || !month || !day || (part.size() > 4 && part[4] != '-') || (part.size() > 7 && part[7] != '-')) return {};
  const auto number = [&](std::int64_t m, std::int64_t d) { return static_cast<int>(*year * 10000 + m * 100 + d); };
  return Period{number(*month, *day), number(part.size() > 4 ? *month : 12, part.size() > 7 ? *day : 31)};
}

}  // namespace

std::optional<Period> parse_period(const std::string& text) {
  const std::size_t bar = text.find('/');
  auto period = one_span(std::string_view(text).substr(0, bar));
  if (!period || bar == std::string::npos) return period;
  const auto end = one_span(std::string_view(text).substr(bar + 1));
  if (!end || end->last < period->first) return {};
  period->last = end->last;
  return period;
}

bool overlap(const Period& a, const Period& b) { return a.first <= b.last && b.first <= a.last; }

}  // namespace plume
