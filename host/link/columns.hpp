// SPDX-License-Identifier: Apache-2.0
// From datasets to columns of one product each: allocation, by one rule set for every format.
//
// A dataset with products q and exchanges e of amounts a_e becomes a column for each product, with
// a_e · share(q, e). Shares come from
//   factors a product     openLCA, SimaPro                  share(q, e) = factor(q)
//   factors an exchange   ILCD, EcoSpold 1, openLCA causal  share(q, e) = factor(q, e)
//   a property            EcoSpold 2, "price", "dry mass", any that the study names
//           share(q, e) = a_q · p_q / Σ a · p
// Where no usable factors are there, the dataset has one column, for its quantitative reference,
// and its other products are cut off. The columns of a dataset share the draws of its exchanges:
// link() gives them one group.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/link/flow_table.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/link_report.hpp"
#include "host/model/model.hpp"

namespace plume {

struct ProductColumn {
  std::uint32_t process = 0;  ///< index into InventoryData::processes
  /// index into InventoryData::exchanges: the product that the column is for
  std::uint32_t reference = 0;
  bool is_main = true;  ///< for the quantitative reference
  /// of the dataset, with the flow where the dataset has several columns
  std::string id;
  double share = 1.0;                 ///< of exchanges that have none of their own
  std::uint32_t share_node = no_raw;  ///< of Model::formulas, where the share follows parameters
  struct ExchangeShare {
    Text exchange = no_text;  ///< own id
    double share = 0.0;
  };
  std::vector<ExchangeShare> shares;

  /// Nothing where shares are given by exchange and this one has none.
  [[nodiscard]] std::optional<double> share_of(const RawExchange& exchange) const;
};

/// What an exchange does in its process, whatever words and signs its format has for it.
enum class Role : std::uint8_t { reference, by_product, input, waste, avoided, emission, resource };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] Role role_of(const RawExchange& exchange, FlowKind kind);

/// The kind that the exchange says, or else its flow.
[[nodiscard]] FlowKind kind_of(const RawExchange& exchange, std::uint32_t source,
                               const FlowTable& flows);

/// The columns of all datasets in order; datasets without a reference product are left out, with a
/// finding each.
[[nodiscard]] std::vector<ProductColumn> make_columns(const InventoryData& data,
                                                      const FlowTable& flows, const Model& model,
                                                      LinkReport& report, Findings& findings);

/// The unit of the row of a column: the reference unit of its flow, or where flows have no
/// properties the unit of the reference product.
[[nodiscard]] Text unit_of_row(const InventoryData& data, const FlowTable& flows,
                               const ProductColumn& column);

/// What the study asks of a source; the defaults where it asks nothing.
[[nodiscard]] const RawSource& options_of(const InventoryData& data, std::uint32_t source);

/// Where a dataset stands.
[[nodiscard]] Place place_of(const InventoryData& data, const Model& model, const RawPlace& place);

}  // namespace plume
