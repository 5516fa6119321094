// SPDX-License-Identifier: Apache-2.0
#include "host/study/pair_scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "host/archive/shown.hpp"

namespace plume {
namespace {

constexpr const char* words[] = {"normalisation", "weighting"};

const char* word_of(Matrix matrix) { return words[matrix == Matrix::weighting]; }

bool is_of_set(const Exchange& e) {
  return e.matrix == Matrix::normalisation || e.matrix == Matrix::weighting;
}

std::string list_of(const std::vector<FactorSet>& sets) {
  std::string text;
  for (const FactorSet& set : sets)
    text += fmt::format("{}'{}'", text.empty() ? "" : ", ", shown(set.name));
  return text;
}

/// The set of this name; a finding where there is none, or several.
std::optional<std::uint32_t> find_set(const std::vector<FactorSet>& sets, const std::string& name,
                                      Matrix matrix, const Place& place, Findings& findings) {
  std::optional<std::uint32_t> found;
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < sets.size(); ++i) {
    if (sets[i].name != name) continue;
    found = i;
    ++count;
  }
  if (count == 1) return found;
  findings.add("E0347", place,
               count == 0
                   ? fmt::format("no {} is called '{}'", word_of(matrix), shown(name))
                   : fmt::format("{} {}s are called '{}'", count, word_of(matrix), shown(name)),
               sets.empty() ? fmt::format("the models hold no {}", word_of(matrix))
                            : "the models hold " + list_of(sets));
  return std::nullopt;
}

const FactorSet* set_in(const std::vector<FactorSet>& sets, const std::string& name) {
  const auto found = std::find_if(sets.begin(), sets.end(),
                                  [&](const FactorSet& each) { return each.name == name; });
  return found == sets.end() || name.empty() ? nullptr : &*found;
}

/// Of a score that is normalised, weighted or both: what the last of the sets says. A normalised
/// score is a pure number unless its set says otherwise; what is only weighted, by a set without a
/// unit, has none that is known.
std::string scaled_unit(const FactorSet* normalisation, const FactorSet* weighting) {
  if (weighting != nullptr && !weighting->unit.empty()) return weighting->unit;
  if (normalisation == nullptr) return "";
  return normalisation->unit.empty() ? "1" : normalisation->unit;
}

class Pairing {
 public:
  Pairing(Model& model, Findings& findings) : model_(model), findings_(findings) {
    for (std::uint32_t i = 0; i < model.exchanges.size(); ++i) {
      const Exchange& e = model.exchanges[i];
      if (e.matrix == Matrix::characterisation) factors_[e.column].push_back(i);
    }
  }

  /// Adds the category of a pair and its factors; its index.
  std::uint32_t add(const StudyCategory& wanted, std::uint32_t category) {
    const std::optional<std::vector<double>> norms = normalisation_of(wanted);
    const std::optional<double> weight = weighting_of(wanted);
    if (!norms || !weight) return category;
    const auto index = static_cast<std::uint32_t>(model_.categories.size());
    ImpactCategory made = model_.categories[category];
    for (std::string* text : {&made.id, &made.name}) {
      for (const std::string& part : {wanted.normalisation, wanted.weighting})
        if (!part.empty()) *text += " | " + part;
    }
    made.unit = wanted.unit.empty()
                    ? scaled_unit(set_in(model_.normalisations, wanted.normalisation),
                                  set_in(model_.weightings, wanted.weighting))
                    : wanted.unit;
    model_.categories.push_back(std::move(made));
    for (const std::uint32_t i : factors_[category]) {
      Exchange e = model_.exchanges[i];
      e.column = index;
      e.factor *= *weight;
      if (!norms->empty()) {
        if ((*norms)[e.row] == 0.0) continue;
        e.factor *= (*norms)[e.row];
      }
      model_.exchanges.push_back(e);
    }
    return index;
  }

 private:
  /// By flow; empty: not normalised.
  std::optional<std::vector<double>> normalisation_of(const StudyCategory& wanted) {
    std::vector<double> values;
    if (wanted.normalisation.empty()) return values;
    const auto set = find_set(model_.normalisations, wanted.normalisation, Matrix::normalisation,
                              wanted.place, findings_);
    if (!set) return std::nullopt;
    values.assign(model_.flows.size(), 0.0);
    std::vector<bool> seen(model_.flows.size(), false);
    for (const Exchange& e : model_.exchanges) {
      if (e.matrix != Matrix::normalisation || e.column != *set) continue;
      if (!is_certain(e, wanted)) return std::nullopt;
      if (seen[e.row]) {
        findings_.add("E0504", model_.place_of(e),
                      "flow '" + model_.flows[e.row].id + "' has a second normalisation factor",
                      "give each flow one");
        return std::nullopt;
      }
      seen[e.row] = true;
      values[e.row] = e.static_value();
    }
    return values;
  }

  std::optional<double> weighting_of(const StudyCategory& wanted) {
    if (wanted.weighting.empty()) return 1.0;
    const auto set =
        find_set(model_.weightings, wanted.weighting, Matrix::weighting, wanted.place, findings_);
    if (!set) return std::nullopt;
    std::optional<double> value;
    for (const Exchange& e : model_.exchanges) {
      if (e.matrix != Matrix::weighting || e.row != *set) continue;
      if (!is_certain(e, wanted)) return std::nullopt;
      if (value) {
        findings_.add("E0505", model_.place_of(e),
                      "there are several weighting factors of one name",
                      "a category is weighted by one");
        return std::nullopt;
      }
      value = e.static_value();
    }
    return value.value_or(0.0);
  }

  bool is_certain(const Exchange& e, const StudyCategory& wanted) {
    if (e.uncertainty == no_index && e.array == no_index) return true;
    findings_.add(
        "E0348", wanted.place,
        fmt::format("the {} '{}' is uncertain, and cannot be paired with a category",
                    word_of(e.matrix),
                    shown(e.matrix == Matrix::weighting ? wanted.weighting : wanted.normalisation)),
        "make it the only one of a study that names no pairs: all categories have it then");
    return false;
  }

  Model& model_;
  Findings& findings_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> factors_;  // exchanges by category
};

/// Takes the sets out of the model; what names exchanges by index follows.
void remove_sets(Model& model) {
  std::vector<std::uint32_t> place(model.exchanges.size());
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < place.size(); ++i)
    place[i] = is_of_set(model.exchanges[i]) ? no_index : next++;
  std::erase_if(model.exchanges, is_of_set);
  for (ExchangePedigree& each : model.pedigrees) each.exchange = place[each.exchange];
  std::erase_if(model.pedigrees,
                [](const ExchangePedigree& each) { return each.exchange == no_index; });
  for (auto* names : {&model.dependence.source_groups, &model.dependence.tags}) {
    for (auto& [name, members] : *names) {
      for (std::uint32_t& each : members) each = place[each];
      std::erase(members, no_index);
    }
  }
  model.normalisations.clear();
  model.weightings.clear();
}

}  // namespace

bool has_pairs(const Study& study) {
  return std::any_of(study.categories.begin(), study.categories.end(),
                     [](const StudyCategory& each) { return each.is_paired(); });
}

void check_single_sets(const Model& model, Findings& findings) {
  for (const Matrix matrix : {Matrix::normalisation, Matrix::weighting}) {
    const std::vector<FactorSet>& sets =
        matrix == Matrix::weighting ? model.weightings : model.normalisations;
    if (sets.size() < 2) continue;
    findings.add(
        matrix == Matrix::weighting ? "E0346" : "E0345", {sets[1].source, 0, 0},
        fmt::format(
            "'{}' is a second {} beside '{}' of {}: which category has which is in Brightway's "
            "MethodConfig, not in the packages",
            shown(sets[1].name), word_of(matrix), shown(sets[0].name), sets[0].source),
        fmt::format("say it in the study: [[category]] with name and {} (of {})", word_of(matrix),
                    list_of(sets)));
  }
}

void check_no_sets(const Study& study, const Model& model, Findings& findings) {
  if (!study.inventory) return;
  for (const Matrix matrix : {Matrix::normalisation, Matrix::weighting}) {
    const std::vector<FactorSet>& sets =
        matrix == Matrix::weighting ? model.weightings : model.normalisations;
    if (sets.empty()) continue;
    findings.add("E0640", study.inventory->place,
                 fmt::format("the {} '{}' of {} would be applied to the inventory, too",
                             word_of(matrix), shown(sets[0].name), sets[0].source),
                 fmt::format("leave that model out, or name the category that it is for: "
                             "[[category]] with name and {}",
                             word_of(matrix)));
  }
}

void set_scaled_units(Model& model) {
  if (model.normalisations.empty() && model.weightings.empty()) return;
  const auto only = [](const std::vector<FactorSet>& sets) {
    return sets.empty() ? nullptr : &sets.front();
  };
  const std::string unit = scaled_unit(only(model.normalisations), only(model.weightings));
  for (ImpactCategory& category : model.categories) category.unit = unit;
}

void pair_scores(const Study& study, Model& model, std::vector<std::uint32_t>& categories,
                 Findings& findings) {
  Pairing pairing(model, findings);
  for (std::size_t i = 0; i < categories.size(); ++i) {
    if (study.categories[i].is_paired())
      categories[i] = pairing.add(study.categories[i], categories[i]);
  }
  if (!findings.has_errors()) remove_sets(model);
}

void check_paired_dependence(const Study& study, const Model& model,
                             const std::vector<std::uint32_t>& categories, Findings& findings) {
  std::vector<bool> wanted(model.categories.size(), false);
  for (const std::uint32_t k : categories) wanted[k] = true;
  const auto is_lost = [&](std::uint32_t i) {
    const Exchange& e = model.exchanges[i];
    return e.matrix == Matrix::characterisation && !wanted[e.column];
  };
  bool lost = false;
  for (std::uint32_t i = 0; i < model.dependence.shared_key.size(); ++i)
    lost = lost || (model.dependence.shared_key[i] != 0 && is_lost(i));
  for (const Composition& each : model.dependence.compositions) {
    for (const Composition::Member& member : each.members) lost = lost || is_lost(member.exchange);
  }
  if (!lost) return;
  findings.add("E0348", {study.path.string(), 0, 0},
               "groups or compositions hold factors of a category that is paired with a "
               "normalisation or weighting",
               "select the flow without the category, or name the pair as the result does: "
               "'category | normalisation'");
}

}  // namespace plume
