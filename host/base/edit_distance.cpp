// SPDX-License-Identifier: Apache-2.0
#include "host/base/edit_distance.hpp"

#include <algorithm>
#include <utility>

#include "host/base/letter_case.hpp"

namespace plume {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the usual table suffice: a swap looks two rows back.
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({replaced, last[j] + 1, now[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

std::vector<std::string> nearest(std::string_view given, const std::vector<std::string>& candidates,
                                 std::size_t count) {
  if (given.empty()) return {};
  const std::string wanted = lower_case(given);
  const std::size_t near = std::max<std::size_t>(1, wanted.size() / 3);
  const std::size_t containing = near + 1;
  std::vector<std::pair<std::size_t, const std::string*>> found;
  for (const std::string& candidate : candidates) {
    const std::string name = lower_case(candidate);
    const std::size_t gap =
        name.size() > wanted.size() ? name.size() - wanted.size() : wanted.size() - name.size();
    if (gap <= near) {
      const std::size_t distance = edit_distance(wanted, name);
      // A word that shares nothing with the given one is no hint, however short both are.
      if (distance <= near && distance < std::max(wanted.size(), name.size())) {
        found.emplace_back(distance, &candidate);
        continue;
      }
    }
    if (wanted.size() >= 3 && name.find(wanted) != std::string::npos)
      found.emplace_back(containing, &candidate);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& x, const auto& y) { return x.first < y.first; });
  std::vector<std::string> result;
  for (const auto& [distance, candidate] : found) {
    if (result.size() == count) break;
    if (std::find(result.begin(), result.end(), *candidate) == result.end())
      result.push_back(*candidate);
  }
  return result;
}

}  // namespace plume
