// SPDX-License-Identifier: Apache-2.0
// RunFigures in HDF5: the group `figures` of a result without samples (docs/file-format.md,
// "Results without samples"), and the parts of a run that keeps none. The arrays are complete: a
// run goes on from them, and merging adds them, without a bit of difference.
#pragma once

#include <filesystem>
#include <vector>

#include "host/record/run_figures.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/part_file.hpp"

namespace plume {

/// Writes the group. The datasets are to stay open until the file is flushed.
[[nodiscard]] std::vector<hdf5::Dataset> put_figures(hdf5::File& file, const RunFigures& figures);
[[nodiscard]] bool has_figures(const hdf5::File& file);
/// Throws Error for files that are damaged.
[[nodiscard]] RunFigures get_figures(const hdf5::File& file);

/// A part that holds the figures of all iterations of a run, or of a shard, from its first on: the
/// next one takes its place.
void write_figures_part(const std::filesystem::path& path, const RunIdentity& run,
                        const RunFigures& figures, double seconds);

struct FiguresPart {
  RunIdentity run;
  RunFigures figures;
  double seconds = 0.0;
};
/// Throws Error for files that are no such parts or are damaged.
[[nodiscard]] FiguresPart read_figures_part(const std::filesystem::path& path);

}  // namespace plume
