// SPDX-License-Identifier: Apache-2.0
#include "host/report/describe_result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"

namespace plume {
namespace {

/// How far what is shown is known to be what was written.
std::string describe_trust(const ResultFile& file, bool verified) {
  if (verified && file.is_sealed())
    return "every byte is as it was written; the statistics are those of the samples";
  if (verified)
    return "the statistics are those of the samples; the file has no digest of its bytes";
  if (file.is_sealed()) return "what was read is as it was written; --verify reads all";
  return file.has_verified_statistics()
             ? "the statistics are those of the samples; the file has no digest of its bytes"
             : "no: the file has no digest of its bytes; --verify computes its statistics again";
}

}  // namespace

std::string describe_result(const ReportInput& result) {
  const ResultHeader& header = result.header;
  const ResultTotals& totals = result.totals;
  const Provenance& made = header.provenance;
  LabelledLines lines;
  lines.add("Study", printable(header.study_name) + ", " + printable(made.study_path));
  lines.add("Iterations",
            std::to_string(totals.iterations) + " of " + std::to_string(header.iterations_planned) +
                " (" + printable(totals.stop_reason) + "), seed " + std::to_string(header.seed));
  lines.add_list("Demands", header.axes.demands, [](const OutputAxes::Demand& demand) {
    return name_and_unit(demand.name, "", demand.unit);
  });
  lines.add_list("Categories", header.axes.categories, [](const OutputAxes::Category& category) {
    return name_and_unit(category.name, category.id, category.unit);
  });
  for (int i = 0; i < num_iteration_statuses; ++i) {
    lines.add(i == 0 ? "Status" : "", std::to_string(totals.failed[i]) + " " +
                                          std::string(name_of(static_cast<IterationStatus>(i))));
  }
  lines.add("Failed", describe_failures(totals));
  if (const std::string hint = dump_hint(result); !hint.empty()) lines.add("", hint);
  const std::vector<std::string> precision = describe_precision(result);
  for (std::size_t i = 0; i < precision.size(); ++i)
    lines.add(i == 0 ? "Precision" : "", precision[i]);
  lines.add("Samples", describe_samples(header));
  lines.add("Design", printable(made.design) +
                          "; drawn: " + (made.drawn.empty() ? "nothing" : printable(made.drawn)) +
                          "; a lognormal's static amount is its " +
                          printable(made.lognormal_anchor));
  lines.add("Solver", "precision " + printable(made.precision) + ", tolerance " +
                          format_exact(made.tolerance));
  lines.add("Device", printable(made.device));
  if (made.memory_per_lane > 0) {
    lines.add("Memory", format_bytes(static_cast<double>(made.memory_per_lane)) + " a lane, " +
                            format_bytes(static_cast<double>(made.memory_of_lanes)) + " for all, " +
                            format_bytes(static_cast<double>(made.memory_peak)) +
                            " at most in use by the program");
  }
  lines.add("Time", printable(made.started) + " to " + printable(totals.finished) + ", " +
                        format_significant(totals.seconds, 3) + " s in the loop");
  lines.add("Made by", "plume " + printable(made.plume_version) + ", commit " +
                           printable(made.commit) + ", compiler " + printable(made.compiler));
  lines.add("Command", printable(made.command));
  for (std::size_t i = 1; i < made.parts.size(); ++i) {
    const RunPart& part = made.parts[i];
    lines.add(i == 1 ? "Extended" : "", printable(part.finished) + ", by " +
                                            std::to_string(part.iterations) +
                                            " iterations: " + printable(part.command));
  }
  if (!made.overrides.empty()) {
    for (std::size_t i = 0; i < made.overrides.size(); ++i)
      lines.add(i == 0 ? "Set" : "", printable(made.overrides[i]));
  }
  for (std::size_t i = 0; i < made.inputs.size(); ++i) {
    const InputFile& file = made.inputs[i];
    lines.add(i == 0 ? "Inputs" : "", printable(file.path) + ", " + printable(file.format) +
                                          ", sha256 " + printable(file.sha256));
  }
  if (made.warnings.empty()) lines.add("Warnings", "none");
  for (std::size_t i = 0; i < made.warnings.size(); ++i)
    lines.add(i == 0 ? "Warnings" : "", printable(made.warnings[i]));
  return lines.text();
}

std::string describe_result(const std::filesystem::path& path, Reading reading) {
  const ResultFile file(path);
  const bool verified = reading == Reading::verified;
  if (verified) file.verify();
  LabelledLines lines;
  lines.add("Verified", describe_trust(file, verified));
  return describe_result(report_input(file)) + lines.text();
}

}  // namespace plume
