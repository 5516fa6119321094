// SPDX-License-Identifier: Apache-2.0
#include "host/report/text_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/report/number.hpp"
#include "host/report/own_words.hpp"
#include "host/report/score_table.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"
#include "host/stats/replicates.hpp"
#include "host/stats/student.hpp"

namespace plume {
namespace {

constexpr double standard_errors_of_chance = 4.0;

std::string iterations_line(const ReportInput& input) {
  std::string line = describe_iterations(input);
  if (const std::size_t parts = input.header.provenance.parts.size(); parts > 1) {
    line += "; made in " + std::to_string(parts) + " parts";
  }
  const std::uint64_t direct = input.totals.failed[static_cast<int>(IterationStatus::direct)];
  if (direct > 0) line += "; " + std::to_string(direct) + " solved directly (sparse LU)";
  return line;
}

std::string drawn_line(const Provenance& made) {
  std::string line = made.drawn.empty() ? "nothing" : printable(made.drawn);
  if (!made.lognormal_anchor.empty())
    line += "; a lognormal's static amount is its " + printable(made.lognormal_anchor);
  if (made.lognormals.count > 0) {
    line += "; the means of " + std::to_string(made.lognormals.count) + " lognormals are up to " +
            format_significant(made.lognormals.largest_mean_to_median, 3) + " times their medians";
  }
  return line;
}

std::uint64_t count_of(const Tally& tally, std::string_view name) {
  const auto found = tally.find(name);
  return found == tally.end() ? 0 : found->second;
}

/// "2829 of 6554 inputs and wastes cut off, 12681 of 24950 exchanges with the environment without a
/// factor": of the databases, not of a demand.
std::string left_out_line(const ReportInput& input) {
  const LinkSummary links = links_of(input);
  if (links.empty()) return {};
  std::uint64_t inputs = 0;
  for (const auto& [reason, count] : links.links) inputs += count;
  const std::uint64_t without = count_of(links.flows, "exchanges_without_factor");
  const std::uint64_t cut_off =
      count_of(links.links, "cut_off") + count_of(links.links, "waste_cut_off");
  return std::to_string(cut_off) + " of " + std::to_string(inputs) +
         " inputs and wastes cut off, " + std::to_string(without) + " of " +
         std::to_string(without + count_of(links.flows, "exchanges_with_factor")) +
         " exchanges with the environment without a factor; --profile lca shows which of them each "
         "demand reaches";
}

std::string head_of_report(const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  LabelledLines lines;
  lines.add("Study", printable(input.header.study_name));
  lines.add("Iterations", iterations_line(input));
  const std::vector<std::string> precision = describe_precision(input);
  for (std::size_t i = 0; i < precision.size(); ++i)
    lines.add(i == 0 ? "Precision" : "", precision[i]);
  lines.add("Failed", describe_failures(input.totals));
  if (const std::string hint = dump_hint(input); !hint.empty()) lines.add("", hint);
  if (const std::string samples = describe_samples(input.header); samples != "kept")
    lines.add("Samples", samples);
  lines.add("Drawn", drawn_line(made));
  lines.add("Device", printable(made.device) + "; precision " + printable(made.precision) +
                          ", tolerance " + format_exact(made.tolerance) + "; " +
                          format_significant(input.totals.seconds, 2) + " s in the loop");
  for (std::size_t i = 0; i < made.inputs.size(); ++i) {
    const InputFile& file = made.inputs[i];
    lines.add(i == 0 ? "Inputs" : "", printable(file.path) + ", " + printable(file.format) +
                                          ", sha256 " + printable(file.sha256).substr(0, 16));
  }
  lines.add("Made by", "plume " + printable(made.plume_version) + " (commit " +
                           printable(made.commit) + "), " + printable(input.totals.finished));
  if (const std::string left_out = left_out_line(input); !left_out.empty())
    lines.add("Left out", left_out);
  lines.add("Warnings", made.warnings.empty()
                            ? "none"
                            : std::to_string(made.warnings.size()) + "; 'plume info' lists them");
  return lines.text();
}

std::string demand_table(const ReportInput& input, std::size_t demand, std::size_t width) {
  const ReportTable scores = score_table(input, demand, built_in_labels("en"));
  std::vector<std::string> heads;
  std::vector<TextTable::Alignment> alignments;
  for (const ReportColumn& column : scores.columns) {
    heads.push_back(column.head);
    alignments.push_back(column.kind == ReportColumn::number ? TextTable::right : TextTable::left);
  }
  TextTable table(heads, alignments);
  for (const auto& row : scores.rows) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) cells.push_back(shown(cell));
    table.add(cells);
  }
  constexpr std::size_t least_needed[] = {
      7, 3, 2};  // sd, median, static: what a narrow terminal goes without, the last first
  for (const std::size_t column : least_needed) {
    if (width != 0 && table.narrowest() > width) table.drop_column(column);
  }
  return shortened("Demand: " + scores.caption, width) + "\n\n" + table.to_string(width);
}

/// What the control variate makes of mean and median; empty without one.
std::string control_table(const ReportInput& input, std::size_t demand, std::size_t width) {
  if (input.controlled.empty()) return {};
  const OutputAxes& axes = input.header.axes;
  TextTable table({"category", "unit", "mean", "± s.e.", "gain", "median", "± s.e.", "gain"},
                  {TextTable::left, TextTable::left, TextTable::right, TextTable::right,
                   TextTable::right, TextTable::right, TextTable::right, TextTable::right});
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    const OutputRow row = output_row(input, demand, category);
    const ControlledSummary& c = input.controlled.at(demand * axes.categories.size() + category);
    const auto estimate = [](double value, double error) {
      return rounded(value, rounding_by_error(error, std::vector{value}));
    };
    const auto error = [](double value, double se) {
      Rounding rounding = rounding_by_error(se, std::vector{se});
      rounding.scientific = rounding_by_error(se, std::vector{value}).scientific;
      return std::isnan(se) ? std::string("not known") : rounded(se, rounding);
    };
    const auto gain = [](double value) {
      return std::isnan(value) ? std::string("not known") : format_significant(value, 2);
    };
    table.add({printable(row.category_name()), printable(row.category.unit),
               estimate(c.mean, c.se_mean), error(c.mean, c.se_mean), gain(c.gain),
               estimate(c.quantile[0], c.se_quantile[0]), error(c.quantile[0], c.se_quantile[0]),
               gain(c.quantile_gain[0])});
  }
  return shortened("With the control variate: " + printable(axes.demands[demand].name), width) +
         "\n\n" + table.to_string(width) + "\n";
}

/// One sentence about static score, median and mean: people expect them to be equal, and they are
/// not.
std::string shift_sentence(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  std::optional<std::pair<std::size_t, std::size_t>> farthest;
  double largest = 0.0;
  bool any_spread = false, any_score = false;
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      const OutputRow row = output_row(input, demand, category);
      any_score = any_score || row.summary.count > 0;
      any_spread = any_spread || row.summary.sd > 0.0 ||
                   (row.summary.count > 0 && std::isnan(row.summary.mean));
      const double difference = std::fabs(row.summary.mean - row.static_score);
      const double shift = difference / std::fabs(row.static_score);
      if (std::isfinite(shift) && row.summary.sd > 0.0 &&
          difference > standard_errors_of_chance * row.summary.se_mean && shift > largest) {
        largest = shift;
        farthest = {demand, category};
      }
    }
  }
  if (!any_score) return "No iteration has a score: there are no statistics.";
  if (!any_spread) return "The iterations do not differ: nothing that was drawn is uncertain.";
  if (!farthest)
    return "shift: of the mean from the static score; none is larger than chance explains (4 "
           "standard errors).";
  const OutputRow row = output_row(input, farthest->first, farthest->second);
  std::string name = printable(row.category_name());
  if (axes.demands.size() > 1) name += " for " + printable(row.demand.name);
  return "shift: of the mean from the static score. The largest is that of " + name + ": mean " +
         percent_change(row.static_score, row.summary.mean) + ", median " +
         percent_change(row.static_score, row.summary.median) +
         ". Skewed distributions and ratios of uncertain numbers shift a mean; it is no error.";
}

/// What the standard errors rest on, and what that makes of them.
std::string confidence_sentence(const ReportInput& input) {
  std::optional<std::uint64_t> fewest;
  for (const Summary& summary : input.summaries) {
    if (summary.count > 0 && summary.replicates > 0) {
      fewest = std::min(fewest.value_or(summary.replicates), summary.replicates);
    }
  }
  const std::string& design = input.header.provenance.design;
  const bool by_blocks = replicate_length(design) != 1;
  const std::string why = "the iterations of a block of 1024 of this design (" + printable(design) +
                          ") balance each other";
  if (by_blocks && fewest.value_or(0) < 2) {
    return " Of fewer than two whole blocks it is not known: " + why +
           ", and only the spread of blocks tells. Run 2048 iterations or more.";
  }
  if (!fewest) return {};
  std::string text;
  if (by_blocks)
    text += " It is the spread of the means of " + std::to_string(*fewest) + " blocks, since " +
            why + ".";
  return text + " The 95 % confidence interval of a mean is ± " +
         format_significant(confidence_factor(*fewest - 1), 3) + " s.e.";
}

std::string notes(const ReportInput& input, std::size_t width) {
  const std::size_t columns = text_columns(width);
  std::string text = wrapped(
      "2.5 % to 97.5 %: the 95 % uncertainty interval of the score. It covers parameter "
      "uncertainty given in the "
      "model only; model and scenario choices are not in it.",
      columns);
  text += wrapped(
      "± s.e.: Monte Carlo standard error of the mean. It says how well this many iterations know "
      "the mean, not how "
      "uncertain the score is; its two digits decide how many digits of the others are shown." +
          confidence_sentence(input),
      columns);
  text += wrapped(shift_sentence(input), columns);
  for (const std::string& why : input.without_mean) {
    if (!why.empty()) text += wrapped(printable(why), columns);
  }
  if (!input.controlled.empty()) {
    text += wrapped(
        "gain: how many times less variance an estimate has with the control variate, a linear "
        "model of the score in " +
            std::to_string(input.header.provenance.first_order.controls) +
            " of its numbers whose mean is known. As many times more iterations would be as "
            "precise without it.",
        columns);
  }
  if (const FirstOrderUse& use = input.header.provenance.first_order; use.frozen > 0) {
    text += wrapped("An approximation: " + std::to_string(use.frozen) +
                        " uncertain numbers were held at their means, which have at most " +
                        format_significant(100.0 * use.frozen_share, 2) +
                        " % of the first-order variance of any score (sampling.freeze_below).",
                    columns);
  }
  if (const std::uint64_t lost = num_without_score(input.totals); lost > 0) {
    text += wrapped("The statistics are of the " + std::to_string(input.totals.iterations - lost) +
                        " iterations with a score; " + std::to_string(lost) + " have none.",
                    columns);
  }
  return text;
}

}  // namespace

std::string describe_iterations(const ReportInput& input) {
  const ResultTotals& totals = input.totals;
  std::string line = std::to_string(totals.iterations);
  if (totals.iterations != input.header.iterations_planned) {
    line += " of at most " + std::to_string(input.header.iterations_planned) + " (" +
            printable(totals.stop_reason) + ")";
  }
  line += ", seed " + std::to_string(input.header.seed);
  if (!input.header.provenance.design.empty())
    line += ", design " + printable(input.header.provenance.design);
  return line;
}

std::string describe_samples(const ResultHeader& header) {
  if (!header.samples)
    return "not kept; quantiles are read from counts, within 0.1 % of those of the samples";
  if (header.score_bits >= 52) return "kept";
  return "rounded to " + std::to_string(header.score_bits) +
         " bits of the mantissa, off by at most " +
         format_significant(100.0 * std::ldexp(1.0, -static_cast<int>(header.score_bits) - 1), 2) +
         " %";
}

std::string dump_hint(const ReportInput& input) {
  for (int i = num_iteration_statuses - 1; i >= static_cast<int>(IterationStatus::infeasible);
       --i) {
    const IterationList& listed = input.totals.failed_iterations[static_cast<std::size_t>(i)];
    if (listed.empty()) continue;
    return "'plume run --dump " + std::to_string(listed.front()) + " " +
           printable(study_operand(input.header.provenance)) + "' writes one of them to look at";
  }
  return {};
}

std::vector<std::string> describe_precision(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  std::vector<std::string> lines;
  for (const AchievedPrecision& each : input.totals.precision) {
    const bool relative =
        each.rule == PrecisionRule::relative_se_mean ||
        (each.rule == PrecisionRule::quantile_half_width && each.scale == WidthScale::relative);
    const auto shown = [&](double value) {
      if (std::isnan(value)) return std::string("not known");
      return relative ? format_significant(100.0 * value, 3) + " %" : format_significant(value, 3);
    };
    std::string line;
    const OutputAxes::Category& category = axes.categories.at(each.category);
    std::string where = printable(category.name.empty() ? category.id : category.name) + ", " +
                        printable(axes.demands.at(each.demand).name);
    switch (each.rule) {
      case PrecisionRule::relative_se_mean:
        line = "standard error of the mean";
        break;
      case PrecisionRule::quantile_half_width:
        line = "half-width of the " + format_exact(each.level) + " quantile";
        break;
      case PrecisionRule::comparison_half_width:
        line = "half-width of P(A < B)";
        where += " < " + printable(axes.demands.at(each.other_demand).name);
        break;
    }
    lines.push_back(line + " " + shown(each.reached) + ", wanted " + shown(each.wanted) +
                    "; worst: " + where);
  }
  return lines;
}

std::string describe_failures(const ResultTotals& totals, const Labels& labels) {
  constexpr std::size_t most_shown = 5;
  std::string text;
  for (int i = static_cast<int>(IterationStatus::infeasible); i < num_iteration_statuses; ++i) {
    if (totals.failed[i] == 0) continue;
    const auto status = static_cast<IterationStatus>(i);
    if (!text.empty()) text += labels("failures.separator");
    const IterationList& listed = totals.failed_iterations[static_cast<std::size_t>(i)];
    std::string which;
    for (std::size_t k = 0; k < std::min(listed.size(), most_shown); ++k)
      which += (k == 0 ? "" : labels("word.list_separator")) + std::to_string(listed[k]);
    if (totals.failed[i] > most_shown && !listed.empty())
      which += labels("word.list_separator") + "…";
    text += labels(listed.empty()       ? "failures.number"
                   : listed.size() == 1 ? "failures.iteration"
                                        : "failures.iterations",
                   {std::to_string(totals.failed[i]),
                    labels("failures." + std::string(name_of(status))), which});
  }
  return text.empty() ? own_word("none", labels) : text;
}

std::string text_report(const ReportInput& input, std::size_t width) {
  std::string text = head_of_report(input) + "\n";
  for (std::size_t demand = 0; demand < input.header.axes.demands.size(); ++demand) {
    text += demand_table(input, demand, width) + "\n";
    text += control_table(input, demand, width);
  }
  return text + notes(input, width);
}

}  // namespace plume
