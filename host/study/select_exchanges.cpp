// SPDX-License-Identifier: Apache-2.0
#include "host/study/select_exchanges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "host/base/edit_distance.hpp"
#include "host/base/hash.hpp"

namespace plume {
namespace {

using Flags = std::vector<char>;

std::string nearest_hint(std::string_view given, const std::vector<std::string>& words,
                         std::string_view what) {
  const std::vector<std::string> found = nearest(given, words, 3);
  if (found.empty())
    return fmt::format("give the id or exact name of a {} of the model, or a pattern with *", what);
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < found.size(); ++i)
    text += fmt::format("{}'{}'", i == 0 ? "" : i + 1 == found.size() ? " or " : ", ", found[i]);
  return text + "?";
}

/// What one key of a selector allows of one list of the model: by index. Every text must match
/// something.
template <class Items, class Texts>
bool mark(const Items& items, const std::vector<std::string>& wanted, std::string_view what,
          const Place& place, Texts texts_of, Flags& flags, Findings& findings) {
  flags.assign(items.size(), 0);
  bool good = true;
  for (const std::string& text : wanted) {
    bool any = false;
    const bool is_pattern = text.find('*') != std::string::npos;
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (const std::string_view candidate : texts_of(items[i])) {
        if (is_pattern ? !matches_pattern(candidate, text) : candidate != text) continue;
        if (is_pattern && candidate.empty()) continue;
        flags[i] = 1;
        any = true;
      }
    }
    if (any) continue;
    good = false;
    std::vector<std::string> words;
    for (const auto& item : items) {
      for (const std::string_view candidate : texts_of(item)) {
        if (!candidate.empty()) words.emplace_back(candidate);
      }
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    findings.add("E0152", place, fmt::format("the model has no {} '{}'", what, text),
                 nearest_hint(text, words, what));
  }
  return good;
}

template <class Item>
std::array<std::string_view, 2> id_and_name(const Item& item) {
  return {item.id, item.name};
}

/// Everything that a selector allows, by the lists of the model. Empty: all.
struct Allowed {
  Flags processes, products, flows, categories, locations, product_units, flow_units;

  [[nodiscard]] bool allows(const Exchange& e, const ExchangeSelector& s) const {
    if (s.matrix && *s.matrix != e.matrix) return false;
    const bool technosphere = e.matrix == Matrix::technosphere;
    const bool on_process = technosphere || e.matrix == Matrix::biosphere;
    const bool on_flow = e.matrix == Matrix::biosphere || e.matrix == Matrix::characterisation ||
                         e.matrix == Matrix::normalisation;
    const bool on_category = e.matrix == Matrix::characterisation || e.matrix == Matrix::weighting;
    const auto is = [](const std::vector<std::string>& wanted, bool has, const Flags& flags,
                       std::uint32_t index) {
      return wanted.empty() || (has && flags[index] != 0);
    };
    return is(s.processes, on_process, processes, e.column) &&
           is(s.products, technosphere, products, e.row) && is(s.flows, on_flow, flows, e.row) &&
           is(s.categories, on_category, categories, e.column) &&
           is(s.locations, on_process, locations, e.column) &&
           is(s.units, technosphere || on_flow, technosphere ? product_units : flow_units, e.row);
  }
};

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, after = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++after;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::optional<std::vector<std::uint32_t>> ExchangeSelection::find(const ExchangeSelector& s) {
  const auto unit_of = [](const auto& item) { return std::array<std::string_view, 1>{item.unit}; };
  const auto location_of = [](const Process& process) {
    return std::array<std::string_view, 1>{process.location};
  };
  const auto ids = [](const auto& item) { return id_and_name(item); };
  Allowed allowed;
  bool good =
      mark(model_.processes, s.processes, "process", s.place, ids, allowed.processes, findings_);
  good &= mark(model_.products, s.products, "product", s.place, ids, allowed.products, findings_);
  good &= mark(model_.flows, s.flows, "flow", s.place, ids, allowed.flows, findings_);
  good &= mark(model_.categories, s.categories, "category", s.place, ids, allowed.categories,
               findings_);
  good &= mark(model_.processes, s.locations, "location", s.place, location_of, allowed.locations,
               findings_);
  // A unit may be one of products only, or of flows only.
  if (!s.units.empty()) {
    Findings of_products, of_flows;
    const bool in_products = mark(model_.products, s.units, "unit", s.place, unit_of,
                                  allowed.product_units, of_products);
    const bool in_flows =
        mark(model_.flows, s.units, "unit", s.place, unit_of, allowed.flow_units, of_flows);
    if (!in_products && !in_flows) {
      good = false;
      for (const Finding& finding : of_products.list())
        findings_.add(finding.code, finding.place, finding.problem, finding.hint);
    }
  }
  std::vector<std::uint32_t> wanted;  // where tags or ids say which
  if (!s.tags.empty()) {
    std::vector<std::string> words;
    for (const auto& [tag, list] : model_.dependence.tags) words.push_back(tag);
    for (const std::string& text : s.tags) {
      bool any = false;
      for (const auto& [tag, list] : model_.dependence.tags) {
        if (!matches_pattern(tag, text)) continue;
        wanted.insert(wanted.end(), list.begin(), list.end());
        any = true;
      }
      if (any) continue;
      good = false;
      findings_.add("E0152", s.place, fmt::format("the model has no tag '{}'", text),
                    nearest_hint(text, words, "tag"));
    }
  }
  if (!s.exchanges.empty()) {
    if (by_key_.empty()) {
      for (std::uint32_t i = 0; i < model_.exchanges.size(); ++i)
        by_key_.emplace(model_.exchanges[i].key, i);
    }
    std::vector<std::uint32_t> named;
    for (const std::string& id : s.exchanges) {
      const auto found = by_key_.find(stable_key({"exchange", id}));
      if (found == by_key_.end()) {
        good = false;
        findings_.add("E0152", s.place, fmt::format("the model has no exchange '{}'", id),
                      "give an id of the column 'id' of exchanges.csv");
      } else {
        named.push_back(found->second);
      }
    }
    std::sort(named.begin(), named.end());
    if (!s.tags.empty()) {
      std::sort(wanted.begin(), wanted.end());
      std::vector<std::uint32_t> both;
      std::set_intersection(wanted.begin(), wanted.end(), named.begin(), named.end(),
                            std::back_inserter(both));
      named = std::move(both);
    }
    wanted = std::move(named);
  }
  if (!good) return std::nullopt;
  std::vector<std::uint32_t> result;
  if (s.tags.empty() && s.exchanges.empty()) {
    for (std::uint32_t i = 0; i < model_.exchanges.size(); ++i) {
      if (allowed.allows(model_.exchanges[i], s)) result.push_back(i);
    }
    return result;
  }
  for (const std::uint32_t i : wanted) {
    if (allowed.allows(model_.exchanges[i], s)) result.push_back(i);
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace plume
