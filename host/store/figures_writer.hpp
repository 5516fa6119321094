// SPDX-License-Identifier: Apache-2.0
// The sink of a running loop that keeps no samples: iterations go into figures, which become a part
// now and then. A part holds all that there is, and takes the place of the one before: what a run
// has on disk does not grow.
//
//     // or the figures found
//     FiguresWriter writer(folder, manifest, std::move(found), RunFigures(…), policy);
//     run_iterations(…, writer, …);       // from writer.figures().end() on
//     writer.figures();
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "host/record/known_samples.hpp"
#include "host/record/run_figures.hpp"
#include "host/store/parts.hpp"
#include "host/store/parts_writer.hpp"

namespace plume {

class FiguresWriter final : public IterationSink {
 public:
  /// `found`: parts that are there already. The folder is made with the first part.
  FiguresWriter(std::filesystem::path folder, PartsManifest manifest, std::optional<Parts> found,
                RunFigures figures, PartsPolicy policy);

  void append(std::uint64_t first, std::span<const double> scores,
              std::span<const IterationStatus> status, bool known) override;
  [[nodiscard]] bool uses_moments() const override { return true; }
  void append_summed(std::uint64_t first, std::span<const double> scores,
                     std::span<const IterationStatus> status,
                     std::span<const BlockMoments> moments) override;

  /// Writes what no part holds yet.
  void flush();
  /// flush() before giving up because of something else: what the disk refuses now is lost.
  /// Iterations safe in parts.
  std::uint64_t save_what_can_be() noexcept;
  [[nodiscard]] const RunFigures& figures() const { return figures_; }

 private:
  using Clock = std::chrono::steady_clock;

  std::filesystem::path folder_;
  PartsManifest manifest_;
  std::optional<Parts> parts_;
  RunFigures figures_;
  PartsPolicy policy_;
  double seconds_before_;  ///< that the parts found took
  std::uint64_t safe_;     ///< end of what a part holds
  Clock::time_point begun_ = Clock::now(), written_ = begun_;
};

}  // namespace plume
