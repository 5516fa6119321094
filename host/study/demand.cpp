// SPDX-License-Identifier: Apache-2.0
#include "host/study/demand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "host/base/edit_distance.hpp"
#include "host/base/numbers.hpp"
#include "host/model/examples.hpp"

namespace plume {
namespace {

using Indices = std::vector<std::uint32_t>;

/// Ids and names of one kind of thing.
template <class Item>
class Directory {
 public:
  explicit Directory(const std::vector<Item>& items) : items_(items) {
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      ids_.emplace(items[i].id, i);
      if (!items[i].name.empty()) names_[items[i].name].push_back(i);
    }
  }
  [[nodiscard]] std::optional<std::uint32_t> with_id(std::string_view id) const {
    const auto found = ids_.find(id);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] const Indices& with_name(std::string_view name) const {
    static const Indices none;
    const auto found = names_.find(name);
    return found == names_.end() ? none : found->second;
  }
  [[nodiscard]] const Item& operator[](std::uint32_t index) const { return items_[index]; }

  void add_words(std::vector<std::string>& words) const {
    for (const Item& item : items_) {
      words.push_back(item.id);
      if (!item.name.empty()) words.push_back(item.name);
    }
  }

 private:
  const std::vector<Item>& items_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
  std::unordered_map<std::string_view, Indices> names_;
};

constexpr std::size_t names_offered = 3;
constexpr std::size_t candidates_listed = 10;

std::string nearest_words(std::string_view given, const std::vector<std::string>& words) {
  const std::vector<std::string> found = nearest(given, words, names_offered);
  if (found.empty()) return {};
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < found.size(); ++i)
    text += fmt::format("{}'{}'", i == 0 ? "" : i + 1 == found.size() ? " or " : ", ", found[i]);
  return text + "?";
}

/// "id (location)"
template <class Item>
std::string candidate(const Item& item) {
  return item.location.empty() ? fmt::format("'{}'", item.id)
                               : fmt::format("'{}' ({})", item.id, item.location);
}

class DemandResolver {
 public:
  DemandResolver(const Model& model, Findings& findings)
      : model_(model), findings_(findings), products_(model.products), processes_(model.processes) {
    treatment_.resize(model.products.size(), no_index);
    std::vector<double> reference_amount(model.processes.size(), 0.0);
    for (const Exchange& e : model.exchanges) {
      if (e.matrix == Matrix::technosphere && model.processes[e.column].reference_product == e.row)
        reference_amount[e.column] += e.static_value();
    }
    std::vector<char> made(model.products.size());
    for (std::uint32_t j = 0; j < model.processes.size(); ++j) {
      const std::uint32_t product = model.processes[j].reference_product;
      if (product == no_index) continue;
      if (reference_amount[j] > 0.0) made[product] = 1;
      if (reference_amount[j] < 0.0) treatment_[product] = j;
    }
    for (std::size_t i = 0; i < made.size(); ++i)
      if (made[i]) treatment_[i] = no_index;
  }

  DemandVector resolve(const StudyDemand& demand) {
    DemandVector vector;
    vector.name = demand.name;
    bool complete = !demand.items.empty();
    for (const DemandItem& item : demand.items) {
      const std::optional<std::uint32_t> product = find(item);
      complete = complete && product.has_value();
      if (!product) continue;
      const double amount = item.amount * unit_factor(demand, item, *product);
      check_direction(demand, item, *product);
      const auto same =
          std::find_if(vector.entries.begin(), vector.entries.end(),
                       [&](const DemandVector::Entry& entry) { return entry.product == *product; });
      if (same == vector.entries.end())
        vector.entries.push_back({*product, amount});
      else
        same->amount += amount;
    }
    std::erase_if(vector.entries,
                  [](const DemandVector::Entry& entry) { return entry.amount == 0.0; });
    if (vector.entries.empty() && complete) {
      findings_.add("E0114", demand.place,
                    fmt::format("demand '{}' is empty: all its amounts are 0", demand.name),
                    "ask for an amount other than 0");
    }
    if (vector.entries.size() == 1) vector.unit = model_.products[vector.entries[0].product].unit;
    return vector;
  }

 private:
  std::optional<std::uint32_t> find(const DemandItem& item) {
    if (item.product.empty()) {
      if (const auto product = products_.with_id(item.process)) return product;
      if (const auto process = processes_.with_id(item.process)) return product_of(item, *process);
    }
    if (const Indices columns = of_product(item, columns_of(item.process)); columns.size() == 1)
      return product_of(item, columns[0]);
    else if (columns.size() > 1)
      return ambiguous(item, "columns", processes_, columns);
    const Indices named_processes = of_product(
        item, at_location(processes_, processes_.with_name(item.process), item.location));
    const Indices named_products =
        at_location(products_, products_.with_name(item.process), item.location);
    if (named_processes.size() == 1) {
      const std::uint32_t reference = processes_[named_processes[0]].reference_product;
      // Where the process does not say what it makes, a product of the same name does.
      if (reference == no_index && named_products.size() == 1) return named_products[0];
      return product_of(item, named_processes[0]);
    }
    if (named_processes.size() > 1)
      return ambiguous(item, "processes", processes_, named_processes);
    if (named_products.size() == 1) return named_products[0];
    if (named_products.size() > 1) return ambiguous(item, "products", products_, named_products);
    return unknown(item);
  }

  /// Columns of the dataset with that id.
  Indices columns_of(const std::string& dataset) {
    if (datasets_.empty()) {
      for (std::uint32_t j = 0; j < model_.processes.size(); ++j)
        datasets_[model_.processes[j].dataset.empty() ? model_.processes[j].id
                                                      : model_.processes[j].dataset]
            .push_back(j);
    }
    const auto found = datasets_.find(dataset);
    return found == datasets_.end() ? Indices{} : found->second;
  }

  /// Of several columns of one dataset those for the product that the item names, or else for the
  /// quantitative reference.
  Indices of_product(const DemandItem& item, const Indices& columns) const {
    Indices result;
    for (const std::uint32_t j : columns) {
      const Process& process = model_.processes[j];
      if (item.product.empty()) {
        if (process.is_main) result.push_back(j);
        continue;
      }
      if (process.reference_product == no_index) continue;
      const Product& product = model_.products[process.reference_product];
      if (product.flow == item.product || product.name == item.product ||
          product.id == item.product)
        result.push_back(j);
    }
    return result;
  }

  template <class Item>
  static Indices at_location(const Directory<Item>& directory, const Indices& named,
                             const std::string& location) {
    Indices result;
    for (const std::uint32_t index : named)
      if (location.empty() || directory[index].location == location) result.push_back(index);
    return result;
  }

  std::optional<std::uint32_t> product_of(const DemandItem& item, std::uint32_t process) {
    const std::uint32_t product = processes_[process].reference_product;
    if (product != no_index) return product;
    findings_.add(
        "E0112", item.place,
        fmt::format("the model does not say which product process '{}' is for", item.process),
        "name the product demanded instead of the process");
    return std::nullopt;
  }

  template <class Item>
  std::nullopt_t ambiguous(const DemandItem& item, std::string_view what,
                           const Directory<Item>& directory, const Indices& found) {
    Examples list("candidate", candidates_listed);
    for (const std::uint32_t index : found) list.add([&] { return candidate(directory[index]); });
    const std::string& first = directory[found[0]].location;
    const bool locations_differ = std::any_of(found.begin(), found.end(), [&](std::uint32_t index) {
      return directory[index].location != first;
    });
    findings_.add(
        "E0111", item.place,
        fmt::format("'{}' is the name of {} {}: {}", item.process, found.size(), what, list.list()),
        locations_differ ? "give its id, or a location" : "give its id");
    return std::nullopt;
  }

  std::nullopt_t unknown(const DemandItem& item) {
    // The name may be right and the location wrong.
    std::vector<std::string> locations;
    for (const std::uint32_t i : processes_.with_name(item.process))
      locations.push_back(processes_[i].location);
    for (const std::uint32_t i : products_.with_name(item.process))
      locations.push_back(products_[i].location);
    std::sort(locations.begin(), locations.end());
    locations.erase(std::unique(locations.begin(), locations.end()), locations.end());
    if (!locations.empty()) {
      Examples list("location", candidates_listed);
      for (const std::string& location : locations)
        list.add([&] {
          return location.empty() ? std::string("no location") : fmt::format("'{}'", location);
        });
      findings_.add("E0110", item.place,
                    fmt::format("'{}' has no location '{}'", item.process, item.location),
                    "the model has it at " + list.list());
      return std::nullopt;
    }
    if (words_.empty()) {
      products_.add_words(words_);
      processes_.add_words(words_);
    }
    // Comparing with every name takes long in a large model; findings beyond the limit are not
    // shown anyway.
    std::string hint;
    if (++num_unknown_ <= Findings::limit) hint = nearest_words(item.process, words_);
    if (hint.empty()) hint = "give the id or exact name of a process or product of the model";
    findings_.add("E0110", item.place,
                  fmt::format("no process or product has the id or name '{}'", item.process), hint);
    return std::nullopt;
  }

  /// Units of the product in one unit of the item.
  double unit_factor(const StudyDemand& demand, const DemandItem& item, std::uint32_t product) {
    const Product& wanted = model_.products[product];
    if (item.unit.empty() || wanted.unit.empty() || item.unit == wanted.unit) return 1.0;
    const bool converts = wanted.units < model_.convertible.size();
    if (converts) {
      const double factor = model_.convertible[wanted.units].factor(item.unit, wanted.unit);
      if (factor > 0.0) return factor;
    }
    std::string hint =
        fmt::format("units are not converted: write the amount in '{}'", wanted.unit);
    if (converts) {
      Examples list("unit", candidates_listed);
      for (const ConvertibleUnits::Unit& unit : model_.convertible[wanted.units].units)
        list.add([&] { return fmt::format("'{}'", unit.name); });
      hint = "it converts from " + list.list();
    }
    findings_.add("E0113", item.place,
                  fmt::format("demand '{}' asks for {} in '{}', but the model has it in '{}'",
                              demand.name, quoted(wanted), item.unit, wanted.unit),
                  hint);
    return 1.0;
  }

  void check_direction(const StudyDemand& demand, const DemandItem& item, std::uint32_t product) {
    const std::uint32_t treatment = treatment_[product];
    if (treatment == no_index || item.amount <= 0.0) return;
    findings_.add(
        "W0115", item.place,
        fmt::format("demand '{}' asks for {} of {}, a waste that process {} treats", demand.name,
                    format_exact(item.amount), quoted(model_.products[product]),
                    quoted(model_.processes[treatment])),
        fmt::format("a positive amount asks for the waste itself; {} asks for its treatment",
                    format_exact(-item.amount)));
  }

  const Model& model_;
  Findings& findings_;
  Directory<Product> products_;
  Directory<Process> processes_;
  /// by product: a process that treats it, where none makes it
  std::vector<std::uint32_t> treatment_;
  std::unordered_map<std::string_view, Indices> datasets_;
  std::vector<std::string> words_;
  std::size_t num_unknown_ = 0;
};

/// "99963138-ddf9-3b32-9e93-69593d76cb08": an id that nobody reads.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-'
             : std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos)
      return false;
  }
  return true;
}

/// A demand that the study calls by the uuid of its process alone bears the name of that process,
/// if no other does.
void name_by_process(const Study& study, const Model& model, std::vector<DemandVector>& vectors) {
  if (study.product) return;  // which names a demand as the study does
  for (std::size_t d = 0; d < vectors.size(); ++d) {
    const StudyDemand& demand = study.demands[d];
    if (demand.items.size() != 1 || demand.name != demand.items[0].process || !is_uuid(demand.name))
      continue;
    const auto process = std::find_if(
        model.processes.begin(), model.processes.end(),
        [&](const Process& each) { return each.id == demand.name || each.dataset == demand.name; });
    if (process == model.processes.end() || process->name.empty()) continue;
    const std::string name = process->location.empty()
                                 ? process->name
                                 : fmt::format("{} {{{}}}", process->name, process->location);
    const bool taken = std::any_of(vectors.begin(), vectors.end(),
                                   [&](const DemandVector& each) { return each.name == name; });
    if (!taken) vectors[d].name = name;
  }
}

}  // namespace

std::vector<DemandVector> resolve_demands(const Study& study, const Model& model,
                                          Findings& findings) {
  DemandResolver resolver(model, findings);
  std::vector<DemandVector> vectors;
  for (const StudyDemand& demand : study.demands) vectors.push_back(resolver.resolve(demand));
  name_by_process(study, model, vectors);
  return vectors;
}

std::vector<std::uint32_t> resolve_categories(const Study& study, const Model& model,
                                              Findings& findings) {
  if (model.categories.empty()) {
    findings.add("E0118", {study.path.string(), 0, 0}, "the models hold no impact category",
                 "add a model with characterisation factors");
    return {};
  }
  std::vector<std::uint32_t> result;
  if (study.categories.empty()) {
    for (std::uint32_t k = 0; k < model.categories.size(); ++k) result.push_back(k);
    return result;
  }
  const Directory<ImpactCategory> categories(model.categories);
  std::vector<std::string> words;
  categories.add_words(words);
  std::vector<std::pair<std::uint32_t, const StudyCategory*>> kept;
  for (const StudyCategory& wanted : study.categories) {
    std::optional<std::uint32_t> index = categories.with_id(wanted.name);
    const Indices& named = categories.with_name(wanted.name);
    if (!index && named.size() > 1) {
      Examples list("candidate", candidates_listed);
      for (const std::uint32_t k : named)
        list.add([&] { return fmt::format("'{}'", model.categories[k].id); });
      findings.add("E0117", wanted.place,
                   fmt::format("'{}' is the name of {} categories: {}", wanted.name, named.size(),
                               list.list()),
                   "give its id");
      continue;
    }
    if (!index && named.size() == 1) index = named[0];
    if (!index) {
      std::string hint = nearest_words(wanted.name, words);
      if (hint.empty()) {
        Examples list("category", candidates_listed);
        for (const ImpactCategory& category : model.categories)
          list.add([&] { return quoted(category); });
        hint = "the model has " + list.list();
      }
      findings.add("E0116", wanted.place,
                   fmt::format("no category has the id or name '{}'", wanted.name), hint);
      continue;
    }
    // A category may have several normalisations and weightings, each pair once.
    const bool is_repeated = std::any_of(kept.begin(), kept.end(), [&](const auto& before) {
      return before.first == *index && before.second->normalisation == wanted.normalisation &&
             before.second->weighting == wanted.weighting;
    });
    if (is_repeated) {
      findings.add("E0119", wanted.place,
                   fmt::format("category '{}' is {}, which stands in the study already",
                               wanted.name, quoted(model.categories[*index])),
                   "name each category once");
      continue;
    }
    kept.emplace_back(*index, &wanted);
    result.push_back(*index);
  }
  return result;
}

}  // namespace plume
