// SPDX-License-Identifier: Apache-2.0
// What standards ask a report for, and where this one has it: the indicators of the zero-carbon
// factory code, clause 9.3.1 of ISO 14064-1:2018, and chapter 7 of the GHG Protocol Scope 2
// Guidance. Both checklists are made of what the result holds.
#include <algorithm>

#include "host/report/inventory_cells.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

/// One thing asked for: the section that has it, or nothing where the result does not hold it.
struct Asked {
  const char* item;
  const char* section;
  bool is_there;
};

bool has_total(const InventoryRecord& record, const char* kind) {
  return !record.demand_of(kind).empty();
}

ReportTable checklist(const char* id, const char* caption, const std::vector<Asked>& asked,
                      const Labels& labels) {
  ReportTable table{id, labels(caption), columns_of(labels, {"item", "where"}), {}};
  for (const Asked& each : asked) {
    table.rows.push_back({Cell::words(labels(std::string("checklist.") + each.item)),
                          Cell::words(each.is_there ? labels(std::string("heading.") + each.section)
                                                    : labels("checklist.missing"))});
  }
  return table;
}

std::vector<Asked> asked_by_iso14064(const InventorySummary& inventory) {
  const InventoryRecord& record = inventory.record;
  const auto of_scope = [&](const char* scope) {
    return std::any_of(record.lines.begin(), record.lines.end(),
                       [&](const auto& line) { return line.scope.starts_with(scope); });
  };
  const bool has_biogenic = std::any_of(inventory.direct.begin(), inventory.direct.end(),
                                        [](const auto& gas) { return gas.biogenic; });
  return {{"organisation", "inventory", !record.organisation.empty()},
          {"period", "inventory", !record.period.empty()},
          {"direct", "inventory", !inventory.direct.empty()},
          {"biogenic", "inventory", has_biogenic},
          {"removals", "inventory", has_total(record, "removals")},
          {"indirect", "contributions", of_scope("2") || of_scope("3")},
          {"exclusions", "inventory", !record.exclusions.empty()},
          {"base_year", "inventory", inventory.trend.present},
          {"factors", "registers", !record.factors.empty()},
          {"gwp", "inventory", !record.gwp_set.empty()},
          {"uncertainty", "coverage", true},
          {"uncertainty_results", "contributions", !inventory.lines.empty()},
          {"credits", "registers", !record.credits.empty()},
          {"reproduction", "reproducibility", true},
          {"responsible", "", false},
          {"verification", "", false}};
}

std::vector<Asked> asked_by_scope2(const InventorySummary& inventory) {
  const InventoryRecord& record = inventory.record;
  const bool location = has_total(record, "scope 2 location"),
             market = has_total(record, "scope 2 market");
  const bool has_quality = !record.instruments.empty() &&
                           std::all_of(record.instruments.begin(), record.instruments.end(),
                                       [](const auto& each) { return !each.quality.empty(); });
  return {{"both_ways", "inventory", location && market},
          {"instruments", "registers", !record.instruments.empty()},
          {"quality", "inventory", has_quality},
          {"base_year", "inventory", inventory.trend.present}};
}

}  // namespace

std::vector<Block> indicators_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->indicators.empty()) return {};
  const Labels& labels = content.labels;
  const auto translated = [&](const char* table, std::string key) {
    std::replace(key.begin(), key.end(), ' ', '_');
    return labels(std::string(table) + "." + key);
  };
  ReportTable table{"indicators",
                    labels("indicators.caption"),
                    columns_of(labels, {"group", "indicator", "status", "evidence", "note"}),
                    {}};
  int number = 0;
  for (const IndicatorGroup& group : content.inventory->indicators) {
    const std::string name =
        std::to_string(++number) + " " + translated("indicator_group", group.name);
    if (group.indicators.empty())
      table.rows.push_back({Cell::words(name), Cell::words(""),
                            Cell::words(labels("indicator_status.not_assessed")), Cell::words(""),
                            Cell::words("")});
    for (const InventoryRecord::Indicator& each : group.indicators) {
      std::string evidence;
      for (const std::string& id : each.evidence)
        evidence += (evidence.empty() ? "" : labels("word.list_separator")) + id;
      table.rows.push_back({Cell::words(name), text(each.name),
                            Cell::words(translated("indicator_status", each.status)),
                            text(evidence), text(each.note)});
    }
  }
  return {Paragraph{labels("indicators.text")}, std::move(table)};
}

std::vector<Block> checklist_section(const ReportContent& content) {
  if (!content.inventory || content.inventory->empty()) return {};
  const Labels& labels = content.labels;
  std::vector<Block> blocks{
      checklist("checklist", "checklist.caption", asked_by_iso14064(*content.inventory), labels),
      Paragraph{labels("checklist.note"), Paragraph::Kind::note}};
  const InventoryRecord& record = content.inventory->record;
  if (has_total(record, "scope 2 location") || has_total(record, "scope 2 market"))
    blocks.emplace_back(checklist("checklist-scope2", "checklist.scope2",
                                  asked_by_scope2(*content.inventory), labels));
  return blocks;
}

}  // namespace plume
