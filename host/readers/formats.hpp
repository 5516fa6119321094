// SPDX-License-Identifier: Apache-2.0
// The list of formats that Plume reads. The first that recognises a source has it.
#pragma once

#include <string_view>
#include <vector>

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const std::vector<const Format*>& formats();

/// The format of that name; nullptr for none.
[[nodiscard]] const Format* find_format(std::string_view name);

/// The first format that recognises the archive; nullptr for none.
[[nodiscard]] const Format* format_of(const Archive& archive);

}  // namespace plume
