// SPDX-License-Identifier: Apache-2.0
// Plume's own plain package (docs/plain-package.md) as a format.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& plain_package_format();

}  // namespace plume
