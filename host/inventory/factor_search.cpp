// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "host/base/edit_distance.hpp"
#include "host/base/letter_case.hpp"

namespace plume {
namespace {

using SearchWords = std::vector<std::string>;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// "Gas/Diesel Oil, R-410A" → gas diesel oil r 410a
SearchWords search_words(std::string_view text) {
  SearchWords words(1);
  for (const char given : text) {
    const char c = lower_case(given);
    if (is_letter(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// As the query was written, "R-410A" stays one word.
SearchWords asked(std::string_view text) {
  SearchWords words(1);
  for (const char c : text) {
    if (c != ' ') {
      words.back() += lower_case(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool holds(std::string_view text, std::string_view part) {
  return lower_case(text).find(lower_case(part)) != std::string::npos;
}

/// Whether the words stand next to each other in those of the text.
bool holds_words(const SearchWords& text, const SearchWords& words) {
  return std::search(text.begin(), text.end(), words.begin(), words.end()) != text.end();
}

bool starts_one(const SearchWords& text, std::string_view word) {
  return std::any_of(text.begin(), text.end(),
                     [&](const std::string& each) { return each.starts_with(word); });
}

/// How well the factor holds one word; 0: not at all.
int rank(const EmissionFactor& f, const std::string& word) {
  if (lower_case(f.id) == word) return 16;
  const SearchWords words = search_words(word), named = search_words(f.name + " " + f.id);
  const std::string other = f.gas + " " + f.region + " " + f.category + " " + f.year;
  const SearchWords others = search_words(other);
  if (!words.empty()) {
    if (holds_words(named, words)) return 8;
    if (holds_words(others, words)) return 6;
  }
  if (starts_one(named, word)) return 4;
  if (starts_one(others, word)) return 3;
  if (holds(f.name, word) || holds(f.id, word) || holds(other, word)) return 2;
  return holds(f.source, word) ? 1 : 0;
}

bool has_gas(const EmissionFactor& f, const std::string& gas) {
  return gas.empty() || holds_words(search_words(f.gas), search_words(gas));
}

std::string hint(const std::string& problem, const std::string& given,
                 const std::set<std::string>& known) {
  const SearchWords near = nearest(given, {known.begin(), known.end()}, 3);
  if (near.empty()) return problem;
  std::string list;
  for (std::size_t i = 0; i < near.size(); ++i)
    list += (i == 0 ? "'" : i + 1 == near.size() ? " or '" : ", '") + near[i] + "'";
  return problem + "; did you mean " + list + "?";
}

}  // namespace

std::vector<const EmissionFactor*> search(const FactorLibrary& library, const FactorQuery& query) {
  const SearchWords words = asked(query.words);
  struct Hit {
    int rank;
    std::size_t length;  // of its name, in words
    const EmissionFactor* factor;
  };
  std::vector<Hit> hits;
  for (const EmissionFactor& f : library.factors()) {
    if (!query.id.empty() && f.id != query.id) continue;
    if (!has_gas(f, query.gas) || !holds(f.region, query.region) || !holds(f.year, query.year) ||
        !holds(f.category, query.category))
      continue;
    int total = 0;
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      const int one = rank(f, word);
      total += one;
      return one > 0;
    });
    if (all) hits.push_back({total, search_words(f.name).size(), &f});
  }
  std::stable_sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) {
    if (words.empty()) return false;  // in the order of the library
    return std::tie(b.rank, a.length, b.factor->year) < std::tie(a.rank, b.length, a.factor->year);
  });
  std::vector<const EmissionFactor*> found;
  for (const Hit& each : hits) found.push_back(each.factor);
  return found;
}

std::vector<std::string> search_hints(const FactorLibrary& library, const FactorQuery& query) {
  std::vector<std::string> hints;
  const auto& factors = library.factors();
  const auto any = [&](const auto& fits) {
    return std::any_of(factors.begin(), factors.end(), fits);
  };
  std::set<std::string> known;
  for (const EmissionFactor& f : factors) {
    for (std::string& word :
         search_words(f.name + " " + f.id + " " + f.gas + " " + f.region + " " + f.category)) {
      if (word.size() > 2) known.insert(std::move(word));
    }
  }
  for (const std::string& word : asked(query.words)) {
    if (!any([&](const EmissionFactor& f) { return rank(f, word) > 0; }))
      hints.push_back(hint(fmt::format("nothing holds '{}'", word), word, known));
  }
  const auto check = [&](const char* what, const std::string& given,
                         std::string EmissionFactor::*field, const auto& fits) {
    if (given.empty() || any(fits)) return;
    std::set<std::string> values;
    for (const EmissionFactor& f : factors) {
      if (f.*field != "-") values.insert(f.*field);
      if (field != &EmissionFactor::category) continue;
      for (std::string& word : search_words(f.category)) {  // a part of a category is enough
        if (word.size() > 2) values.insert(std::move(word));
      }
    }
    hints.push_back(hint(fmt::format("no factor has the {} '{}'", what, given), given, values));
  };
  const auto has = [](const std::string& given, std::string EmissionFactor::*field) {
    return [&given, field](const EmissionFactor& f) { return holds(f.*field, given); };
  };
  check("id", query.id, &EmissionFactor::id,
        [&](const EmissionFactor& f) { return f.id == query.id; });
  check("gas", query.gas, &EmissionFactor::gas,
        [&](const EmissionFactor& f) { return has_gas(f, query.gas); });
  check("region", query.region, &EmissionFactor::region,
        has(query.region, &EmissionFactor::region));
  check("year", query.year, &EmissionFactor::year, has(query.year, &EmissionFactor::year));
  check("category", query.category, &EmissionFactor::category,
        has(query.category, &EmissionFactor::category));
  if (hints.empty()) hints.emplace_back("each is held by some factor, all by none: ask for less");
  return hints;
}

}  // namespace plume
