// SPDX-License-Identifier: Apache-2.0
// The figures of a wafer factory's inventory and claim, with numbers like those of the golden file
// leshan_like.json.
#pragma once

#include <cmath>
#include <limits>

#include "host/analysis/inventory_summary.hpp"

namespace plume::testing {

inline InventorySummary wafer_inventory() {
  InventorySummary inventory;
  InventoryRecord& record = inventory.record;
  record.organisation = "Wafer <Ltd>";
  record.period = "2023";
  record.gwp_set = "AR6, 100 years";
  record.exclusions = {"commuting: below 0.1 %"};
  record.library_version = "2025-01";
  record.library_sha256 = "0123abcd";
  record.claim.present = true;
  record.claim.statement = "zero-carbon factory";
  record.lines = {{"residual electricity",
                   "residual electricity",
                   "Leshan",
                   "2023",
                   "scope 2",
                   "market",
                   "invoice 7",
                   "",
                   "a.csv:2",
                   "2",
                   false,
                   51300.0,
                   "MWh",
                   "±14 %",
                   14.0,
                   10.0,
                   {"CN-residual"}},
                  {"natural gas",
                   "=natural gas",
                   "Leshan",
                   "2023",
                   "scope 1",
                   "",
                   "meter 1",
                   "",
                   "a.csv:3",
                   "1",
                   false,
                   2.0e6,
                   "Nm3",
                   "",
                   0.0,
                   5.0,
                   {"gas-co2"}}};
  record.factors = {{"CN-residual", "residual mix", "CO2", "kg/kWh", 0.6096,
                     "no uncertainty published", 0.0, "MEE/NBS", "2023", "CN", "A", true},
                    {"gas-co2", "natural gas", "CO2", "kg/TJ", 56100.0, "lognormal", 3.0,
                     "IPCC 2006", "2006", "", "A", true}};
  record.credits = {
      {"wind park", "VCS 1", "2021", "2024", "AMS", "", 40000.0, 0.66, 0.95, 0.0, "triangular"}};
  const auto figure = [](const char* name, double value, double sd) {
    return InventoryFigure{
        name,  value, value * 1.01, sd, value - 1.8 * sd, value, value + 2.0 * sd,
        -36.0, 40.0,  "Poor"};
  };
  const char* kinds[] = {"scope 1", "scope 2 location", "scope 2 market", "type I location",
                         "type I market"};
  const double values[] = {6800.0, 143600.0, 31100.0, 150400.0, 37900.0};
  for (std::size_t i = 0; i < 5; ++i) {
    record.totals.push_back({kinds[i], kinds[i], ""});
    inventory.totals.push_back(figure(kinds[i], values[i], 0.35 * values[i]));
  }
  inventory.lines = {
      {0, figure("residual electricity", 31100.0, 13600.0), {}, 0.82, 0.97, 0.8, true},
      {1, figure("natural gas", 4400.0, 150.0), {}, 0.12, 0.001, 0.0, false}};
  inventory.approach1 = approach1({{"residual electricity", "CO2", 0.0, 31100.0, 14.0, 10.0, true},
                                   {"natural gas", "CO2", 0.0, 4400.0, 1.0, 5.0, true}});
  inventory.approach_notes = {{"approach_note.ratio", {"1.3"}}};
  for (const std::string& group : indicator_groups()) inventory.indicators.push_back({group, {}});
  inventory.indicators[0].indicators = {
      {"infrastructure", "switchgear <b>", "partly met", "", {"D-1", "D-2"}}};
  record.instruments.resize(2);
  record.instruments[0].name = "=hydropower";
  record.instruments[0].kind = "PPA";
  record.instruments[1].name = "certificates";
  record.instruments[1].quality = "8";
  for (auto& each : record.instruments) {
    each.covers = "purchased";
    each.unit = "MWh";
  }
  record.instruments[0].volume = 800.0, record.instruments[0].share = 0.8;
  record.instruments[1].volume = 150.0, record.instruments[1].share = 0.15;
  inventory.iterations = 1000000;
  ClaimSummary& claim = inventory.claim;
  claim.present = true;
  claim.boundary_demand = "type I market";
  claim.nominal = 40000.0;
  claim.face = {-2900.0, 0.578,   0.0005,  3700.0,           9.0, -2100.0, -26400.0,
                26000.0, 16000.0, 20900.0, {{0.95, 61400.0}}};
  claim.risk_adjusted = {11000.0,
                         0.223,
                         0.0004,
                         14000.0,
                         20.0,
                         13000.0,
                         -14000.0,
                         44000.0,
                         32000.0,
                         38000.0,
                         {{0.95, std::numeric_limits<double>::infinity()}}};
  claim.verdict = "not demonstrated";
  for (int i = 0; i <= 20; ++i) {
    claim.curve_credits.push_back(5000.0 * i);
    claim.curve_face.push_back(1.0 / (1.0 + std::exp(-0.15 * (5.0 * i - 38.0))));
    claim.curve_adjusted.push_back(0.6 / (1.0 + std::exp(-0.1 * (5.0 * i - 50.0))));
  }
  return inventory;
}

}  // namespace plume::testing
