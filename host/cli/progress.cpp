// SPDX-License-Identifier: Apache-2.0
#include "host/cli/progress.hpp"

#include <chrono>
#include <cmath>
#include <ostream>

#include "host/base/numbers.hpp"
#include "host/cli/machine_lines.hpp"

namespace plume {
namespace {

constexpr double shortest_interval = 0.1;  // seconds between two rewrites
constexpr const char* to_line_end = "\x1B[K";

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

std::string describe_duration(double seconds) {
  if (!(seconds >= 0.0) || seconds > 1e9) return "?";
  if (seconds < 9.95)
    return format_significant(std::round(seconds * 10.0) / 10.0, seconds < 0.95 ? 1 : 2) + " s";
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  const std::uint64_t minutes = (whole + 30) / 60;
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string describe(const api::Progress& progress) {
  if (progress.total == 0) return progress.stage + " " + describe_duration(progress.seconds);
  const double done = static_cast<double>(progress.done),
               total = static_cast<double>(progress.total);
  std::string text = progress.stage + "  " + std::to_string(progress.done) + " of " +
                     std::to_string(progress.total) +
                     (progress.stage == "reading" ? " files (" : " iterations (") +
                     std::to_string(static_cast<int>(100.0 * done / total)) + " %)";
  if (progress.done <= progress.first || progress.seconds <= 0.0) return text;
  const double rate = static_cast<double>(progress.done - progress.first) / progress.seconds;
  text += ", " + format_significant(rate, 3) + " a second";
  if (progress.done < progress.total)
    return text + ", " + describe_duration((total - done) / rate) + " left";
  return text + ", " + describe_duration(progress.seconds);
}

ProgressLine::ProgressLine(std::ostream& terminal, Clock clock)
    : terminal_(terminal), clock_(clock ? std::move(clock) : Clock(&steady_seconds)) {}

ProgressLine::~ProgressLine() { finish(); }

void ProgressLine::update(const api::Progress& progress) {
  const double now = clock_();
  if (progress.stage != latest_.stage) {
    finish();
    stage_began_ = now;
    latest_ = progress;
    show(progress);
    return;
  }
  latest_ = progress;
  if (now - shown_at_ >= shortest_interval) show(progress);
}

void ProgressLine::finish() {
  if (!open_) return;
  if (latest_.total == 0) latest_.seconds = clock_() - stage_began_;
  show(latest_);
  terminal_ << "\n" << std::flush;
  open_ = false;
}

void ProgressLine::show(const api::Progress& progress) {
  terminal_ << "\r" << describe(progress) << to_line_end << std::flush;
  shown_at_ = clock_();
  open_ = true;
}

ProgressLines::ProgressLines(std::ostream& err, ProgressLine::Clock clock)
    : err_(err), clock_(clock ? std::move(clock) : ProgressLine::Clock(&steady_seconds)) {}

ProgressLines::~ProgressLines() {
  if (!is_shown_) show();
}

void ProgressLines::update(const api::Progress& progress) {
  const bool begins = progress.stage != latest_.stage;
  if (begins && !is_shown_) show();
  latest_ = progress;
  is_shown_ = false;
  if (begins || clock_() - shown_at_ >= shortest_interval) show();
}

void ProgressLines::show() {
  err_ << progress_line(latest_) << std::flush;
  shown_at_ = clock_();
  is_shown_ = true;
}

}  // namespace plume
