// SPDX-License-Identifier: Apache-2.0
// Whether a line's amount, its conversions (`via`) and its factors fit: each factor is per unit of
// what comes before it, and the last ones emit a mass of a gas. A factor "process:ID" is a process
// or product of the study's LCA models.
//
//     for (const ActivityLine& line : rows.lines) check_line_factors(line, rows.quantities,
//         library, models, findings);
#pragma once

#include <cstdint>
#include <string>

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/model/builder.hpp"

namespace plume {

[[nodiscard]] bool is_process(const std::string& factor);
/// The product that "process:ID" names; no_index where there is none.
[[nodiscard]] std::uint32_t find_product(const ModelBuilder& models, const std::string& factor);

/// The unit that the line's factors are multiplied with: of its amount, of its quantity, of its
/// last conversion. Of a checked line.
[[nodiscard]] MeasureUnit unit_at_factor(const ActivityLine& line, const Quantities& quantities,
                                         const FactorLibrary& library);

/// Of checked quantities. Findings: E0717 units do not fit, E0734 and W0738 substances or notes do
/// not, N0747 no word of net or gross, E0718 unknown quantity, E0724 unknown factor, E0725
/// conversion as factor.
void check_line_factors(const ActivityLine& line, const Quantities& quantities,
                        const FactorLibrary& library, const ModelBuilder& models,
                        Findings& findings);

}  // namespace plume
