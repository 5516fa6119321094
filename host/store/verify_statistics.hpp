// SPDX-License-Identifier: Apache-2.0
// Whether the statistics of a result are those of its samples: every summary is computed again, as
// the run did, and compared. Of a file that this build of Plume wrote bit for bit, of others to 12
// digits, since orders of summation may differ between versions; standard errors, whose methods
// may, of this build's only. Static scores and controlled figures come from the model, and cannot
// be.
//
//     // Error: out/x.h5 is damaged: 'mean' of 'd', 'gwp' is 1e6, its samples give 1.76
//     verify_statistics(file, "out/x.h5");
#pragma once

#include <string>

#include "host/store/result.hpp"

namespace plume {

void verify_statistics(const ResultFile& file, const std::string& shown);

}  // namespace plume
