// SPDX-License-Identifier: Apache-2.0
// What is known of a drawn number without drawing it: for the first-order analysis
// (host/analysis/first_order.hpp).
#pragma once

#include <cstdint>

#include "host/model/model.hpp"

namespace plume {

struct DrawMoments {
  /// in the problem's units, as the engine draws it; not finite where there is none
  double mean = 0.0;
  double sd = 0.0;  ///< likewise; negative where the value falls as its uniform rises
  std::uint32_t exchange = no_index;  ///< of the model
};

/// Of an exchange with an uncertainty that is drawn. `scale` multiplies sign · factor, as for
/// lower().
[[nodiscard]] DrawMoments draw_moments(const Model& model, const Exchange& exchange, double scale);

}  // namespace plume
