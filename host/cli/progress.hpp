// SPDX-License-Identifier: Apache-2.0
// One line on a terminal that says how far a run is:
//
//     reading 1.2 s
//     compiling 0.4 s
//     sampling  40960 of 100000 iterations (40 %), 12300 a second, 4.8 s left
//
// It is rewritten in place at most ten times a second; a finished stage leaves its line. Make none
// where standard error is no terminal: logs stay clean.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

#include "host/api/plume.hpp"

namespace plume {

class ProgressLine {
 public:
  using Clock = std::function<double()>;  ///< seconds since any moment

  explicit ProgressLine(std::ostream& terminal, Clock clock = {});
  ~ProgressLine();  ///< ends the line, so that what follows starts at the left margin
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const api::Progress& progress);
  void finish();  ///< leaves the last state of the last stage

 private:
  void show(const api::Progress& progress);

  std::ostream& terminal_;
  Clock clock_;
  api::Progress latest_;
  double stage_began_ = 0.0;
  double shown_at_ = 0.0;
  bool open_ = false;  ///< a line stands on the terminal without its end
};

/// The same for programs: a JSON object a line (host/cli/machine_lines.hpp), at most ten a second,
/// and the last of each stage.
class ProgressLines {
 public:
  explicit ProgressLines(std::ostream& err, ProgressLine::Clock clock = {});
  ~ProgressLines();
  ProgressLines(const ProgressLines&) = delete;
  ProgressLines& operator=(const ProgressLines&) = delete;

  void update(const api::Progress& progress);

 private:
  void show();

  std::ostream& err_;
  ProgressLine::Clock clock_;
  api::Progress latest_;
  double shown_at_ = 0.0;
  bool is_shown_ = true;  ///< the latest has its line
};

/// "sampling  512 of 1000 iterations (51 %), 256 a second, 2 s left"
[[nodiscard]] std::string describe(const api::Progress& progress);

/// "0.4 s", "12 s", "3 min 20 s", "2 h 5 min".
[[nodiscard]] std::string describe_duration(double seconds);

}  // namespace plume
