// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_method_sets.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "host/base/letter_case.hpp"

namespace plume {
namespace {

/// So much of one category, in another.
struct Part {
  std::uint32_t category = 0;  ///< index into InventoryData::categories
  double weight = 0.0;
};

class MethodSets {
 public:
  MethodSets(const SimaProBlock& block, const SimaProNumber& number, const std::string& shown,
             InventoryData& data, Findings& findings)
      : block_(block),
        number_(number),
        shown_(shown),
        data_(data),
        findings_(findings),
        method_(block.text("Name")) {}

  void add(std::size_t first_category) {
    for (std::size_t i = first_category; i < data_.categories.size(); ++i)
      named_[std::string(data_.text(data_.categories[i].name))] = static_cast<std::uint32_t>(i);
    const std::map<std::string, std::uint32_t> impacts = named_;
    for (std::size_t i = 0; i < block_.sections.size(); ++i) {
      const SimaProSection& section = block_.sections[i];
      if (section.rows.empty()) continue;
      if (section.label == "Damage category") {
        if (!uses("Use Damage Assessment"))
          add_to(data_.counts.ignored, "damage categories that the method does not use");
        else if (i + 1 < block_.sections.size() &&
                 block_.sections[i + 1].label == "Impact categories")
          add_damage(section.rows.front(), block_.sections[i + 1], impacts);
      }
      if (section.label == "Normalization-Weighting set") add_set(i);
    }
  }

 private:
  [[nodiscard]] bool uses(std::string_view label) const {
    return lower_case(block_.text(label)) == "yes";
  }

  /// "Human health;DALY", and the impact categories that it is made of.
  void add_damage(const SimaProRow& head, const SimaProSection& list,
                  const std::map<std::string, std::uint32_t>& impacts) {
    std::vector<Part> parts;
    for (const SimaProRow& row : list.rows) {
      if (const auto part = part_of(row, impacts, head[0])) parts.push_back(*part);
    }
    const std::string name(head[0]);
    named_[name] = add_category(method_, name, head[1], parts, list.line);
    damages_.emplace(name, named_[name]);
  }

  /// The set whose name stands in a section, with the sections of its numbers behind it.
  void add_set(std::size_t at) {
    const std::string name(block_.sections[at].rows.front()[0]);
    std::map<std::string, double> norms, weights;
    const SimaProSection* last = &block_.sections[at];
    for (std::size_t i = at + 1; i < block_.sections.size(); ++i) {
      const SimaProSection& section = block_.sections[i];
      if (section.label != "Normalization" && section.label != "Weighting") break;
      read_numbers(section, section.label == "Weighting" ? weights : norms);
      last = &section;
    }
    if (!norms.empty() && uses("Use Normalization")) {
      const std::string method = fmt::format("{} ({}, normalised)", method_, name);
      for (const auto& [category, norm] : norms)
        add_scaled(method, category, "1", norm, last->line);
    } else {
      if (!norms.empty())
        add_to(data_.counts.ignored, "normalisation that the method does not use", norms.size());
      norms.clear();
    }
    if (!weights.empty() && uses("Use Weighting")) {
      add_weighted(fmt::format("{} ({}, weighted)", method_, name), norms, weights, last->line);
    } else if (!weights.empty()) {
      add_to(data_.counts.ignored, "weighting that the method does not use", weights.size());
    }
  }

  /// What is not normalised is weighted as it is, where the set normalises nothing; a category
  /// without a norm has none that is known.
  void add_weighted(const std::string& method, const std::map<std::string, double>& norms,
                    const std::map<std::string, double>& weights, std::uint32_t line) {
    const std::string_view unit = block_.text("Weighting unit");
    std::vector<Part> all;
    for (const auto& [category, weight] : weights) {
      const auto norm = norms.find(category);
      if (!norms.empty() && norm == norms.end()) {
        tell(line, fmt::format("'{}' of '{}' has a weight and no normalisation", category, method));
        continue;
      }
      const double factor = norms.empty() ? weight : weight * norm->second;
      add_scaled(method, category, unit, factor, line);
      all.push_back({named_.at(category), factor});
    }
    if (uses("Use Addition")) add_category(method, "single score", unit, all, line);
  }

  void read_numbers(const SimaProSection& section, std::map<std::string, double>& numbers) {
    const std::map<std::string, std::uint32_t>& known = damages_.empty() ? named_ : damages_;
    for (const SimaProRow& row : section.rows) {
      const auto part = part_of(row, known, section.label);
      if (part) numbers[std::string(row[0])] = part->weight;
    }
  }

  std::optional<Part> part_of(const SimaProRow& row,
                              const std::map<std::string, std::uint32_t>& known,
                              std::string_view where) {
    const auto found = known.find(std::string(row[0]));
    const std::optional<double> weight = number_(row[1]);
    if (found != known.end() && weight) return Part{found->second, *weight};
    tell(row.line, found == known.end()
                       ? fmt::format("'{}' of '{}' names '{}', which the method does not have",
                                     where, method_, row[0])
                       : fmt::format("'{}' of '{}' has '{}' for '{}', which is no number", where,
                                     method_, row[1], row[0]));
    return std::nullopt;
  }

  void tell(std::uint32_t line, std::string problem) {
    findings_.add("W0651", {shown_, line, 0}, std::move(problem),
                  "it counts nothing there; export the method again");
  }

  void add_scaled(const std::string& method, const std::string& name, std::string_view unit,
                  double factor, std::uint32_t line) {
    (void)add_category(method, name, unit, {{named_.at(name), factor}}, line);
  }

  /// Σ weight · factor, each flow and unit once.
  std::uint32_t add_category(const std::string& method, const std::string& name,
                             std::string_view unit, const std::vector<Part>& parts,
                             std::uint32_t line) {
    RawCategory made =
        data_.categories[parts.empty() ? data_.categories.size() - 1 : parts.front().category];
    made.name = data_.texts.add(name);
    made.id = data_.texts.add(fmt::format("{}|{}", method, name));
    made.unit = data_.texts.add(unit);
    made.method = data_.texts.add(method);
    made.place.line = line;
    std::vector<RawFactor> factors;
    std::map<std::pair<Text, Text>, std::size_t> known;
    for (const Part& part : parts) {
      const RawCategory& from = data_.categories[part.category];
      for (std::uint32_t i = 0; i < from.num_factors; ++i) {
        RawFactor factor = data_.factors[from.first_factor + i];
        factor.value *= part.weight;
        const auto [at, is_new] =
            known.emplace(std::pair{factor.flow, factor.unit}, factors.size());
        if (is_new)
          factors.push_back(factor);
        else
          factors[at->second].value += factor.value;
      }
    }
    made.first_factor = static_cast<std::uint32_t>(data_.factors.size());
    made.num_factors = static_cast<std::uint32_t>(factors.size());
    data_.factors.insert(data_.factors.end(), factors.begin(), factors.end());
    data_.categories.push_back(made);
    return static_cast<std::uint32_t>(data_.categories.size() - 1);
  }

  const SimaProBlock& block_;
  const SimaProNumber& number_;
  const std::string& shown_;
  InventoryData& data_;
  Findings& findings_;
  std::string method_;
  std::map<std::string, std::uint32_t> named_, damages_;  ///< categories of the method by name
};

}  // namespace

void add_simapro_method_sets(const SimaProBlock& block, std::size_t first_category,
                             const SimaProNumber& number, const std::string& shown,
                             InventoryData& data, Findings& findings) {
  if (first_category == data.categories.size()) return;
  MethodSets(block, number, shown, data, findings).add(first_category);
}

}  // namespace plume
