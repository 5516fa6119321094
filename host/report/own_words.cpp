// SPDX-License-Identifier: Apache-2.0
#include "host/report/own_words.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace plume {
namespace {

/// Keys of labels have no blanks.
std::string key_of(std::string_view table, std::string_view word) {
  std::string key = std::string(table) + "." + std::string(word);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

std::string label_or(const std::string& key, const std::vector<std::string>& arguments,
                     const std::string& otherwise, const Labels& labels) {
  return labels.has(key) ? labels(key, arguments) : otherwise;
}

/// A placeholder {n} at that place of a pattern.
bool is_placeholder(std::string_view pattern, std::size_t at) {
  return at + 2 < pattern.size() && pattern[at] == '{' && pattern[at + 2] == '}';
}

/// What stands for {0}, {1}, … where `text` reads as the pattern; each is as short as it can be,
/// one at the end takes the rest.
std::optional<std::vector<std::string>> read_as(std::string_view pattern, std::string_view text) {
  std::vector<std::string> found;
  bool open = false;  // a placeholder waits for its end
  std::size_t begin = 0;
  while (true) {
    std::size_t end = begin;
    while (end < pattern.size() && !is_placeholder(pattern, end)) ++end;
    const std::string_view words = pattern.substr(begin, end - begin);
    const bool is_last = end == pattern.size();
    const std::size_t at = !open     ? (text.starts_with(words) ? 0 : text.npos)
                           : is_last ? text.rfind(words)
                                     : text.find(words);
    if (at == text.npos || (is_last && at + words.size() != text.size())) return {};
    if (open) found.emplace_back(text.substr(0, at));
    text.remove_prefix(at + words.size());
    if (is_last) return found;
    open = true;
    begin = end + 3;
    if (begin == pattern.size()) {
      found.emplace_back(text);
      return found;
    }
  }
}

std::size_t num_letters(std::string_view pattern) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) is_placeholder(pattern, i) ? i += 2 : ++count;
  return count;
}

/// The English text of a table of labels that a text reads as, and what varies in it; no key where
/// there is none.
struct Reading {
  std::string key;
  std::vector<std::string> parts;
};

Reading reading_of(std::string_view text, std::string_view table) {
  static const Labels english = built_in_labels("en");
  Reading reading;
  std::size_t most = 0;  // of the patterns that fit, the one that says most is meant
  for (auto each = english.texts().lower_bound(table); each != english.texts().end(); ++each) {
    if (!each->first.starts_with(table)) break;
    const std::size_t letters = num_letters(each->second);
    if (letters <= most) continue;
    if (auto parts = read_as(each->second, text)) {
      reading = {each->first, std::move(*parts)};
      most = letters;
    }
  }
  return reading;
}

/// "other lines of scope 1 (4200 rows)", and behind it the process that they share.
std::string words_of_sum(const InventoryRecord::Line& line, const Labels& labels) {
  const std::string kind = line.scope == "removal"   ? "removals"
                           : line.scope == "outside" ? "outside"
                           : line.scope == "3"       ? "scope 3 category"
                                                     : "scope " + line.scope;
  const std::string scope = label_or(key_of("total", kind), {line.category}, kind, labels);
  const std::size_t process = std::min(line.source.find(" ("), line.source.size());
  return labels("inventory.other_lines", {scope, std::to_string(line.rows)}) +
         line.source.substr(process);
}

}  // namespace

std::string own_word(std::string_view word, const Labels& labels) {
  if (const std::string key = key_of("own", word); labels.has(key)) return labels(key);
  Reading reading = reading_of(word, "own_phrase.");
  if (reading.key.empty()) return std::string(word);
  for (std::string& part : reading.parts) part = own_word(part, labels);
  return labels(reading.key, reading.parts);
}

std::string driver_words(std::string_view name, const Labels& labels) {
  const Reading reading = reading_of(name, "driver.");
  return reading.key.empty() ? std::string(name) : labels(reading.key, reading.parts);
}

std::string scope_words(const InventoryRecord::Line& line, const Labels& labels) {
  const std::string scope = label_or(key_of("scope", line.scope), {}, line.scope, labels);
  return line.category.empty() ? scope : scope + ", " + line.category;
}

void say_own_words(const Labels& labels, ReportInput& input, InventorySummary& inventory) {
  std::map<std::string, std::string> demands, categories;
  for (InventoryRecord::Total& total : inventory.record.totals) {
    const std::string said =
        label_or(key_of("total", total.kind), {total.category}, total.demand, labels);
    demands.emplace(total.demand, said);
    total.demand = said;
  }
  for (InventoryRecord::Line& line : inventory.record.lines) {
    if (line.rows == 1 || !line.source.starts_with(sum_of_lines)) continue;
    line.source = words_of_sum(line, labels);
    if (line.base_year) continue;
    demands.emplace(line.demand, line.source);
    line.demand = line.source;
  }
  for (const InventoryRecord::Category& each : inventory.record.categories) {
    if (each.kind != "gas")
      categories.emplace(each.id,
                         label_or(key_of("category", each.kind), {each.gwp_set}, "", labels));
  }
  const auto say = [](const std::map<std::string, std::string>& words, std::string& name) {
    if (const auto found = words.find(name); found != words.end() && !found->second.empty())
      name = found->second;
  };
  for (auto& demand : input.header.axes.demands) say(demands, demand.name);
  for (auto& category : input.header.axes.categories) {
    std::string name = category.id;
    say(categories, name);
    if (name != category.id) category.name = name;
  }
  for (InventoryFigure& total : inventory.totals) say(demands, total.demand);
  for (InventoryLineSummary& line : inventory.lines) say(demands, line.figure.demand);
  for (Approach1Row& row : inventory.approach1.rows) say(demands, row.name);
  for (InventoryFigure& other : inventory.other_gwp) say(categories, other.demand);
  say(demands, inventory.claim.boundary_demand);
}

}  // namespace plume
