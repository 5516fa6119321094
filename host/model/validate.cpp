// SPDX-License-Identifier: Apache-2.0
#include "host/model/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/examples.hpp"
#include "host/model/technosphere_faults.hpp"

namespace plume {
namespace {

std::string text_of(const Place& place) {
  return place.line > 0 ? fmt::format("{}:{}", place.file, place.line) : place.file;
}

void check_numbers(const Model& model, Findings& findings) {
  for (const Exchange& exchange : model.exchanges) {
    if (!std::isfinite(exchange.amount) && exchange.array == no_index) {
      findings.add("E0401", model.place_of(exchange),
                   fmt::format("amount {} of {} is not finite", format_exact(exchange.amount),
                               model.label_of(exchange)),
                   "write a finite number");
    }
    if (!std::isfinite(exchange.factor)) {
      findings.add("E0402", model.place_of(exchange),
                   fmt::format("factor {} of {} is not finite", format_exact(exchange.factor),
                               model.label_of(exchange)),
                   "conversion, allocation and rescale factors must be finite");
    }
  }
  for (const PresampledArray& array : model.arrays) {
    const auto is_infinite = [](double value) { return std::isinf(value); };
    const auto first = std::find_if(array.values.begin(), array.values.end(), is_infinite);
    if (first == array.values.end()) continue;
    const auto count = std::count_if(first, array.values.end(), is_infinite);
    const auto at = static_cast<std::size_t>(first - array.values.begin());
    findings.add(
        "E0403", {},
        fmt::format("presampled array '{}' holds infinite values ({} of them, the first in row {}, "
                    "column {})",
                    array.name, count, at / array.num_columns + 1, at % array.num_columns + 1),
        "write finite numbers, or NaN where a column does not speak of an exchange");
  }
}

void check_keys(const Model& model, Findings& findings) {
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  keys.reserve(model.exchanges.size());
  for (std::size_t i = 0; i < model.exchanges.size(); ++i)
    keys.emplace_back(model.exchanges[i].key, i);
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[i - 1].first) continue;
    const Exchange& second = model.exchanges[keys[i].second];
    const Exchange& first = model.exchanges[keys[i - 1].second];
    findings.add(
        "E0404", model.place_of(second),
        fmt::format("{} has the same identity as {} at {}, and would get the same draws",
                    model.label_of(second), model.label_of(first), text_of(model.place_of(first))),
        "give every exchange an id that is used once");
  }
}

/// Whether an exchange can count in a score: one whose amount is 0 does where it is drawn or
/// presampled.
bool may_score(const Exchange& e) {
  return e.uncertainty != no_index || e.array != no_index || e.static_value() != 0.0;
}

}  // namespace

void check_scores(const Model& model, Findings& findings) {
  std::vector<char> emitted(model.flows.size()), has_factor(model.flows.size()),
      scored(model.categories.size());
  bool any_emitted = false, any_factor = false;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::biosphere && may_score(e)) emitted[e.row] = 1, any_emitted = true;
    if (e.matrix == Matrix::characterisation && may_score(e))
      has_factor[e.row] = scored[e.column] = 1, any_factor = true;
  }
  if (!any_emitted) {
    findings.add(
        "W0430", {},
        "the biosphere is empty: no process has an elementary flow, and every score is zero",
        "add the elementary flows of the processes");
  }
  if (!any_factor) {
    findings.add("W0431", {}, "the model has no characterisation factor, and every score is zero",
                 "add the factors of at least one impact category");
  }
  if (!any_emitted || !any_factor) return;
  Examples silent("flow");
  bool any_common = false;
  for (std::size_t i = 0; i < model.flows.size(); ++i) {
    if (emitted[i] && has_factor[i]) any_common = true;
    if (emitted[i] && !has_factor[i]) silent.add([&] { return quoted(model.flows[i]); });
  }
  if (!any_common) {
    findings.add("W0432", {},
                 "no elementary flow of the processes has a characterisation factor, and every "
                 "score is zero",
                 "processes and factors must use the same flow ids");
    return;
  }
  Examples empty("category");
  for (std::size_t k = 0; k < model.categories.size(); ++k)
    if (!scored[k]) empty.add([&] { return quoted(model.categories[k]); });
  if (!empty.empty()) {
    findings.add(
        "W0433", {},
        fmt::format("no factor in these categories, and their scores are zero: {}", empty.list()),
        "add their factors, or leave them out");
  }
  if (!silent.empty()) {
    findings.add("N0434", {},
                 fmt::format("no factor in any category for {} that processes exchange: {}",
                             silent.count_text(), silent.list()),
                 "they do not count in any score");
  }
}

void check_model(Model& model, Findings& findings) {
  check_numbers(model, findings);
  check_keys(model, findings);
  check_technosphere(model, findings);
  check_distributions(model, findings);
}

void validate(Model& model, Findings& findings) {
  check_model(model, findings);
  for (const TechnosphereFault& fault : technosphere_faults(model))
    findings.add(fault.code, fault.place, fault.problem, fault.hint);
  check_scores(model, findings);
}

}  // namespace plume
