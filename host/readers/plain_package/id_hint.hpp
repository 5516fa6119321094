// SPDX-License-Identifier: Apache-2.0
// "did you mean …?" among the ids of a model, however large it is and however many ids are wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// A comparison with every id costs as much as reading many rows, so only the first `limit`
/// questions are answered, and of a large set only those ids are compared that share the first or
/// last two characters and nearly the length.
class IdHint {
 public:
  static constexpr std::size_t limit = 50;  ///< as many findings of one code are shown
  static constexpr std::size_t compare_all = 5000;

  /// Nearest of the ids, as did_you_mean() says it; empty where none is near or the limit is
  /// reached. `ids` is any range of records with a member `id`.
  template <class Records>
  [[nodiscard]] std::string operator()(std::string_view given, const Records& records) {
    if (++asked_ > limit) return {};
    std::vector<std::string> candidates;
    for (const auto& record : records) {
      if (records.size() <= compare_all || alike(given, record.id)) candidates.push_back(record.id);
    }
    return nearest_of(given, candidates);
  }

 private:
  [[nodiscard]] static bool alike(std::string_view a, std::string_view b);
  [[nodiscard]] static std::string nearest_of(std::string_view given,
                                              const std::vector<std::string>& candidates);

  std::size_t asked_ = 0;
};

}  // namespace plume
