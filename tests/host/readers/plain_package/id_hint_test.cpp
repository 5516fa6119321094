// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/id_hint.hpp"

#include <gtest/gtest.h>

#include "host/model/model.hpp"

namespace plume::id_hint_test {
namespace {

std::vector<Product> many_products(std::size_t count) {
  std::vector<Product> products(count);
  for (std::size_t i = 0; i < count; ++i) products[i].id = "product_" + std::to_string(i);
  return products;
}

TEST(IdHint, NearestOfAFew) {
  const std::vector<Product> products = {{"steel", "", "", ""}, {"power", "", "", ""}};
  IdHint hint;
  EXPECT_EQ(hint("stell", products), "did you mean 'steel'?");
  EXPECT_EQ(hint("zzzzz", products), "");
  EXPECT_EQ(hint(std::string(300, 's'), products), "");
}

TEST(IdHint, NearestOfVeryMany) {
  const std::vector<Product> products = many_products(100'000);
  IdHint hint;
  EXPECT_EQ(hint("prodcut_99999", products), "did you mean 'product_99999'?");
}

TEST(IdHint, StopsAnsweringSoThatAMillionFaultsStayCheap) {
  const std::vector<Product> products = {{"steel", "", "", ""}};
  IdHint hint;
  for (std::size_t i = 0; i < IdHint::limit; ++i) EXPECT_NE(hint("stell", products), "");
  EXPECT_EQ(hint("stell", products), "");
}

}  // namespace
}  // namespace plume::id_hint_test
