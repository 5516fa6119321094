// SPDX-License-Identifier: Apache-2.0
// What a study may say of one model about linking and allocation: the keys `allocation`,
// `providers` and `link` of [[model]].
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plume {

/// How a process of several products becomes columns of one product each.
///   as_stored      by the method that the process itself names, if its factors can be used; else
///                  not at all
///   none           one column, for the quantitative reference; the other products are cut off
///   physical, economic, causal   by the factors of that method
///   substitution   one column; the other products are credited where another process makes them
///   property       by the property of the products that the study names, such as "wet mass"
enum class AllocationMethod : std::uint8_t {
  as_stored,
  none,
  physical,
  economic,
  causal,
  substitution,
  property
};
[[nodiscard]] std::string_view name_of(AllocationMethod method);

/// Those that the key `allocation` says by name; any other word there is the name of a property.
inline constexpr AllocationMethod allocation_methods[] = {
    AllocationMethod::as_stored, AllocationMethod::none,   AllocationMethod::physical,
    AllocationMethod::economic,  AllocationMethod::causal, AllocationMethod::substitution};

/// Which maker an input is linked to where several make its product and the source names none.
enum class ProviderRule : std::uint8_t { error, first, market, location };
[[nodiscard]] std::string_view name_of(ProviderRule rule);

/// By what an input is linked to a maker in another model: the id of its product, or also name,
/// location and unit where no model makes that id.
enum class LinkBy : std::uint8_t { id, name };

/// What an amount with a formula is: the number that is stored beside it, or what the formula makes
/// of the parameters, drawn anew in each iteration.
enum class AmountRule : std::uint8_t { stored, formula };

/// A parameter of a model that a study fixes: `set = { mass = 15.0 }`, or of one process `set."bike
/// production" = { mass = 15.0 }`.
struct SetParameter {
  std::string process = {};  ///< id or name; empty: wherever there is a parameter of that name
  std::string name;
  double value = 0.0;
};

}  // namespace plume
