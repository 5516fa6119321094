// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "host/api/state.hpp"
#include "host/base/error.hpp"
#include "host/run/output_check.hpp"
#include "host/run/run_locks.hpp"
#include "host/stats/order_statistics.hpp"
#include "host/stats/replicates.hpp"

namespace plume::api {
namespace {

std::size_t output_of(const OutputAxes& axes, std::size_t demand, std::size_t category) {
  if (demand >= axes.demands.size() || category >= axes.categories.size()) {
    throw std::out_of_range("there is no output [" + std::to_string(demand) + "][" +
                            std::to_string(category) + "]: the result has " +
                            std::to_string(axes.demands.size()) + " demands and " +
                            std::to_string(axes.categories.size()) + " categories");
  }
  return demand * axes.categories.size() + category;
}

std::vector<double> column_of(const Samples& samples, std::size_t num_outputs, std::size_t output) {
  std::vector<double> column(samples.status.size());
  for (std::size_t i = 0; i < column.size(); ++i) {
    column[i] = has_score(samples.status[i]) ? samples.scores[i * num_outputs + output]
                                             : std::numeric_limits<double>::quiet_NaN();
  }
  return column;
}

}  // namespace

Result result_of(ResultHeader header, ResultTotals totals, Samples samples) {
  auto state = std::make_shared<Result::State>();
  const std::size_t num_outputs = header.axes.num_outputs();
  const std::uint64_t parts = replicate_length(header.provenance.design);
  for (std::size_t output = 0; output < num_outputs; ++output)
    state->summaries.push_back(summarise(column_of(samples, num_outputs, output), parts));
  state->header = std::move(header);
  state->totals = std::move(totals);
  state->samples = std::move(samples);
  return Result(std::move(state));
}

Result Result::file(const std::string& path) {
  auto state = std::make_shared<State>();
  state->file.emplace(path);
  state->header = state->file->header();
  state->totals = state->file->totals();
  state->summaries = state->file->summaries();
  return Result(std::move(state));
}

std::uint64_t Result::iterations() const { return state_->totals.iterations; }
std::string Result::ended() const { return state_->totals.stop_reason; }
std::size_t Result::num_demands() const { return state_->header.axes.demands.size(); }
std::size_t Result::num_categories() const { return state_->header.axes.categories.size(); }
std::string Result::demand(std::size_t demand) const {
  return state_->header.axes.demands.at(demand).name;
}
std::string Result::demand_unit(std::size_t demand) const {
  return state_->header.axes.demands.at(demand).unit;
}
std::vector<std::string> Result::warnings() const { return state_->header.provenance.warnings; }

Category Result::category(std::size_t category) const {
  const OutputAxes::Category& found = state_->header.axes.categories.at(category);
  return {found.id, found.name, found.unit};
}

const Summary& Result::summary(std::size_t demand, std::size_t category) const {
  return state_->summaries.at(output_of(state_->header.axes, demand, category));
}

double Result::static_score(std::size_t demand, std::size_t category) const {
  return state_->header.static_scores.at(output_of(state_->header.axes, demand, category));
}

std::vector<double> Result::scores(std::size_t demand, std::size_t category) const {
  const std::size_t output = output_of(state_->header.axes, demand, category);
  if (state_->file) return state_->file->samples(demand, category);
  return column_of(state_->samples, state_->header.axes.num_outputs(), output);
}

std::vector<IterationStatus> Result::statuses() const {
  return state_->file ? state_->file->status() : state_->samples.status;
}

std::vector<double> Result::all_scores(std::uint64_t first) const {
  const std::size_t num_outputs = state_->header.axes.num_outputs();
  if (first > iterations()) {
    throw std::out_of_range("there is no iteration " + std::to_string(first) + ": the result has " +
                            std::to_string(iterations()));
  }
  if (!state_->file) {
    const Samples& samples = state_->samples;
    std::vector<double> scores(
        samples.scores.begin() + static_cast<std::ptrdiff_t>(first * num_outputs),
        samples.scores.end());
    for (std::size_t i = first; i < samples.status.size(); ++i) {
      if (has_score(samples.status[i])) continue;
      const auto row = scores.begin() + static_cast<std::ptrdiff_t>((i - first) * num_outputs);
      std::fill_n(row, num_outputs, std::numeric_limits<double>::quiet_NaN());
    }
    return scores;
  }
  std::vector<double> scores((iterations() - first) * num_outputs);
  for (std::size_t output = 0; output < num_outputs; ++output) {
    const std::vector<double> column =
        state_->file->samples(output / num_categories(), output % num_categories());
    for (std::size_t i = first; i < column.size(); ++i)
      scores[(i - first) * num_outputs + output] = column[i];
  }
  return scores;
}

double Result::quantile(std::size_t demand, std::size_t category, double p) const {
  std::vector<double> values = scores(demand, category);
  std::erase_if(values, [](double value) { return std::isnan(value); });
  const std::array<double, 1> level{p};
  if (p >= 0.0 && p <= 1.0) place_quantiles(values, level);
  return quantile_of_sorted(values, p);
}

std::uint64_t Result::without_score() const {
  std::uint64_t count = 0;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    if (!has_score(static_cast<IterationStatus>(s))) count += state_->totals.failed[s];
  }
  return count;
}

void Result::save(const std::string& path, bool force) const {
  if (state_->file) throw Error("cannot write " + path + ": the result is in a file already");
  Findings findings;
  check_output(path, {}, force, findings);
  if (findings.has_errors()) throw BadInput(findings);
  const RunLocks locks = lock_run(path, std::nullopt);
  ResultWriter writer(path, state_->header);
  writer.append(state_->samples.scores, state_->samples.status);
  writer.finish(state_->totals);
}

}  // namespace plume::api
