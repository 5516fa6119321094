// SPDX-License-Identifier: Apache-2.0
// A format that nobody uses: what is needed to add one (tests/project/toy_format.py). One file
// shop.toy:
//
//     power kWh 0.1 coal 0.3        1 kWh of power emits 0.1 kg of co2 and takes 0.3 of coal
//     coal kg 2.5
#pragma once

#include "host/readers/format.hpp"

namespace plume {

[[nodiscard]] const Format& toy_format();

}  // namespace plume
