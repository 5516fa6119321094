// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/id_hint.hpp"

#include "host/base/finding.hpp"

namespace plume {

bool IdHint::alike(std::string_view a, std::string_view b) {
  if (a.size() < 2 || b.size() < 2) return false;
  const std::size_t difference = a.size() < b.size() ? b.size() - a.size() : a.size() - b.size();
  return difference <= 2 &&
         (a.substr(0, 2) == b.substr(0, 2) || a.substr(a.size() - 2) == b.substr(b.size() - 2));
}

std::string IdHint::nearest_of(std::string_view given, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_id = 200;  // the distance costs the product of the lengths
  if (given.size() > longest_id) return {};
  return did_you_mean(given, candidates);
}

}  // namespace plume
