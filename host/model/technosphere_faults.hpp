// SPDX-License-Identifier: Apache-2.0
// What is wrong with single processes and products, so that they have no place in a system of
// equations: a process that uses all it makes, or makes nothing, a product that nobody makes. A
// database of thousands of processes holds a few of them. Whether they matter is known only with
// the demands: what no demand reaches is left out of the calculation.
//
//     // E0406 to E0409
//     const std::vector<TechnosphereFault> faults = technosphere_faults(model);
//     CompileOptions options;
//     // errors where reached, else W0440
//     options.faults = &faults;
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

struct TechnosphereFault {
  std::string code;  ///< as an error
  Place place;
  std::string problem, hint;
  std::uint32_t process = no_index;  ///< of the model; neither: a matter of all of them
  std::uint32_t product = no_index;
};

/// Of a model whose technosphere is not empty; none otherwise.
[[nodiscard]] std::vector<TechnosphereFault> technosphere_faults(const Model& model);

/// What is wrong or doubtful whatever is demanded: an empty technosphere (E0405), a waste that may
/// be a product without maker (W0410).
void check_technosphere(const Model& model, Findings& findings);

}  // namespace plume
