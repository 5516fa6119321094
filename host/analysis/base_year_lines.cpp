// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/base_year_lines.hpp"

#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace plume {
namespace {

/// "-03" of "2024-03", "-03/-04" of "2024-03/2024-04": what the same part of two years has in
/// common. Empty for a whole year.
std::string within_year(std::string_view period) {
  std::string part;
  for (std::size_t i = 0; i < period.size();) {
    std::size_t end = i;
    while (end < period.size() && std::isdigit(static_cast<unsigned char>(period[end])) != 0) ++end;
    const bool is_year = end - i == 4;
    if (end == i) ++end;
    if (!is_year) part += period.substr(i, end - i);
    i = end;
  }
  return part;
}

struct LinesOfSource {
  std::vector<std::size_t> year, base;
};

}  // namespace

BaseYearLines base_year_lines(const InventoryRecord& record) {
  BaseYearLines lines;
  lines.of.resize(record.lines.size());
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, LinesOfSource> sources;
  for (std::size_t i = 0; i < record.lines.size(); ++i) {
    const InventoryRecord::Line& line = record.lines[i];
    LinesOfSource& source = sources[{line.source, line.site, line.scope}];
    (line.base_year ? source.base : source.year).push_back(i);
  }
  for (const auto& [key, source] : sources) {
    std::map<std::string, std::vector<std::size_t>> by_part;
    for (const std::size_t i : source.year)
      by_part[within_year(record.lines[i].period)].push_back(i);
    for (const std::size_t base : source.base) {
      const std::string part = within_year(record.lines[base].period);
      const auto same = part.empty() ? by_part.end() : by_part.find(part);
      const std::vector<std::size_t>& compared = same == by_part.end() ? source.year : same->second;
      if (compared.empty()) lines.given_up.push_back(base);
      for (const std::size_t i : compared)
        lines.of[i].push_back({base, 1.0 / static_cast<double>(compared.size())});
    }
  }
  return lines;
}

}  // namespace plume
