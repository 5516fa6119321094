// SPDX-License-Identifier: Apache-2.0
// The library of emission factors that is part of Plume, to search in.
//
//     for (const Factor& factor : search_factors({.words = "diesel stationary",
//         .gas = "CO2"}).found) …
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace plume::api {

/// Case is ignored everywhere but in the id; what is empty is not asked.
struct FactorQuery {
  std::string words = {};  ///< separated by spaces: each stands somewhere, whole or as a part
  std::string region = {}, year = {}, category = {};  ///< or a part of it
  /// or whole words of it: "CO2" is also "CO2 (fossil)" but not "CO2e", "HFC" any of them
  std::string gas = {};
  std::string id = {};  ///< all of it
};

struct Factor {
  std::string id, name, category, region, year;
  double value = 0.0;
  std::string unit_emission, unit_activity;
  std::string gas;             ///< "-" or empty of conversions between units
  bool is_conversion = false;  ///< of no gas
  /// "lognormal, sigma 0.018 (95 %: 54300 to 58300)", "no uncertainty published"
  std::string uncertainty;
  /// "lognormal"; empty where no uncertainty is published, which does not mean certain
  std::string distribution;
  std::optional<double> lower95, upper95;
  std::string source, note, confidence;

  [[nodiscard]] std::string unit() const { return unit_emission + "/" + unit_activity; }
};

struct FactorSearch {
  std::vector<Factor> found;  ///< best hits first
  /// of a search that finds nothing: "nothing holds 'sichaun'; did you mean 'sichuan'?"
  std::vector<std::string> hints;
  std::size_t num_factors = 0;  ///< of the library
  std::string version, sha256;  ///< of the library
};

[[nodiscard]] FactorSearch search_factors(const FactorQuery& query);

}  // namespace plume::api
