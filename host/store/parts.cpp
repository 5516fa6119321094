// SPDX-License-Identifier: Apache-2.0
#include "host/store/parts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/hash.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/continuation.hpp"
#include "host/store/figures_file.hpp"
#include "host/store/manifest_json.hpp"
#include "host/store/own_files.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
constexpr const char* manifest_name = "manifest.json";
constexpr const char* finished_name =
    "manifest.finished.json";  ///< what it is called while the parts of a finished run go

RunIdentity identity_of(const ResultHeader& header) {
  return {run_digest(header), "plume " + header.provenance.plume_version,
          sha256(header.provenance.study_text), header.seed};
}

/// What the name of a part says.
std::optional<IterationRange> range_of(const std::string& name) {
  unsigned long long first = 0, last = 0;
  if (std::sscanf(name.c_str(), "%llu-%llu.h5", &first, &last) != 2) return {};
  return IterationRange{first, last + 1};
}

/// A folder itself, not a link to one.
bool is_plain_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(fs::symlink_status(path, error));
}

/// Temporary files of parts and of the manifest.
bool has_temporaries(std::string_view name) { return name == manifest_name || is_part_name(name); }

std::optional<PartsManifest> manifest_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return {};
  std::ifstream stream(path, std::ios::binary);
  try {
    return manifest_from_json(std::string(std::istreambuf_iterator<char>(stream), {}));
  } catch (const std::exception&) {
    return {};  // somebody else's
  }
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  if (error) throw Error(fmt::format("cannot read {}: {}", folder.string(), error.message()));
  for (; entry != fs::directory_iterator(); entry.increment(error)) {
    files.push_back(entry->path());
    if (error) break;
  }
  if (error) throw Error(fmt::format("cannot read {}: {}", folder.string(), error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

void write_manifest(const fs::path& path, const std::string& text) {
  AtomicFile atomic(path);
  const int descriptor = ::open(atomic.temporary().c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw Error(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t size = ::write(descriptor, text.data() + done, text.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) {
      const int error = size < 0 ? errno : ENOSPC;
      ::close(descriptor);
      throw Error(fmt::format("cannot write {}: {} ({} bytes are needed)", path.string(),
                              std::strerror(error), text.size()));
    }
    done += static_cast<std::size_t>(size);
  }
  ::close(descriptor);
  atomic.commit();
}

}  // namespace

bool Parts::exist(const fs::path& folder) {
  std::error_code error;
  return fs::exists(folder / manifest_name, error);
}

Parts::Parts(fs::path folder, PartsManifest manifest)
    : folder_(std::move(folder)),
      manifest_(std::move(manifest)),
      run_(identity_of(manifest_.header)) {
  const OutputAxes& axes = manifest_.header.axes;
  shape_ = {axes.demands.size(), axes.categories.size(),
            result_chunk(manifest_.header.iterations_planned, axes.num_outputs()),
            manifest_.header.score_bits < 52};
}

Parts::~Parts() = default;
Parts::Parts(Parts&&) noexcept = default;
Parts& Parts::operator=(Parts&&) noexcept = default;

Parts Parts::create(const fs::path& folder, const PartsManifest& manifest, bool shared) {
  if (!shared) finish_removal(folder);
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) {
    throw Error(
        fmt::format("cannot create the folder {}: {}", folder.string(), std::strerror(errno)));
  }
  if (!is_plain_folder(folder)) {
    throw Error(
        fmt::format("cannot create the folder {}: it is a link or a file", folder.string()));
  }
  remove_orphans(folder, has_temporaries);
  Parts parts(folder, manifest);
  write_manifest(folder / manifest_name, manifest_to_json(parts.manifest_));
  return parts;
}

Parts Parts::open(const fs::path& folder, std::optional<IterationRange> range) {
  const fs::path path = folder / manifest_name;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Error(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  PartsManifest manifest;
  try {
    manifest = manifest_from_json(text);
  } catch (const std::exception& problem) {
    throw Error(fmt::format("cannot read {}: {}", path.string(), problem.what()));
  }
  Parts parts(folder, std::move(manifest));
  parts.scan(range);
  return parts;
}

void Parts::scan(std::optional<IterationRange> range) {
  for (const fs::path& path : files_of(folder_)) {
    const std::string name = path.filename().string();
    if (!is_part_name(name)) continue;
    if (const auto named = range_of(name);
        range && named && (named->end <= range->first || named->first >= range->end)) {
      continue;
    }
    try {
      insert(checked(path));
    } catch (const Error& error) {
      (is_own_part(path, run_.digest) ? damaged_ : foreign_).push_back({path, error.what()});
    }
  }
}

/// Throws Error where the file is no whole part, BadInput where it is one of another run.
PartInfo Parts::checked(const fs::path& path) const {
  const auto check_run = [&](const RunIdentity& other) {
    if (other.digest == run_.digest) return;
    std::string difference = "it was made with other settings or models";
    const auto differs = [&](const char* what, const std::string& a, const std::string& b) {
      difference = fmt::format("its {} is {}, that of the others {}", what, a, b);
    };
    if (other.study != run_.study)
      differs("study has the sha256", other.study.substr(0, 16), run_.study.substr(0, 16));
    if (other.seed != run_.seed)
      differs("seed", std::to_string(other.seed), std::to_string(run_.seed));
    if (other.producer != run_.producer) differs("program", other.producer, run_.producer);
    Findings findings;
    findings.add("E0604", {path.string(), 0, 0}, "the part is of another run: " + difference,
                 "move it out of the folder");
    throw BadInput(findings);
  };
  PartInfo info{path, {}, 0.0};
  if (manifest_.header.samples) {
    const PartFile part(path);
    check_run(part.run());
    part.check(shape_);
    info.range = {part.first(), part.end()};
    info.seconds = part.seconds();
  } else {
    const FiguresPart part = read_figures_part(path);
    check_run(part.run);
    if (part.figures.num_outputs() != shape_.num_outputs()) {
      throw Error(fmt::format("{} is damaged: it has {} outputs, expected {}", path.string(),
                              part.figures.num_outputs(), shape_.num_outputs()));
    }
    info.range = {part.figures.first(), part.figures.end()};
    info.seconds = part.seconds;
  }
  if (info.range.end > manifest_.iterations || info.range.end < info.range.first) {
    throw Error(path.string() + " is damaged: it ends behind the run");
  }
  return info;
}

void Parts::insert(PartInfo part) {
  const auto place = std::lower_bound(
      whole_.begin(), whole_.end(), part, [](const PartInfo& a, const PartInfo& b) {
        return a.range.first != b.range.first ? a.range.first < b.range.first
                                              : a.range.end > b.range.end;
      });
  whole_.insert(place, std::move(part));
}

/// Another process that makes the same part is no harm; a file of somebody else is.
void Parts::refuse_to_replace(const fs::path& path) const {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error)) || is_own_part(path, run_.digest)) return;
  throw Error(fmt::format(
      "cannot write {}: there is a file of this name that is no part of this run; move it away",
      path.string()));
}

void Parts::write(std::uint64_t first, std::span<const double> scores,
                  std::span<const IterationStatus> status, double seconds) {
  const fs::path path = folder_ / part_name(first, status.size());
  refuse_to_replace(path);
  try {
    write_part_file(path, run_, shape_, first, scores, status, seconds);
  } catch (const Error& error) {
    throw Error(fmt::format("{}; the part needs {} bytes; {} iterations are safe in {}",
                            error.what(), part_bytes(status.size(), shape_),
                            num_iterations(0, manifest_.iterations), folder_.string()));
  }
  insert({path, {first, first + status.size()}, seconds});
}

void Parts::write(const RunFigures& figures, double seconds) {
  const fs::path path = folder_ / part_name(figures.first(), figures.totals().iterations);
  refuse_to_replace(path);
  try {
    write_figures_part(path, run_, figures, seconds);
  } catch (const Error& error) {
    throw Error(fmt::format("{}; the part needs up to {} bytes; {} iterations are safe in {}",
                            error.what(),
                            run_figures_bytes(figures.num_outputs(), figures.blocks().options()),
                            num_iterations(0, manifest_.iterations), folder_.string()));
  }
  std::erase_if(whole_, [&](const PartInfo& part) {
    if (part.path == path) return true;
    if (part.range.first != figures.first() || part.range.end > figures.end()) return false;
    ::unlink(part.path.c_str());  // what stays is no harm: a larger part goes before it
    return true;
  });
  insert({path, {figures.first(), figures.end()}, seconds});
}

const PartInfo* Parts::largest_from(std::uint64_t first) const {
  for (const PartInfo& part : whole_) {  // of those with one first the largest comes first
    if (part.range.first == first) return &part;
  }
  return nullptr;
}

std::optional<RunFigures> Parts::figures_from(std::uint64_t first) const {
  const PartInfo* part = largest_from(first);
  if (part == nullptr) return {};
  return read_figures_part(part->path).figures;
}

double Parts::seconds_of(std::uint64_t first) const {
  const PartInfo* part = largest_from(first);
  return part == nullptr ? 0.0 : part->seconds;
}

void Parts::add(const Parts& other) {
  for (const PartInfo& part : other.whole_) insert(part);
}

void Parts::remove_damaged() {
  for (const DamagedPart& part : damaged_) {
    if (::unlink(part.path.c_str()) != 0 && errno != ENOENT) {
      throw Error(fmt::format("cannot remove {}: {}", part.path.string(), std::strerror(errno)));
    }
  }
  damaged_.clear();
}

void Parts::remove(const fs::path& folder) {
  if (!is_plain_folder(folder)) return;
  const fs::path manifest = folder / manifest_name;
  if (!manifest_of(manifest)) return;
  // A folder without this name holds no run; by the other one what is left is known for the run's
  // until the last of it is gone.
  if (::rename(manifest.c_str(), (folder / finished_name).c_str()) != 0) {
    throw Error(fmt::format("cannot remove {}: {}", manifest.string(), std::strerror(errno)));
  }
  finish_removal(folder);
}

void Parts::finish_removal(const fs::path& folder) {
  if (!is_plain_folder(folder) || exist(folder)) return;
  const fs::path manifest = folder / finished_name;
  if (const std::optional<PartsManifest> finished = manifest_of(manifest)) {
    const std::string run = identity_of(finished->header).digest;
    for (const fs::path& path : files_of(folder)) {
      if (is_part_name(path.filename().string()) && is_own_part(path, run)) ::unlink(path.c_str());
    }
    ::unlink(manifest.c_str());
  }
  // A kill may leave an empty folder, too, or one with a temporary file.
  remove_orphans(folder, has_temporaries);
  ::rmdir(folder.c_str());  // stays where something else is in it
}

bool Parts::is_left_over(const fs::path& folder) {
  if (!is_plain_folder(folder) || exist(folder)) return false;
  if (manifest_of(folder / finished_name)) return true;
  const std::vector<fs::path> files = files_of(folder);  // what a kill before the last steps leaves
  return std::all_of(files.begin(), files.end(), [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.starts_with('.') && name.find(".tmp-") != std::string::npos;
  });
}

std::vector<fs::path> Parts::in_the_way(const fs::path& folder, const ResultHeader& header) {
  std::vector<fs::path> found;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return found;
  const std::string run = identity_of(header).digest;
  for (const fs::path& path : files_of(folder)) {
    if (is_part_name(path.filename().string()) && !is_own_part(path, run)) found.push_back(path);
  }
  return found;
}

std::uint64_t Parts::count(std::uint64_t first) const {
  std::uint64_t end = first;
  for (const PartInfo& part : whole_) {
    if (part.range.first > end) break;
    end = std::max(end, part.range.end);
  }
  return end - first;
}

std::uint64_t Parts::next(std::uint64_t first) const {
  for (const PartInfo& part : whole_) {
    if (part.range.first > first) return part.range.first;
  }
  return std::numeric_limits<std::uint64_t>::max();
}

std::vector<IterationRange> Parts::missing(std::uint64_t first, std::uint64_t end) const {
  std::vector<IterationRange> ranges;
  while (first < end) {
    first += count(first);
    if (first >= end) break;
    const std::uint64_t until = std::min(end, next(first));
    ranges.push_back({first, until});
    first = until;
  }
  return ranges;
}

std::uint64_t Parts::num_iterations(std::uint64_t first, std::uint64_t end) const {
  std::uint64_t there = end > first ? end - first : 0;
  for (const IterationRange& range : missing(first, end)) there -= range.end - range.first;
  return there;
}

double Parts::seconds() const {
  double sum = 0.0;
  for (const PartInfo& part : whole_) sum += part.seconds;
  return sum;
}

const PartFile& Parts::part_with(std::uint64_t iteration) const {
  const PartInfo* best = nullptr;
  for (const PartInfo& part : whole_) {
    if (part.range.first > iteration) break;
    if (part.range.end > iteration && (best == nullptr || part.range.end > best->range.end))
      best = &part;
  }
  if (best == nullptr) throw std::out_of_range("no part has this iteration");
  if (opened_ == nullptr || opened_path_ != best->path) {
    opened_.reset();
    opened_ = std::make_unique<PartFile>(best->path);
    opened_path_ = best->path;
  }
  return *opened_;
}

void Parts::read(std::uint64_t first, std::span<double> scores,
                 std::span<IterationStatus> status) const {
  const std::size_t outputs = shape_.num_outputs();
  while (!status.empty()) {
    const PartFile& part = part_with(first);
    const std::size_t count = std::min<std::uint64_t>(status.size(), part.end() - first);
    part.read(first, scores.first(count * outputs), status.first(count));
    scores = scores.subspan(count * outputs);
    status = status.subspan(count);
    first += count;
  }
}

fs::path parts_folder(const fs::path& result) {
  fs::path folder = result;
  return folder.replace_extension(".parts");
}

std::string describe(const std::vector<IterationRange>& ranges) {
  std::string text;
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(most, ranges.size()); ++i) {
    if (i > 0) text += i + 1 == ranges.size() ? " and " : ", ";
    text += fmt::format("{} to {}", ranges[i].first, ranges[i].end - 1);
  }
  if (ranges.size() > most) text += fmt::format(" and {} more ranges", ranges.size() - most);
  return text;
}

}  // namespace plume
