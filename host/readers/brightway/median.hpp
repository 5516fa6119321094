// SPDX-License-Identifier: Apache-2.0
// The median of a distribution, for packages that give distributions without static amounts.
//
// Types 2, 3, 8, 9, 11 and 12 are truncated by minimum and maximum: with F the untruncated
// distribution function, the median is F⁻¹((F(minimum) + F(maximum)) / 2). For the others the
// bounds are parameters. Meanings: those of stats_arrays, docs/brightway.md.
#pragma once

#include "host/model/uncertainty.hpp"

namespace plume {

/// NaN where the parameters describe no distribution, and for the certain kinds without a loc. A
/// lognormal or normal whose scale is missing or impossible still has the median its loc says.
[[nodiscard]] double median_of(const Uncertainty& uncertainty);

}  // namespace plume
