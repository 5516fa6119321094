// SPDX-License-Identifier: Apache-2.0
#include "host/link/providers.hpp"

#include <algorithm>

namespace plume {

std::string_view name_of(LinkReason reason) {
  constexpr std::string_view names[] = {"provider",  "only_maker", "rule", "cut_off",
                                        "ambiguous", "mapping",    "name"};
  return names[static_cast<int>(reason)];
}

Providers::Providers(const InventoryData& data, const std::vector<ProductColumn>& columns)
    : data_(data), columns_(columns) {
  for (std::uint32_t i = 0; i < columns.size(); ++i)
    makers_[data.exchanges[columns[i].reference].flow].push_back(i);
  for (auto& [flow, makers] : makers_) {
    std::sort(makers.begin(), makers.end(),
              [&](std::uint32_t a, std::uint32_t b) { return columns_[a].id < columns_[b].id; });
  }
}

std::vector<std::uint32_t> Providers::makers(Text flow, Side side) const {
  std::vector<std::uint32_t> list;
  const auto found = makers_.find(flow);
  if (found == makers_.end()) return list;
  for (const std::uint32_t each : found->second) {
    if (is_on(each, side)) list.push_back(each);
  }
  return list;
}

bool Providers::is_on(std::uint32_t column, Side side) const {
  const RawExchange& reference = data_.exchanges[columns_[column].reference];
  const bool gives = (reference.direction == Direction::output) == (reference.amount >= 0.0);
  return side == Side::either || (side == Side::gives) == gives;
}

Link Providers::find(const RawExchange& exchange, const RawProcess& consumer, Side side,
                     ProviderRule rule) const {
  const bool is_named = exchange.provider != no_text;
  if (is_named) {
    for (const std::uint32_t each : makers(exchange.flow, Side::either)) {
      const bool is_stored = data_.processes[columns_[each].process].stored != no_raw;
      // what a table says of its treatments may be the other way about
      if (is_stored && !is_on(each, side)) continue;
      if (data_.processes[columns_[each].process].id == exchange.provider)
        return {LinkReason::provider, each, false};
    }
  }
  const std::vector<std::uint32_t> all = makers(exchange.flow, side);
  std::vector<std::uint32_t> at_place;
  if (exchange.location != no_text) {
    for (const std::uint32_t each : all) {
      if (data_.processes[columns_[each].process].location == exchange.location)
        at_place.push_back(each);
    }
  }
  const std::vector<std::uint32_t>& left = at_place.empty() ? all : at_place;
  Link link;
  if (left.size() == 1) link = {LinkReason::only_maker, left.front(), false};
  if (left.size() > 1) link = by_rule(left, consumer, rule);
  link.provider_absent = is_named;
  return link;
}

Link Providers::by_rule(const std::vector<std::uint32_t>& makers, const RawProcess& consumer,
                        ProviderRule rule) const {
  std::vector<std::uint32_t> chosen;
  for (const std::uint32_t each : makers) {
    const RawProcess& maker = data_.processes[columns_[each].process];
    const bool fits = rule == ProviderRule::first ||
                      (rule == ProviderRule::market && maker.is_market) ||
                      (rule == ProviderRule::location && maker.location == consumer.location);
    if (fits) chosen.push_back(each);
  }
  if (chosen.size() == 1 || (rule == ProviderRule::first && !chosen.empty()))
    return {LinkReason::rule, chosen.front(), false};
  return {LinkReason::ambiguous, no_raw, false};
}

}  // namespace plume
