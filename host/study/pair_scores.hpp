// SPDX-License-Identifier: Apache-2.0
// Which category is normalised and weighted by which set of factors. Brightway keeps these pairs in
// its MethodConfig, beside the data; here the study says them, in [[category]] normalisation = …,
// weighting = ….
//
//   h = w · Σ_flow n_flow · c_flow · g_flow       a flow without a normalisation factor does not
//                                                 count, as in Brightway
//
// Each pair becomes a category of its own, whose factors are w · n_flow · c_flow. They keep their
// keys, so that all pairs of one category have the same draws. Normalisation and weighting must be
// certain here: one that is drawn goes with a study in which it is the only one.
//
// The unit of a pair is what the study says, or else the weighting, or else the normalisation
// (FactorSet::unit). A normalised score for which none of them says any is a pure number, "1";
// never the unit of its category.
#pragma once

#include <cstdint>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/study/study.hpp"

namespace plume {

[[nodiscard]] bool has_pairs(const Study& study);

/// Of a study or conversion without pairs: several sets of one kind are an error (E0345, E0346).
void check_single_sets(const Model& model, Findings& findings);

/// A set that no pair names would scale every score of an inventory, too: an error (E0640).
void check_no_sets(const Study& study, const Model& model, Findings& findings);

/// Of a study without pairs: the one normalisation or weighting that there may be is for all
/// categories, whose own units no longer hold.
void set_scaled_units(Model& model);

/// Puts the pairs into the model. `categories` are those of the study, in its order; afterwards
/// they are those of the pairs. The sets are then no longer part of the model.
void pair_scores(const Study& study, Model& model, std::vector<std::uint32_t>& categories,
                 Findings& findings);

/// Dependence between factors that a pair has taken over would be lost: an error (E0348). After
/// resolve_dependence.
void check_paired_dependence(const Study& study, const Model& model,
                             const std::vector<std::uint32_t>& categories, Findings& findings);

}  // namespace plume
