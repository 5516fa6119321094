// SPDX-License-Identifier: Apache-2.0
// The tables of a package that link its ids by numbers: exchanges and characterisation factors.
//
//   type           item              enters
//   input          product           technosphere, − amount
//   production     product           technosphere, + amount
//           (a further product or a waste handed on)
//   substitution   product           technosphere, + amount
//           (a product whose making elsewhere is avoided)
//   emission       elementary flow   biosphere,    + amount
//   resource       elementary flow   biosphere,    + amount
//
// Findings: E0225 type, E0231–E0234 unknown ids, E0233 wrong kind of item, E0235 unit, E0236
// reference product produced again, E0238 exchange id given twice; W0211 two factors for one flow
// and category.
#pragma once

#include <string>
#include <string_view>

#include "host/readers/plain_package/declarations.hpp"

namespace plume {

/// `display_folder` is what stands before the table's name in `file`, for messages about other
/// tables.
void read_exchanges(std::string_view text, const std::string& file,
                    const std::string& display_folder, PackageContext& context);
void read_factors(std::string_view text, const std::string& file, const std::string& display_folder,
                  PackageContext& context);

}  // namespace plume
