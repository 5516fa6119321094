// SPDX-License-Identifier: Apache-2.0
#include "host/model/dependence.hpp"

#include <cmath>

#include "host/base/hash.hpp"

namespace plume {

std::vector<double> Switch::thresholds() const {
  std::vector<double> result;
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    sum += weights[i];
    result.push_back(std::round(sum * 4294967296.0));
  }
  return result;
}

void Dependence::share(std::size_t exchange, std::uint64_t key) {
  if (exchange >= shared_key.size()) shared_key.resize(exchange + 1, 0);
  shared_key[exchange] = key;
}

std::uint64_t group_key(std::string_view name, std::string_view value) {
  return stable_key({"group", name, value});
}

}  // namespace plume
