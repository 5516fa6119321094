// SPDX-License-Identifier: Apache-2.0
// A document with every kind of block and figure, and names that want to break out of every format.
#pragma once

#include <string>
#include <vector>

#include "host/analysis/score_drivers.hpp"
#include "host/report/make_document.hpp"
#include "tests/host/report/fixture.hpp"

namespace plume::testing {

inline const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> names = {"<script>alert(1)</script>",
                                                 "=cmd|' /C calc'!A0",
                                                 "\"quoted\" & 'apostrophes'",
                                                 "emoji 🏭🌱",
                                                 "مصنع الرقائق",
                                                 std::string(300, 'x'),
                                                 "two\nlines\x1B[2J",
                                                 "_x0041_ | `code` [link](javascript:alert(1))",
                                                 "+1-2@x"};
  return names;
}

/// What sample_shapes() makes of small_report_input()'s samples, made up.
inline SampleShapes small_shapes() {
  SampleShapes shapes;
  shapes.num_compared = 2;
  shapes.densities.resize(4);
  shapes.densities[0] = {0.1, 1.8, {0.0, 0.3, 1.1, 1.4, 0.9, 0.4, 0.1, 0.0}, 0.01};
  shapes.running = {
      {0, 0, {250, 500, 750, 1000}, {0.55, 0.57, 0.56, 0.5623}, {1.1, 1.25, 1.19, 1.2}}};
  const std::vector<double> no_ties(4, 0.0);
  shapes.below = {{{0.0, 0.973, 0.027, 0.0}, {0, 997, 997, 0}, no_ties},
                  {{0.0, 1.0, 0.0, 0.0}, {0, 997, 997, 0}, no_ties}};
  return shapes;
}

inline Document small_document(Profile profile = Profile::comparison,
                               const std::string& language = "en") {
  return make_document(small_report_input(), small_shapes(),
                       {profile, built_in_labels(language), {}});
}

/// The same with a hostile name wherever a name may stand.
inline Document hostile_document() {
  ReportInput input = small_report_input();
  const auto& names = hostile_names();
  input.header.study_name = names[0];
  input.header.axes.demands = {{names[1], names[0]}, {names[5], names[2]}};
  input.header.axes.categories = {{"a", names[0], names[1]}, {"b", names[4], names[3]}};
  input.header.provenance.warnings = names;
  input.header.provenance.study_path = names[2];
  input.header.provenance.overrides = {"study.name=" + names[0]};
  input.header.provenance.device = names[6];
  ScoreDrivers drivers;
  drivers.variance = 0.01;
  for (const std::string& name : names) {
    drivers.contributions.push_back({name, 0.1});
    drivers.parameters.push_back({name, 2, 0.1});
  }
  input.header.provenance.drivers = to_json({drivers});
  Document document =
      make_document(input, small_shapes(), {Profile::comparison, built_in_labels("en"), {}});
  ReportTable table{"hostile", names[0], {{names[1]}, {names[7], ReportColumn::number}}, {}};
  for (const std::string& name : names)
    table.rows.push_back({Cell::words(name), Cell::words(name)});
  StackedBarsData bars{{names[0], names[1]}, {{names[2], {1.0, -0.5}, 0.5, 0.1, 0.9}}};
  TornadoData tornado{{{names[3], 0.0, 0.6}, {names[5], 0.0, 0.2}}, 0.0, true};
  TornadoData swing{{{names[0], 1.0, 3.0}}, 2.0, false};
  WaterfallData waterfall{{{names[0], 10.0, true, 5.0, 15.0, true},
                           {names[1], -4.0, false, 0.0, 0.0, false},
                           {names[4], 6.0, true, 1.0, 11.0, true}}};
  ClaimCurveData curve{{0.0, 10.0, 20.0}, {0.1, 0.5, 0.9}, {0.05, 0.2, 0.4}, 10.0, 0.95};
  Section section{"figures", names[0], {}};
  section.blocks = {Paragraph{names[0]},
                    Paragraph{names[1], Paragraph::Kind::verdict},
                    Paragraph{names[2], Paragraph::Kind::command},
                    Facts{{{names[0], {names[1], names[5]}}}},
                    table,
                    Figure{"f-1", names[0], names[1], names[0], bars},
                    Figure{"f-2", "Shares", "what matters", "", tornado},
                    Figure{"f-3", "Swing", "low and high", "kg", swing},
                    Figure{"f-4", "Balance", "gross to net", "t", waterfall},
                    Figure{"f-5", "Claim", "against credits", "t", curve}};
  document.sections.push_back(section);
  return document;
}

}  // namespace plume::testing
