// SPDX-License-Identifier: Apache-2.0
// Who makes what: from an input to the column that it is taken from, with the reason. In this
// order:
//
//   1. the maker that the source names (defaultProvider, activityLinkId), if it makes the flow
//   2. the only maker of the flow; of several, the only one at the exchange's location
//   3. the rule that the study gives: first (smallest id), market (the only consumption mix),
//      location (the only one of the consumer's)
//   4. nobody: the input may be linked across models (cross_links.hpp), or is cut off and listed
//
// A product is taken from those that hand it out, a waste is given to those that take it in. A
// maker that the source names is taken whatever it does, since formats write the treatment of a
// waste as either.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/link/columns.hpp"

namespace plume {

enum class LinkReason : std::uint8_t {
  provider,
  only_maker,
  rule,
  nobody,
  ambiguous,
  mapping,
  name
};
[[nodiscard]] std::string_view name_of(LinkReason reason);

struct Link {
  LinkReason reason = LinkReason::nobody;
  std::uint32_t column = no_raw;  ///< index into the columns; no_raw: none
  /// a maker is named that is not among the models, or does not make it
  bool provider_absent = false;
};

/// What a maker must do with the flow: hand it out, take it in (a negative product in EcoSpold 2),
/// or either.
enum class Side : std::uint8_t { gives, takes, either };

class Providers {
 public:
  Providers(const InventoryData& data, const std::vector<ProductColumn>& columns);

  [[nodiscard]] Link find(const RawExchange& exchange, const RawProcess& consumer, Side side,
                          ProviderRule rule) const;

  /// Columns that make the flow on that side, by id.
  [[nodiscard]] std::vector<std::uint32_t> makers(Text flow, Side side) const;

  /// Whether what the column is for is handed out or taken in.
  [[nodiscard]] bool is_on(std::uint32_t column, Side side) const;

  /// That of the makers which the rule says.
  [[nodiscard]] Link by_rule(const std::vector<std::uint32_t>& makers, const RawProcess& consumer,
                             ProviderRule rule) const;

 private:
  const InventoryData& data_;
  const std::vector<ProductColumn>& columns_;
  std::unordered_map<Text, std::vector<std::uint32_t>> makers_;  ///< by flow
};

}  // namespace plume
