// SPDX-License-Identifier: Apache-2.0
// The folder of parts: what a long run, or the shards of one, have so far. "x.h5" has "x.parts":
//
//     x.parts/manifest.json                        which run: study, seed, version, inputs; which
//                                                  iterations are expected
//     x.parts/000000000000-000000016383.h5         a part (part_file.hpp), never changed after it
//                                                  has its name
//
//     // or open(folder), or join(folder, manifest)
//     Parts parts = Parts::create(folder, manifest);
//     parts.write(first, scores, status, seconds);
//     parts.missing(0, parts.manifest().iterations);       // ranges to run yet
//     for (const PartInfo& part : parts.whole()) …
//     // of a run without samples: takes the place of the part before
//     parts.write(figures, seconds);
//     // the manifest first: a folder without one holds no run
//     Parts::remove(folder);
//
// Any cut into parts gives the same result: an iteration is a function of its number. Parts may
// overlap.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/record/known_samples.hpp"
#include "host/record/run_figures.hpp"
#include "host/store/part_file.hpp"
#include "host/store/result.hpp"

namespace plume {

/// Iterations first … end - 1.
struct IterationRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  bool operator==(const IterationRange&) const = default;
};

struct PartsManifest {
  ResultHeader header;           ///< of the result they become; its provenance says what made them
  std::uint64_t first = 0;       ///< of an extension: the iterations that the result has already
  std::uint64_t iterations = 0;  ///< of the whole result
  bool stop_rule = false;        ///< a rule may end the run sooner
};

struct PartInfo {
  std::filesystem::path path;
  IterationRange range;
  double seconds = 0.0;
};

/// A file that looks like a part and is none that can be used.
struct DamagedPart {
  std::filesystem::path path;
  std::string problem;
};

class Parts final : public KnownSamples {
 public:
  /// Makes the folder and writes the manifest. What a finished run left there is removed, unless
  /// the folder is `shared`: then other shards may be writing into it. Throws Error.
  static Parts create(const std::filesystem::path& folder, const PartsManifest& manifest,
                      bool shared = false);
  /// Reads the manifest and every byte of every part, of those that reach into `range` only where
  /// one is given (a shard need not read those of others). Throws Error, and BadInput naming both
  /// sides for parts of another run.
  static Parts open(const std::filesystem::path& folder, std::optional<IterationRange> range = {});
  /// Whether the folder holds a run: a manifest.
  [[nodiscard]] static bool exist(const std::filesystem::path& folder);

  ~Parts() override;
  Parts(Parts&&) noexcept;
  Parts& operator=(Parts&&) noexcept;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const PartsManifest& manifest() const { return manifest_; }
  [[nodiscard]] const PartShape& shape() const { return shape_; }
  /// by first iteration
  [[nodiscard]] const std::vector<PartInfo>& whole() const { return whole_; }
  /// parts of this run
  [[nodiscard]] const std::vector<DamagedPart>& damaged() const { return damaged_; }
  /// Files that have the name of a part and are not known to be of this run (own_files.hpp): nobody
  /// here touches them.
  [[nodiscard]] const std::vector<DamagedPart>& foreign() const { return foreign_; }

  /// Writes one part. Where the disk refuses, the Error names the file, the bytes it needs and what
  /// is safe.
  void write(std::uint64_t first, std::span<const double> scores,
             std::span<const IterationStatus> status, double seconds);
  /// Of a run without samples: the part with all iterations from figures.first() on. Those that it
  /// covers are removed.
  void write(const RunFigures& figures, double seconds);
  /// The largest part that begins there; nothing where there is none.
  [[nodiscard]] std::optional<RunFigures> figures_from(std::uint64_t first) const;
  /// How long that took.
  [[nodiscard]] double seconds_of(std::uint64_t first) const;
  /// Takes the whole parts of another folder of the same run into the list.
  void add(const Parts& other);
  void remove_damaged();
  /// Removes what of it is known to be the run's (own_files.hpp). A folder with anything else in it
  /// stays, with that; one without a manifest, and what a symbolic link leads to, are not touched.
  static void remove(const std::filesystem::path& folder);
  /// The rest of that, where a process was killed at it: the manifest has another name since. A
  /// folder that holds a run is not touched.
  static void finish_removal(const std::filesystem::path& folder);
  /// Whether that is all that is there.
  [[nodiscard]] static bool is_left_over(const std::filesystem::path& folder);
  /// Files of a folder that have the name of a part and are not known to be of the run that
  /// `header` begins.
  [[nodiscard]] static std::vector<std::filesystem::path> in_the_way(
      const std::filesystem::path& folder, const ResultHeader& header);

  /// Ranges between `first` and `end` that no whole part holds.
  [[nodiscard]] std::vector<IterationRange> missing(std::uint64_t first, std::uint64_t end) const;
  /// that are there
  [[nodiscard]] std::uint64_t num_iterations(std::uint64_t first, std::uint64_t end) const;
  /// of all parts together
  [[nodiscard]] double seconds() const;

  [[nodiscard]] std::uint64_t count(std::uint64_t first) const override;
  [[nodiscard]] std::uint64_t next(std::uint64_t first) const override;
  void read(std::uint64_t first, std::span<double> scores,
            std::span<IterationStatus> status) const override;

  /// The whole part that holds this iteration, opened; the reference is good until the next call.
  [[nodiscard]] const PartFile& part_with(std::uint64_t iteration) const;

 private:
  Parts(std::filesystem::path folder, PartsManifest manifest);
  void scan(std::optional<IterationRange> range);
  PartInfo checked(const std::filesystem::path& path) const;
  [[nodiscard]] const PartInfo* largest_from(std::uint64_t first) const;
  void insert(PartInfo part);
  void refuse_to_replace(const std::filesystem::path& path) const;

  std::filesystem::path folder_;
  PartsManifest manifest_;
  RunIdentity run_;
  PartShape shape_;
  std::vector<PartInfo> whole_;
  std::vector<DamagedPart> damaged_;
  std::vector<DamagedPart> foreign_;
  mutable std::filesystem::path opened_path_;
  mutable std::unique_ptr<PartFile> opened_;
};

/// "out/x.h5" has "out/x.parts".
[[nodiscard]] std::filesystem::path parts_folder(const std::filesystem::path& result);

/// "0 to 1023 and 4096 to 8191".
[[nodiscard]] std::string describe(const std::vector<IterationRange>& ranges);

}  // namespace plume
