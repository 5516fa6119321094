// SPDX-License-Identifier: Apache-2.0
#include "host/run/long_run.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>

#include "host/base/error.hpp"
#include "host/base/numbers.hpp"
#include "host/store/continuation.hpp"

namespace plume {
namespace {

std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& each : texts) text += (text.empty() ? "'" : ", '") + each + "'";
  return text.empty() ? "none" : text;
}

std::string without_resume(std::string command) {
  const std::string word = " --resume";
  for (std::size_t at; (at = command.find(word)) != std::string::npos;)
    command.erase(at, word.size());
  return command;
}

}  // namespace

std::uint64_t FoundIterations::count(std::uint64_t first) const {
  std::uint64_t at = first;
  if (earlier_ != nullptr) at = std::max(at, earlier_->totals().iterations);
  if (at > first || parts_ == nullptr) return at - first;
  return parts_->count(at);
}

std::uint64_t FoundIterations::next(std::uint64_t first) const {
  return parts_ == nullptr ? std::numeric_limits<std::uint64_t>::max() : parts_->next(first);
}

void FoundIterations::read(std::uint64_t first, std::span<double> scores,
                           std::span<IterationStatus> status) const {
  if (earlier_ != nullptr && first < earlier_->totals().iterations) {
    earlier_->read(first, scores, status);
  } else {
    parts_->read(first, scores, status);
  }
}

void check_parts(const PartsManifest& parts, const ResultHeader& header, std::uint64_t first,
                 const std::filesystem::path& folder, Findings& findings) {
  check_continuation(parts.header, header, folder.string(), findings, Continuation::resume);
  const auto report = [&](const std::string& difference, const char* hint) {
    findings.add("E0603", {folder.string(), 0, 0}, "the parts cannot be resumed: " + difference,
                 hint);
  };
  constexpr const char* same =
      "resume with the options of the run they are from, or remove the parts and run anew";
  const auto range = [](std::uint64_t begin, std::uint64_t end) {
    return std::to_string(begin) + " to " + std::to_string(end - 1);
  };
  if (parts.first != first || parts.iterations != header.iterations_planned) {
    report("their iterations are " + range(parts.first, parts.iterations) + ", those of this run " +
               range(first, header.iterations_planned),
           same);
  }
  const auto a = stop_overrides(parts.header.provenance.overrides),
             b = stop_overrides(header.provenance.overrides);
  if (a != b)
    report("their --set values are " + listed(a) + ", those of this run " + listed(b), same);
}

bool is_complete(const ResultFile& result, const ResultHeader& header) {
  Findings differences;
  check_continuation(result.header(), header, "", differences);
  const bool ended = result.totals().iterations == header.iterations_planned ||
                     (result.header().iterations_planned == header.iterations_planned &&
                      result.totals().stop_reason == "precision reached");
  return !differences.has_errors() && ended &&
         stop_overrides(result.header().provenance.overrides) ==
             stop_overrides(header.provenance.overrides);
}

bool is_extended(const ResultFile& result, std::uint64_t by, const std::string& command) {
  const auto& parts = result.header().provenance.parts;
  return !parts.empty() && parts.back().first_iteration > 0 &&
         result.header().iterations_planned - parts.back().first_iteration == by &&
         without_resume(parts.back().command) == without_resume(command);
}

std::uint64_t result_bytes(const ResultHeader& header) {
  const OutputAxes& axes = header.axes;
  if (!header.samples) {
    return run_figures_bytes(axes.num_outputs(), {true, true, axes.demands.size()}) +
           1024 * axes.num_outputs() + header.provenance.study_text.size();
  }
  const std::uint64_t iterations = header.iterations_planned;
  const PartShape shape{axes.demands.size(), axes.categories.size(),
                        result_chunk(iterations, axes.num_outputs())};
  // Numbers of iterations are stored in about a byte each; figures and names take some hundred
  // bytes an output.
  return part_bytes(iterations, shape) + iterations + 1024 * axes.num_outputs() +
         (std::uint64_t{64} << 10) + header.provenance.study_text.size();
}

std::uint64_t run_bytes(const ResultHeader& header, std::uint64_t first, const Parts* found) {
  // beside the result two parts, the later not yet in the place of the earlier
  if (!header.samples) return 3 * result_bytes(header);
  const OutputAxes& axes = header.axes;
  const PartShape shape{axes.demands.size(), axes.categories.size(),
                        result_chunk(header.iterations_planned, axes.num_outputs())};
  const std::uint64_t end = header.iterations_planned;
  const std::uint64_t parts = part_bytes(end - std::min(first, end), shape);
  const std::uint64_t there =
      found == nullptr ? 0 : part_bytes(found->num_iterations(first, end), shape);
  const bool in_memory = parts < (std::uint64_t{64} << 20);
  return result_bytes(header) + (in_memory ? 0 : parts - std::min(parts, there));
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string describe_bytes(std::uint64_t bytes) {
  const double size = static_cast<double>(bytes);
  if (size < 1e3) return std::to_string(bytes) + " bytes";
  if (size < 1e6) return format_significant(size / 1e3, 3) + " kB";
  if (size < 1e9) return format_significant(size / 1e6, 3) + " MB";
  return format_significant(size / 1e9, 3) + " GB";
}

void check_room(const Study& study, std::uint64_t bytes, const std::filesystem::path& result,
                Findings& findings) {
  if (study.max_bytes > 0 && bytes > study.max_bytes) {
    findings.add(
        study.stop ? "W0608" : "E0608", study.max_bytes_place,
        "the run takes up to " + describe_bytes(bytes) + " on disk, result.max_bytes allows " +
            describe_bytes(study.max_bytes),
        study.stop ? "nothing, if the stop rule ends it soon enough; else ask for fewer iterations"
                   : "ask for fewer iterations, demands or categories, or allow more");
  }
  if (study.stop) return;  // how long it runs is not known
  struct statvfs disk {};
  const std::filesystem::path folder = result.has_parent_path() ? result.parent_path() : ".";
  if (::statvfs(folder.c_str(), &disk) != 0) return;
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (bytes <= free) return;
  throw Error("cannot write " + result.string() + ": the run takes up to " + describe_bytes(bytes) +
              " (" + std::to_string(bytes) + " bytes), the disk has " + describe_bytes(free) +
              " free");
}

}  // namespace plume
