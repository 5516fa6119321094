// SPDX-License-Identifier: Apache-2.0
// The sink of a running loop: iterations stay in memory until they are many or old, then become a
// part. A short run never touches the disk before its end; a long one loses no more than what it
// did in the last interval.
//
//     PartsWriter writer(folder, manifest, std::move(found), {});
//     run_iterations(…, writer, …);
//     writer.parts() == nullptr ? all iterations are in writer.buffered…() : (writer.flush(),
//         all are in *writer.parts());
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "host/record/known_samples.hpp"
#include "host/store/parts.hpp"

namespace plume {

struct PartsPolicy {
  /// between two parts; of the steady clock, which never jumps
  double seconds = 30.0;
  std::size_t buffer_bytes = std::size_t{64} << 20;  ///< of iterations not yet written
  bool shared = false;                               ///< other shards write into the folder, too
};

class PartsWriter final : public IterationSink {
 public:
  /// `found`: parts that are there already. The folder is made with the first part.
  PartsWriter(std::filesystem::path folder, PartsManifest manifest, std::optional<Parts> found,
              PartsPolicy policy);

  void append(std::uint64_t first, std::span<const double> scores,
              std::span<const IterationStatus> status, bool known) override;

  /// Writes what is buffered.
  void flush();
  /// flush() before giving up because of something else: what the disk refuses now is lost.
  /// Iterations safe in parts.
  std::uint64_t save_what_can_be() noexcept;

  /// nullptr: there are none
  [[nodiscard]] const Parts* parts() const { return parts_ ? &*parts_ : nullptr; }
  [[nodiscard]] std::uint64_t buffered_first() const { return first_; }
  [[nodiscard]] const std::vector<double>& buffered_scores() const { return scores_; }
  [[nodiscard]] const std::vector<IterationStatus>& buffered_status() const { return status_; }

 private:
  using Clock = std::chrono::steady_clock;
  void write(std::uint64_t count);

  std::filesystem::path folder_;
  PartsManifest manifest_;
  std::optional<Parts> parts_;
  PartsPolicy policy_;
  std::size_t num_outputs_;
  std::uint64_t chunk_;
  std::uint64_t most_;  ///< iterations in the buffer
  std::uint64_t first_ = 0;
  std::vector<double> scores_;
  std::vector<IterationStatus> status_;
  Clock::time_point written_ = Clock::now();
};

}  // namespace plume
