// SPDX-License-Identifier: Apache-2.0
#include "host/stats/student.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace plume {
namespace {

/// P(|T| ≤ t) for t = √ν tan θ.
double central_probability(double theta, std::uint64_t degrees) {
  const double sine = std::sin(theta), cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  if (degrees == 1) return 2.0 * theta / std::numbers::pi;
  double term = odd ? cosine : 1.0;
  double sum = term;
  for (std::uint64_t k = odd ? 3 : 2; k < degrees; k += 2) {
    const double j = static_cast<double>(k);
    term *= (j - 1.0) / j * cosine * cosine;
    sum += term;
  }
  return odd ? 2.0 / std::numbers::pi * (theta + sine * sum) : sine * sum;
}

}  // namespace

double confidence_factor(std::uint64_t degrees) {
  if (degrees == 0) return std::numeric_limits<double>::quiet_NaN();
  const double nu = static_cast<double>(degrees);
  if (degrees > 200) {
    constexpr double z = z95;
    const double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4.0 * nu) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * nu * nu) +
           (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * nu * nu * nu);
  }
  double low = 0.0, high = std::numbers::pi / 2.0;
  for (int step = 0; step < 60; ++step) {
    const double middle = 0.5 * (low + high);
    (central_probability(middle, degrees) < 0.95 ? low : high) = middle;
  }
  return std::sqrt(nu) * std::tan(0.5 * (low + high));
}

ConfidenceInterval confidence_interval(double estimate, double standard_error,
                                       std::uint64_t replicates) {
  const double reach = replicates == 0 ? std::numeric_limits<double>::quiet_NaN()
                                       : confidence_factor(replicates - 1) * standard_error;
  return {estimate - reach, estimate + reach};
}

}  // namespace plume
