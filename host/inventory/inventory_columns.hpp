// SPDX-License-Identifier: Apache-2.0
// The columns of a table of an inventory, each with what its cells hold: the reader must know a
// number to tell decimal commas.
//
//     read_sheet(path, "", inventory_columns({"quantity", "amount", "unit"},
//         {"of", "uncertainty"}), findings);
#pragma once

#include <string>
#include <vector>

#include "host/tables/table.hpp"

namespace plume {

/// `amount`, `value`, `lower95`, … are numbers wherever they stand, `uncertainty`, … numbers in
/// words; all others are texts.
[[nodiscard]] std::vector<Column> inventory_columns(const std::vector<std::string>& required,
                                                    const std::vector<std::string>& optional);

}  // namespace plume
