// SPDX-License-Identifier: Apache-2.0
// Findings: everything Plume has to say about the user's input, collected until all of it is known.
//
//     exchanges.csv:118:7: error E0203: amount '1,5' is not a number; did you mean 1.5?
//     <----- place ------>  <severity> <code>: <-------- problem ----------->; <-- hint -->
//
// Readers and checks never throw for bad input: they add findings and go on, so that one run shows
// every error. Codes are stable and documented in docs/findings.md: 01 study file, 02 plain
// package, 03 datapackage, 04 model, 05 compile, 06 run and result file. 'E' is an error, 'W' a
// warning, 'N' a note.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

enum class Severity { note, warning, error };
/// "note", "warning", "error".
[[nodiscard]] std::string_view name_of(Severity severity);

/// Where in the user's input something stands. line and column count from 1; 0 means unknown.
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Finding {
  std::string code;  ///< "E0203"; the first letter is the severity
  Place place;
  std::string problem;  ///< what is wrong: the value given, and why it cannot be used
  std::string hint;     ///< what to do, values allowed; may be empty

  [[nodiscard]] Severity severity() const;
};

/// One line, as in the head of this file.
[[nodiscard]] std::string to_string(const Finding& finding);

/// A growing list of findings.
class Findings {
 public:
  /// Adds one finding. After `limit` findings of one code the rest are only counted (see
  /// `suppressed`), so that a million bad rows do not make a million lines. A finding that is a
  /// page long, since it quotes a name that is, is cut.
  void add(std::string code, Place place, std::string problem, std::string hint = {});

  [[nodiscard]] const std::vector<Finding>& list() const { return list_; }
  [[nodiscard]] bool has_errors() const { return num_errors_ > 0; }
  /// suppressed ones included
  [[nodiscard]] std::size_t num_errors() const { return num_errors_; }
  /// suppressed ones included
  [[nodiscard]] std::size_t num_warnings() const { return num_warnings_; }
  [[nodiscard]] std::size_t suppressed(std::string_view code) const;

  /// All findings, one a line, then a line "… and N more of E0203" for each code of which some were
  /// suppressed.
  [[nodiscard]] std::string to_string() const;

  static constexpr std::size_t limit = 50;

 private:
  struct CodeCount {
    std::string code;
    std::size_t count = 0;
  };
  std::vector<Finding> list_;
  std::vector<CodeCount> counts_;
  std::size_t num_errors_ = 0;
  std::size_t num_warnings_ = 0;
};

/// "did you mean 'x'?" for the candidate nearest to `given` by edit distance, or an empty string if
/// none is near.
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       const std::vector<std::string>& candidates);

}  // namespace plume
