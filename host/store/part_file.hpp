// SPDX-License-Identifier: Apache-2.0
// One part of a run on disk: the scores and statuses of consecutive iterations, "FIRST-LAST.h5" in
// the folder of parts. It appears under its name complete (AtomicFile), every chunk has a
// Fletcher32 sum, and the whole a hash of its content; `run` tells which run it belongs to. Chunks
// are those of the result, so that merging can copy them as they are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "host/store/hdf5.hpp"
#include "kernels/base/status.hpp"

namespace plume {

/// What a part says of the run that made it: the digest decides, the rest is for messages.
struct RunIdentity {
  std::string digest;
  std::string producer;  ///< "plume 0.1.0"
  std::string study;     ///< SHA-256 of the study's text
  std::uint64_t seed = 0;
};

struct PartShape {
  std::size_t num_demands = 0;
  std::size_t num_categories = 0;
  std::uint64_t chunk = 0;  ///< iterations of a chunk of the result
  bool deflate = false;     ///< scores are rounded, and compressed as in the result
  [[nodiscard]] std::size_t num_outputs() const { return num_demands * num_categories; }
};

/// Throws Error where a part of a version that ends with a digest has none.
void check_sealed(const hdf5::File& part, std::uint32_t minor_version);

/// "000000016384-000000032767.h5".
[[nodiscard]] std::string part_name(std::uint64_t first, std::uint64_t iterations);

/// Bytes of the file that so many iterations make, a little more rather than less.
[[nodiscard]] std::uint64_t part_bytes(std::uint64_t iterations, const PartShape& shape);

/// Scores [iteration][demand][category]; those of iterations without a score become NaN. `seconds`:
/// how long they took.
void write_part_file(const std::filesystem::path& path, const RunIdentity& run,
                     const PartShape& shape, std::uint64_t first, std::span<const double> scores,
                     std::span<const IterationStatus> status, double seconds);

class PartFile {
 public:
  /// Throws Error for files that are no parts or are damaged in what is read here; check() looks at
  /// every byte.
  explicit PartFile(const std::filesystem::path& path);

  [[nodiscard]] const RunIdentity& run() const { return run_; }
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t iterations() const { return iterations_; }
  [[nodiscard]] std::uint64_t end() const { return first_ + iterations_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] std::uint64_t chunk() const { return chunk_; }

  /// Throws Error where the content is not what was written, or not of this shape.
  void check(const PartShape& shape) const;

  /// Scores [iteration][demand][category], by the number of the iteration in the run.
  void read(std::uint64_t first, std::span<double> scores, std::span<IterationStatus> status) const;
  void read_status(std::uint64_t first, std::span<IterationStatus> status) const;
  [[nodiscard]] const hdf5::Dataset& score() const { return score_; }

 private:
  hdf5::File file_;
  hdf5::Dataset score_;
  RunIdentity run_;
  std::uint64_t first_ = 0;
  std::uint64_t iterations_ = 0;
  std::uint64_t chunk_ = 0;
  double seconds_ = 0.0;
  std::size_t num_demands_ = 0;
  std::size_t num_categories_ = 0;
};

}  // namespace plume
