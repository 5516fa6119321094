// SPDX-License-Identifier: Apache-2.0
// Exchanges by what they are: ids, exact names, or patterns with * for any text.
//
//     ExchangeSelection selection(model, findings);
//     // ascending indices; nothing, with findings, where a text names nothing
//     const auto found = selection.find(selector);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/study/dependence.hpp"

namespace plume {

/// Whether the text is what the pattern says; * stands for any text, also none.
[[nodiscard]] bool matches_pattern(std::string_view text, std::string_view pattern);

class ExchangeSelection {
 public:
  ExchangeSelection(const Model& model, Findings& findings) : model_(model), findings_(findings) {}

  /// A selector of a group is not for here.
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> find(const ExchangeSelector& selector);

 private:
  const Model& model_;
  Findings& findings_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_key_;  ///< filled when first asked for
};

}  // namespace plume
