// SPDX-License-Identifier: Apache-2.0
// A model as a plain package (docs/plain-package.md), such that reading it gives the same numbers
// in the same order with the same keys:
//
//     processes.csv    a column a row: its reference product, amount and factor
//     exchanges.csv    everything else of the technosphere and biosphere; `id` where the exchange
//                      has an identity of its own
//     factors.csv      the characterisation
//
// `factor` holds what amount and distribution are multiplied by (units, allocation, sign), so that
// both stay what the source says, to the bit. What a package cannot say is a finding (E0472 to
// E0475): presampled arrays, normalisation, processes without a product.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

/// E0472 to E0475, W0476: what of the model a package cannot say.
void check_package_can_hold(const Model& model, Findings& findings);

/// Writes the tables that are not empty into the folder, which is there; returns their names.
/// `model.exchange_ids` must be kept.
std::vector<std::string> write_package(const std::filesystem::path& folder, const Model& model);

}  // namespace plume
