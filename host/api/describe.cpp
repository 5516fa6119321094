// SPDX-License-Identifier: Apache-2.0
#include "host/api/describe.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "host/base/numbers.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume::api {
namespace {

std::string percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "–";
  return part == 0 ? "0 %"
                   : format_significant(
                         100.0 * static_cast<double>(part) / static_cast<double>(whole), 2) +
                         " %";
}

std::string matrix_table(const ModelAudit& audit) {
  TextTable table(
      {"exchanges", "number", "uncertain", "share", "presampled"},
      {TextTable::left, TextTable::right, TextTable::right, TextTable::right, TextTable::right});
  for (int i = 0; i < num_matrices; ++i) {
    const bool always = i <= static_cast<int>(Matrix::characterisation);
    if (!always && audit.num_exchanges[i] == 0) continue;
    table.add({std::string(name_of(static_cast<Matrix>(i))), std::to_string(audit.num_exchanges[i]),
               std::to_string(audit.num_uncertain[i]),
               percent(audit.num_uncertain[i], audit.num_exchanges[i]),
               std::to_string(audit.num_presampled[i])});
  }
  return table.to_string();
}

std::string distribution_table(const ModelAudit& audit) {
  TextTable table({"distribution", "number"}, {TextTable::left, TextTable::right});
  bool any = false;
  // from lognormal on: what is drawn
  for (std::size_t kind = 2; kind < std::size(audit.num_by_kind); ++kind) {
    if (audit.num_by_kind[kind] == 0) continue;
    table.add({std::string(name_of(static_cast<DistributionKind>(kind))),
               std::to_string(audit.num_by_kind[kind])});
    any = true;
  }
  return any ? table.to_string() : "No exchange has a distribution.\n";
}

std::string drawn_words(const Sampling& sampling) {
  std::string text;
  const auto add = [&](bool drawn, const char* name) {
    if (drawn) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  add(sampling.technosphere, "technosphere");
  add(sampling.biosphere, "biosphere");
  add(sampling.characterisation, "characterisation");
  add(sampling.parameters, "parameters");
  return text.empty() ? "nothing" : text;
}

const char* word(Design design) { return name_of(design); }
const char* word(LognormalAnchor anchor) {
  return anchor == LognormalAnchor::mean ? "mean" : "median";
}

bool is_drawn(const Sampling& sampling, Matrix matrix) {
  switch (matrix) {
    case Matrix::technosphere:
      return sampling.technosphere;
    case Matrix::biosphere:
      return sampling.biosphere;
    case Matrix::characterisation:
      return sampling.characterisation;
    case Matrix::parameter:
      return sampling.parameters;
    default:
      return false;
  }
}

void add_stop_rule(LabelledLines& lines, const plume::Study& study) {
  const StopRule& rule = *study.stop;
  std::vector<std::string> conditions;
  if (rule.relative_se_mean > 0.0) {
    conditions.push_back("every standard error of a mean is below " +
                         format_exact(100.0 * rule.relative_se_mean) + " % of it");
  }
  if (rule.quantile_half_width > 0.0) {
    std::string levels;
    for (const double level : rule.quantiles)
      levels += (levels.empty() ? "" : ", ") + format_exact(level);
    conditions.push_back("every quantile at " + levels + " is known to ± " +
                         (rule.quantile_in_own_unit
                              ? format_exact(rule.quantile_half_width) + " in its own unit"
                              : format_exact(100.0 * rule.quantile_half_width) + " % of it"));
  }
  if (rule.comparison_half_width > 0.0) {
    conditions.push_back("P(A < B) is known to ± " + format_exact(rule.comparison_half_width) +
                         " for " + std::to_string(rule.comparisons.size()) +
                         (rule.comparisons.size() == 1 ? " pair of demands" : " pairs of demands"));
  }
  if (conditions.empty()) return;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const std::string begin = i == 0 ? "when " : "and when ";
    const std::string end =
        i + 1 < conditions.size()
            ? ""
            : ", after at least " + std::to_string(rule.min_iterations) + " iterations";
    lines.add(i == 0 ? "Stop" : "", begin + conditions[i] + end);
  }
}

}  // namespace

std::string describe_model(const plume::Model& model, const ModelAudit& audit) {
  LabelledLines lines;
  lines.add_list("Model", model.sources, [](const Source& source) {
    std::string text = printable(source.path) + ", " + printable(source.format);
    return source.sha256.empty() ? text : text + ", sha256 " + printable(source.sha256);
  });
  lines.add("Processes", std::to_string(model.processes.size()) +
                             (audit.num_negative_reference == 0
                                  ? ""
                                  : ", " + std::to_string(audit.num_negative_reference) +
                                        " of them treat a waste"));
  lines.add("Products", std::to_string(model.products.size()));
  lines.add("Flows", std::to_string(model.flows.size()) +
                         (audit.num_flows_without_factor == 0
                              ? ""
                              : ", " + std::to_string(audit.num_flows_without_factor) +
                                    " of them without a factor in any category"));
  lines.add_list("Categories", model.categories, [](const ImpactCategory& category) {
    return name_and_unit(category.name, category.id, category.unit);
  });
  std::string text = lines.text() + "\n" + matrix_table(audit) + "\n" + distribution_table(audit);
  if (audit.num_duplicates > 0) {
    text += "\n" + std::to_string(audit.num_duplicates) +
            " exchanges stand on a cell with another one; each is drawn by itself, then they are "
            "summed.\n";
  }
  return text;
}

std::string describe_study(const plume::Study& study) {
  const Sampling& sampling = study.sampling;
  LabelledLines lines;
  lines.add("Study", printable(study.name) + ", " + printable(study.path.string()));
  lines.add_list("Models", study.models, [](const StudyModel& model) {
    return printable(model.written_path) + ", format " + printable(model.format);
  });
  lines.add_list("Demands", study.demands, [](const StudyDemand& demand) {
    std::string text = printable(demand.name) + ": ";
    if (demand.items.size() != 1) return text + std::to_string(demand.items.size()) + " items";
    const DemandItem& item = demand.items[0];
    text += format_exact(item.amount) + (item.unit.empty() ? "" : " " + printable(item.unit)) +
            " of " + printable(item.process);
    return item.location.empty() ? text : text + " {" + printable(item.location) + "}";
  });
  if (study.categories.empty())
    lines.add("Categories", "every one found");
  else
    lines.add_list("Categories", study.categories,
                   [](const StudyCategory& category) { return printable(category.name); });
  lines.add("Sampling", std::to_string(sampling.iterations) + " iterations, seed " +
                            std::to_string(sampling.seed) + ", design " + word(sampling.design));
  lines.add("Drawn", drawn_words(sampling) + "; a lognormal's static amount is its " +
                         word(sampling.lognormal_anchor));
  lines.add("Solver",
            "precision " + std::string(name_of(study.solver.precision)) + ", tolerance " +
                format_exact(study.solver.tolerance) +
                (study.solver.proof == ProofOf::all ? ", proved in every iteration" : "") +
                ", at most " + format_exact(100.0 * study.solver.max_failed_share) +
                " % of the iterations without a score");
  if (study.stop) add_stop_rule(lines, study);
  lines.add("Result", study.result_path.empty() ? "beside the study, under its name with .h5"
                                                : printable(study.result_path.string()));
  return lines.text();
}

std::string describe_conversion(const plume::Model& model, const std::string& output,
                                const std::vector<std::string>& files) {
  LabelledLines lines;
  lines.add_list("From", model.sources, [](const Source& source) {
    return printable(source.path) + ", " + printable(source.format);
  });
  lines.add("Holds", std::to_string(model.processes.size()) + " processes, " +
                         std::to_string(model.flows.size()) + " flows, " +
                         std::to_string(model.categories.size()) + " categories, " +
                         std::to_string(model.exchanges.size()) + " numbers, " +
                         std::to_string(model.uncertainties.size()) + " with a distribution");
  if (!model.link_report.cut_offs.empty())
    lines.add("Cut off", std::to_string(model.link_report.cut_offs.size()) + " inputs, listed in " +
                             (files.empty() ? "plume info" : "converted.json"));
  lines.add(files.empty() ? "Compiled" : "Package", printable(output));
  if (!files.empty())
    lines.add_list("Tables", files, [](const std::string& name) { return printable(name); });
  return lines.text();
}

std::string describe_resolved(const plume::Study& study, const plume::Model& model,
                              const std::vector<DemandVector>& demands,
                              const std::vector<std::uint32_t>& categories) {
  LabelledLines lines;
  lines.add_list("Demands", demands, [&](const DemandVector& demand) {
    std::string text = printable(demand.name) + ": ";
    if (demand.entries.size() != 1)
      return text + std::to_string(demand.entries.size()) + " products";
    const Product& product = model.products.at(demand.entries[0].product);
    text += format_exact(demand.entries[0].amount) + " " + printable(product.unit) + " of " +
            printable(product.name.empty() ? product.id : product.name);
    if (!product.location.empty()) text += " {" + printable(product.location) + "}";
    return product.name.empty() ? text : text + " (" + printable(product.id) + ")";
  });
  lines.add_list("Categories", categories, [&](std::uint32_t index) {
    const ImpactCategory& category = model.categories.at(index);
    return name_and_unit(category.name, category.id, category.unit);
  });
  std::size_t drawn = 0, presampled = 0;
  for (const Exchange& exchange : model.exchanges) {
    if (!is_drawn(study.sampling, exchange.matrix)) continue;
    drawn += exchange.uncertainty != no_index;
    presampled += exchange.array != no_index;
  }
  lines.add("Draws", std::to_string(drawn) + " in an iteration" +
                         (presampled == 0 ? ""
                                          : ", and " + std::to_string(presampled) +
                                                " numbers from presampled arrays"));
  const std::size_t outputs = demands.size() * categories.size();
  lines.add("Size", std::to_string(study.sampling.iterations) + " iterations of " +
                        std::to_string(outputs) + " scores, " +
                        format_bytes(8.0 * static_cast<double>(study.sampling.iterations) *
                                     static_cast<double>(outputs)) +
                        " of samples");
  return lines.text();
}

std::string describe_memory(const Problem& problem) {
  const std::size_t lane =
      lane_bytes(problem.view(), problem.fp32_values ? ValueType::fp32 : ValueType::fp64);
  LabelledLines lines;
  lines.add("Memory", format_bytes(static_cast<double>(lane)) + " a lane, " +
                          format_bytes(16.0 * static_cast<double>(lane)) + " a CPU thread; " +
                          std::to_string(problem.num_rows) + " processes are reached");
  return lines.text();
}

std::string describe_parts(const Parts& parts) {
  const PartsManifest& manifest = parts.manifest();
  const ResultHeader& header = manifest.header;
  const std::uint64_t asked = manifest.iterations - manifest.first;
  const std::uint64_t kept = parts.num_iterations(manifest.first, manifest.iterations);
  const std::vector<IterationRange> missing = parts.missing(manifest.first, manifest.iterations);
  LabelledLines lines;
  lines.add("Study", printable(header.study_name) + ", " + printable(header.provenance.study_path));
  lines.add("Parts of", manifest.first == 0
                            ? "a run of " + std::to_string(asked) + " iterations"
                            : "an extension from iteration " + std::to_string(manifest.first) +
                                  " to " + std::to_string(manifest.iterations));
  if (manifest.stop_rule) lines.add("", "a stop rule may end it sooner");
  const double share = asked == 0 ? 1.0 : static_cast<double>(kept) / static_cast<double>(asked);
  lines.add("Kept", std::to_string(kept) + " iterations (" + format_significant(100.0 * share, 3) +
                        " %) in " + std::to_string(parts.whole().size()) +
                        (parts.whole().size() == 1 ? " part" : " parts") + ", made in " +
                        format_significant(parts.seconds(), 3) + " s");
  lines.add("Missing", missing.empty() ? "none" : describe(missing));
  for (std::size_t i = 0; i < parts.damaged().size(); ++i) {
    const DamagedPart& part = parts.damaged()[i];
    lines.add(i == 0 ? "Damaged" : "",
              printable(part.path.filename().string()) + ": " + printable(part.problem));
  }
  lines.add("Samples", describe_samples(header));
  lines.add("Made by", "plume " + printable(header.provenance.plume_version) + ", commit " +
                           printable(header.provenance.commit));
  lines.add("Command", printable(header.provenance.command));
  lines.add("Go on with",
            missing.empty()
                ? "the same command and --resume, or 'plume merge': nothing is left to run"
                : "the same command and --resume; of shards run the others, then 'plume merge'");
  return lines.text();
}

std::string describe_project(const BrightwayProject& project) {
  LabelledLines lines;
  lines.add("Brightway", printable(project.path.string()));
  std::string text = lines.text();
  const auto file_cells = [](const BrightwayProject::Processed& processed) {
    const bool is_there = !processed.file.empty();
    return std::pair{is_there ? format_bytes(static_cast<double>(processed.bytes)) : "",
                     printable(processed.file)};
  };
  if (!project.databases.empty()) {
    TextTable table({"database", "datasets", "technosphere", "biosphere", "size", "file", "state"},
                    {TextTable::left, TextTable::right, TextTable::right, TextTable::right,
                     TextTable::right, TextTable::left, TextTable::left});
    for (const BrightwayProject::Database& each : project.databases) {
      const auto [size, file] = file_cells(each.processed);
      table.add({printable(each.name), std::to_string(each.datasets),
                 std::to_string(each.technosphere), std::to_string(each.biosphere), size, file,
                 file.empty()   ? "not processed"
                 : each.changed ? "changed since"
                                : ""});
    }
    text += "\n" + table.to_string();
  }
  const auto add = [&](const char* kind, const std::vector<BrightwayProject::Factors>& factors) {
    if (factors.empty()) return;
    TextTable table(
        {kind, "unit", "factors", "size", "file"},
        {TextTable::left, TextTable::left, TextTable::right, TextTable::right, TextTable::left});
    for (const BrightwayProject::Factors& each : factors) {
      const auto [size, file] = file_cells(each.processed);
      table.add(
          {printable(each.name), printable(each.unit), std::to_string(each.factors), size, file});
    }
    text += "\n" + table.to_string();
  };
  add("method", project.methods);
  add("normalisation", project.normalisations);
  add("weighting", project.weightings);
  return text;
}

std::string describe_dump(const IterationDump& dump) {
  LabelledLines lines;
  lines.add("Iteration", std::to_string(dump.iteration) + ", seed " + std::to_string(dump.seed));
  lines.add("Status", name_of(dump.status));
  lines.add("Folder", printable(dump.folder.string()));
  for (std::size_t i = 0; i < dump.files.size(); ++i)
    lines.add(i == 0 ? "Files" : "", printable(dump.files[i]));
  TextTable table({"category", "unit", "static", "score"},
                  {TextTable::left, TextTable::left, TextTable::right, TextTable::right});
  std::string text = lines.text();
  const std::size_t num_categories = dump.axes.categories.size();
  for (std::size_t d = 0; d < dump.axes.demands.size(); ++d) {
    TextTable scores = table;
    for (std::size_t k = 0; k < num_categories; ++k) {
      const OutputAxes::Category& category = dump.axes.categories[k];
      const std::size_t output = d * num_categories + k;
      scores.add({printable(category.name.empty() ? category.id : category.name),
                  printable(category.unit), format_significant(dump.static_scores[output], 6),
                  format_significant(dump.scores[output], 6)});
    }
    text += "\nDemand: " + printable(dump.axes.demands[d].name) + "\n\n" + scores.to_string();
  }
  return text;
}

}  // namespace plume::api
