// SPDX-License-Identifier: Apache-2.0
// What an inventory and a claim made of it add to a report: totals by scope, lines, drivers, error
// propagation, registers, and how probable the claim is.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/report/inventory_cells.hpp"
#include "host/report/own_words.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t most_drivers = 12;

/// Totals of a kind; nullptr where the inventory has none.
const InventoryFigure* total_of(const InventorySummary& inventory, std::string_view kind) {
  for (std::size_t i = 0; i < std::min(inventory.totals.size(), inventory.record.totals.size());
       ++i) {
    if (inventory.record.totals[i].kind == kind) return &inventory.totals[i];
  }
  return nullptr;
}

std::vector<std::string> with(std::vector<std::string> first,
                              const std::vector<std::string>& rest) {
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

/// Positions of the lines by their share of the variance, the largest first.
std::vector<std::size_t> by_variance(const InventorySummary& inventory) {
  std::vector<std::size_t> order(inventory.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return inventory.lines[a].variance_share > inventory.lines[b].variance_share;
  });
  // Lines outside of the boundary, and certain ones, drive nothing; one line stays so that there is
  // something to say.
  const auto idle = [&](std::size_t i) {
    return inventory.lines[i].variance_share == 0.0 && inventory.lines[i].expected_drop == 0.0;
  };
  const std::size_t first = order.empty() ? 0 : order.front();
  std::erase_if(order, idle);
  if (order.empty() && !inventory.lines.empty()) order.push_back(first);
  if (order.size() > most_drivers) order.resize(most_drivers);
  return order;
}

/// An amount of the claim's balance. All of a page are rounded to one place, by the spread of the
/// net emissions, so that they add up by eye; what is smaller keeps two digits.
Cell balance_cell(double value, const ClaimSummary& claim) {
  constexpr double sds_in_interval = 3.92;
  const ClaimFigures& net = claim.risk_adjusted;
  Rounding rounding =
      rounding_by_error((net.upper - net.lower) / sds_in_interval,
                        std::vector{claim.gross_mean, net.mean, net.lower, net.upper});
  rounding.place = std::min(rounding.place, Cell::figure(value, 2).rounding.place);
  return Cell::number(value, rounding);
}

ReportTable claim_table(const ClaimSummary& claim, const Labels& labels, double iterations) {
  ReportTable table{"claim-figures",
                    labels("claim.caption"),
                    columns_of(labels, {"figure", "face", "adjusted"}),
                    {}};
  const auto add = [&](const std::string& name, Cell face, Cell adjusted) {
    table.rows.push_back({Cell::words(name), std::move(face), std::move(adjusted)});
  };
  const auto add_number = [&](const char* key, double ClaimFigures::*member) {
    add(labels(std::string("claim.") + key), balance_cell(claim.face.*member, claim),
        balance_cell(claim.risk_adjusted.*member, claim));
  };
  add(labels("claim.probability"), Cell::sampled_share(claim.face.probability, iterations),
      Cell::sampled_share(claim.risk_adjusted.probability, iterations));
  add_number("static_net", &ClaimFigures::static_net);
  const auto add_pair = [&](const char* key, double face, double adjusted) {
    add(labels(std::string("claim.") + key), balance_cell(face, claim),
        balance_cell(adjusted, claim));
  };
  add_pair("gross", claim.gross_mean, claim.gross_mean);
  add_pair("removals", claim.removals_mean, claim.removals_mean);
  add_pair("credits", claim.nominal, claim.realised_mean);
  add_number("mean", &ClaimFigures::mean);
  add_number("lower", &ClaimFigures::lower);
  add_number("upper", &ClaimFigures::upper);
  add_number("p90", &ClaimFigures::p90);
  add_number("p95", &ClaimFigures::p95);
  add_number("shortfall", &ClaimFigures::shortfall);
  const auto needed = [&](const ClaimFigures& figures, std::size_t i) {
    if (i >= figures.needed.size()) return Cell::words("");
    const double nominal = figures.needed[i].nominal;
    return std::isfinite(nominal) ? Cell::figure(nominal) : Cell::words(labels("claim.no_volume"));
  };
  for (std::size_t i = 0; i < std::max(claim.face.needed.size(), claim.risk_adjusted.needed.size());
       ++i) {
    const double confidence = i < claim.face.needed.size()
                                  ? claim.face.needed[i].confidence
                                  : claim.risk_adjusted.needed[i].confidence;
    add(labels("claim.needed", {shown(Cell::level(confidence))}), needed(claim.face, i),
        needed(claim.risk_adjusted, i));
  }
  return table;
}

/// Contracts and certificates of scope 2, market-based, with what they leave of each quantity.
ReportTable instruments_table(const InventoryRecord& record, const Labels& labels) {
  ReportTable table{"instruments",
                    labels("instruments.caption"),
                    columns_of(labels, {"instrument", "covers", "volume", "unit", "covered",
                                        "factor", "quality"}),
                    {}};
  std::vector<std::string> wholes;
  for (const InventoryRecord::Instrument& each : record.instruments) {
    if (std::find(wholes.begin(), wholes.end(), each.covers) == wholes.end())
      wholes.push_back(each.covers);
  }
  const auto add = [&](const InventoryRecord::Instrument& each, const std::string& quality) {
    table.rows.push_back({text(each.name), text(each.covers), Cell::figure(each.volume, 4),
                          text(each.unit), Cell::percent(each.share), text(each.factor_text),
                          text(quality)});
  };
  for (const std::string& whole : wholes) {
    InventoryRecord::Instrument rest;
    rest.name = labels("instruments.rest");
    rest.covers = whole;
    double covered = 0.0, amount = 0.0;
    for (const InventoryRecord::Instrument& each : record.instruments) {
      if (each.covers != whole) continue;
      add(each, each.quality.empty() ? labels("instruments.not_stated")
                                     : labels("instruments.criteria", {each.quality}));
      covered += each.share;
      if (each.share > 0.0) amount = each.volume / each.share;
      rest.unit = each.unit;
    }
    rest.share = std::max(1.0 - covered, 0.0);
    rest.volume = rest.share * amount;
    add(rest, {});
  }
  return table;
}

}  // namespace

std::vector<Block> verdict_blocks(const ReportContent& content) {
  if (!content.inventory || !content.inventory->claim.present) return {};
  const Labels& labels = content.labels;
  const InventorySummary& inventory = *content.inventory;
  const ClaimSummary& claim = inventory.claim;
  const auto iterations = static_cast<double>(inventory.iterations);
  std::vector<Block> blocks;
  const std::string face = shown(Cell::sampled_share(claim.face.probability, iterations));
  const std::string adjusted =
      shown(Cell::sampled_share(claim.risk_adjusted.probability, iterations));
  const std::string verdict_key = claim.verdict == "demonstrated"       ? "claim.demonstrated"
                                  : claim.verdict == "not demonstrated" ? "claim.not_demonstrated"
                                                                        : "claim.not_met";
  blocks.emplace_back(
      Paragraph{labels("claim.verdict", {face, adjusted, labels(verdict_key),
                                         shown(Cell::level(inventory.record.claim.probability))}),
                Paragraph::Kind::verdict});
  if (claim.planned > 0.0)
    blocks.emplace_back(
        Paragraph{labels("claim.planned", {shown(balance_cell(claim.planned, claim)), tonnes})});
  if (claim.not_shown > 0.0)
    blocks.emplace_back(Paragraph{
        labels("claim.not_shown", {shown(balance_cell(claim.not_shown, claim)), tonnes})});
  for (const InventoryRecord::Credit& credit : inventory.record.credits) {
    if (credit.counted) continue;
    blocks.emplace_back(
        Paragraph{labels("claim.not_counted", {shown(balance_cell(credit.nominal, claim)), tonnes,
                                               printable(credit.project),
                                               printable(own_word(credit.not_counted, labels))})});
  }
  return blocks;
}

std::vector<Block> claim_section(const ReportContent& content) {
  std::vector<Block> blocks = verdict_blocks(content);
  if (blocks.empty()) return blocks;
  const Labels& labels = content.labels;
  const InventorySummary& inventory = *content.inventory;
  const ClaimSummary& claim = inventory.claim;
  const InventoryRecord::Claim& rule = inventory.record.claim;
  const auto iterations = static_cast<double>(inventory.iterations);
  if (!rule.statement.empty())
    blocks.emplace_back(Paragraph{labels("claim.statement", {printable(rule.statement)})});
  blocks.emplace_back(Paragraph{
      labels("claim.rule",
             {shown(Cell::level(rule.probability)),
              labels(rule.credits == "face value" ? "figure.face_value" : "figure.risk_adjusted"),
              printable(claim.boundary_demand)})});
  blocks.emplace_back(claim_table(claim, labels, iterations));
  blocks.emplace_back(
      Paragraph{labels("claim.error", {shown(Cell::percent(claim.face.probability_se)),
                                       shown(Cell::percent(claim.risk_adjusted.probability_se))}),
                Paragraph::Kind::note});
  WaterfallData fall;
  if (inventory.trend.present) {
    fall.steps.push_back({labels("claim.base"), inventory.trend.base_mean, true, 0.0, 0.0, false});
  }
  const InventoryFigure* gross = nullptr;
  for (const InventoryFigure& total : inventory.totals) {
    if (total.demand == claim.boundary_demand) gross = &total;
  }
  if (gross) {
    if (inventory.trend.present) {
      fall.steps.push_back(
          {labels("claim.change"), inventory.trend.change_mean, false, 0.0, 0.0, false});
    }
    fall.steps.push_back(
        {labels("claim.gross"), gross->mean, true, gross->lower, gross->upper, true});
    // The balance by which the claim is judged.
    const bool at_face = rule.credits == "face value";
    const ClaimFigures& net = at_face ? claim.face : claim.risk_adjusted;
    const std::string basis = at_face ? "face" : "adjusted";
    const auto amount = [&](double value) { return shown(balance_cell(value, claim)); };
    const InventoryFigure* removals = total_of(inventory, "removals");
    const double removed = removals ? removals->mean : 0.0;
    if (removals) fall.steps.push_back({labels("claim.removals"), removed, false, 0.0, 0.0, false});
    fall.steps.push_back({labels("claim.credits_" + basis), net.mean - gross->mean - removed, false,
                          0.0, 0.0, false});
    fall.steps.push_back(
        {labels("claim.net_" + basis), net.mean, true, net.lower, net.upper, true});
    blocks.emplace_back(
        Figure{"balance", labels("claim.balance"),
               labels(at_face ? "claim.balance_description_face" : "claim.balance_description",
                      {amount(gross->mean), amount(gross->mean + removed - net.mean),
                       amount(net.mean), tonnes, amount(removals ? -removed : 0.0)}),
               tonnes, std::move(fall)});
  }
  if (claim.curve_credits.size() > 1) {
    ClaimCurveData curve{claim.curve_credits, claim.curve_face, claim.curve_adjusted, claim.nominal,
                         rule.probability};
    blocks.emplace_back(
        Figure{"claim-curve", labels("claim.curve"),
               labels("claim.curve_description",
                      {shown(balance_cell(claim.nominal, claim)), tonnes,
                       shown(Cell::sampled_share(claim.face.probability, iterations)),
                       shown(Cell::sampled_share(claim.risk_adjusted.probability, iterations))}),
               tonnes, std::move(curve)});
  }
  return blocks;
}

std::vector<Block> inventory_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->empty()) return {};
  const Labels& labels = content.labels;
  const InventorySummary& inventory = *content.inventory;
  const InventoryRecord& record = inventory.record;
  std::vector<Block> blocks;
  Facts facts;
  const auto add_fact = [&](const char* key, const std::string& words) {
    if (!words.empty())
      facts.facts.push_back({labels(std::string("inventory.") + key), {printable(words)}});
  };
  add_fact("organisation", record.organisation);
  add_fact("period", record.period);
  add_fact("base_period", record.base_period);
  add_fact("gwp_set", record.gwp_set);
  add_fact("gwp_uncertainty",
           labels(record.gwp_uncertainty ? "inventory.gwp_drawn" : "inventory.gwp_fixed"));
  blocks.emplace_back(std::move(facts));
  ReportTable table{"inventory-totals",
                    labels("inventory.caption", {tonnes}),
                    columns_of(labels, with({"total"}, figure_columns())),
                    {}};
  for (const InventoryFigure& total : inventory.totals) {
    std::vector<Cell> row{text(total.demand)};
    add_figure_cells(row, total, labels);
    table.rows.push_back(std::move(row));
  }
  blocks.emplace_back(std::move(table));
  blocks.emplace_back(Paragraph{labels("inventory.note"), Paragraph::Kind::note});
  add_direct_gases(content, blocks);

  StackedBarsData bars;
  const InventoryFigure *scope1 = total_of(inventory, "scope 1"),
                        *scope3 = total_of(inventory, "scope 3");
  for (const char* part : {"scope1", "scope2", "scope3"}) {
    if (scope3 || part != std::string("scope3"))
      bars.parts.push_back(labels(std::string("inventory.") + part));
  }
  std::string told;
  for (const char* basis : {"location", "market"}) {
    const InventoryFigure* scope2 = total_of(inventory, std::string("scope 2 ") + basis);
    const InventoryFigure* total =
        total_of(inventory, (scope3 ? "type II " : "type I ") + std::string(basis));
    if (!scope2 || !total) continue;
    StackedBarsData::Bar bar{labels(std::string("inventory.") + basis),
                             {scope1 ? scope1->mean : 0.0, scope2->mean},
                             total->mean,
                             total->lower,
                             total->upper};
    if (scope3) bar.values.push_back(scope3->mean);
    told +=
        labels("inventory.bar", {bar.label, words_of(total->mean, *total), tonnes,
                                 words_of(total->lower, *total), words_of(total->upper, *total)});
    bars.bars.push_back(std::move(bar));
  }
  if (!bars.bars.empty()) {
    blocks.emplace_back(
        Figure{"inventory-scopes", labels("inventory.scopes"), told, tonnes, std::move(bars)});
  }
  if (!record.instruments.empty()) {
    blocks.emplace_back(instruments_table(record, labels));
    blocks.emplace_back(Paragraph{labels("instruments.note"), Paragraph::Kind::note});
    for (const InventoryRecord::Instrument& each : record.instruments) {
      if (!each.at_residual.empty())
        blocks.emplace_back(Paragraph{
            labels("instruments.at_residual",
                   {printable(each.name), printable(own_word(each.at_residual, labels))})});
    }
  }
  for (const InventoryLineSummary& line : inventory.lines) {
    if (line.at_bound <= 0.0) continue;
    blocks.emplace_back(Paragraph{labels(
        "instruments.surplus",
        {printable(line.figure.demand),
         shown(Cell::sampled_share(line.at_bound, static_cast<double>(inventory.iterations)))})});
  }
  if (!inventory.other_gwp.empty()) {
    ReportTable other{"other-gwp",
                      labels("inventory.other_gwp"),
                      columns_of(labels, with({"total"}, figure_columns())),
                      {}};
    for (const InventoryFigure& figure : inventory.other_gwp) {
      std::vector<Cell> row{text(figure.demand)};
      add_figure_cells(row, figure, labels);
      other.rows.push_back(std::move(row));
    }
    blocks.emplace_back(std::move(other));
  }
  if (inventory.trend.present) {
    const TrendSummary& trend = inventory.trend;
    blocks.emplace_back(
        Paragraph{labels("inventory.trend",
                         {shown(Cell::figure(trend.mean, 2)), shown(Cell::figure(trend.lower, 2)),
                          shown(Cell::figure(trend.upper, 2)),
                          shown(Cell::sampled_share(trend.probability_of_reduction,
                                                    static_cast<double>(inventory.iterations)))})});
  }
  if (!record.exclusions.empty()) {
    Facts::Fact excluded{labels("inventory.exclusions"), {}};
    for (const std::string& each : record.exclusions) excluded.texts.push_back(printable(each));
    blocks.emplace_back(Facts{{std::move(excluded)}});
  }
  return blocks;
}

std::vector<Block> contributions_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->lines.empty()) return score_contributions(content);
  const Labels& labels = content.labels;
  const InventorySummary& inventory = *content.inventory;
  ReportTable table{
      "inventory-lines",
      labels("contributions.caption", {tonnes, boundary_words(inventory.record.claim, labels)}),
      columns_of(labels, {"line", "scope", "static", "mean", "lower", "upper", "rating", "share",
                          "variance_share", "material"}),
      {}};
  for (const InventoryLineSummary& line : inventory.lines) {
    const InventoryRecord::Line& record = inventory.record.lines.at(line.record);
    const InventoryFigure& f = line.figure;
    table.rows.push_back(
        {text(record.demand), text(scope_words(record, labels)), number_of(f.static_value, f),
         number_of(f.mean, f), number_of(f.lower, f), number_of(f.upper, f),
         rating_cell(f.rating, labels), line.inside ? Cell::percent(line.share) : Cell::words(""),
         line.inside ? Cell::percent(line.variance_share, share_error(inventory)) : Cell::words(""),
         Cell::words(line.material ? labels("word.yes") : "")});
  }
  return {table, Paragraph{labels("contributions.material",
                                  {shown(Cell::level(inventory.record.claim.materiality))}),
                           Paragraph::Kind::note}};
}

std::vector<Block> drivers_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->lines.empty()) return score_variances(content);
  const Labels& labels = content.labels;
  const InventorySummary& inventory = *content.inventory;
  TornadoData data;
  data.shares = true;
  data.error = share_error(inventory);
  ReportTable table{"measure-next",
                    labels("drivers.caption", {boundary_words(inventory.record.claim, labels)}),
                    columns_of(labels, {"line", "variance_share", "expected_drop", "se",
                                        "u95_activity", "u95_factor"}),
                    {}};
  for (const std::size_t i : by_variance(inventory)) {
    const InventoryLineSummary& line = inventory.lines[i];
    const InventoryRecord::Line& record = inventory.record.lines.at(line.record);
    data.rows.push_back({printable(record.demand), 0.0, std::max(line.variance_share, 0.0)});
    table.rows.push_back({text(record.demand), Cell::percent(line.variance_share, data.error),
                          Cell::percent(line.expected_drop, line.expected_drop_se),
                          Cell::percent(line.expected_drop_se), u95(record.u95_activity),
                          u95(record.u95_factor)});
  }
  const std::string first = data.rows.front().label;
  const std::string share = shown(Cell::percent(data.rows.front().high, data.error));
  return {Paragraph{labels("drivers.text", {first, share})},
          Figure{"drivers", labels("drivers.title"), labels("drivers.description", {first, share}),
                 "", std::move(data)},
          std::move(table)};
}

namespace {

/// Table 3.3 of the guidelines, of the lines of the claim's boundary, by the simulation (Approach
/// 2).
ReportTable general_table(const InventorySummary& inventory, const Labels& labels) {
  const bool has_base = inventory.approach1.has_base;
  std::vector<std::string> keys = {"line", "gas"};
  if (has_base) keys.emplace_back("base_emissions");
  for (const char* key : {"emissions", "ad_down", "ad_up", "ef_down", "ef_up", "u95_down", "u95_up",
                          "variance_share"})
    keys.emplace_back(key);
  if (has_base) keys.insert(keys.end(), {"trend_down", "trend_up"});
  ReportTable table{"approach-2", labels("approach1.general"), columns_of(labels, keys), {}};
  for (const InventoryLineSummary& line : inventory.lines) {
    const InventoryRecord::Line& record = inventory.record.lines.at(line.record);
    const auto row = std::find_if(
        inventory.approach1.rows.begin(), inventory.approach1.rows.end(), [&](const auto& of) {
          return of.name == record.demand && of.year == line.figure.static_value;
        });
    if (row == inventory.approach1.rows.end()) continue;  // outside of the boundary
    std::vector<Cell> cells{text(record.demand), text(row->gas)};
    if (has_base) cells.push_back(Cell::figure(line.base_static));
    cells.push_back(number_of(line.figure.static_value, line.figure));
    for (const double end : {record.activity_lower, record.activity_upper, record.factor_lower,
                             record.factor_upper, line.figure.u95_lower, line.figure.u95_upper})
      cells.push_back(u95(end));
    cells.push_back(Cell::percent(line.variance_share, share_error(inventory)));
    if (has_base) {
      cells.push_back(u95(line.trend_lower));
      cells.push_back(u95(line.trend_upper));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

namespace {

/// Half-widths that error propagation takes as written, where the 95 % interval of what is drawn is
/// another one (a lognormal's, beyond 30 %).
void add_drawn_otherwise(const InventorySummary& inventory, const Labels& labels,
                         std::vector<Block>& blocks) {
  constexpr double noticed = 0.01;
  const auto tell = [&](const std::string& source, const char* of, double written, double below,
                        double above) {
    const double drawn = 0.5 * (above - below);
    if (!(written > 0.0) || drawn == 0.0 || !(std::abs(drawn - written) > noticed * written))
      return;
    blocks.emplace_back(Paragraph{
        labels("approach1.drawn", {printable(source), labels(of), shown(Cell::figure(written)),
                                   shown(Cell::figure(below)), shown(Cell::figure(above))})});
  };
  for (const InventoryLineSummary& line : inventory.lines) {
    if (!line.inside) continue;
    const InventoryRecord::Line& record = inventory.record.lines.at(line.record);
    tell(record.demand, "approach1.of_activity", record.u95_activity, record.activity_lower,
         record.activity_upper);
    tell(record.demand, "approach1.of_factor", record.u95_factor, record.factor_lower,
         record.factor_upper);
  }
}

}  // namespace

std::vector<Block> approach1_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->approach1.rows.empty()) return {};
  const Labels& labels = content.labels;
  const Approach1& approach = content.inventory->approach1;
  std::vector<std::string> keys = {"line", "gas"};
  if (approach.has_base) keys.emplace_back("base_emissions");
  for (const char* key : {"emissions", "u95_activity", "u95_factor", "combined", "contribution"})
    keys.emplace_back(key);
  if (approach.has_base) {
    for (const char* key : {"type_a", "type_b", "trend_factor", "trend_activity", "trend_variance"})
      keys.emplace_back(key);
  }
  ReportTable table{
      "approach-1",
      labels("approach1.caption", {boundary_words(content.inventory->record.claim, labels)}),
      columns_of(labels, keys),
      {}};
  for (const Approach1Row& row : approach.rows) {
    std::vector<Cell> cells{text(row.name), text(row.gas)};
    if (approach.has_base) cells.push_back(Cell::figure(row.base));
    for (const double value :
         {row.year, row.u_activity, row.u_factor, row.combined, row.contribution}) {
      cells.push_back(Cell::figure(value));
    }
    if (approach.has_base) {
      for (const double value :
           {row.type_a, row.type_b, row.trend_factor, row.trend_activity, row.trend_variance}) {
        cells.push_back(Cell::figure(value));
      }
    }
    table.rows.push_back(std::move(cells));
  }
  std::vector<Block> blocks{
      Paragraph{labels("approach1.text", {shown(Cell::figure(approach.year)), tonnes,
                                          shown(Cell::figure(approach.u_total, 2))})},
      std::move(table)};
  if (approach.u_corrected != approach.u_total)
    blocks.emplace_back(
        Paragraph{labels("approach1.corrected", {shown(Cell::figure(approach.u_corrected, 2))})});
  if (ReportTable general = general_table(*content.inventory, labels); !general.rows.empty()) {
    blocks.emplace_back(std::move(general));
    blocks.emplace_back(Paragraph{labels("approach1.general_note"), Paragraph::Kind::note});
  }
  add_drawn_otherwise(*content.inventory, labels, blocks);
  for (const ApproachNote& note : content.inventory->approach_notes)
    blocks.emplace_back(Paragraph{printable(labels(note.label, note.arguments))});
  return blocks;
}

std::vector<Block> registers_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->empty()) return {};
  const Labels& labels = content.labels;
  const InventoryRecord& record = content.inventory->record;
  ReportTable activity{"activity-data",
                       labels("registers.activity"),
                       columns_of(labels, {"line", "site", "period", "amount", "unit",
                                           "uncertainty", "evidence", "factor"}),
                       {}};
  for (const InventoryRecord::Line& line : record.lines) {
    std::string factors;
    for (const std::string& id : line.factors)
      factors += (factors.empty() ? "" : labels("word.list_separator")) + id;
    activity.rows.push_back({text(line.source), text(line.site), text(line.period),
                             line.rows > 1 ? Cell::words("") : Cell::figure(line.amount, 6),
                             text(line.unit), text(own_word(line.uncertainty, labels)),
                             text(line.evidence), text(factors)});
  }
  ReportTable factors{"factors",
                      labels("registers.factors"),
                      columns_of(labels, {"factor", "gas", "value", "unit", "uncertainty", "year",
                                          "region", "confidence", "source"}),
                      {}};
  for (const InventoryRecord::Factor& factor : record.factors) {
    factors.rows.push_back({text(factor.id), text(factor.gas), Cell::figure(factor.value, 6),
                            text(factor.unit), text(own_word(factor.uncertainty, labels)),
                            text(factor.year), text(factor.region),
                            text(own_word(factor.confidence, labels)), text(factor.source)});
  }
  std::vector<Block> blocks{std::move(activity)};
  if (!record.readings.empty()) {
    ReportTable readings{"readings",
                         labels("registers.readings"),
                         columns_of(labels, {"quantity", "amount", "unit", "of", "uncertainty",
                                             "site", "period", "source", "evidence", "where"}),
                         {}};
    for (const InventoryRecord::Reading& each : record.readings) {
      readings.rows.push_back({text(each.quantity), Cell::figure(each.amount, 6), text(each.unit),
                               text(each.of), text(each.uncertainty), text(each.site),
                               text(each.period), text(each.source), text(each.evidence),
                               text(each.place)});
    }
    blocks.emplace_back(std::move(readings));
  }
  blocks.emplace_back(std::move(factors));
  blocks.emplace_back(Paragraph{labels("registers.note"), Paragraph::Kind::note});
  if (!record.instruments.empty()) {
    ReportTable instruments{"instruments-register",
                            labels("registers.instruments"),
                            columns_of(labels, {"instrument", "kind", "uncertainty", "vintage",
                                                "registry", "evidence", "where"}),
                            {}};
    for (const InventoryRecord::Instrument& each : record.instruments) {
      instruments.rows.push_back({text(each.name), text(each.kind), text(each.uncertainty),
                                  text(each.vintage), text(each.tracking), text(each.evidence),
                                  text(each.place)});
    }
    blocks.emplace_back(std::move(instruments));
  }
  if (!record.credits.empty()) {
    ReportTable credits{
        "credits",
        labels("registers.credits", {tonnes}),
        columns_of(labels, {"project", "registry", "vintage", "retired", "nominal", "delivery",
                            "realised", "reversal", "uncertainty", "evidence"}),
        {}};
    for (const InventoryRecord::Credit& credit : record.credits) {
      credits.rows.push_back({text(credit.project), text(credit.registry), text(credit.vintage),
                              text(credit.retired), Cell::figure(credit.nominal, 6),
                              Cell::percent(credit.delivery), Cell::percent(credit.realised),
                              Cell::percent(credit.reversal), text(credit.uncertainty),
                              text(credit.evidence)});
    }
    blocks.emplace_back(std::move(credits));
  }
  if (!record.library_version.empty()) {
    blocks.emplace_back(Paragraph{labels("registers.library", {printable(record.library_version),
                                                               printable(record.library_sha256)}),
                                  Paragraph::Kind::note});
  }
  return blocks;
}

}  // namespace plume
