// SPDX-License-Identifier: Apache-2.0
// What a result knows of the databases it rests on: how their inputs were linked, what was
// converted and mapped, and what was left out, with how much of it each demand reaches. It travels
// as one JSON text in the result's provenance.
//
// With s the static supply of a demand,
//     reached amount of a cut-off input   amount · s of its consumer
//     reached amount of a flow            Σ amount · s over the processes that emit or take it
//     share from incomplete processes     Σ |c_j s_j| over processes j with a cut-off input,
//                                         divided by the sum over all
// where c_j is what process j itself emits, characterised: the part of the score that comes from
// processes whose inputs are incomplete. What their missing inputs would add is not known.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/model/link_report.hpp"

namespace plume {

struct LinkSummary {
  std::vector<std::string> formats;
  std::uint64_t processes = 0, products = 0;
  Tally exchanges, links, allocation, units, flows, downgraded, formulas, ignored;

  /// Inputs of one product that are linked to one maker by name or mapping; `factor` of the maker's
  /// unit are one of `unit`.
  struct Across {
    std::string product, unit, maker, maker_unit, model, reason;
    double factor = 1.0;
    std::uint64_t inputs = 0;
  };
  std::vector<Across> across;  ///< the most inputs first

  struct CutOff {
    std::string product, unit, consumer, reason;
    double amount = 0.0;          ///< that the demand reaches, of all its consumers
    std::uint64_t consumers = 0;  ///< `consumer` is the one that takes most
  };
  struct Unvalued {
    std::string flow, compartment, unit;
    double amount = 0.0;
  };
  static constexpr std::size_t most_listed = 10;
  struct Demand {
    std::uint64_t inputs = 0;          ///< of the processes it reaches, cut-off ones included
    std::uint64_t inputs_cut_off = 0;  ///< of these
    std::uint64_t flows = 0, flows_without_factor = 0;
    std::vector<CutOff> cut_offs;          ///< the largest amounts, a product a line
    std::uint64_t products_cut_off = 0;    ///< products in all
    std::vector<Unvalued> without_factor;  ///< the largest amounts
    std::vector<double> incomplete_share;  ///< [category]; NaN where nothing is emitted
  };
  std::vector<Demand> demands;  ///< in the order of the result

  [[nodiscard]] bool empty() const { return formats.empty(); }
};

[[nodiscard]] std::string to_json(const LinkSummary& summary);
/// Throws std::exception for a text that is none; empty: an empty summary.
[[nodiscard]] LinkSummary link_summary_from_json(std::string_view text);

}  // namespace plume
