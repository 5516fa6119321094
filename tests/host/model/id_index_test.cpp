// SPDX-License-Identifier: Apache-2.0
#include "host/model/id_index.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume::id_index_test {
namespace {

TEST(IdIndex, FindsEveryIdOfManyAndNoOther) {
  std::vector<Product> products;
  IdIndex index;
  EXPECT_EQ(index.find(products, "p0"), no_index);
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    products.push_back({"p" + std::to_string(i), "", "", ""});
    index.add(products, i);
  }
  for (std::uint32_t i = 0; i < 20'000; ++i)
    ASSERT_EQ(index.find(products, "p" + std::to_string(i)), i);
  EXPECT_EQ(index.find(products, "p20000"), no_index);
  EXPECT_EQ(index.find(products, ""), no_index);
  EXPECT_EQ(index.find(products, "P1"), no_index);
}

TEST(IdIndex, OfTwoRecordsWithOneIdTheFirstIsFound) {
  std::vector<Flow> flows;
  IdIndex index;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    flows.push_back({"f" + std::to_string(i % 500), "", "", ""});
    index.add(flows, i);
  }
  for (std::uint32_t i = 0; i < 500; ++i) ASSERT_EQ(index.find(flows, "f" + std::to_string(i)), i);
}

}  // namespace
}  // namespace plume::id_index_test
