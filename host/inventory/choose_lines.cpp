// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/choose_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "host/inventory/line_factors.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

double half_width_percent(const ActivityLine& line, const FactorLibrary& library) {
  double squares = line.number.widths().half, widest = 0.0;
  for (const std::string& id : line.via) squares += library.find(id)->widths().half;
  for (const std::string& id : line.factors) {
    if (!is_process(id)) widest = std::max(widest, library.find(id)->widths().half);
  }
  return std::sqrt(squares + widest);
}

/// Positions of the lines of the reporting year, the largest first.
class Ranking {
 public:
  Ranking(const std::vector<ActivityLine>& lines, const std::vector<LineSize>& sizes,
          const FactorLibrary& library) {
    std::map<std::string, std::vector<Ranked>> of_process;
    std::vector<Ranked> sized;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].record.base_year) continue;
      const double weight =
          std::abs(sizes[i].amount) * (1.0 + half_width_percent(lines[i], library) / 100.0);
      (sizes[i].in_co2e ? sized : of_process[process_of(lines[i])]).push_back({weight, i});
    }
    sort(sized);
    for (auto& each : of_process) sort(each.second);
    std::vector<std::size_t> unsized;
    for (std::size_t turn = 0, before = no_size; before != unsized.size(); ++turn) {
      before = unsized.size();
      for (const auto& [id, ranked] : of_process) {
        if (turn < ranked.size()) unsized.push_back(ranked[turn].line);
      }
    }
    for (std::size_t turn = 0; turn < std::max(sized.size(), unsized.size()); ++turn) {
      if (turn < sized.size()) order.push_back(sized[turn].line);
      if (turn < unsized.size()) order.push_back(unsized[turn]);
    }
  }
  std::vector<std::size_t> order;

 private:
  struct Ranked {
    double weight;
    std::size_t line;
  };
  static constexpr std::size_t no_size = static_cast<std::size_t>(-1);
  static std::string process_of(const ActivityLine& line) {
    return *std::find_if(line.factors.begin(), line.factors.end(), is_process);
  }
  static void sort(std::vector<Ranked>& ranked) {
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.weight > b.weight; });
  }
};

std::string scope_words(const InventoryRecord::Line& record) {
  const std::string& scope = record.scope;
  if (scope == "removal") return "removals";
  if (scope == "outside") return "outside the scopes";
  if (scope.starts_with("2 ")) return "scope 2, " + scope.substr(2) + "-based";
  return "scope " + scope + (scope == "3" ? ", category " + record.category : "");
}

/// Lines of one scope, category and year are summed. Those of a process have no size to be weighed
/// by: they are apart, each with its like.
class Grouping {
 public:
  Grouping(const StudyInventory& inventory, const std::vector<ActivityLine>& lines)
      : inventory_(inventory), lines_(lines) {}

  void add_rest(std::size_t position, bool in_co2e) {
    const ActivityLine& line = lines_[position];
    const InventoryRecord::Line& from = line.record;
    std::string processes;
    if (!in_co2e) {
      for (const auto* ids : {&line.via, &line.factors}) {
        for (const std::string& id : *ids) processes += (processes.empty() ? "" : "; ") + id;
      }
    }
    LineGroup& group = group_of({from.base_year ? "base" : "year", from.scope, from.category,
                                 from.iso_category, processes});
    if (group.lines.empty()) {
      group.record.source =
          sum_of_lines + scope_words(from) + (processes.empty() ? "" : " (" + processes + ")");
      describe(from, group.record);
    }
    group.lines.push_back(position);
  }
  /// Of the base year: what a line of the reporting year is compared with.
  void add_base(std::size_t position) {
    const InventoryRecord::Line& from = lines_[position].record;
    LineGroup& group = group_of(
        {"compared", from.scope, from.category, from.iso_category, from.source + "\n" + from.site});
    if (group.lines.empty()) {
      group.record.source = from.source;
      group.record.site = from.site;
      describe(from, group.record);
    }
    group.lines.push_back(position);
  }
  std::vector<LineGroup> groups;

 private:
  using Key = std::vector<std::string>;
  LineGroup& group_of(Key key) {
    const auto [at, is_new] = place_.emplace(std::move(key), groups.size());
    if (is_new) groups.emplace_back();
    return groups[at->second];
  }
  void describe(const InventoryRecord::Line& from, InventoryRecord::Line& to) const {
    to.scope = from.scope;
    to.category = from.category;
    to.iso_category = from.iso_category;
    to.base_year = from.base_year;
    to.period = from.base_year ? inventory_.base_period : inventory_.period;
  }
  const StudyInventory& inventory_;
  const std::vector<ActivityLine>& lines_;
  std::map<Key, std::size_t> place_;
};

/// As many rows of each year as may be lines of their own; all where there are few.
std::size_t most_own(const StudyInventory& inventory, std::size_t num_lines) {
  if (inventory.lines) return *inventory.lines;
  return num_lines > most_own_lines ? shown_lines : num_lines;
}

auto source_of(const InventoryRecord::Line& record) {
  return std::tie(record.source, record.site, record.scope);
}

std::vector<bool> bounded_lines(const LineBounds& bounds, std::size_t num_lines) {
  std::vector<bool> bounded(num_lines, false);
  for (const LineBounds::Floor& floor : bounds.floors) bounded[floor.line] = true;
  for (const LineBounds::Share& share : bounds.shares) bounded[share.line] = true;
  return bounded;
}

void tell(const StudyInventory& inventory, const LineChoice& choice, std::size_t num_lines,
          Findings& findings) {
  const std::size_t own = choice.own.size(), sums = choice.groups.size();
  findings.add("N0779", inventory.place,
               fmt::format("of {} rows {} {} alone, the largest first; the other {} are drawn row "
                           "by row and summed, in {} {}",
                           num_lines, own, own == 1 ? "stands" : "stand", num_lines - own, sums,
                           sums == 1 ? "line" : "lines"),
               "lines = 500 below [inventory] lets more of them stand alone, lines = \"all\" each: "
               "samples of every row "
               "need memory and disk");
}

}  // namespace

LineChoice choose_lines(const StudyInventory& inventory, const InventoryRows& rows,
                        const LineBounds& bounds, const FactorLibrary& library,
                        Findings& findings) {
  LineChoice choice;
  const std::vector<ActivityLine>& lines = rows.lines;
  const auto num_base = static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [](const ActivityLine& line) { return line.record.base_year; }));
  const std::size_t most = most_own(inventory, lines.size());
  if (std::max(num_base, lines.size() - num_base) <= most) {
    for (std::size_t i = 0; i < lines.size(); ++i) choice.own.push_back(i);
    return choice;
  }
  const std::map<std::string, double> amounts = static_amounts(rows.quantities);
  for (const ActivityLine& line : lines)
    choice.size.push_back(size_of_line(line, rows.quantities, amounts, library, inventory.gwp));
  std::vector<bool> is_own = bounded_lines(bounds, lines.size());
  const std::vector<std::size_t> ranking = Ranking(lines, choice.size, library).order;
  for (std::size_t k = 0; k < std::min(most, ranking.size()); ++k) is_own[ranking[k]] = true;
  std::map<std::tuple<std::string, std::string, std::string>, bool> compared;
  for (const std::size_t i : ranking) {
    if (is_own[i]) compared[source_of(lines[i].record)] = true;
  }
  Grouping grouping(inventory, lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_own[i]) continue;
    if (lines[i].record.base_year && compared.count(source_of(lines[i].record)))
      grouping.add_base(i);
    else
      grouping.add_rest(i, choice.size[i].in_co2e);
  }
  for (LineGroup& group : grouping.groups) {
    // a sum of one row says less than the row
    const bool alone = group.lines.size() == 1 && !group.record.base_year;
    if (alone)
      is_own[group.lines.front()] = true;
    else
      choice.groups.push_back(std::move(group));
  }
  for (const std::size_t i : ranking) {
    if (is_own[i]) choice.own.push_back(i);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_own[i] && lines[i].record.base_year) choice.own.push_back(i);
  }
  tell(inventory, choice, lines.size(), findings);
  return choice;
}

}  // namespace plume
