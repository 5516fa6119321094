// SPDX-License-Identifier: Apache-2.0
// Contracts and certificates of scope 2, market-based: how much of what they cover, and by which
// factor they count.
//
//     // volume, share and the factor's value go into their records
//     check_instruments(rows, library, findings);
//     // GHG Protocol Scope 2 Guidance, table 7.1 and section 6.11
//     count_failing_at_residual(rows, period, findings);
//     // a market-based line of the whole beside them
//     take_what_is_left(rows, findings);
//     // what is counted by market is no more than by location
//     check_market_energy(rows, findings);
//
// An instrument that does not meet the eight quality criteria, or whose vintage is not of the
// reporting period, counts as the power that no contract covers: by the factor of the market-based
// line of what is left, or where there is none by that of the location.
#pragma once

#include <optional>

#include "host/base/finding.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/inventory/period.hpp"

namespace plume {

/// Of checked quantities. Findings: E0717 other kind of unit, E0718 unknown quantity, E0719 covers
/// itself, E0730 more than the whole.
void check_instruments(InventoryRows& rows, const FactorLibrary& library, Findings& findings);

/// Findings: W0732 quality, W0763 vintage, E0764 no factor to count it by, W0766 a vintage that is
/// no period.
void count_failing_at_residual(InventoryRows& rows, const std::optional<Period>& period,
                               Findings& findings);

/// Findings: W0761 a line counts what is left, W0762 market-based rows count more than the whole.
void take_what_is_left(InventoryRows& rows, Findings& findings);

/// N0771 less energy by market than by location. Where there are instruments: W0768 more energy by
/// market than by location, static amounts, such as a row of the whole that has an amount of its
/// own. Nothing is compared where a row of scope 2 is no energy.
void check_market_energy(const InventoryRows& rows, Findings& findings);

/// Whether draws may make instruments cover more than the whole: not where all are shares of it
/// whose largest values sum to 1 at most.
[[nodiscard]] bool may_exceed(const InventoryRows& rows, const std::string& covered);

}  // namespace plume
