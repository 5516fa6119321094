// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "host/base/constants.hpp"
#include "host/stats/replicates.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/figures_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/parts.hpp"
#include "host/store/precision_json.hpp"
#include "host/store/provenance_json.hpp"
#include "host/store/result.hpp"

#include "host/store/schema.hpp"
#include "host/store/stored_text.hpp"
#include "host/store/summary_variables.hpp"

namespace plume {
namespace {

/// 128 KiB of one output: fast to read as a column
constexpr std::uint64_t chunk_iterations = 16384;
constexpr std::size_t buffer_bytes = std::size_t{64} << 20;  ///< of iterations not yet written

template <class Item, class Member>
std::vector<std::string> texts_of(const std::vector<Item>& items, Member Item::*member) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const Item& item : items) texts.push_back(stored_text(item.*member));
  return texts;
}

}  // namespace

std::uint64_t result_chunk(std::uint64_t iterations_planned, std::size_t num_outputs) {
  const std::uint64_t affordable =
      buffer_bytes / sizeof(double) / std::max<std::size_t>(1, num_outputs);
  return std::max<std::uint64_t>(1, std::min({iterations_planned, chunk_iterations, affordable}));
}

struct ResultWriter::State {
  State(const std::filesystem::path& path, const ResultHeader& header_)
      : header(header_),
        num_categories(header.axes.categories.size()),
        num_outputs(header.axes.num_outputs()),
        rows(result_chunk(header.iterations_planned, std::max<std::size_t>(1, num_outputs))),
        atomic(path),
        file(hdf5::File::create(atomic.temporary(), path.string())) {}
  ~State() { file.abandon(); }  // before the datasets are closed
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  hdf5::Shape shape_of(const schema::Variable& variable) const;
  hdf5::Dataset& create(const schema::Variable& variable, const hdf5::Layout& layout = {});
  hdf5::Dataset& dataset(const schema::Variable& variable) { return datasets.at(variable.name); }
  [[nodiscard]] std::uint64_t long_chunk() const {
    return std::clamp<std::uint64_t>(header.iterations_planned, 1, chunk_iterations);
  }
  void create_axes();
  void create_samples();
  void buffer_rows(std::span<const double> scores, std::span<const IterationStatus> status);
  void flush();
  bool copy_chunk(const PartFile& part);
  std::vector<Summary> summarise_columns();
  void write_iteration_numbers();
  void write_statistics(const std::vector<Summary>& summaries);
  void control_columns(const ControlSource& control);
  void write_controlled();
  static std::string history_of(const Provenance& made);
  void write_root(const ResultTotals& totals);

  ResultHeader header;
  std::size_t num_categories;
  std::size_t num_outputs;
  std::uint64_t rows;  ///< of the buffer and of a chunk
  AtomicFile atomic;
  hdf5::File file;
  std::map<std::string_view, hdf5::Dataset> datasets;  ///< all stay open until the last flush
  std::vector<hdf5::Dataset> figures;                  ///< as those
  /// [output][row]: each output's part of a chunk is contiguous
  std::vector<double> buffered_scores;
  std::vector<std::uint8_t> buffered_status;
  std::uint64_t written = 0;  ///< iterations in the file
  std::array<std::uint64_t, num_iteration_statuses> counts{};
  std::vector<ControlledSummary> controlled;
  bool finished = false;
};

hdf5::Shape ResultWriter::State::shape_of(const schema::Variable& variable) const {
  hdf5::Shape shape;
  for (std::size_t i = 0; i < variable.rank; ++i) {
    switch (variable.dimensions[i]) {
      case schema::Dimension::iteration:
        shape.push_back(written);
        break;
      case schema::Dimension::demand:
        shape.push_back(header.axes.demands.size());
        break;
      case schema::Dimension::category:
        shape.push_back(num_categories);
        break;
      case schema::Dimension::level:
        shape.push_back(quantile_levels.size());
        break;
    }
  }
  return shape;
}

hdf5::Dataset& ResultWriter::State::create(const schema::Variable& variable,
                                           const hdf5::Layout& layout) {
  hdf5::Layout complete = layout;
  // Figures lie in one chunk, since only chunks have sums; texts have none, the digest covers them.
  if (complete.chunk.empty() && variable.type != schema::Type::text) {
    complete.chunk = shape_of(variable);
    complete.fixed = true;
  }
  const bool may_be_nan = variable.type == schema::Type::float64 && variable.of_outputs;
  if (may_be_nan) complete.fill_value = nan;
  hdf5::Dataset& created = datasets[variable.name] =
      file.create(variable.name, hdf5::type_of(variable.type), shape_of(variable), complete);

  const bool is_scale = std::string_view(variable.name) == schema::name_of(variable.dimensions[0]);
  if (is_scale) {
    created.become_scale(variable.name);
  } else {
    for (std::size_t i = 0; i < variable.rank; ++i) {
      created.attach_scale(static_cast<unsigned>(i),
                           datasets.at(schema::name_of(variable.dimensions[i])));
    }
  }
  created.set(schema::attribute::long_name, variable.long_name);
  if (variable.units != nullptr) created.set(schema::attribute::units, variable.units);
  if (may_be_nan) created.set_number(schema::attribute::fill_value, nan);
  if (variable.of_outputs) {
    created.set(schema::attribute::unit_variable, schema::category_unit.name);
    created.set(schema::attribute::coordinates, schema::output_coordinates);
  }
  return created;
}

void ResultWriter::State::create_axes() {
  create(schema::iteration, {.chunk = {long_chunk()}, .deflate = true});
  create(schema::demand).write(texts_of(header.axes.demands, &OutputAxes::Demand::name));
  create(schema::category).write(texts_of(header.axes.categories, &OutputAxes::Category::id));
  create(schema::level).write(std::span<const double>(quantile_levels));
  create(schema::demand_unit).write(texts_of(header.axes.demands, &OutputAxes::Demand::unit));
  create(schema::category_name)
      .write(texts_of(header.axes.categories, &OutputAxes::Category::name));
  create(schema::category_unit)
      .write(texts_of(header.axes.categories, &OutputAxes::Category::unit));
  create(schema::static_score).write(std::span<const double>(header.static_scores));
}

void ResultWriter::State::create_samples() {
  const bool rounded = header.score_bits < 52;
  hdf5::Dataset& score = create(schema::score, {.chunk = {rows, 1, 1}, .deflate = rounded});
  score.set(schema::attribute::ancillary, schema::status.name);
  if (rounded) {
    score.set_number(schema::attribute::score_bits, std::int64_t{header.score_bits});
  }
  hdf5::Dataset& status = create(schema::status, {.chunk = {long_chunk()}});
  std::array<std::uint8_t, num_iteration_statuses> values{};
  std::string meanings;
  for (int i = 0; i < num_iteration_statuses; ++i) {
    values[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
    meanings += fmt::format("{}{}", i == 0 ? "" : " ", name_of(static_cast<IterationStatus>(i)));
  }
  status.set(schema::attribute::flag_values, std::span<const std::uint8_t>(values));
  status.set(schema::attribute::flag_meanings, meanings);
}

void ResultWriter::State::buffer_rows(std::span<const double> scores,
                                      std::span<const IterationStatus> rows_status) {
  const std::size_t first = buffered_status.size();
  for (const IterationStatus each : rows_status) {
    buffered_status.push_back(static_cast<std::uint8_t>(each));
    ++counts.at(static_cast<std::size_t>(each));
  }
  // A transposition, in strips of few rows so that both sides stay in the cache.
  constexpr std::size_t strip = 16;
  for (std::size_t begin = 0; begin < rows_status.size(); begin += strip) {
    const std::size_t end = std::min(rows_status.size(), begin + strip);
    for (std::size_t output = 0; output < num_outputs; ++output) {
      double* column = &buffered_scores[output * rows + first];
      for (std::size_t i = begin; i < end; ++i) {
        column[i] = has_score(rows_status[i]) ? scores[i * num_outputs + output] : nan;
      }
    }
  }
}

void ResultWriter::State::flush() {
  const std::uint64_t count = buffered_status.size();
  if (count == 0) return;
  const std::uint64_t first = written;
  written += count;
  hdf5::Dataset& score = dataset(schema::score);
  hdf5::Dataset& status = dataset(schema::status);
  score.extend(shape_of(schema::score));
  status.extend(shape_of(schema::status));
  for (std::size_t output = 0; output < num_outputs; ++output) {
    score.write({first, output / num_categories, output % num_categories}, {count, 1, 1},
                std::span<const double>(&buffered_scores[output * rows], count));
  }
  status.write({first}, {count}, std::span<const std::uint8_t>(buffered_status));
  buffered_status.clear();
}

/// The chunk of every output that begins at the next iteration, where the part has it whole and
/// laid out alike.
bool ResultWriter::State::copy_chunk(const PartFile& part) {
  if (!buffered_status.empty() || written % rows != 0 || part.chunk() != rows ||
      written < part.first() || (written - part.first()) % rows != 0 ||
      written + rows > part.end()) {
    return false;
  }
  std::vector<IterationStatus> statuses(rows);
  part.read_status(written, statuses);
  std::vector<std::uint8_t> bytes(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    bytes[i] = static_cast<std::uint8_t>(statuses[i]);
    ++counts.at(bytes[i]);
  }
  const std::uint64_t first = written;
  written += rows;
  dataset(schema::score).extend(shape_of(schema::score));
  dataset(schema::status).extend(shape_of(schema::status));
  std::vector<char> chunk;
  for (std::size_t output = 0; output < num_outputs; ++output) {
    const std::size_t demand = output / num_categories, category = output % num_categories;
    part.score().read_chunk({first - part.first(), demand, category}, chunk);
    dataset(schema::score).write_chunk({first, demand, category}, chunk);
  }
  dataset(schema::status).write({first}, {rows}, std::span<const std::uint8_t>(bytes));
  return true;
}

std::vector<Summary> ResultWriter::State::summarise_columns() {
  std::vector<Summary> summaries;
  summaries.reserve(num_outputs);
  std::vector<double> column(written);
  const std::uint64_t parts = replicate_length(header.provenance.design);
  for (std::size_t output = 0; output < num_outputs; ++output) {
    if (written > 0) {
      dataset(schema::score)
          .read({0, output / num_categories, output % num_categories}, {written, 1, 1},
                std::span<double>(column));
    }
    summaries.push_back(summarise_in_place(column, parts));
  }
  return summaries;
}

void ResultWriter::State::write_iteration_numbers() {
  hdf5::Dataset& iteration = dataset(schema::iteration);
  iteration.extend({written});
  std::vector<std::int64_t> numbers;
  for (std::uint64_t first = 0; first < written; first += chunk_iterations) {
    numbers.resize(std::min(chunk_iterations, written - first));
    for (std::size_t i = 0; i < numbers.size(); ++i)
      numbers[i] = static_cast<std::int64_t>(first + i);
    iteration.write({first}, {numbers.size()}, std::span<const std::int64_t>(numbers));
  }
}

void ResultWriter::State::write_statistics(const std::vector<Summary>& summaries) {
  for (const SummaryVariable& each : summary_variables) {
    hdf5::Dataset& dataset = create(each.variable);
    std::visit([&](const auto& values) { dataset.write(std::span(values)); },
               values_of(each, summaries));
  }
}

/// As many outputs at a time as the buffer holds the controls of: these come for all outputs at
/// once.
void ResultWriter::State::control_columns(const ControlSource& control) {
  constexpr std::uint64_t portion = 4096;
  const std::uint64_t parts = replicate_length(header.provenance.design);
  const std::size_t at_once = std::max<std::size_t>(
      1, 4 * buffer_bytes / sizeof(double) / std::max<std::uint64_t>(written, 1));
  std::vector<double> scores(written), controls(portion * num_outputs);
  for (std::size_t first = 0; first < num_outputs; first += at_once) {
    const std::size_t end = std::min(num_outputs, first + at_once);
    std::vector<std::vector<double>> columns(end - first, std::vector<double>(written));
    for (std::uint64_t i = 0; i < written; i += portion) {
      const std::uint64_t count = std::min(portion, written - i);
      control.controls(i, count, controls.data());
      for (std::uint64_t row = 0; row < count; ++row) {
        for (std::size_t output = first; output < end; ++output) {
          columns[output - first][i + row] = controls[row * num_outputs + output];
        }
      }
    }
    for (std::size_t output = first; output < end; ++output) {
      if (written > 0) {
        dataset(schema::score)
            .read({0, output / num_categories, output % num_categories}, {written, 1, 1},
                  std::span<double>(scores));
      }
      controlled.push_back(
          controlled_summary(scores, columns[output - first], control.known.at(output), parts));
    }
  }
}

void ResultWriter::State::write_controlled() {
  const auto write = [&](const schema::Variable& variable, auto figure_of) {
    std::vector<double> values;
    const std::size_t levels = variable.rank == 3 ? quantile_levels.size() : 1;
    for (std::size_t level = 0; level < levels; ++level) {
      for (const ControlledSummary& summary : controlled)
        values.push_back(figure_of(summary, level));
    }
    create(variable).write(std::span<const double>(values));
  };
  using S = const ControlledSummary&;
  write(schema::mean_controlled, [](S s, std::size_t) { return s.mean; });
  write(schema::se_mean_controlled, [](S s, std::size_t) { return s.se_mean; });
  write(schema::control_gain, [](S s, std::size_t) { return s.gain; });
  write(schema::median_controlled, [](S s, std::size_t) { return s.quantile[0]; });
  write(schema::se_median_controlled, [](S s, std::size_t) { return s.se_quantile[0]; });
  write(schema::median_control_gain, [](S s, std::size_t) { return s.quantile_gain[0]; });
  write(schema::quantile_controlled, [](S s, std::size_t level) { return s.quantile[level + 1]; });
  write(schema::se_quantile_controlled,
        [](S s, std::size_t level) { return s.se_quantile[level + 1]; });
  write(schema::quantile_control_gain,
        [](S s, std::size_t level) { return s.quantile_gain[level + 1]; });
}

void ResultWriter::State::write_root(const ResultTotals& totals) {
  Provenance& provenance = header.provenance;
  complete_provenance(provenance, totals);
  const std::array<std::uint32_t, 2> version = {schema::major_version, schema::minor_version};
  const auto text = [this](const char* name, const std::string& value) {
    file.set(name, stored_text(value));
  };
  text(schema::root::conventions, schema::conventions_value);
  text(schema::root::title, header.study_name);
  text(schema::root::type, schema::type_value);
  file.set(schema::root::version, std::span<const std::uint32_t>(version));
  text(schema::root::producer, "plume " + provenance.plume_version);
  text(schema::root::commit, provenance.commit);
  file.set_number(schema::root::seed, header.seed);
  file.set_number(schema::root::iterations, totals.iterations);
  file.set_number(schema::root::iterations_planned, header.iterations_planned);
  text(schema::root::stop_reason, totals.stop_reason);
  if (!totals.precision.empty()) text(schema::root::precision, precision_to_json(totals.precision));
  file.set_number(schema::root::seconds, totals.seconds);
  text(schema::root::input_digest, input_digest(provenance));
  text(schema::root::history, history_of(provenance));
  text(schema::root::provenance, provenance_to_json(provenance));
}

/// A line for each call that added iterations.
std::string ResultWriter::State::history_of(const Provenance& made) {
  const auto line = [&](const std::string& at, const std::string& command) {
    return fmt::format("{} plume {}: {}", at, made.plume_version, command);
  };
  if (made.parts.empty()) return line(made.finished, made.command);
  std::string history;
  for (const RunPart& part : made.parts) {
    history += (history.empty() ? "" : "\n") + line(part.finished, part.command);
  }
  return history;
}

ResultWriter::ResultWriter(const std::filesystem::path& path, const ResultHeader& header) {
  if (header.axes.num_outputs() == 0)
    throw std::invalid_argument("a result needs a demand and a category");
  if (header.static_scores.size() != header.axes.num_outputs()) {
    throw std::invalid_argument("a result needs one static score for each output");
  }
  state_ = std::make_unique<State>(path, header);
  if (header.samples) state_->buffered_scores.resize(state_->rows * state_->num_outputs);
  state_->buffered_status.reserve(state_->rows);
  state_->create_axes();
  state_->create_samples();
}

ResultWriter::~ResultWriter() = default;

void ResultWriter::append(std::span<const double> scores, std::span<const IterationStatus> status) {
  State& state = *state_;
  if (state.finished) throw std::logic_error("append() after finish()");
  if (!state.header.samples) throw std::logic_error("append() to a result without samples");
  if (scores.size() != status.size() * state.num_outputs) {
    throw std::invalid_argument("append() needs one score for each iteration and output");
  }
  hdf5::silence();
  while (!status.empty()) {
    const std::size_t room = state.rows - state.buffered_status.size();
    const std::size_t count = std::min(room, status.size());
    state.buffer_rows(scores.first(count * state.num_outputs), status.first(count));
    scores = scores.subspan(count * state.num_outputs);
    status = status.subspan(count);
    if (state.buffered_status.size() == state.rows) state.flush();
  }
}

std::uint64_t ResultWriter::iterations() const {
  return state_->written + state_->buffered_status.size();
}

void ResultWriter::append_parts(const Parts& parts, std::uint64_t end) {
  State& state = *state_;
  hdf5::silence();
  std::vector<double> scores;
  std::vector<IterationStatus> status;
  while (iterations() < end) {
    const std::uint64_t first = iterations();
    const PartFile& part = parts.part_with(first);
    if (first + state.rows <= end && state.copy_chunk(part)) continue;
    // Up to the next chunk of the result, so that those behind it can be copied.
    const std::uint64_t count =
        std::min({end, part.end(), (first / state.rows + 1) * state.rows}) - first;
    scores.resize(count * state.num_outputs);
    status.resize(count);
    part.read(first, scores, status);
    append(scores, status);
  }
}

const std::vector<ControlledSummary>& ResultWriter::controlled() const {
  return state_->controlled;
}

std::vector<Summary> ResultWriter::finish(const ResultTotals& totals,
                                          const ControlSource* control) {
  State& state = *state_;
  if (state.finished) throw std::logic_error("finish() twice");
  hdf5::silence();
  state.flush();
  if (totals.iterations != state.written) {
    throw std::invalid_argument(fmt::format("finish() was told of {} iterations, {} were appended",
                                            totals.iterations, state.written));
  }
  state.write_iteration_numbers();
  std::vector<Summary> summaries = state.summarise_columns();
  state.write_statistics(summaries);
  if (control != nullptr) {
    state.control_columns(*control);
    state.write_controlled();
  }
  close(totals);
  return summaries;
}

std::vector<Summary> ResultWriter::finish(const ResultTotals& totals, const RunFigures& figures) {
  State& state = *state_;
  if (state.finished) throw std::logic_error("finish() twice");
  if (state.header.samples || iterations() > 0)
    throw std::logic_error("figures instead of samples, not beside them");
  if (figures.num_outputs() != state.num_outputs ||
      figures.totals().iterations != totals.iterations) {
    throw std::invalid_argument("the figures are of other iterations or outputs");
  }
  hdf5::silence();
  std::copy_n(figures.totals().failed, num_iteration_statuses, state.counts.begin());
  const StreamingStatistics statistics = figures.statistics();
  std::vector<Summary> summaries;
  for (std::size_t output = 0; output < state.num_outputs; ++output)
    summaries.push_back(statistics.summary(output));
  state.write_statistics(summaries);
  state.figures = put_figures(state.file, figures);
  close(totals);
  return summaries;
}

void ResultWriter::close(const ResultTotals& totals) {
  State& state = *state_;
  state.dataset(schema::status)
      .set(schema::attribute::flag_counts, std::span<const std::uint64_t>(state.counts));
  state.write_root(totals);
  state.file.flush();
  state.datasets.clear();
  state.figures.clear();
  state.file.close();
  seal_file(state.atomic.temporary(), state.file.context().file);
  state.atomic.commit();
  state.finished = true;
}

}  // namespace plume
