// SPDX-License-Identifier: Apache-2.0
// How the numbers came to be, what was doubtful, and how to make them again.
#include <algorithm>
#include <filesystem>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/report/own_words.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"
#include "host/study/study_source.hpp"

namespace plume {
namespace {

constexpr std::size_t most_warnings = 50;
constexpr std::size_t code_characters = 5;  ///< "W0804"

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string or_unknown(const std::string& text, const Labels& labels) {
  return text.empty() ? labels("word.not_known") : printable(text);
}

}  // namespace

std::string study_operand(const Provenance& made) {
  const std::filesystem::path path = made.study_path;
  if (!is_given_text(path)) return quoted(made.study_path);
  return path.has_parent_path() ? "- --base " + quoted(path.parent_path().string()) : "-";
}

std::string rerun_command(const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  std::string command = "plume run " + study_operand(made);
  for (const std::string& given : made.overrides) command += " --set " + quoted(given);
  // What was extended is one run of all its iterations.
  if (made.parts.size() > 1) command += " --iterations " + std::to_string(input.totals.iterations);
  return printable(command);
}

std::vector<Block> method_section(const ReportContent& content) {
  const Labels& labels = content.labels;
  const ReportInput& input = content.input;
  const Provenance& made = input.header.provenance;
  Facts facts;
  const auto add = [&](const char* key, std::string text) {
    facts.facts.push_back({labels(std::string("method.") + key), {std::move(text)}});
  };
  add("iterations",
      labels("method.iterations_text", {std::to_string(input.totals.iterations),
                                        std::to_string(input.header.iterations_planned),
                                        printable(own_word(input.totals.stop_reason, labels))}));
  if (!input.header.samples) {
    add("samples", labels("method.samples_not_kept"));
  } else if (input.header.score_bits < 52) {
    add("samples", labels("method.samples_rounded", {std::to_string(input.header.score_bits)}));
  }
  add("design", or_unknown(own_word(made.design, labels), labels));
  add("seed", std::to_string(input.header.seed));
  if (made.lognormals.count > 0) {
    add("lognormals", labels("method.lognormals_text",
                             {std::to_string(made.lognormals.count),
                              or_unknown(own_word(made.lognormal_anchor, labels), labels),
                              format_significant(made.lognormals.largest_mean_to_median, 3)}));
  }
  if (made.first_order.frozen > 0) {
    add("frozen", labels("method.frozen_text",
                         {std::to_string(made.first_order.frozen),
                          format_significant(100.0 * made.first_order.frozen_share, 2)}));
  }
  add("standard_errors", own_word(standard_error_method(input), labels));
  add("failures", describe_failures(input.totals, labels));
  add("device", or_unknown(own_word(made.device, labels), labels));
  add("arithmetic", labels("method.arithmetic_text",
                           {or_unknown(made.precision, labels), format_exact(made.tolerance)}));
  return {facts};
}

/// A message of the run, with what it means in the language of the report.
std::string told(const std::string& message, const Labels& labels) {
  for (const std::string_view word : {" warning W", " note N"}) {
    const std::size_t at = (" " + message).find(word);
    if (at == std::string::npos) continue;
    const std::string key = "finding." + message.substr(at + word.size() - 2, code_characters);
    if (labels.has(key)) return labels("warnings.told", {labels(key), printable(message)});
  }
  return printable(message);
}

std::vector<Block> warnings_section(const ReportContent& content) {
  const std::vector<std::string>& warnings = content.input.header.provenance.warnings;
  if (warnings.empty()) return {Paragraph{content.labels("warnings.none")}};
  Facts facts;
  Facts::Fact fact{content.labels("warnings.label", {std::to_string(warnings.size())}), {}};
  for (std::size_t i = 0; i < std::min(warnings.size(), most_warnings); ++i) {
    fact.texts.push_back(told(warnings[i], content.labels));
  }
  facts.facts.push_back(std::move(fact));
  std::vector<Block> blocks{std::move(facts)};
  if (warnings.size() > most_warnings) {
    blocks.emplace_back(Paragraph{
        content.labels("warnings.more", {std::to_string(warnings.size() - most_warnings)})});
  }
  return blocks;
}

std::vector<Block> reproducibility_section(const ReportContent& content) {
  const Labels& labels = content.labels;
  const ReportInput& input = content.input;
  const Provenance& made = input.header.provenance;
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{labels("reproducibility.text")});
  blocks.emplace_back(Paragraph{rerun_command(input), Paragraph::Kind::command});
  Facts facts;
  const auto add = [&](const char* key, std::vector<std::string> texts) {
    facts.facts.push_back({labels(std::string("reproducibility.") + key), std::move(texts)});
  };
  add("version", {labels("reproducibility.version_text",
                         {or_unknown(made.plume_version, labels), or_unknown(made.commit, labels),
                          or_unknown(made.compiler, labels)})});
  add("seed", {std::to_string(input.header.seed)});
  add("command", {or_unknown(made.command, labels)});
  add("made",
      {or_unknown(made.started, labels) + " – " + or_unknown(input.totals.finished, labels)});
  if (!made.study_text.empty()) {
    add("study", {printable(made.study_path) + ", SHA-256 " + sha256(made.study_text)});
  }
  std::vector<std::string> inputs;
  for (const InputFile& file : made.inputs) {
    inputs.push_back(labels(
        "reproducibility.input",
        {printable(file.path), printable(own_word(file.format, labels)), printable(file.sha256)}));
  }
  if (!inputs.empty()) add("inputs", std::move(inputs));
  blocks.emplace_back(std::move(facts));
  return blocks;
}

}  // namespace plume
