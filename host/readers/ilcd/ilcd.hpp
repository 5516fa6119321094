// SPDX-License-Identifier: Apache-2.0
// ILCD packages: processes, flows, flow properties, unit groups and LCIA methods, in folders or
// zips. docs/formats/ilcd.md says what is read and what is ignored. References are followed by uuid
// alone: their uri may be relative, absolute or wrong.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& ilcd_format();

}  // namespace plume
