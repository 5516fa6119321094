// SPDX-License-Identifier: Apache-2.0
// What every report tells: totals, tables, distributions, and what the intervals cover.
#include <algorithm>
#include <cmath>

#include "host/report/score_table.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"

namespace plume {
namespace {

constexpr std::size_t p95 = 4;
static_assert(quantile_levels[p95] == 0.95);
constexpr std::size_t most_sentences = 12;
constexpr std::size_t most_distributions = 240;
constexpr std::size_t most_convergence = 12;

std::string unit_of(const OutputRow& row) { return printable(row.category.unit); }

/// " It is 0 with a probability of 40 %.", of the most probable of the values that many draws
/// share.
std::string words_of_atoms(const SampleDensity& shape, const Summary& s, const Labels& labels) {
  constexpr std::size_t most = 3;
  std::vector<SampleDensity::Atom> atoms = shape.atoms;
  std::stable_sort(atoms.begin(), atoms.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  if (atoms.size() > most) atoms.resize(most);
  std::string words;
  for (const SampleDensity::Atom& atom : atoms) {
    const double error = std::sqrt(atom.share * (1.0 - atom.share) / static_cast<double>(s.count));
    words += labels("distributions.atom", {rounded(atom.value, headline_rounding(s)),
                                           shown(Cell::percent(atom.share, error))});
  }
  return words;
}

}  // namespace

std::string output_name(const ReportContent& content, std::size_t demand, std::size_t category) {
  const OutputRow row = output_row(content.input, demand, category);
  const std::string name = printable(row.category_name());
  return content.input.header.axes.demands.size() == 1
             ? name
             : content.labels("phrase.category_for_demand", {name, printable(row.demand.name)});
}

std::string total_sentence(const ReportContent& content, std::size_t demand, std::size_t category) {
  const OutputRow row = output_row(content.input, demand, category);
  const Summary& s = row.summary;
  const std::string name = output_name(content, demand, category);
  if (s.count == 0) return content.labels("summary.no_score", {name});
  if (!(s.sd > 0.0)) {
    return content.labels("summary.no_spread", {name, shown(Cell::figure(s.mean)), unit_of(row)});
  }
  const Rounding rounding = headline_rounding(s);
  return content.labels(
      "summary.total",
      {name, rounded(s.mean, rounding), unit_of(row), rounded(s.quantiles[lower95], rounding),
       rounded(s.quantiles[upper95], rounding), rounded(row.static_score, rounding)});
}

std::vector<Block> summary_section(const ReportContent& content) {
  const OutputAxes& axes = content.input.header.axes;
  std::vector<Block> blocks;
  std::size_t told = 0;
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    for (std::size_t demand = 0; demand < axes.demands.size() && told < most_sentences;
         ++demand, ++told) {
      blocks.emplace_back(Paragraph{total_sentence(content, demand, category)});
    }
  }
  if (told < axes.num_outputs()) {
    blocks.emplace_back(
        Paragraph{content.labels("summary.more", {std::to_string(axes.num_outputs() - told)}),
                  Paragraph::Kind::note});
  }
  blocks.emplace_back(Paragraph{content.labels("coverage.short"), Paragraph::Kind::note});
  if (const std::uint64_t lost = num_without_score(content.input.totals); lost > 0) {
    blocks.emplace_back(Paragraph{
        content.labels("summary.lost", {std::to_string(content.input.totals.iterations - lost),
                                        std::to_string(lost)}),
        Paragraph::Kind::note});
  }
  return blocks;
}

std::vector<Block> results_section(const ReportContent& content) {
  std::vector<Block> blocks;
  for (std::size_t demand = 0; demand < content.input.header.axes.demands.size(); ++demand) {
    blocks.emplace_back(score_table(content.input, demand, content.labels));
  }
  blocks.emplace_back(Paragraph{content.labels("results.note"), Paragraph::Kind::note});
  return blocks;
}

std::vector<Block> distributions_section(const ReportContent& content) {
  const OutputAxes& axes = content.input.header.axes;
  std::vector<Block> blocks;
  std::size_t left_out = 0;
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
      const std::size_t output = demand * axes.categories.size() + category;
      if (output >= content.shapes.densities.size()) continue;
      const SampleDensity& shape = content.shapes.densities[output];
      if (shape.density.empty()) continue;
      if (blocks.size() == most_distributions) {
        ++left_out;
        continue;
      }
      const OutputRow row = output_row(content.input, demand, category);
      const Summary& s = row.summary;
      const Rounding rounding = headline_rounding(s);
      DistributionData data;
      data.from = shape.from;
      data.to = shape.to;
      data.density = shape.density;
      for (const SampleDensity::Atom& atom : shape.atoms)
        data.atoms.push_back({atom.value, atom.share});
      data.lower = s.quantiles[lower95];
      data.upper = s.quantiles[upper95];
      data.median = s.median;
      data.static_value = row.static_score;
      data.has_zero_line = s.minimum < 0.0 && s.maximum > 0.0;
      std::string description = content.labels(
          "distributions.description",
          {rounded(s.median, rounding), unit_of(row), rounded(s.quantiles[lower95], rounding),
           rounded(s.quantiles[upper95], rounding), rounded(row.static_score, rounding)});
      description += words_of_atoms(shape, s, content.labels);
      blocks.emplace_back(
          Figure{"distribution-" + std::to_string(demand + 1) + "-" + std::to_string(category + 1),
                 output_name(content, demand, category), std::move(description), unit_of(row),
                 std::move(data)});
    }
  }
  if (left_out > 0) {
    blocks.emplace_back(Paragraph{content.labels("distributions.more", {std::to_string(left_out)}),
                                  Paragraph::Kind::note});
  }
  return blocks;
}

std::vector<Block> precision_section(const ReportContent& content) {
  std::vector<Block> blocks;
  const char* text = content.input.header.samples ? "precision.text" : "precision.without_samples";
  blocks.emplace_back(
      Paragraph{content.labels(text, {std::to_string(content.input.totals.iterations)})});
  if (const auto rules = describe_precision(content.input); !rules.empty()) {
    blocks.emplace_back(Facts{{{content.labels("precision.rules"), rules}}});
  }
  std::size_t drawn = 0;
  for (const RunningFigures& running : content.shapes.running) {
    if (running.iterations.size() < 2 || drawn++ >= most_convergence) continue;
    const OutputRow row = output_row(content.input, running.demand, running.category);
    const Summary& s = row.summary;
    ConvergenceData data{running.iterations, running.mean, running.p95, s.se_mean,
                         s.se_quantiles[p95]};
    const auto estimate = [&](double value, double error) {
      return rounded(value, rounding_by_error(error, std::vector{value}));
    };
    const auto error = [&](double value) {
      return std::isfinite(value) ? rounded(value, rounding_by_error(value, std::vector{value}))
                                  : content.labels("word.not_known");
    };
    blocks.emplace_back(Figure{
        "convergence-" + std::to_string(running.demand + 1) + "-" +
            std::to_string(running.category + 1),
        output_name(content, running.demand, running.category),
        content.labels("precision.description", {std::to_string(content.input.totals.iterations),
                                                 estimate(s.mean, s.se_mean), error(s.se_mean),
                                                 estimate(s.quantiles[p95], s.se_quantiles[p95]),
                                                 error(s.se_quantiles[p95]), unit_of(row)}),
        unit_of(row), std::move(data)});
  }
  return blocks;
}

std::vector<Block> coverage_section(const ReportContent& content) {
  const Provenance& made = content.input.header.provenance;
  std::vector<Block> blocks;
  blocks.emplace_back(Paragraph{content.labels("coverage.inside")});
  blocks.emplace_back(Paragraph{content.labels("coverage.outside")});
  std::string drawn;
  for (const char* part : {"technosphere", "biosphere", "characterisation", "parameters"}) {
    if (made.drawn.find(part) == std::string::npos) continue;
    if (!drawn.empty()) drawn += content.labels("word.list_separator");
    drawn += content.labels(std::string("drawn.") + part);
  }
  blocks.emplace_back(Paragraph{drawn.empty() ? content.labels("coverage.nothing_drawn")
                                              : content.labels("coverage.drawn", {drawn})});
  blocks.emplace_back(Paragraph{content.labels("coverage.ranking"), Paragraph::Kind::note});
  return blocks;
}

}  // namespace plume
