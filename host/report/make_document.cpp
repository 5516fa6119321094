// SPDX-License-Identifier: Apache-2.0
#include "host/report/make_document.hpp"

#include <algorithm>
#include <utility>

#include "host/report/own_words.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

using Maker = std::vector<Block> (*)(const ReportContent&);

const std::vector<std::pair<std::string, Maker>>& makers() {
  static const std::vector<std::pair<std::string, Maker>> all = {
      {"summary", summary_section},     {"claim", claim_section},
      {"inventory", inventory_section}, {"contributions", contributions_section},
      {"drivers", drivers_section},     {"approach1", approach1_section},
      {"registers", registers_section}, {"indicators", indicators_section},
      {"checklist", checklist_section}, {"comparison", comparison_section},
      {"results", results_section},     {"distributions", distributions_section},
      {"precision", precision_section}, {"links", links_section},
      {"coverage", coverage_section},   {"method", method_section},
      {"warnings", warnings_section},   {"reproducibility", reproducibility_section}};
  return all;
}

}  // namespace

const std::vector<std::string>& section_ids() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> names;
    for (const auto& entry : makers()) names.push_back(entry.first);
    return names;
  }();
  return ids;
}

std::vector<std::string> sections_of(Profile profile) {
  switch (profile) {
    case Profile::inventory:
      return {"inventory",     "contributions", "drivers",        "approach1", "claim",
              "distributions", "precision",     "coverage",       "registers", "checklist",
              "method",        "warnings",      "reproducibility"};
    case Profile::claim:
      return {"claim",         "drivers",   "inventory", "contributions",
              "distributions", "precision", "coverage",  "indicators",
              "registers",     "method",    "warnings",  "reproducibility"};
    case Profile::lca:
      return {"summary",       "results",    "contributions", "drivers",
              "distributions", "comparison", "precision",     "links",
              "coverage",      "method",     "warnings",      "reproducibility"};
    case Profile::comparison:
      return {"comparison", "results",  "contributions", "drivers",  "distributions",  "precision",
              "links",      "coverage", "method",        "warnings", "reproducibility"};
  }
  return {};
}

Profile natural_profile(const ReportInput& input, const InventorySummary* inventory) {
  if (inventory && inventory->claim.present) return Profile::claim;
  if (inventory && !inventory->empty()) return Profile::inventory;
  const std::vector<OutputAxes::Demand>& demands = input.header.axes.demands;
  const auto same_unit = [&](const OutputAxes::Demand& each) {
    return each.unit == demands.front().unit;
  };
  return demands.size() > 1 && std::all_of(demands.begin(), demands.end(), same_unit)
             ? Profile::comparison
             : Profile::lca;
}

Section make_section(const std::string& id, const ReportContent& content) {
  Section section{id, content.labels("heading." + id), {}};
  for (const auto& [name, make] : makers()) {
    if (name == id) section.blocks = make(content);
  }
  return section;
}

Document make_document(const ReportInput& given, const SampleShapes& shapes,
                       const ReportChoices& choices, const InventorySummary* given_inventory) {
  // Names that Plume gave are said in the language of the report; those of the user stay.
  ReportInput input = given;
  InventorySummary own_inventory;
  if (given_inventory) {
    own_inventory = *given_inventory;
    say_own_words(choices.labels, input, own_inventory);
  }
  const InventorySummary* inventory = given_inventory ? &own_inventory : nullptr;
  const ReportContent content{input, shapes, choices.labels, inventory};
  const ReportTemplate& own = choices.own;
  Document document;
  document.language = choices.labels.language();
  document.title = own.title.empty() ? printable(input.header.study_name) : own.title;
  document.subtitle =
      own.subtitle.empty()
          ? choices.labels("profile." + profile_names()[static_cast<std::size_t>(choices.profile)])
          : own.subtitle;
  document.organisation = own.organisation;
  document.generator = "plume " + printable(input.header.provenance.plume_version);
  std::vector<std::string> order = own.sections;
  if (order.empty()) {
    for (const auto& section : own.own) order.push_back(section.id);
    // Of no inventory, these profiles have nothing but what every result holds.
    const bool needs_inventory =
        choices.profile == Profile::inventory || choices.profile == Profile::claim;
    const bool has_inventory = inventory && !inventory->empty();
    for (const std::string& id :
         sections_of(needs_inventory && !has_inventory ? Profile::lca : choices.profile)) {
      order.push_back(id);
    }
  }
  for (const std::string& id : order) {
    const auto written = std::find_if(own.own.begin(), own.own.end(),
                                      [&](const auto& each) { return each.id == id; });
    Section section;
    if (written == own.own.end()) {
      section = make_section(id, content);
      if (section.blocks.empty() && !own.sections.empty()) {
        section.blocks.emplace_back(
            Paragraph{choices.labels("word.no_data"), Paragraph::Kind::note});
      }
    } else {
      section = {written->id, written->heading, {}};
      for (const std::string& text : written->paragraphs)
        section.blocks.emplace_back(Paragraph{text});
    }
    if (!section.blocks.empty()) document.sections.push_back(std::move(section));
  }
  return document;
}

}  // namespace plume
