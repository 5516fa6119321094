// SPDX-License-Identifier: Apache-2.0
// A model that `plume convert` wrote as one file, model.plume.h5 (host/store/model_file.hpp):
// nothing is linked again, and its exchanges keep their keys. docs/formats/compiled-model.md
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& compiled_model_format();

}  // namespace plume
