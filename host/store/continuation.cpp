// SPDX-License-Identifier: Apache-2.0
#include "host/store/continuation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr std::string_view iterations_key = "sampling.iterations=";

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

/// Those that may change a number.
std::vector<std::string> numeric_overrides(const std::vector<std::string>& overrides) {
  std::vector<std::string> kept;
  for (const std::string& each : overrides) {
    if (!starts_with_any(each,
                         {iterations_key, "stop.", "result.", "run.", "solver.max_failed_share="}))
      kept.push_back(each);
  }
  return kept;
}

std::string listed(const std::vector<std::string>& texts) {
  return texts.empty() ? "none" : fmt::format("'{}'", fmt::join(texts, "', '"));
}

std::string shown_input(const InputFile& input) {
  return fmt::format("{} with sha256 {}", input.path, input.sha256.substr(0, 16));
}

}  // namespace

std::vector<std::string> continued_overrides(const std::vector<std::string>& earlier,
                                             const std::vector<std::string>& given,
                                             std::uint64_t iterations) {
  std::vector<std::string> overrides = given.empty() ? earlier : given;
  std::erase_if(overrides,
                [](const std::string& each) { return each.starts_with(iterations_key); });
  overrides.push_back(std::string(iterations_key) + std::to_string(iterations));
  return overrides;
}

void check_continuation(const ResultHeader& earlier, const ResultHeader& now,
                        const std::string& file, Findings& findings, Continuation kind) {
  const Provenance &there = earlier.provenance, &here = now.provenance;
  constexpr const char* codes[] = {"E0601", "E0603", "E0604"};
  constexpr const char* beginnings[] = {
      "the result cannot be extended: ", "the parts cannot be resumed: ",
      "the parts are of different runs: "};
  const auto k = static_cast<std::size_t>(kind);
  const auto report = [&](const std::string& difference, const std::string& hint) {
    findings.add(codes[k], {file, 0, 0}, beginnings[k] + difference, hint);
  };
  const auto compare = [&](const char* what, const std::string& a, const std::string& b,
                           const char* hint) {
    if (a == b) return;
    constexpr const char* both[] = {"its {0} is {1}, that of this run {2}",
                                    "their {0} is {1}, that of this run {2}",
                                    "their {0} is {1}, that of the first {2}"};
    report(fmt::format(fmt::runtime(both[k]), what, a, b), hint);
  };
  constexpr const char* study_hints[] = {
      "extend with the study as it was run, or run the study anew",
      "resume with the study as it was run, or remove the parts and run anew",
      "merge the parts of one run"};
  constexpr const char* program_hints[] = {
      "extend with the program that made the result, or run the study anew",
      "resume with the program that made them, or remove the parts and run anew",
      "merge the parts of one run"};
  const char* same_study = study_hints[k];
  const char* same_program = program_hints[k];
  compare("version of Plume", there.plume_version, here.plume_version, same_program);
  compare("commit of Plume", there.commit, here.commit, same_program);
  compare("seed", std::to_string(earlier.seed), std::to_string(now.seed), same_study);
  compare("design", there.design, here.design, same_study);
  compare("precision", there.precision, here.precision, same_study);
  const auto kept = [](const ResultHeader& header) {
    return std::string(header.samples ? "kept" : "not kept");
  };
  compare("state of samples", kept(earlier), kept(now), same_study);
  compare("number of bits of a score", std::to_string(earlier.score_bits),
          std::to_string(now.score_bits), same_study);
  compare("tolerance", format_exact(there.tolerance), format_exact(here.tolerance), same_study);
  compare("lognormal anchor", there.lognormal_anchor, here.lognormal_anchor, same_study);
  compare("list of drawn matrices", there.drawn.empty() ? "empty" : there.drawn,
          here.drawn.empty() ? "empty" : here.drawn, same_study);
  if (there.study_text != here.study_text) {
    report(fmt::format("{} is another text than the study it was made from, {}", here.study_path,
                       there.study_path),
           same_study);
  }
  const auto a = numeric_overrides(there.overrides), b = numeric_overrides(here.overrides);
  if (a != b) {
    report(fmt::format("its --set values are {}, those of this run {}", listed(a), listed(b)),
           "give the same, or none to take those of the result");
  }
  if (there.inputs.size() != here.inputs.size()) {
    report(fmt::format("it was made from {} model files, this run reads {}", there.inputs.size(),
                       here.inputs.size()),
           same_study);
  }
  for (std::size_t i = 0; i < std::min(there.inputs.size(), here.inputs.size()); ++i) {
    if (there.inputs[i].sha256 == here.inputs[i].sha256) continue;
    report(fmt::format("it was made from {}, this run reads {}", shown_input(there.inputs[i]),
                       shown_input(here.inputs[i])),
           "a model file has changed: restore it, or run the study anew");
  }
  if (earlier.axes.demands.size() != now.axes.demands.size() ||
      earlier.axes.categories.size() != now.axes.categories.size()) {
    report(fmt::format("it has {} demands and {} categories, this run {} and {}",
                       earlier.axes.demands.size(), earlier.axes.categories.size(),
                       now.axes.demands.size(), now.axes.categories.size()),
           same_study);
  }
}

std::vector<std::string> stop_overrides(const std::vector<std::string>& overrides) {
  std::vector<std::string> kept;
  for (const std::string& each : overrides) {
    if (each.starts_with("stop.")) kept.push_back(each);
  }
  return kept;
}

std::string run_digest(const ResultHeader& header) {
  const Provenance& made = header.provenance;
  std::string text;
  const auto line = [&](std::string_view what, std::string_view value) {
    text += fmt::format("{} {}\n", what, value);
  };
  line("version", made.plume_version);
  line("commit", made.commit);
  line("seed", std::to_string(header.seed));
  line("design", made.design);
  line("precision", made.precision);
  line("tolerance", format_exact(made.tolerance));
  line("anchor", made.lognormal_anchor);
  line("drawn", made.drawn);
  line("study", sha256(made.study_text));
  for (const std::string& each : numeric_overrides(made.overrides)) line("override", each);
  for (const InputFile& input : made.inputs) line("input", input.sha256);
  if (!header.samples) line("samples", "not kept");
  if (header.score_bits < 52) line("bits", std::to_string(header.score_bits));
  line("outputs", fmt::format("{} {}", header.axes.demands.size(), header.axes.categories.size()));
  return sha256(text);
}

ResultHeader continued_header(const ResultHeader& earlier, const ResultTotals& earlier_totals,
                              ResultHeader now) {
  const Provenance& there = earlier.provenance;
  Provenance& made = now.provenance;
  std::vector<RunPart> parts = there.parts;
  if (parts.empty()) {  // before 1.1
    parts.push_back({0, earlier_totals.iterations, there.started, earlier_totals.finished,
                     there.device, there.command, earlier_totals.seconds});
  }
  for (RunPart& part : made.parts) {
    part.first_iteration = earlier_totals.iterations;
    parts.push_back(std::move(part));
  }
  made.parts = std::move(parts);
  made.started = there.started;
  made.command = there.command;
  if (made.device != there.device) made.device = there.device + "; extended on " + made.device;
  return now;
}

}  // namespace plume
