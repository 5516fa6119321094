// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/reference_products.hpp"

#include <cstdint>
#include <vector>

namespace plume {

namespace {

/// The one product seen, if it is only one.
class OnlyProduct {
 public:
  void see(std::uint32_t product) {
    several_ = several_ || (product_ != no_index && product_ != product);
    product_ = product;
  }
  [[nodiscard]] std::uint32_t get() const { return several_ ? no_index : product_; }

 private:
  std::uint32_t product_ = no_index;
  bool several_ = false;
};

struct Column {
  std::uint32_t own = no_index;  // the product with the process's id
  OnlyProduct unflipped, positive;
  bool makes_own = false;
  bool has_flipped = false;
};

}  // namespace

void infer_reference_products(ModelBuilder& builder, std::size_t first_exchange) {
  Model& model = builder.model();
  std::vector<Column> columns(model.processes.size());
  for (std::size_t p = 0; p < columns.size(); ++p)
    columns[p].own = builder.find_product(model.processes[p].id);

  for (std::size_t i = first_exchange; i < model.exchanges.size(); ++i) {
    const Exchange& exchange = model.exchanges[i];
    if (exchange.matrix != Matrix::technosphere) continue;
    Column& column = columns[exchange.column];
    const bool flipped = exchange.sign < 0;
    if (exchange.row == column.own && (!flipped || exchange.static_value() > 0))
      column.makes_own = true;
    column.has_flipped = column.has_flipped || flipped;
    if (!flipped) column.unflipped.see(exchange.row);
    if (!flipped && exchange.static_value() > 0) column.positive.see(exchange.row);
  }
  for (std::size_t p = 0; p < columns.size(); ++p) {
    std::uint32_t& reference = model.processes[p].reference_product;
    if (reference != no_index) continue;
    const Column& column = columns[p];
    if (column.makes_own) {
      reference = column.own;
    } else if (column.has_flipped || column.unflipped.get() != no_index) {
      reference = column.unflipped.get();
    } else {
      reference = column.positive.get();
    }
  }
}

}  // namespace plume
