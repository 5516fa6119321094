// SPDX-License-Identifier: Apache-2.0
#include "host/study/resolve_dependence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/matrix/correlation.hpp"
#include "host/model/examples.hpp"
#include "host/study/select_exchanges.hpp"

namespace plume {
namespace {

using Indices = std::vector<std::uint32_t>;
constexpr double pi = std::numbers::pi;

/// "2 lognormal, 1 normal"
std::string count_text(const std::map<std::string_view, int>& families) {
  std::string text;
  for (const auto& [name, count] : families)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  return text;
}

class Resolver {
 public:
  Resolver(const StudyDependence& study, Model& model, Findings& findings)
      : study_(study), model_(model), findings_(findings), selection_(model, findings) {}

  void resolve() {
    for (const auto& [name, members] : model_.dependence.source_groups) {
      for (const std::uint32_t i : members)
        tie(i, group_key(name), name, model_.place_of(model_.exchanges[i]));
      group_keys_[name] = {group_key(name)};
      check_group(name, {members},
                  members.empty() ? Place{} : model_.place_of(model_.exchanges[members[0]]));
    }
    for (const StudyGroup& group : study_.groups) resolve(group);
    for (const StudyInStep& in_step : study_.in_step) resolve(in_step);
    check_array_groups();
    for (const StudySwitch& each : study_.switches) resolve(each);
    for (const StudyComposition& composition : study_.compositions) resolve(composition);
    for (const StudyCorrelation& correlation : study_.correlations) resolve(correlation);
  }

 private:
  [[nodiscard]] const Exchange& exchange(std::uint32_t i) const { return model_.exchanges[i]; }
  [[nodiscard]] std::string label(std::uint32_t i) const {
    return model_.label_of(model_.exchanges[i]);
  }
  [[nodiscard]] bool is_drawn(std::uint32_t i) const { return exchange(i).uncertainty != no_index; }

  /// All exchanges of the selectors, ascending. One that two of them name is a finding; so is a
  /// selector without any.
  Indices select(const std::vector<ExchangeSelector>& selectors, const std::string& owner) {
    Indices all;
    for (const ExchangeSelector& selector : selectors) {
      const std::optional<Indices> found = selection_.find(selector);
      if (!found) continue;  // there is a finding
      if (found->empty()) {
        findings_.add("E0153", selector.place,
                      fmt::format("{}: no exchange is {}", owner, selector.text()),
                      "all that is given must hold of one exchange");
      }
      all.insert(all.end(), found->begin(), found->end());
    }
    std::sort(all.begin(), all.end());
    Examples twice("exchange");
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i] == all[i - 1] && (i < 2 || all[i] != all[i - 2]))
        twice.add([&] { return label(all[i]); });
    }
    if (!twice.empty()) {
      findings_.add("E0154", selectors.front().place,
                    fmt::format("{} names {} twice: {}", owner, twice.count_text(), twice.list()),
                    "name each member once");
    }
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  /// Gives the exchange the draw of a group.
  void tie(std::uint32_t i, std::uint64_t key, const std::string& group, const Place& place) {
    const auto [owner, is_new] = group_of_.emplace(i, group);
    if (!is_new) {
      findings_.add(
          "E0155", place,
          fmt::format("{} is in group '{}' and in group '{}'", label(i), owner->second, group),
          "an exchange has one draw: let the groups not overlap");
      return;
    }
    model_.dependence.share(i, key);
  }

  void resolve(const StudyGroup& group) {
    const Indices members = select(group.members, fmt::format("group '{}'", group.name));
    if (group_keys_.count(group.name) != 0) {
      findings_.add("E0108", group.place,
                    fmt::format("group '{}' is a group of the model's files already", group.name),
                    "give it another name");
      return;
    }
    std::map<std::string, Indices> parts;
    for (const std::uint32_t i : members) {
      const std::string value = group.each.empty() ? std::string() : value_of(i, group.each);
      if (!group.each.empty() && value.empty()) continue;  // has no such thing, so is like no other
      parts[value].push_back(i);
    }
    std::vector<Indices> lists;
    for (const auto& [value, list] : parts) {
      const std::uint64_t key = group_key(group.name, value);
      for (const std::uint32_t i : list) tie(i, key, group.name, group.place);
      group_keys_[group.name].push_back(key);
      lists.push_back(list);
    }
    if (!members.empty()) check_group(group.name, lists, group.place);
  }

  [[nodiscard]] std::string value_of(std::uint32_t i, const std::string& each) const {
    const Exchange& e = exchange(i);
    const bool on_process = e.matrix == Matrix::technosphere || e.matrix == Matrix::biosphere;
    const bool on_flow = e.matrix == Matrix::biosphere || e.matrix == Matrix::characterisation ||
                         e.matrix == Matrix::normalisation;
    if (each == "flow") return on_flow ? model_.flows[e.row].id : "";
    if (each == "product") return e.matrix == Matrix::technosphere ? model_.products[e.row].id : "";
    if (each == "process") return on_process ? model_.processes[e.column].id : "";
    if (each == "location") return on_process ? model_.processes[e.column].location : "";
    if (each == "category") {
      return e.matrix == Matrix::characterisation || e.matrix == Matrix::weighting
                 ? model_.categories[e.column].id
                 : "";
    }
    return e.matrix == Matrix::technosphere ? model_.products[e.row].unit
           : on_flow                        ? model_.flows[e.row].unit
                                            : "";
  }

  void check_group(const std::string& name, const std::vector<Indices>& parts, const Place& place) {
    bool ties = false, mixed = false;
    std::map<std::string_view, int> mixture;
    for (const Indices& part : parts) {
      std::map<std::string_view, int> families;
      int drawn = 0;
      for (const std::uint32_t i : part) {
        if (!is_drawn(i)) continue;
        ++drawn;
        ++families[name_of(model_.uncertainties[exchange(i).uncertainty].kind)];
      }
      ties = ties || drawn > 1;
      if (families.size() > 1 && !mixed) mixed = true, mixture = families;
    }
    if (!ties) {
      findings_.add(
          "W0156", place,
          fmt::format("group '{}' ties nothing: it has fewer than two uncertain exchanges", name),
          "only uncertain exchanges are drawn");
    }
    if (mixed) {
      findings_.add("W0157", place,
                    fmt::format("group '{}' holds several distributions ({}): their draws share "
                                "one probability, and only "
                                "about one relative error",
                                name, count_text(mixture)),
                    "right if so meant; otherwise give them one distribution");
    }
  }

  // --- compositions
  // -----------------------------------------------------------------------------------------------

  void cannot_sum(const Place& place, const StudyComposition& c, const std::string& why,
                  std::string hint) {
    findings_.add("E0158", place, fmt::format("composition '{}' cannot sum: {}", c.name, why),
                  std::move(hint));
  }

  void resolve(const StudyComposition& c) {
    const std::size_t errors_before = findings_.num_errors();
    const std::string owner = fmt::format("composition '{}'", c.name);
    const Indices members = select(c.members, owner);
    const Indices pinned = c.pinned.empty() ? Indices{} : select(c.pinned, owner);
    if (findings_.num_errors() != errors_before) return;
    Composition result;
    result.name = c.name;
    double sum = 0.0, kept = 0.0;
    Indices free;
    for (const std::uint32_t i : pinned) {
      if (std::binary_search(members.begin(), members.end(), i)) continue;
      cannot_sum(c.pinned.front().place, c, fmt::format("{} is pinned, but is no member", label(i)),
                 "pinned names some of the members");
    }
    for (const std::uint32_t i : members) {
      const Exchange& e = exchange(i);
      const bool is_pinned = std::binary_search(pinned.begin(), pinned.end(), i);
      result.members.push_back({i, is_pinned});
      if (e.matrix != exchange(members.front()).matrix) {
        cannot_sum(c.place, c,
                   fmt::format("{} and {} are of two matrices", label(members.front()), label(i)),
                   "give the members one matrix");
        return;
      }
      if (e.factor == 0.0)
        cannot_sum(c.place, c, fmt::format("{} has the factor 0", label(i)),
                   "leave it out of the composition");
      const auto [first, is_new] = composition_of_.emplace(i, c.name);
      if (!is_new) {
        cannot_sum(c.place, c,
                   fmt::format("{} is a member of composition '{}', too", label(i), first->second),
                   "let compositions not overlap");
      }
      sum += e.amount;
      if (is_pinned) kept += e.amount;
      if (!is_pinned) free.push_back(i);
    }
    result.total = c.total.value_or(sum);
    check_sums(c, result.total, sum, kept, free);
    if (c.dirichlet && findings_.num_errors() == errors_before)
      draw_dirichlet(c, result.total - kept, free);
    if (findings_.num_errors() != errors_before) return;
    warn_of_composition(c, result, sum);
    model_.dependence.compositions.push_back(std::move(result));
  }

  void check_sums(const StudyComposition& c, double total, double sum, double kept,
                  const Indices& free) {
    double rest = 0.0;
    for (const std::uint32_t i : free) rest += exchange(i).amount;
    const double left = total - kept;
    const std::string total_text = format_exact(total);
    if (free.empty()) {
      cannot_sum(c.place, c, "all its members are pinned", "leave at least one member free");
    } else if (total == 0.0 && !c.total) {
      cannot_sum(c.place, c, fmt::format("its amounts sum to {}", format_exact(sum)), "give total");
    } else if (rest == 0.0) {
      cannot_sum(c.place, c, "the amounts of its free members sum to 0",
                 "shares are in proportion to the amounts");
    } else if (!(left * rest > 0.0)) {
      const std::string why =
          kept == 0.0 ? fmt::format("the total is {}, but the amounts sum to {}", total_text,
                                    format_exact(sum))
                      : fmt::format(
                            "the pinned members sum to {}, which leaves {} of {} for the others, "
                            "whose amounts "
                            "sum to {}",
                            format_exact(kept), format_exact(left), total_text, format_exact(rest));
      cannot_sum(c.total_place, c, why, "what is left must have the sign of the free amounts");
    }
  }

  void warn_of_composition(const StudyComposition& c, const Composition& result, double sum) {
    if (std::abs(sum - result.total) > 1e-6 * std::abs(result.total)) {
      findings_.add("W0160", c.total_place,
                    fmt::format("the static amounts of composition '{}' sum to {}, not to {}",
                                c.name, format_significant(sum, 6), format_exact(result.total)),
                    "static scores use the amounts as they are; draws have the total");
    }
    const bool any = std::any_of(
        result.members.begin(), result.members.end(), [&](const Composition::Member& member) {
          return is_drawn(member.exchange) || exchange(member.exchange).array != no_index;
        });
    if (!any) {
      findings_.add(
          "W0156", c.place,
          fmt::format("composition '{}' ties nothing: none of its members is uncertain", c.name),
          "only uncertain exchanges are drawn");
    }
  }

  /// Free members become gamma variates of shape concentration · share, which the sum divides.
  void draw_dirichlet(const StudyComposition& c, double left, const Indices& free) {
    double rest = 0.0;
    for (const std::uint32_t i : free) rest += exchange(i).amount;
    for (const std::uint32_t i : free) {
      if (exchange(i).amount / rest > 0.0) continue;
      cannot_sum(c.place, c,
                 fmt::format("the share of {} is {}", label(i), format_exact(exchange(i).amount)),
                 "shares of a Dirichlet distribution have one sign");
      return;
    }
    double concentration = c.concentration.value_or(0.0);
    if (c.sd) {
      const Indices one = select(c.sd_of, fmt::format("composition '{}'", c.name));
      if (one.size() != 1 || std::find(free.begin(), free.end(), one.front()) == free.end()) {
        cannot_sum(c.sd_of.empty() ? c.place : c.sd_of.front().place, c,
                   "sd_of must name one free member", "name it as in match");
        return;
      }
      const double share = exchange(one.front()).amount / rest, sd = *c.sd / std::abs(left);
      concentration = share * (1.0 - share) / (sd * sd) - 1.0;
      if (!(*c.sd > 0.0) || !(concentration > 0.0)) {
        cannot_sum(
            c.spread_place, c,
            fmt::format("sd = {} of a share of {} in {}", format_exact(*c.sd),
                        format_exact(exchange(one.front()).amount), format_exact(left)),
            fmt::format("it must be above 0 and below {}",
                        format_significant(std::sqrt(share * (1.0 - share)) * std::abs(left), 4)));
        return;
      }
    }
    if (!(concentration > 0.0)) {
      cannot_sum(c.spread_place, c,
                 fmt::format("its concentration is {}", format_exact(concentration)),
                 "a concentration is above 0");
      return;
    }
    for (const std::uint32_t i : free) {
      Exchange& e = model_.exchanges[i];
      Uncertainty gamma;
      gamma.kind = DistributionKind::gamma;
      gamma.shape = concentration * e.amount / rest;
      gamma.scale = 1.0;
      gamma.loc = 0.0;
      gamma.negative = e.amount < 0.0;
      e.uncertainty = static_cast<std::uint32_t>(model_.uncertainties.size());
      model_.uncertainties.push_back(gamma);
    }
  }

  // --- correlations
  // -----------------------------------------------------------------------------------------------

  void malformed(const StudyCorrelation& c, const std::string& why, std::string hint) {
    findings_.add("E0161", c.matrix_place,
                  fmt::format("the matrix of correlation '{}' {}", c.name, why), std::move(hint));
  }

  /// The matrix of normal scores; nothing, with findings, where it is none.
  std::optional<SquareMatrix> matrix_of(const StudyCorrelation& c) {
    const std::size_t n = c.inputs.size();
    if (n < 2) {
      malformed(c, fmt::format("is for {} input", n), "a correlation has at least two inputs");
      return std::nullopt;
    }
    bool square = c.matrix.size() == n;
    for (const auto& row : c.matrix) square = square && row.size() == n;
    if (!square) {
      malformed(c, fmt::format("is not {} × {}, as many as there are inputs", n, n),
                "write a row for each input");
      return std::nullopt;
    }
    SquareMatrix matrix{n, {}};
    const std::size_t errors_before = findings_.num_errors();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const double r = c.matrix[i][j];
        if (i == j && r != 1.0)
          malformed(c, fmt::format("has {} in row {} of its diagonal", format_exact(r), i + 1),
                    "write 1");
        if (i != j && !(std::abs(r) <= 1.0)) {
          malformed(c, fmt::format("has {} in row {}, column {}", format_exact(r), i + 1, j + 1),
                    "allowed: -1 to 1");
        } else if (j > i && std::abs(r - c.matrix[j][i]) > 1e-12) {
          malformed(c,
                    fmt::format(
                        "is not symmetric: {} in row {}, column {}, but {} in row {}, column {}",
                        format_exact(r), i + 1, j + 1, format_exact(c.matrix[j][i]), j + 1, i + 1),
                    "write the same number on both sides of the diagonal");
        }
        matrix.values.push_back(
            i == j                                             ? 1.0
            : c.measure == StudyCorrelation::Measure::spearman ? 2.0 * std::sin(pi / 6.0 * r)
            : c.measure == StudyCorrelation::Measure::kendall  ? std::sin(pi / 2.0 * r)
                                                               : r);
      }
    }
    if (findings_.num_errors() != errors_before) return std::nullopt;
    return mended(c, std::move(matrix));
  }

  SquareMatrix mended(const StudyCorrelation& c, SquareMatrix matrix) {
    const double least = smallest_eigenvalue(matrix);
    if (least >= -1e-10) return matrix;
    SquareMatrix nearest = nearest_correlation(matrix, 1e-8);
    std::size_t worst_row = 0, worst_column = 0;
    double change = 0.0;
    for (std::size_t i = 0; i < matrix.size; ++i) {
      for (std::size_t j = i + 1; j < matrix.size; ++j) {
        const double by = std::abs(nearest.at(i, j) - matrix.at(i, j));
        if (by > change) change = by, worst_row = i, worst_column = j;
      }
    }
    findings_.add("W0162", c.matrix_place,
                  fmt::format("the matrix of correlation '{}' is not positive definite (its "
                              "smallest eigenvalue is {}): "
                              "the nearest correlation matrix is used, which differs by up to {} "
                              "({} instead of {} in "
                              "row {}, column {})",
                              c.name, format_significant(least, 3), format_significant(change, 3),
                              format_significant(nearest.at(worst_row, worst_column), 4),
                              format_significant(matrix.at(worst_row, worst_column), 4),
                              worst_row + 1, worst_column + 1),
                  "its correlations contradict each other; check the largest");
    return nearest;
  }

  void resolve(const StudyCorrelation& c) {
    const std::size_t errors_before = findings_.num_errors();
    const std::optional<SquareMatrix> matrix = matrix_of(c);
    Copula copula;
    copula.name = c.name;
    copula.degrees = c.degrees;
    copula.key = stable_key({"copula", c.name});
    for (const ExchangeSelector& input : c.inputs) {
      const std::optional<std::uint64_t> key = key_of_input(c, input);
      if (!key) continue;
      const auto [first, is_new] = correlation_of_.emplace(*key, c.name);
      if (!is_new) {
        findings_.add(
            "E0163", input.place,
            fmt::format("input {} of correlation '{}' has the draw of an input of correlation '{}'",
                        input.text(), c.name, first->second),
            "each draw may be one input of one correlation");
      }
      copula.keys.push_back(*key);
    }
    if (!matrix || findings_.num_errors() != errors_before) return;
    copula.cholesky = cholesky(*matrix);
    model_.dependence.copulas.push_back(std::move(copula));
  }

  std::optional<std::uint64_t> key_of_input(const StudyCorrelation& c,
                                            const ExchangeSelector& input) {
    if (!input.group.empty()) {
      const auto found = group_keys_.find(input.group);
      if (found == group_keys_.end()) {
        std::vector<std::string> names;
        for (const auto& [name, keys] : group_keys_) names.push_back(name);
        std::string hint = did_you_mean(input.group, names);
        findings_.add(
            "E0152", input.place, fmt::format("there is no group '{}'", input.group),
            hint.empty() ? "an input names a [[group]] or a group of the model's files" : hint);
        return std::nullopt;
      }
      if (found->second.size() != 1) {
        findings_.add("E0164", input.place,
                      fmt::format("group '{}' is {} draws, not one: it has a group for each {}",
                                  input.group, found->second.size(), "value"),
                      "an input of a correlation is one draw");
        return std::nullopt;
      }
      return found->second.front();
    }
    const Indices members = select({input}, fmt::format("correlation '{}'", c.name));
    if (members.empty()) return std::nullopt;
    if (std::none_of(members.begin(), members.end(),
                     [&](std::uint32_t i) { return is_drawn(i); })) {
      findings_.add(
          "E0164", input.place,
          fmt::format("input {} of correlation '{}' is not uncertain", input.text(), c.name),
          "only uncertain exchanges are drawn");
      return std::nullopt;
    }
    std::set<std::uint64_t> keys;
    for (const std::uint32_t i : members) keys.insert(model_.dependence.key_of(i, exchange(i).key));
    if (keys.size() == 1) return *keys.begin();
    // Several exchanges as one input share one draw, as a group does.
    const std::string name = fmt::format("{} of correlation {}", input.text(), c.name);
    for (const std::uint32_t i : members) tie(i, group_key(name), name, input.place);
    return group_key(name);
  }

  // --- switches and arrays
  // --------------------------------------------------------------------------------------------

  void resolve(const StudySwitch& s) {
    Switch result;
    result.name = s.name;
    result.key = stable_key({"switch", s.name});
    double sum = 0.0;
    for (const StudySwitch::Option& option : s.options) sum += option.weight;
    for (const StudySwitch::Option& option : s.options) {
      result.options.push_back(option.name);
      result.weights.push_back(option.weight / sum);
    }
    const auto index = static_cast<std::uint32_t>(model_.dependence.switches.size());
    model_.dependence.switches.push_back(result);
    for (const bool factors : {false, true}) {
      PresampledArray array;
      array.name = fmt::format("switch {}", s.name);
      array.num_columns = static_cast<std::uint32_t>(s.options.size());
      array.order = ColumnOrder::weighted;
      array.group_key = result.key;
      array.switch_index = index;
      array.multiplies = factors;
      const auto array_index = static_cast<std::uint32_t>(model_.arrays.size());
      for (const StudySwitch::Values& values : s.values) {
        if (values.factors == factors) add_values(s, values, array_index, array);
      }
      if (array.num_rows > 0) model_.arrays.push_back(std::move(array));
    }
    if (!s.path.empty())
      model_.sources.push_back({s.written_path, "switch table", sha256_of_path(s.path)});
  }

  void add_values(const StudySwitch& s, const StudySwitch::Values& values,
                  std::uint32_t array_index, PresampledArray& array) {
    for (const std::uint32_t i : select(values.members, fmt::format("switch '{}'", s.name))) {
      Exchange& e = model_.exchanges[i];
      if (e.array != no_index) {
        const bool same = e.array == array_index;
        const std::string where =
            same || e.array >= model_.arrays.size() ? array.name : model_.arrays[e.array].name;
        findings_.add(
            "E0165", values.place,
            fmt::format("{} has values in '{}' already, and cannot have others in switch '{}'",
                        label(i), where, s.name),
            "an exchange takes part in one switch, once, and then has no presampled values");
        continue;
      }
      e.array = array_index;
      e.array_row = array.num_rows++;
      for (const StudySwitch::Option& option : s.options) {
        const auto value = values.values.find(option.name);
        array.values.push_back(value == values.values.end()
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : value->second);
      }
    }
  }

  void resolve(const StudyInStep& in_step) {
    const std::uint64_t key = stable_key({"in step", in_step.name});
    std::vector<std::string> names;
    for (const PresampledArray& array : model_.arrays) names.push_back(array.name);
    for (const std::string& wanted : in_step.arrays) {
      bool found = false;
      for (PresampledArray& array : model_.arrays) {
        if (array.name != wanted) continue;
        found = true;
        if (array.order != ColumnOrder::random) {
          findings_.add(
              "E0166", in_step.place,
              fmt::format(
                  "presampled array '{}' is not drawn at random, but in the order of its columns",
                  wanted),
              "only arrays of random order can be put in step");
        }
        array.group_key = key;
      }
      if (found) continue;
      std::string hint = did_you_mean(wanted, names);
      if (hint.empty())
        hint = names.empty() ? "the model has none"
                             : "the model has '" + names.front() + "' and others";
      findings_.add("E0166", in_step.place,
                    fmt::format("there is no presampled array '{}'", wanted), hint);
    }
  }

  /// Arrays drawn with one number use the same column only where they have equally many.
  void check_array_groups() {
    std::map<std::uint64_t, const PresampledArray*> first;
    for (const PresampledArray& array : model_.arrays) {
      if (array.order != ColumnOrder::random || array.num_columns == 0) continue;
      const auto [seen, is_new] = first.emplace(array.group_key, &array);
      if (is_new || seen->second->num_columns == array.num_columns) continue;
      findings_.add(
          "W0167", {},
          fmt::format("presampled arrays '{}' ({} columns) and '{}' ({} columns) are drawn "
                      "together, but cannot "
                      "keep in step",
                      seen->second->name, seen->second->num_columns, array.name, array.num_columns),
          "give them equally many columns");
    }
  }

  const StudyDependence& study_;
  Model& model_;
  Findings& findings_;
  ExchangeSelection selection_;
  std::unordered_map<std::uint32_t, std::string> group_of_, composition_of_;
  /// by name: one, or one for each value
  std::map<std::string, std::vector<std::uint64_t>> group_keys_;
  std::unordered_map<std::uint64_t, std::string> correlation_of_;
};

}  // namespace

void resolve_dependence(const StudyDependence& study, Model& model, Findings& findings) {
  Resolver(study, model, findings).resolve();
}

}  // namespace plume
