// SPDX-License-Identifier: Apache-2.0
// What became of everything that readers met: counts by kind, the inputs that nobody makes, the
// flows that no category values. A model keeps it beside its numbers, `plume info --format json`
// prints it, and a run stores it in its result, so that nothing that was left out is out of sight.
//
// Each count is a Tally, name → number. The names of the tallies and their entries are those of
// `plume info --format json` (docs/formats/README.md) and keep their meaning from version to
// version.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

using Tally = std::map<std::string, std::uint64_t, std::less<>>;

/// Adds to an entry without making a string of a name that is known.
void add_to(Tally& tally, std::string_view name, std::uint64_t count = 1);

struct LinkReport {
  /// An input that has no maker in the models, or a product that its process makes and nobody is
  /// credited for.
  struct CutOff {
    std::uint32_t process = 0;  ///< column of the model that takes it
    std::string product_id, product;
    std::string unit;
    std::string location;
    std::string reason;  ///< "nobody makes it", …
    double amount = 0.0;
  };

  /// An input that is linked to a maker of another id, in the same or another model.
  struct Across {
    std::uint32_t process = 0;  ///< column of the model that takes it
    std::string product_id, product;
    std::string unit;
    std::string maker_id, maker, maker_location, maker_unit;
    std::string model;    ///< path of the maker's
    std::string reason;   ///< "name" or "mapping"
    double amount = 0.0;  ///< in `unit`
    double factor = 1.0;  ///< of `maker_unit` in one `unit`
  };

  std::vector<std::string> formats;  ///< names of the formats read, each once
  std::uint64_t processes = 0;       ///< datasets
  std::uint64_t products = 0;        ///< columns made of them
  /// reference, by_product, input, waste, avoided, emission, resource
  Tally exchanges;
  /// by what holds them: exchange, parameter, …; then by kind
  std::map<std::string, Tally> distributions;
  Tally downgraded;  ///< distributions that cannot be drawn, by reason
  Tally formulas;    ///< by what holds them
  /// provider, only_maker, rule, cut_off, ambiguous, mapping, name
  Tally links;
  Tally allocation;
  Tally units;
  Tally flows;  ///< with_factor, without_factor, and exchanges that were mapped
  Tally ignored;
  std::vector<CutOff> cut_offs;
  std::vector<Across> across;
  /// every finding of linking, also those beyond the limit of what is shown
  std::vector<Finding> details;

  [[nodiscard]] bool empty() const { return formats.empty(); }
};

/// One JSON object with the keys above and `findings`, each with code, severity, file, line,
/// problem and hint.
[[nodiscard]] std::string to_json(const LinkReport& report, const Findings& findings,
                                  bool with_cut_offs);

/// The details and all other findings as a CSV table of the same columns, one row each.
[[nodiscard]] std::string findings_table(const LinkReport& report, const Findings& findings);

}  // namespace plume
