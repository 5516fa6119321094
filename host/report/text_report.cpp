// SPDX-License-Identifier: Apache-2.0
#include "host/report/text_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/report/number.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t lower = 0, upper = quantile_levels.size() - 1;  // of the 95 % interval
static_assert(quantile_levels[lower] == 0.025 && quantile_levels[upper] == 0.975);
constexpr double standard_errors_of_chance = 4.0;

const char* explanation(IterationStatus status) {
  switch (status) {
    case IterationStatus::infeasible:
      return "supplies of opposite sign; the score counts all the same";
    case IterationStatus::singular:
      return "no unique solution; no score";
    case IterationStatus::non_finite:
      return "a score is not a finite number; no score";
    default:
      return "";
  }
}

std::string iterations_line(const ReportInput& input) {
  const ResultTotals& totals = input.totals;
  std::string line = std::to_string(totals.iterations);
  if (totals.iterations != input.header.iterations_planned) {
    line +=
        " of at most " + std::to_string(input.header.iterations_planned) + " (" + printable(totals.stop_reason) + ")";
  }
  line += ", seed " + std::to_string(input.header.seed);
  if (!input.header.provenance.design.empty()) line += ", design " + printable(input.header.provenance.design);
  const std::uint64_t direct = totals.failed[static_cast<int>(IterationStatus::direct)];
  if (direct > 0) line += "; " + std::to_string(direct) + " solved directly (sparse LU)";
  return line;
}

std::string drawn_line(const Provenance& made) {
  std::string line = made.drawn.empty() ? "nothing" : printable(made.drawn);
  if (!made.lognormal_anchor.empty())
    line += "; a lognormal's static amount is its " + printable(made.lognormal_anchor);
  return line;
}

std::string head(const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  LabelledLines lines;
  lines.add("Study", printable(input.header.study_name));
  lines.add("Iterations", iterations_line(input));
  lines.add("Failed", describe_failures(input.totals));
  lines.add("Drawn", drawn_line(made));
  lines.add("Device", printable(made.device) + "; precision " + printable(made.precision) + ", tolerance " +
                          format_exact(made.tolerance) + "; " + format_significant(input.totals.seconds, 2) +
                          " s in the loop");
  for (std::size_t i = 0; i < made.inputs.size(); ++i) {
    const InputFile& file = made.inputs[i];
    lines.add(i == 0 ? "Inputs" : "", printable(file.path) + ", " + printable(file.format) + ", sha256 " +
                                          printable(file.sha256).substr(0, 16));
  }
  lines.add("Made by", "plume " + printable(made.plume_version) + " (commit " + printable(made.commit) + "), " +
                           printable(input.totals.finished));
  lines.add("Warnings",
            made.warnings.empty() ? "none" : std::to_string(made.warnings.size()) + "; 'plume info' lists them");
  return lines.text();
}

std::string demand_table(const ReportInput& input, std::size_t demand, std::size_t width) {
  const OutputAxes& axes = input.header.axes;
  std::string title = "Demand: " + printable(axes.demands[demand].name);
  if (!axes.demands[demand].unit.empty()) title += " [" + printable(axes.demands[demand].unit) + "]";
  TextTable table({"category", "unit", "static", "median", "mean", "± s.e.", "shift", "sd", "2.5 %", "97.5 %"},
                  {TextTable::left, TextTable::left, TextTable::right, TextTable::right, TextTable::right,
                   TextTable::right, TextTable::right, TextTable::right, TextTable::right, TextTable::right});
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    const OutputRow row = output_row(input, demand, category);
    const Summary& s = row.summary;
    const Rounding rounding = rounding_by_error(
        s.se_mean, std::vector{row.static_score, s.median, s.mean, s.sd, s.quantiles[lower], s.quantiles[upper]});
    Rounding error_rounding = rounding_by_error(s.se_mean, std::vector{s.se_mean});
    error_rounding.scientific = rounding.scientific;
    table.add({printable(row.category_name()), printable(row.category.unit), rounded(row.static_score, rounding),
               rounded(s.median, rounding), rounded(s.mean, rounding), rounded(s.se_mean, error_rounding),
               percent_change(row.static_score, s.mean), rounded(s.sd, rounding), rounded(s.quantiles[lower], rounding),
               rounded(s.quantiles[upper], rounding)});
  }
  constexpr std::size_t least_needed[] = {
      7, 3, 2};  // sd, median, static: what a narrow terminal goes without, the last first
  for (const std::size_t column : least_needed) {
    if (width != 0 && table.narrowest() > width) table.drop_column(column);
  }
  return shortened(title, width) + "\n\n" + table.to_string(width);
}

/// One sentence about static score, median and mean: people expect them to be equal, and they are not.
std::string shift_sentence(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  std::optional<std::pair<std::size_t, std::size_t>> farthest;
  double largest = 0.0;
  bool any_spread = false, any_score = false;
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      const OutputRow row = output_row(input, demand, category);
      any_score = any_score || row.summary.count > 0;
      any_spread = any_spread || row.summary.sd > 0.0;
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
    return "shift: of the mean from the static score; none is larger than chance explains (4 standard errors).";
  const OutputRow row = output_row(input, farthest->first, farthest->second);
  std::string name = printable(row.category_name());
  if (axes.demands.size() > 1) name += " for " + printable(row.demand.name);
  return "shift: of the mean from the static score. The largest is that of " + name + ": mean " +
         percent_change(row.static_score, row.summary.mean) + ", median " +
         percent_change(row.static_score, row.summary.median) +
         ". Skewed distributions and ratios of uncertain numbers shift a mean; it is no error.";
}

std::string notes(const ReportInput& input, std::size_t width) {
  constexpr std::size_t comfortable = 100, least = 40;
  const std::size_t columns = width == 0 ? comfortable : std::clamp(width, least, comfortable);
  std::string text = wrapped(
      "2.5 % to 97.5 %: the 95 % uncertainty interval of the score. It covers parameter uncertainty given in the "
      "model only; model and scenario choices are not in it.",
      columns);
  text += wrapped(
      "± s.e.: Monte Carlo standard error of the mean. It says how well this many iterations know the mean, not how "
      "uncertain the score is; its two digits decide how many digits of the others are shown.",
      columns);
  if (input.header.provenance.design == "lhs") {
    text += wrapped(
        "The iterations are a Latin hypercube: they balance each other, and the mean is better known than the "
        "± s.e. of as many independent iterations that is shown.",
        columns);
  }
  text += wrapped(shift_sentence(input), columns);
  if (const std::uint64_t lost = num_without_score(input.totals); lost > 0) {
    text += wrapped("The statistics are of the " + std::to_string(input.totals.iterations - lost) +
                        " iterations with a score; " + std::to_string(lost) + " have none.",
                    columns);
  }
  return text;
}

}  // namespace

std::string describe_failures(const ResultTotals& totals) {
  std::string text;
  for (int i = static_cast<int>(IterationStatus::infeasible); i < num_iteration_statuses; ++i) {
    if (totals.failed[i] == 0) continue;
    const auto status = static_cast<IterationStatus>(i);
    if (!text.empty()) text += ", ";
    text += std::to_string(totals.failed[i]) + " " + name_of(status) + " (" + explanation(status) + ")";
  }
  return text.empty() ? "none" : text;
}

std::string text_report(const ReportInput& input, std::size_t width) {
  std::string text = head(input) + "\n";
  for (std::size_t demand = 0; demand < input.header.axes.demands.size(); ++demand) {
    text += demand_table(input, demand, width) + "\n";
  }
  return text + notes(input, width);
}

}  // namespace plume
