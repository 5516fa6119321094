// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "host/base/error.hpp"
#include "host/store/figures_file.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/precision_json.hpp"
#include "host/store/provenance_json.hpp"
#include "host/store/result.hpp"
#include "host/store/schema.hpp"
#include "host/store/summary_variables.hpp"
#include "host/store/verify_statistics.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

void read_status(const hdf5::File& file, std::uint64_t first, std::span<IterationStatus> status) {
  if (status.empty()) return;
  std::vector<std::uint8_t> stored(status.size());
  file.dataset(schema::status.name).read({first}, {stored.size()}, std::span<std::uint8_t>(stored));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (stored[i] >= num_iteration_statuses) {
      throw Error(fmt::format("{} is damaged: 'status' holds {}, which is no status",
                              file.context().file, stored[i]));
    }
    status[i] = static_cast<IterationStatus>(stored[i]);
  }
}

class ResultReader {
 public:
  explicit ResultReader(const hdf5::File& file) : file_(file) {}

  /// Type and major version; whatever else is wrong after this is damage.
  void check_kind() const {
    const std::string& path = file_.context().file;
    if (!file_.has(schema::root::type)) {
      throw Error(
          fmt::format("{} is not a Plume result: it is an HDF5 file without the attribute '{}'",
                      path, schema::root::type));
    }
    if (const std::string type = file_.text(schema::root::type); type != schema::type_value) {
      throw Error(
          fmt::format("{} is not a Plume result: its {} is '{}'", path, schema::root::type, type));
    }
    const auto version = file_.numbers<std::uint32_t>(schema::root::version);
    if (version.size() != 2)
      damaged(fmt::format("its version has {} numbers, expected 2", version.size()));
    if (version[0] != schema::major_version) {
      throw Error(
          fmt::format("{} has result format {}.{}; this Plume reads format {} (any minor version)",
                      path, version[0], version[1], schema::major_version));
    }
    if (version[1] >= schema::sealed_since && !file_.is_sealed()) {
      damaged("the digest at its end is missing; the file was cut, or changed by another program");
    }
  }

  /// Every variable, with its type and a shape that agrees with the others'.
  void check_variables() const {
    std::vector<hsize_t> sizes(4);
    for (const schema::Variable* scale :
         {&schema::iteration, &schema::demand, &schema::category, &schema::level}) {
      check_type(*scale);
      const hdf5::Shape shape = file_.dataset(scale->name).shape();
      if (shape.size() != 1)
        damaged(fmt::format("'{}' has {} dimensions, expected 1", scale->name, shape.size()));
      sizes[static_cast<std::size_t>(scale->dimensions[0])] = shape[0];
    }
    sizes[static_cast<std::size_t>(schema::Dimension::level)] = quantile_levels.size();
    std::vector<schema::Variable> expected_variables(schema::variables.begin(),
                                                     schema::variables.end());
    if (is_controlled()) {
      expected_variables.insert(expected_variables.end(), schema::controlled_variables.begin(),
                                schema::controlled_variables.end());
    }
    for (const schema::Variable& variable : expected_variables) {
      if (!has(variable)) continue;
      check_type(variable);
      hdf5::Shape expected;
      for (std::size_t i = 0; i < variable.rank; ++i) {
        expected.push_back(sizes[static_cast<std::size_t>(variable.dimensions[i])]);
      }
      const hdf5::Shape shape = file_.dataset(variable.name).shape();
      if (shape != expected) {
        damaged(fmt::format("'{}' has shape {}, expected {}", variable.name,
                            fmt::join(shape, " x "), fmt::join(expected, " x ")));
      }
    }
  }

  [[nodiscard]] bool is_controlled() const { return file_.contains(schema::mean_controlled.name); }

  [[nodiscard]] std::vector<ControlledSummary> controlled(std::size_t num_outputs) const {
    std::vector<ControlledSummary> all(is_controlled() ? num_outputs : 0);
    if (all.empty()) return all;
    const auto take = [&](const schema::Variable& variable, auto put) {
      const std::vector<double> figures = values(variable);
      for (std::size_t i = 0; i < figures.size(); ++i)
        put(all[i % num_outputs], i / num_outputs, figures[i]);
    };
    using S = ControlledSummary&;
    take(schema::mean_controlled, [](S s, std::size_t, double x) { s.mean = x; });
    take(schema::se_mean_controlled, [](S s, std::size_t, double x) { s.se_mean = x; });
    take(schema::control_gain, [](S s, std::size_t, double x) { s.gain = x; });
    take(schema::median_controlled, [](S s, std::size_t, double x) { s.quantile[0] = x; });
    take(schema::se_median_controlled, [](S s, std::size_t, double x) { s.se_quantile[0] = x; });
    take(schema::median_control_gain, [](S s, std::size_t, double x) { s.quantile_gain[0] = x; });
    take(schema::quantile_controlled,
         [](S s, std::size_t level, double x) { s.quantile[level + 1] = x; });
    take(schema::se_quantile_controlled,
         [](S s, std::size_t level, double x) { s.se_quantile[level + 1] = x; });
    take(schema::quantile_control_gain,
         [](S s, std::size_t level, double x) { s.quantile_gain[level + 1] = x; });
    return all;
  }

  [[nodiscard]] ResultHeader header() const {
    ResultHeader header;
    header.study_name = file_.text(schema::root::title);
    header.seed = number(schema::root::seed);
    header.iterations_planned = number(schema::root::iterations_planned);
    header.samples = !has_figures(file_);
    if (const hdf5::Dataset score = file_.dataset(schema::score.name);
        score.has(schema::attribute::score_bits)) {
      const auto bits = score.numbers<std::int64_t>(schema::attribute::score_bits);
      if (bits.size() != 1 || bits[0] < 1 || bits[0] > 52)
        damaged("its scores have an impossible number of bits");
      header.score_bits = static_cast<unsigned>(bits[0]);
    }
    const auto demands = texts(schema::demand);
    const auto demand_units = texts(schema::demand_unit);
    for (std::size_t i = 0; i < demands.size(); ++i)
      header.axes.demands.push_back({demands[i], demand_units[i]});
    const auto ids = texts(schema::category);
    const auto names = texts(schema::category_name);
    const auto units = texts(schema::category_unit);
    for (std::size_t i = 0; i < ids.size(); ++i)
      header.axes.categories.push_back({ids[i], names[i], units[i]});
    header.static_scores = values(schema::static_score);
    try {
      header.provenance = provenance_from_json(file_.text(schema::root::provenance));
    } catch (const Error&) {
      throw;
    } catch (const std::exception& problem) {
      damaged(fmt::format("its provenance cannot be read ({})", problem.what()));
    }
    return header;
  }

  [[nodiscard]] ResultTotals totals(const Provenance& provenance) const {
    ResultTotals totals;
    totals.iterations = number(schema::root::iterations);
    const hdf5::Dataset status = file_.dataset(schema::status.name);
    const std::uint64_t stored = status.shape().front();
    if (stored != (has_figures(file_) ? 0 : totals.iterations)) {
      damaged(fmt::format("it holds {} iterations, expected {}", stored, totals.iterations));
    }
    const auto counts = status.numbers<std::uint64_t>(schema::attribute::flag_counts);
    if (counts.size() != num_iteration_statuses ||
        std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}) != totals.iterations) {
      damaged("the counts of its statuses do not add up to its iterations");
    }
    std::copy(counts.begin(), counts.end(), totals.failed);
    totals.seconds = file_.numbers<double>(schema::root::seconds).at(0);
    totals.finished = provenance.finished;
    totals.stop_reason = file_.text(schema::root::stop_reason);
    if (file_.has(schema::root::precision)) {
      try {
        totals.precision = precision_from_json(file_.text(schema::root::precision));
      } catch (const Error&) {
        throw;
      } catch (const std::exception& problem) {
        damaged(fmt::format("its precision cannot be read ({})", problem.what()));
      }
    }
    if (!has_figures(file_)) list_failures(totals);
    return totals;
  }

  /// Reads statuses only as far as there are failures to list.
  void list_failures(ResultTotals& totals) const {
    std::uint64_t missing = 0;
    std::array<std::uint64_t, num_iteration_statuses> wanted{};
    for (int s = static_cast<int>(IterationStatus::infeasible); s < num_iteration_statuses; ++s) {
      wanted[static_cast<std::size_t>(s)] =
          std::min<std::uint64_t>(totals.failed[s], most_listed_iterations);
      missing += wanted[static_cast<std::size_t>(s)];
    }
    std::vector<IterationStatus> status;
    for (std::uint64_t first = 0; first < totals.iterations && missing > 0;
         first += status.size()) {
      status.resize(std::min<std::uint64_t>(totals.iterations - first, std::uint64_t{1} << 20));
      read_status(file_, first, status);
      for (std::size_t i = 0; i < status.size(); ++i) {
        const auto s = static_cast<std::size_t>(status[i]);
        if (totals.failed_iterations[s].size() >= wanted[s]) continue;
        totals.failed_iterations[s].push_back(first + i);
        --missing;
      }
    }
  }

  [[nodiscard]] std::vector<Summary> summaries(std::size_t num_outputs) const {
    std::vector<Summary> summaries(num_outputs);
    for (const SummaryVariable& each : summary_variables) {
      if (has(each.variable)) put_values(each, stored_values(each.variable), summaries);
    }
    return summaries;
  }

 private:
  [[noreturn]] void damaged(const std::string& what) const {
    throw Error(fmt::format("{} is damaged: {}", file_.context().file, what));
  }

  /// False for what the file's minor version did not know yet.
  [[nodiscard]] bool has(const schema::Variable& variable) const {
    return variable.since_minor <= file_.numbers<std::uint32_t>(schema::root::version).at(1);
  }

  void check_type(const schema::Variable& variable) const {
    if (!file_.contains(variable.name))
      damaged(fmt::format("there is no dataset '{}'", variable.name));
    if (file_.dataset(variable.name).type() != hdf5::type_of(variable.type)) {
      damaged(fmt::format("'{}' is not of type {}", variable.name, schema::name_of(variable.type)));
    }
  }

  [[nodiscard]] std::uint64_t number(const char* name) const {
    const auto numbers = file_.numbers<std::uint64_t>(name);
    if (numbers.size() != 1)
      damaged(fmt::format("its {} has {} numbers, expected 1", name, numbers.size()));
    return numbers[0];
  }
  [[nodiscard]] std::vector<std::string> texts(const schema::Variable& variable) const {
    return file_.dataset(variable.name).read_texts();
  }
  [[nodiscard]] std::vector<double> values(const schema::Variable& variable) const {
    return file_.dataset(variable.name).read<double>();
  }

  [[nodiscard]] SummaryValues stored_values(const schema::Variable& variable) const {
    if (variable.type == schema::Type::int64)
      return file_.dataset(variable.name).read<std::int64_t>();
    return values(variable);
  }

  const hdf5::File& file_;
};

}  // namespace

struct ResultFile::State {
  explicit State(const fs::path& path) : file(hdf5::File::open(path)) {
    const ResultReader reader(file);
    reader.check_kind();
    reader.check_variables();
    header = reader.header();
    totals = reader.totals(header.provenance);
    if (!header.samples) list_failed(get_figures(file));
    summaries = reader.summaries(header.axes.num_outputs());
    controlled = reader.controlled(summaries.size());
  }

  void list_failed(const RunFigures& figures) {
    if (figures.totals().iterations != totals.iterations ||
        figures.num_outputs() != header.axes.num_outputs()) {
      throw Error(fmt::format("{} is damaged: its figures are of other iterations or outputs",
                              file.context().file));
    }
    totals.failed_iterations = figures.totals().failed_iterations;
  }
  void want_samples() const {
    if (header.samples) return;
    throw Error(fmt::format("{} has figures only: it was run with result.samples = false",
                            file.context().file));
  }

  hdf5::File file;
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  std::vector<ControlledSummary> controlled;
  bool recomputed = false;  ///< the statistics, of a file without a digest
};

ResultFile::ResultFile(const fs::path& path) : state_(std::make_unique<State>(path)) {
  constexpr std::uint64_t soon = std::uint64_t{1} << 25;  // scores: a second or two
  if (state_->file.is_sealed() ||
      state_->totals.iterations * state_->header.axes.num_outputs() > soon)
    return;
  verify_statistics(*this, path.string());
  state_->recomputed = true;
}
ResultFile::~ResultFile() = default;
ResultFile::ResultFile(ResultFile&&) noexcept = default;

const ResultHeader& ResultFile::header() const { return state_->header; }
const ResultTotals& ResultFile::totals() const { return state_->totals; }
const std::vector<Summary>& ResultFile::summaries() const { return state_->summaries; }
const std::vector<ControlledSummary>& ResultFile::controlled() const { return state_->controlled; }

bool ResultFile::is_sealed() const { return state_->file.is_sealed(); }
bool ResultFile::has_verified_statistics() const { return state_->recomputed; }

void ResultFile::verify() const {
  state_->file.check_every_byte();
  verify_statistics(*this, state_->file.context().file);
}

RunFigures ResultFile::figures() const {
  if (state_->header.samples) {
    throw Error(fmt::format("{} has samples, and no figures of them", state_->file.context().file));
  }
  hdf5::silence();
  return get_figures(state_->file);
}

std::vector<double> ResultFile::samples(std::size_t demand, std::size_t category) const {
  std::vector<double> column(state_->totals.iterations);
  samples(demand, category, 0, column);
  return column;
}

void ResultFile::samples(std::size_t demand, std::size_t category, std::uint64_t first,
                         std::span<double> values) const {
  state_->want_samples();
  const OutputAxes& axes = state_->header.axes;
  if (demand >= axes.demands.size() || category >= axes.categories.size()) {
    throw std::out_of_range("the result has no such demand or category");
  }
  if (first + values.size() > state_->totals.iterations)
    throw std::out_of_range("the result has no such iterations");
  hdf5::silence();
  if (values.empty()) return;
  state_->file.dataset(schema::score.name)
      .read({first, demand, category}, {values.size(), 1, 1}, values);
}

std::vector<IterationStatus> ResultFile::status() const {
  state_->want_samples();
  hdf5::silence();
  std::vector<IterationStatus> status(state_->totals.iterations);
  read_status(state_->file, 0, status);
  return status;
}

void ResultFile::read(std::uint64_t first, std::span<double> scores,
                      std::span<IterationStatus> status) const {
  state_->want_samples();
  const OutputAxes& axes = state_->header.axes;
  const std::size_t num_outputs = axes.num_outputs(), count = status.size();
  if (scores.size() != count * num_outputs || first + count > state_->totals.iterations) {
    throw std::out_of_range("the result has no such iterations");
  }
  if (count == 0) return;
  hdf5::silence();
  read_status(state_->file, first, status);
  // Output by output, as they are stored; HDF5 would put single numbers in their places ten times
  // slower.
  const hdf5::Dataset score = state_->file.dataset(schema::score.name);
  std::vector<double> column(count);
  for (std::size_t output = 0; output < num_outputs; ++output) {
    score.read({first, output / axes.categories.size(), output % axes.categories.size()},
               {count, 1, 1}, std::span<double>(column));
    for (std::size_t i = 0; i < count; ++i) scores[i * num_outputs + output] = column[i];
  }
}

}  // namespace plume
