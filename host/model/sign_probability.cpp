// SPDX-License-Identifier: Apache-2.0
#include "host/model/sign_probability.hpp"

#include "host/model/distribution.hpp"

namespace plume {

double probability_of_other_sign(const Uncertainty& uncertainty, double amount) {
  if (amount == 0.0 || uncertainty.is_certain()) return 0.0;
  const Distribution distribution(uncertainty);
  if (distribution.least() >= 0.0 && amount > 0.0) return 0.0;
  if (distribution.most() <= 0.0 && amount < 0.0) return 0.0;
  // of the other sign, all of it
  if (distribution.most() < 0.0 || distribution.least() > 0.0) return 1.0;
  double low = 0.0, high = 1.0;  // F(0) lies between
  for (int step = 0; step < 50; ++step) {
    const double middle = 0.5 * (low + high);
    (distribution.value({middle, 1.0 - middle}) < 0.0 ? low : high) = middle;
  }
  return amount > 0.0 ? low : 1.0 - high;
}

}  // namespace plume
