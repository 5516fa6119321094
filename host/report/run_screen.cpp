// SPDX-License-Identifier: Apache-2.0
#include "host/report/run_screen.hpp"

#include <algorithm>
#include <vector>

#include "host/analysis/score_drivers.hpp"
#include "host/base/numbers.hpp"
#include "host/report/inventory_cells.hpp"
#include "host/report/score_table.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"

namespace plume {
namespace {

constexpr std::size_t most_rows = 14, most_drivers = 3, most_remarks = 4;

/// What was run, and what went wrong.
std::string head_of_screen(const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  LabelledLines lines;
  lines.add("Study", printable(input.header.study_name));
  lines.add("Iterations", describe_iterations(input));
  lines.add("Failed", describe_failures(input.totals));
  if (const std::string hint = dump_hint(input); !hint.empty()) lines.add("", hint);
  lines.add("Device", printable(made.device) + "; " + format_significant(input.totals.seconds, 2) +
                          " s in the loop");
  if (!made.warnings.empty())
    lines.add("Warnings", std::to_string(made.warnings.size()) + "; 'plume info' lists them");
  return lines.text();
}

TextTable figures_table(std::vector<std::string> names) {
  std::vector<TextTable::Alignment> alignments(names.size(), TextTable::left);
  for (const char* figure : {"static", "mean", "median", "2.5 %", "97.5 %"}) {
    names.emplace_back(figure);
    alignments.push_back(TextTable::right);
  }
  return {std::move(names), std::move(alignments)};
}

/// The first outputs, a category after the other, so that options stand side by side.
std::string scores_table(const ReportInput& input, std::size_t width) {
  const OutputAxes& axes = input.header.axes;
  TextTable table = figures_table({"demand", "category", "unit"});
  std::size_t shown_rows = 0, left_out = 0;
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
      const OutputRow row = output_row(input, demand, category);
      const Summary& s = row.summary;
      if (shown_rows == most_rows) {
        ++left_out;
        continue;
      }
      ++shown_rows;
      std::vector<std::string> cells{printable(row.demand.name), printable(row.category_name()),
                                     printable(row.category.unit)};
      for (const double value :
           {row.static_score, s.mean, s.median, s.quantiles[lower95], s.quantiles[upper95]})
        cells.push_back(headline(value, s));
      table.add(std::move(cells));
    }
  }
  if (axes.demands.size() == 1) table.drop_column(0);
  std::string text = table.to_string(width);
  if (left_out > 0) text += "and " + std::to_string(left_out) + " further scores\n";
  return text;
}

/// Totals of the inventory; the lines and single gases are in the report.
std::string totals_table(const InventorySummary& inventory, std::size_t width) {
  TextTable table = figures_table({"t CO2e"});
  std::size_t shown_rows = 0;
  for (std::size_t i = 0; i < inventory.totals.size() && shown_rows < most_rows; ++i) {
    const InventoryFigure& f = inventory.totals[i];
    // Scope 3 by category is in the report.
    if (i < inventory.record.totals.size() &&
        inventory.record.totals[i].kind.starts_with("scope 3 "))
      continue;
    ++shown_rows;
    std::vector<std::string> cells{printable(f.demand)};
    for (const double value : {f.static_value, f.mean, f.median, f.lower, f.upper})
      cells.push_back(words_of(value, f));
    table.add(std::move(cells));
  }
  return table.to_string(width);
}

struct Driver {
  std::string name;
  double share = 0.0;
};

std::string drivers_sentence(const std::string& of, std::vector<Driver> drivers, double error) {
  std::erase_if(drivers, [](const Driver& driver) { return !(driver.share > 0.0); });
  if (drivers.empty()) return {};
  std::stable_sort(drivers.begin(), drivers.end(),
                   [](const Driver& a, const Driver& b) { return a.share > b.share; });
  if (drivers.size() > most_drivers) drivers.resize(most_drivers);
  std::string text = "Of the variance of " + of + ":";
  for (const Driver& driver : drivers) {
    text += (&driver == drivers.data() ? " " : "; ") + driver.name + " " +
            shown(Cell::percent(driver.share, error));
  }
  return text + ".";
}

std::string inventory_drivers(const InventorySummary& inventory) {
  std::vector<Driver> drivers;
  for (const InventoryLineSummary& line : inventory.lines) {
    if (!line.inside) continue;
    drivers.push_back(
        {printable(inventory.record.lines.at(line.record).demand), line.variance_share});
  }
  return drivers_sentence(
      "the total (" + boundary_words(inventory.record.claim, built_in_labels("en")) + ")",
      std::move(drivers), share_error(inventory));
}

/// Of the first score that has any.
std::string score_drivers(const ReportInput& input) {
  for (const ScoreDrivers& of : score_drivers_from_json(input.header.provenance.drivers)) {
    if (of.parameters.empty()) continue;
    std::vector<Driver> drivers;
    for (const auto& parameter : of.parameters) {
      std::string name = printable(parameter.name);
      if (parameter.count > 1)
        name += " (and " + std::to_string(parameter.count - 1) + " that share its draw)";
      drivers.push_back({std::move(name), parameter.share});
    }
    const OutputRow row = output_row(input, of.demand, of.category);
    std::string name = printable(row.category_name());
    if (input.header.axes.demands.size() > 1) name += " of " + printable(row.demand.name);
    return drivers_sentence(name + ", to first order", std::move(drivers), 0.0);
  }
  return {};
}

/// What must be known before a number is believed.
std::vector<std::string> remarks(const ReportInput& input) {
  std::vector<std::string> texts = describe_precision(input);
  for (const std::string& why : input.without_mean) {
    if (!why.empty()) texts.push_back(printable(why));
  }
  if (const FirstOrderUse& use = input.header.provenance.first_order; use.frozen > 0)
    texts.push_back(std::to_string(use.frozen) +
                    " uncertain numbers were held at their means (sampling.freeze_below).");
  if (texts.size() > most_remarks) {
    const std::size_t more = texts.size() - most_remarks;
    texts.resize(most_remarks);
    texts.push_back("and " + std::to_string(more) + " remarks more, in the report");
  }
  return texts;
}

}  // namespace

std::string run_screen(const ReportInput& input, const InventorySummary& inventory,
                       const std::string& result_path, std::size_t width) {
  const std::size_t columns = text_columns(width);
  const bool is_inventory = !inventory.totals.empty();
  const Labels labels = built_in_labels("en");
  const SampleShapes no_shapes;
  std::string text = head_of_screen(input);
  std::string verdict;
  for (const Block& block : verdict_blocks({input, no_shapes, labels, &inventory}))
    verdict += wrapped(std::get<Paragraph>(block).text, columns);
  if (!verdict.empty()) text += "\n" + verdict;
  text += "\n" + (is_inventory ? totals_table(inventory, width) : scores_table(input, width));
  const std::string drivers = is_inventory ? inventory_drivers(inventory) : score_drivers(input);
  if (!drivers.empty()) text += "\n" + wrapped(drivers, columns);
  for (const std::string& remark : remarks(input)) text += wrapped(remark, columns);
  LabelledLines where;
  where.add("Report", "plume report " + result_path + " -o report.html");
  where.add("Tables", "plume report " + result_path + "        (all " +
                          std::to_string(input.header.axes.num_outputs()) +
                          " scores; -f csv, xlsx, json)");
  return text + "\n" + where.text() + "\nresult: " + result_path + "\n";
}

std::string run_screen(const std::filesystem::path& result, std::size_t width) {
  const ResultFile file(result);
  return run_screen(report_input(file), inventory_summary(file), printable(result.string()), width);
}

}  // namespace plume
