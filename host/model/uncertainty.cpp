// SPDX-License-Identifier: Apache-2.0
#include "host/model/uncertainty.hpp"

#include <array>

namespace plume {
namespace {

constexpr std::array<std::string_view, num_distribution_kinds> names = {
    "undefined",  "none",        "lognormal",   "normal",
    "uniform",    "triangular",  "bernoulli",   "discrete_uniform",
    "weibull",    "gamma",       "beta",        "generalized_extreme_value",
    "students_t", "beta_pert",   "log_uniform", "empirical",
    "histogram",  "categorical", "mixture"};

}  // namespace

std::string_view name_of(DistributionKind kind) {
  const auto number = static_cast<std::size_t>(kind);
  return number < names.size() ? names[number] : "unknown";
}

bool distribution_from_name(std::string_view name, DistributionKind& kind) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != name) continue;
    kind = static_cast<DistributionKind>(i);
    return true;
  }
  return false;
}

}  // namespace plume
