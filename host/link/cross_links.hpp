// SPDX-License-Identifier: Apache-2.0
// Links from one model of a study to another that knows products and processes by other ids. In
// this order:
//
//   0. where the study says link = "name" and the source names a maker that no model has by its id:
//      the one process of another model that bears its name and makes the product as in 2, also
//      where others make the product by its id
//   1. of inputs whose product nobody makes by its id: the mapping tables of the consumer's model:
//      a row from its flow to one that is made; amounts are converted as the row says
//   2. where the study says link = "name": the product of another model that has exactly the name
//      of the input's flow, is handed out or taken in as the input needs it, is at the location
//      that the input, the maker it names or its flow is said to have, and is in a unit of the same
//      dimension. Of several, those that bear the name of the maker that the source names; then the
//      rule that the study gives.
//
// Names are compared letter by letter: what differs by case, blanks or location is not linked, and
// is told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/base/finding.hpp"
#include "host/link/columns.hpp"
#include "host/link/flow_table.hpp"
#include "host/link/link_methods.hpp"
#include "host/link/providers.hpp"
#include "host/link/unit_table.hpp"

namespace plume {

class CrossLinks {
 public:
  CrossLinks(const InventoryData& data, const UnitTable& units, const FlowTable& flows,
             const std::vector<ProductColumn>& columns, const Providers& providers,
             const LinkMethods& methods);

  struct Found {
    Link link;
    double units = 1.0;                          ///< of the maker's row in one unit of the exchange
    std::vector<std::uint32_t> candidates = {};  ///< where the link is ambiguous
  };
  /// A maker by mapping or name, or else nothing; `by_id` is what the ids lead to.
  [[nodiscard]] std::optional<Found> find(const RawExchange& raw, const RawProcess& consumer,
                                          Side side, const Link& by_id);

  /// What is not linked though it is nearly so, and what is of another dimension.
  void report(const Model& model, LinkReport& report, Findings& findings) const;

 private:
  struct Wanted {
    std::string_view name;             ///< of the product
    std::optional<Text> location;      ///< nothing: the source does not say
    bool is_of_flow = false;           ///< the location is the flow's, not the maker's
    std::optional<std::string> maker;  ///< name of the process that the source names
  };
  /// Inputs of one product of one model that differ from what another model makes.
  struct Near {
    std::uint64_t count = 0;
    std::string consumer, wanted, unit;  ///< of the first
    std::uint32_t column = 0;            ///< what is nearly it
    RawPlace place;
  };
  using NearKey = std::tuple<std::uint32_t, Text, std::uint32_t>;  ///< source, flow, column

  [[nodiscard]] std::optional<Found> by_mapping(const RawExchange& raw, const RawProcess& consumer,
                                                Side side) const;
  /// The columns that an input may be taken from by name, and those that are nearly so.
  struct Candidates {
    std::vector<std::uint32_t> all, of_maker, other_units, other_names, other_places;
  };
  [[nodiscard]] Candidates candidates(const RawExchange& raw, const RawProcess& consumer, Side side,
                                      const Wanted& wanted) const;
  [[nodiscard]] std::optional<Found> by_name(const RawExchange& raw, const RawProcess& consumer,
                                             Side side, const Link& by_id);
  [[nodiscard]] Wanted wanted_of(const RawExchange& raw, const RawProcess& consumer) const;
  [[nodiscard]] std::optional<double> units_of(const RawExchange& raw, const RawProcess& consumer,
                                               std::uint32_t column) const;
  [[nodiscard]] Text location_of(std::uint32_t column, const Wanted& wanted) const;
  [[nodiscard]] std::string_view product_name(std::uint32_t column) const;
  void note(std::map<NearKey, Near>& list, const RawExchange& raw, const RawProcess& consumer,
            const Wanted& wanted, std::uint32_t column);
  [[nodiscard]] std::string described(std::uint32_t column) const;

  const InventoryData& data_;
  const UnitTable& units_;
  const FlowTable& flows_;
  const std::vector<ProductColumn>& columns_;
  const Providers& providers_;
  const LinkMethods& methods_;
  /// by the plainest form of their names, in the order of ids
  std::unordered_map<std::string, std::vector<std::uint32_t>> columns_named_;
  std::map<std::pair<std::uint32_t, Text>, const RawNamedProcess*> named_processes_;
  std::map<NearKey, Near> other_units_, other_names_, other_places_;
};

/// "'steel production' {DE} of 1 kg (id)": a maker as findings list it.
[[nodiscard]] std::string described_maker(const InventoryData& data, const FlowTable& flows,
                                          const ProductColumn& column);

}  // namespace plume
