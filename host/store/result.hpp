// SPDX-License-Identifier: Apache-2.0
// The result file: a netCDF-4/CF HDF5 file that h5py, xarray, pandas and R open without Plume.
// docs/file-format.md names every group, dataset and attribute; schema.hpp holds them for the code.
//
// A file that carries its final name is complete: ResultWriter writes under a temporary name beside
// it, and finish() syncs and renames. Whatever happens before, no file of the final name appears or
// changes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/record/result_record.hpp"
#include "host/stats/control_variate.hpp"
#include "host/stats/summary.hpp"
#include "kernels/base/status.hpp"

namespace plume {

class Parts;
class RunFigures;

/// Iterations of a chunk of scores: fewer for many outputs, so that one chunk of each fits in a
/// buffer.
[[nodiscard]] std::uint64_t result_chunk(std::uint64_t iterations_planned, std::size_t num_outputs);

class ResultWriter {
 public:
  /// Creates `path`'s temporary file. Throws Error naming the file and the reason (folder missing,
  /// no right, disk full).
  ResultWriter(const std::filesystem::path& path, const ResultHeader& header);
  ~ResultWriter();  ///< without finish(): removes the temporary file
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  /// Appends consecutive iterations: scores [iteration][demand][category], one status each. An
  /// iteration whose status has no score is stored as NaN.
  void append(std::span<const double> scores, std::span<const IterationStatus> status);

  /// Appends the iterations up to `end` from parts that hold them; chunks that fit are copied as
  /// they are.
  void append_parts(const Parts& parts, std::uint64_t end);
  [[nodiscard]] std::uint64_t iterations() const;  ///< appended so far

  /// Computes and writes the statistics, syncs, renames. Returns the summaries, [demand][category].
  /// The counts by status that go into the file are those of the appended iterations, whatever
  /// totals.failed says. With a `control` the estimates that use it are made and written, too.
  std::vector<Summary> finish(const ResultTotals& totals, const ControlSource* control = nullptr);
  /// after finish(); empty without a control
  [[nodiscard]] const std::vector<ControlledSummary>& controlled() const;

  /// Of a header without samples: writes the figures instead, and finishes. Nothing may have been
  /// appended.
  std::vector<Summary> finish(const ResultTotals& totals, const RunFigures& figures);

 private:
  void close(const ResultTotals& totals);

  struct State;
  std::unique_ptr<State> state_;
};

/// A finished result, opened for reading. Throws Error for files that are none, are of another
/// major version (naming both), or are damaged.
class ResultFile {
 public:
  explicit ResultFile(const std::filesystem::path& path);
  ~ResultFile();
  ResultFile(ResultFile&&) noexcept;

  [[nodiscard]] const ResultHeader& header() const;
  [[nodiscard]] const ResultTotals& totals() const;
  [[nodiscard]] const std::vector<Summary>& summaries() const;  ///< [demand][category]
  /// [demand][category]; empty: no control
  [[nodiscard]] const std::vector<ControlledSummary>& controlled() const;
  /// of a result without samples; throws Error for another
  [[nodiscard]] RunFigures figures() const;
  // Throw Error for a result without samples (header().samples), which has only figures.
  /// in iteration order
  [[nodiscard]] std::vector<double> samples(std::size_t demand, std::size_t category) const;
  /// The same of consecutive iterations from `first` on: for samples that would fill the memory.
  void samples(std::size_t demand, std::size_t category, std::uint64_t first,
               std::span<double> values) const;
  [[nodiscard]] std::vector<IterationStatus> status() const;

  /// Whether the file ends with a digest of its bytes (file_digest.hpp), so that every byte that is
  /// read is one that was written. Files before 1.3 have none: of those, statistics are computed
  /// again where that is soon done, as has_verified_statistics() says.
  [[nodiscard]] bool is_sealed() const;
  [[nodiscard]] bool has_verified_statistics() const;  ///< of a file without a digest
  /// Reads every byte and computes all statistics again (verify_statistics.hpp). Throws Error
  /// naming what does not belong.
  void verify() const;

  /// Consecutive iterations as ResultWriter::append takes them: scores
  /// [iteration][demand][category], status.
  void read(std::uint64_t first, std::span<double> scores, std::span<IterationStatus> status) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plume
