// SPDX-License-Identifier: Apache-2.0
// What a method of SimaPro makes of its impact categories: damage categories, and sets of
// normalisation and weighting. Each becomes categories of its own, whose factors are those of
// impact categories, multiplied and summed: h = Σ w · n · d · c · g. They are certain, and so
// exact.
//
//     Human health                       of the method itself: Σ d · c over the impact categories
//                                        that it lists
//     "METHOD (SET, normalised)"         n times each category that the set has a number for
//     "METHOD (SET, weighted)"           w · n times these, and, where the method adds them, their
//                                        sum "single score"
//
// A set speaks of damage categories where the method uses these, else of impact categories. What
// the method says not to use is counted and left out.
//
//     // behind the impact categories of the method
//     add_simapro_method_sets(block, first_category, number, into);
//
// Findings: W0651 a name that the method does not have, or no number beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/readers/simapro/simapro_blocks.hpp"

namespace plume {

using SimaProNumber = std::function<std::optional<double>(std::string_view cell)>;

/// `shown` names the file in findings. The impact categories of the method stand at the end of
/// data.categories, from `first_category` on.
void add_simapro_method_sets(const SimaProBlock& block, std::size_t first_category,
                             const SimaProNumber& number, const std::string& shown,
                             InventoryData& data, Findings& findings);

}  // namespace plume
