// SPDX-License-Identifier: Apache-2.0
#include "host/store/figures_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "host/base/error.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/schema.hpp"
#include "host/store/stored_text.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
namespace names = schema::figures;
namespace part = schema::part;

/// The figures of an output and of a part have sums in every chunk; gzip makes the many small
/// counts small.
template <class Number>
hdf5::Dataset put(hdf5::File& file, const names::Array& array, const std::vector<Number>& values,
                  hdf5::Type type) {
  constexpr std::uint64_t chunk = 65536;
  const std::uint64_t size = values.size();
  hdf5::Dataset dataset =
      file.create(names::path_of(array), type, {size},
                  {.chunk = {std::clamp<std::uint64_t>(size, 1, chunk)}, .deflate = true});
  dataset.set(schema::attribute::long_name, array.long_name);
  if (size > 0) dataset.write({0}, {size}, std::span<const Number>(values));
  return dataset;
}

template <class Number>
std::vector<Number> get(const hdf5::File& file, const names::Array& array) {
  return file.dataset(names::path_of(array)).template read<Number>();
}

}  // namespace

std::vector<hdf5::Dataset> put_figures(hdf5::File& file, const RunFigures& figures) {
  const StreamingState state = figures.blocks().state();
  const StreamingOptions& options = figures.blocks().options();
  const ResultTotals& totals = figures.totals();
  std::vector<std::uint64_t> facts = {figures.first(),
                                      totals.iterations,
                                      figures.num_outputs(),
                                      std::uint64_t{options.covariances},
                                      std::uint64_t{options.replicates},
                                      options.num_demands};
  std::vector<std::uint64_t> listed, listed_status;
  for (std::size_t s = 0; s < totals.failed_iterations.size(); ++s) {
    for (const std::uint64_t iteration : totals.failed_iterations[s]) {
      listed.push_back(iteration);
      listed_status.push_back(s);
    }
  }
  using hdf5::Type;
  std::vector<hdf5::Dataset> datasets;
  datasets.push_back(put(file, names::facts, facts, Type::uint64));
  datasets.push_back(
      put(file, names::status_count,
          std::vector<std::uint64_t>(totals.failed, totals.failed + num_iteration_statuses),
          Type::uint64));
  datasets.push_back(put(file, names::failed_iteration, listed, Type::uint64));
  datasets.push_back(put(file, names::failed_status, listed_status, Type::uint64));
  datasets.push_back(put(file, names::stretch_first, state.first, Type::uint64));
  datasets.push_back(put(file, names::stretch_level, state.level, Type::uint64));
  datasets.push_back(put(file, names::moments, state.moments, Type::float64));
  datasets.push_back(put(file, names::products, state.products, Type::float64));
  datasets.push_back(put(file, names::replicates, state.replicates, Type::float64));
  datasets.push_back(put(file, names::extremes, state.extremes, Type::float64));
  datasets.push_back(put(file, names::num_bins, state.num_bins, Type::uint64));
  datasets.push_back(put(file, names::bin, state.bin, Type::int64));
  datasets.push_back(put(file, names::bin_count, state.bin_count, Type::uint64));
  datasets.push_back(put(file, names::bin_ends, state.bin_ends, Type::float64));
  datasets.push_back(put(file, names::below, state.below, Type::uint64));
  datasets.push_back(put(file, names::open, figures.open(), Type::float64));
  return datasets;
}

bool has_figures(const hdf5::File& file) { return file.contains(names::path_of(names::facts)); }

RunFigures get_figures(const hdf5::File& file) {
  const auto damaged = [&](const std::string& what) {
    return Error(fmt::format("{} is damaged: {}", file.context().file, what));
  };
  const auto facts = get<std::uint64_t>(file, names::facts);
  const auto counts = get<std::uint64_t>(file, names::status_count);
  const auto listed = get<std::uint64_t>(file, names::failed_iteration);
  const auto listed_status = get<std::uint64_t>(file, names::failed_status);
  if (facts.size() != 6 || counts.size() != num_iteration_statuses ||
      listed.size() != listed_status.size()) {
    throw damaged("its figures are not complete");
  }
  ResultTotals totals;
  totals.iterations = facts[1];
  std::copy(counts.begin(), counts.end(), totals.failed);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    if (listed_status[i] >= num_iteration_statuses)
      throw damaged("its figures name a status that there is not");
    totals.failed_iterations[listed_status[i]].push_back(listed[i]);
  }
  StreamingState state;
  state.first = get<std::uint64_t>(file, names::stretch_first);
  state.level = get<std::uint64_t>(file, names::stretch_level);
  state.moments = get<double>(file, names::moments);
  state.products = get<double>(file, names::products);
  state.replicates = get<double>(file, names::replicates);
  state.extremes = get<double>(file, names::extremes);
  state.num_bins = get<std::uint64_t>(file, names::num_bins);
  state.bin = get<std::int64_t>(file, names::bin);
  state.below = get<std::uint64_t>(file, names::below);
  state.bin_count = get<std::uint64_t>(file, names::bin_count);
  if (file.contains(names::path_of(names::bin_ends)))
    state.bin_ends = get<double>(file, names::bin_ends);  // from 1.3 on
  try {
    return {facts[0],
            StreamingStatistics::from(facts[2], {facts[3] != 0, facts[4] != 0, facts[5]}, state),
            get<double>(file, names::open), totals};
  } catch (const std::invalid_argument& problem) {
    throw damaged(problem.what());
  }
}

void write_figures_part(const fs::path& path, const RunIdentity& run, const RunFigures& figures,
                        double seconds) {
  AtomicFile atomic(path);
  {
    hdf5::File file = hdf5::File::create(atomic.temporary(), path.string());
    std::vector<hdf5::Dataset> datasets;
    const hdf5::AbandonOnExit abandon(file);
    const std::array<std::uint32_t, 2> version = {part::major_version, part::minor_version};
    file.set(schema::root::type, part::type_of_figures);
    file.set(schema::root::version, std::span<const std::uint32_t>(version));
    file.set(schema::root::producer, stored_text(run.producer));
    file.set(part::run, run.digest);
    file.set(part::study, run.study);
    file.set_number(schema::root::seed, run.seed);
    file.set_number(part::first, figures.first());
    file.set_number(schema::root::iterations, figures.totals().iterations);
    file.set_number(schema::root::seconds, seconds);
    datasets = put_figures(file, figures);
    file.flush();
    datasets.clear();
    file.close();
  }
  seal_file(atomic.temporary(), path.string());
  atomic.commit();
}

FiguresPart read_figures_part(const fs::path& path) {
  const hdf5::File file = hdf5::File::open(path);
  if (!file.has(schema::root::type) || file.text(schema::root::type) != part::type_of_figures) {
    throw Error(fmt::format("{} is not a part of a run without samples", path.string()));
  }
  const auto version = file.numbers<std::uint32_t>(schema::root::version);
  if (version.size() != 2 || version[0] != part::major_version) {
    throw Error(fmt::format("{} has part format {}; this Plume reads format {}", path.string(),
                            version.empty() ? 0 : version[0], part::major_version));
  }
  check_sealed(file, version[1]);
  return {{file.text(part::run), file.text(schema::root::producer), file.text(part::study),
           file.numbers<std::uint64_t>(schema::root::seed).at(0)},
          get_figures(file),
          file.numbers<double>(schema::root::seconds).at(0)};
}

}  // namespace plume
