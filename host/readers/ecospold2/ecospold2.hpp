// SPDX-License-Identifier: Apache-2.0
// EcoSpold 2: folders or zips of .spold files with or without MasterData, allocated or not, and
// child datasets. docs/formats/ecospold2.md says what is read and what is ignored. Files are parsed
// by several threads; the result does not depend on them.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& ecospold2_format();

}  // namespace plume
