// SPDX-License-Identifier: Apache-2.0
// Tables that lead from the elementary flows of a database to those of a method. Two forms are
// read, told apart by their first row:
//
//   openLCA       no header, `;`: source id; target id; factor; names, categories and locations of
//                 both; property and unit of both; the process that makes a target product
//   with header   from, to, factor, from_unit, to_unit, provider; also under the names of the
//                 Federal lists (SourceFlowUUID, TargetFlowUUID,
//                 ConversionFactor, SourceUnit, TargetUnit, MatchCondition)
//
// amount of target = factor · amount of source, each in its own unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"

namespace plume {

/// `file` is the name for findings. Rows that cannot be used are findings (E0834).
void read_mapping_table(std::string_view text, const std::string& file, std::uint32_t source,
                        InventoryData& data, Findings& findings);

}  // namespace plume
