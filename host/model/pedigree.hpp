// SPDX-License-Identifier: Apache-2.0
// Pedigree scores to the spread of a lognormal, by the rules of ecoinvent 2 and of ecoinvent 3.
//
//   ecoinvent2   σ = ½ √(ln² U_b + Σ ln² U_i)
//           U_b: basic uncertainty, a squared geometric standard deviation
//   ecoinvent3   σ² = (½ ln U_b)² + Σ v_i                     v_i: variances of ln x
//
// Factors U_i and variances v_i: Frischknecht et al. (2007), ecoinvent report 1; Weidema et al.
// (2013), overview and methodology of ecoinvent 3. The cells that the former leaves blank
// (geographical 4, technological 2) are those of openLCA, 1.05.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "host/base/finding.hpp"

namespace plume {

struct Model;

enum class PedigreeRules : std::uint8_t { ecoinvent2, ecoinvent3 };

struct PedigreeScores {
  static constexpr std::size_t num_indicators = 6;
  /// reliability, completeness, temporal, geographical, further technological correlation, sample
  /// size (ecoinvent 2 alone); 1 to 5, 0 where there is none, which counts as 1.
  std::array<std::uint8_t, num_indicators> score{};
  /// U_b ≥ 1; NaN: the study's
  double basic_uncertainty = std::numeric_limits<double>::quiet_NaN();
};

/// Of an exchange; `exchange` is an index into Model::exchanges.
struct ExchangePedigree {
  std::uint32_t exchange = 0;
  PedigreeScores scores;
};

/// "(1,4,4,2,1,5)", "1;4;4;2;1", "(2,3,na,1,1,na)", "(2,2,1,1,3,5,BU:1.05)"; nothing where the text
/// is none of them.
[[nodiscard]] std::optional<PedigreeScores> parse_pedigree(std::string_view text);

/// Variance of ln x by the scores alone.
[[nodiscard]] double pedigree_variance(const PedigreeScores& scores, PedigreeRules rules);

/// σ of ln x. `basic_uncertainty` counts where the scores come without one of their own.
[[nodiscard]] double pedigree_sigma(const PedigreeScores& scores, PedigreeRules rules,
                                    double basic_uncertainty);

struct PedigreeOptions {
  PedigreeRules rules = PedigreeRules::ecoinvent3;
  double basic_uncertainty = 1.0;  ///< of exchanges without one of their own
  /// exchanges with scores but no distribution become lognormal about their amount
  bool fill_missing = false;
};

/// Gives the lognormals and normals of Model::pedigrees that lack a spread theirs (a normal by the
/// same coefficient of variation), and with fill_missing a distribution to those that have none.
/// Notes how many: N0435, N0436.
void apply_pedigree(Model& model, const PedigreeOptions& options, Findings& findings);

}  // namespace plume
