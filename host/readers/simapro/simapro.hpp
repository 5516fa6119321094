// SPDX-License-Identifier: Apache-2.0
// SimaPro CSV: processes, product stages and methods, with units, substances and parameters of the
// same file. docs/formats/simapro.md says what is read and what is ignored.
//
// SimaPro has no ids of flows: a product is its name, an elementary flow
// name|compartment|subcompartment|unit, with the reference unit of its dimension, as in EcoSpold 1.
// A process is its "Process identifier", or else its "PlatformId"; a product stage, which has
// neither, the name of its product.
//
// Amounts that are formulas are worked out from the values of the parameters when the file is read:
// it stores no result beside them.
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& simapro_format();

}  // namespace plume
