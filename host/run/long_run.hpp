// SPDX-License-Identifier: Apache-2.0
// What a run finds before it begins, and what it may leave: the iterations of an extended result
// and of parts as one source for the loop, whether a result is already what a run would make, and
// the bytes it needs. docs/long-runs.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "host/base/error.hpp"
#include "host/base/finding.hpp"
#include "host/record/known_samples.hpp"
#include "host/store/parts.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"

namespace plume {

/// The iterations of the result that is extended, then those of parts. Either may be missing
/// (nullptr).
class FoundIterations final : public KnownSamples {
 public:
  FoundIterations(const ResultFile* earlier, const Parts* parts)
      : earlier_(earlier), parts_(parts) {}
  [[nodiscard]] std::uint64_t count(std::uint64_t first) const override;
  [[nodiscard]] std::uint64_t next(std::uint64_t first) const override;
  void read(std::uint64_t first, std::span<double> scores,
            std::span<IterationStatus> status) const override;

 private:
  const ResultFile* earlier_;
  const Parts* parts_;
};

/// Findings (E0603) where parts are not of the run that `header` begins, over `first` …
/// header.iterations_planned.
void check_parts(const PartsManifest& parts, const ResultHeader& header, std::uint64_t first,
                 const std::filesystem::path& folder, Findings& findings);

/// Whether the result is what a run with this header, from iteration 0, would make.
[[nodiscard]] bool is_complete(const ResultFile& result, const ResultHeader& header);

/// Whether the result's last part is what this extension would add: the same command, whatever was
/// resumed.
[[nodiscard]] bool is_extended(const ResultFile& result, std::uint64_t by,
                               const std::string& command);

/// Bytes of a result of so many iterations, a little more rather than less.
[[nodiscard]] std::uint64_t result_bytes(const ResultHeader& header);

/// Bytes that a run takes at most: the result, its parts where it is too large for memory, less
/// what is there.
[[nodiscard]] std::uint64_t run_bytes(const ResultHeader& header, std::uint64_t first,
                                      const Parts* found);

/// Finding E0608 (W0608 with a stop rule, which may end the run sooner) above the study's budget;
/// Error where the disk has not the room.
void check_room(const Study& study, std::uint64_t bytes, const std::filesystem::path& result,
                Findings& findings);

/// Does what writes the result; where the disk refuses it, the Error says how much it needs.
template <class Action>
auto naming_bytes(const ResultHeader& header, Action action) {
  try {
    return action();
  } catch (const Error& error) {
    const std::string words = error.what();
    if (!words.starts_with("cannot write")) throw;
    throw Error(words + "; the result needs " + std::to_string(result_bytes(header)) + " bytes");
  }
}

/// "2026-11-23T01:36:00Z".
[[nodiscard]] std::string utc_now();

/// "12.5 GB".
[[nodiscard]] std::string describe_bytes(std::uint64_t bytes);

}  // namespace plume
