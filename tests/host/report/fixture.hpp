// SPDX-License-Identifier: Apache-2.0
// A small result with every awkward thing in it: two demands, a NaN, tiny and huge numbers, names
// that need care.
#pragma once

#include <limits>

#include "host/report/report_input.hpp"

namespace plume::testing {

inline ReportInput small_report_input() {
  ReportInput input;
  ResultHeader& header = input.header;
  header.study_name = "Two kettles";
  header.seed = 18446744073709551615u;
  header.iterations_planned = 1000;
  header.axes.demands = {{"1 kWh", "kWh"}, {"=cup, \"hot\"", ""}};
  header.axes.categories = {{"cc", "climate change", "kg CO2-eq"}, {"tox", "人体毒性", "CTUh"}};
  header.static_scores = {0.5, 1.25e-10, 12.0, 0.0};
  Provenance& made = header.provenance;
  made.plume_version = "0.1.0";
  made.commit = "0123456789ab";
  made.compiler = "GNU 12.2.0";
  made.device = "cpu: 2 threads, AVX-512";
  made.precision = "mixed";
  made.tolerance = 1e-7;
  made.design = "random";
  made.lognormal_anchor = "median";
  made.drawn = "technosphere biosphere";
  made.started = "2025-01-02T03:04:05Z";
  made.finished = "";
  made.command = "plume run kettle.toml --seed 18446744073709551615";
  made.study_path = "kettle.toml";
  made.overrides = {"sampling.seed=18446744073709551615"};
  made.inputs = {{"kettle", "plume package",
                  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}};
  made.warnings = {"kettle/flows.csv:3:1: warning W0409: something"};
  input.totals.iterations = 1000;
  input.totals.failed[0] = 990;
  input.totals.failed[1] = 5;
  input.totals.failed[2] = 2;
  input.totals.failed[3] = 3;
  input.totals.seconds = 0.123456;
  input.totals.finished = "2025-01-02T03:04:06Z";
  input.totals.stop_reason = "iterations done";
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  input.summaries = {{997,
                      0.56234567,
                      0.0123456,
                      0.38980,
                      0.501234567,
                      0.1,
                      3.5,
                      {0.12, 0.15, 0.33, 0.7, 1.2, 1.5}},
                     {997,
                      1.31e-10,
                      2.5e-12,
                      7.8938e-11,
                      1.2345e-10,
                      1e-12,
                      9e-10,
                      {1e-11, 2e-11, 7e-11, 1.7e-10, 2.7e-10, 3.1e-10}},
                     {997, 12.0, 0.0, 0.0, 12.0, 12.0, 12.0, {12.0, 12.0, 12.0, 12.0, 12.0, 12.0}},
                     {0, nan, nan, nan, nan, nan, nan, {nan, nan, nan, nan, nan, nan}}};
  for (std::size_t i = 0; i < 3; ++i) input.summaries[i].replicates = 997;
  input.summaries[0].se_median = 0.015;
  input.summaries[0].se_quantiles = {0.01, 0.011, 0.012, 0.02, 0.04, 0.06};
  input.totals.failed_iterations[static_cast<std::size_t>(IterationStatus::infeasible)] = {12, 400};
  input.totals.failed_iterations[static_cast<std::size_t>(IterationStatus::singular)] = {7, 503,
                                                                                         900};
  return input;
}

/// The same with estimates by a control variate, and numbers held at their means.
inline ReportInput controlled_report_input() {
  ReportInput input = small_report_input();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  ControlledSummary c;
  c.mean = 0.561234;
  c.se_mean = 0.0031;
  c.gain = 15.86;
  c.quantile = {0.5015, 0.121, 0.151, 0.331, 0.701, 1.21, 1.51};
  c.se_quantile = {0.0087, 0.006, 0.007, 0.008, 0.012, 0.03, 0.05};
  c.quantile_gain = {2.97, 1.9, 2.1, 2.2, 2.3, 2.4, 1.5};
  ControlledSummary none;
  none.quantile.fill(nan);
  none.se_quantile.fill(nan);
  none.quantile_gain.fill(nan);
  input.controlled = {c, c, c, none};
  input.header.provenance.first_order = {0, 0.0, 321, 1e-3, 77, 9.5e-4};
  return input;
}

}  // namespace plume::testing
