// SPDX-License-Identifier: Apache-2.0
// A functional unit as the model sees it: the demand vector f, sparse.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plume {

struct DemandVector {
  std::string name;
  std::string unit;  ///< of the product demanded, if one; empty for several
  struct Entry {
    std::uint32_t product;  ///< index into Model::products
    double amount;
  };
  std::vector<Entry> entries;
};

}  // namespace plume
