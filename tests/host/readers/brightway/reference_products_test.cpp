// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/reference_products.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume::reference_products_test {
namespace {

/// One process and its exchanges; ids are texts of the products.
struct Fixture {
  Model model;
  ModelBuilder builder{model};
  Fixture() { (void)builder.process("1"); }

  void exchange(const char* product, double amount, int sign = 1) {
    Exchange e;
    e.row = builder.product(product);
    e.column = builder.process("1");
    e.amount = amount;
    e.sign = static_cast<std::int8_t>(sign);
    builder.add(e);
  }
  std::string reference() {
    infer_reference_products(builder, 0);
    const std::uint32_t product = model.processes[0].reference_product;
    return product == no_index ? "none" : model.products[product].id;
  }
};

TEST(ReferenceProducts, TheProductOfTheSameId) {
  Fixture f;
  f.exchange("2", 5.0);
  f.exchange("1", 1.0);
  EXPECT_EQ(f.reference(), "1");
}

TEST(ReferenceProducts, TheProductOfTheSameIdMayBeAWasteTreated) {
  Fixture f;
  f.exchange("2", 5.0);
  f.exchange("1", -1.0);
  EXPECT_EQ(f.reference(), "1");
}

TEST(ReferenceProducts, AFlippedNegativeOfTheSameIdIsMadeToo) {
  Fixture f;
  f.exchange("1", -1.0, -1);
  EXPECT_EQ(f.reference(), "1");
}

TEST(ReferenceProducts, ButNotAnInputOfTheSameId) {
  Fixture f;
  f.exchange("1", 1.0, -1);
  f.exchange("2", 5.0);
  EXPECT_EQ(f.reference(), "2");
}

TEST(ReferenceProducts, TheOnlyProductThatIsNotFlipped) {
  Fixture f;
  f.exchange("3", 2.0, -1);
  f.exchange("4", -1.0);
  f.exchange("4", -0.5);  // a duplicate of it
  EXPECT_EQ(f.reference(), "4");
}

TEST(ReferenceProducts, SeveralThatAreNotFlippedSayNothing) {
  Fixture f;
  f.exchange("3", 2.0, -1);
  f.exchange("4", -1.0);
  f.exchange("5", 1.0);
  EXPECT_EQ(f.reference(), "none");
}

TEST(ReferenceProducts, WithoutFlipsThePositiveOne) {
  Fixture f;
  f.exchange("3", -2.0);
  f.exchange("4", 1.0);
  EXPECT_EQ(f.reference(), "4");
}

TEST(ReferenceProducts, WithoutFlipsSeveralPositiveOnesSayNothing) {
  Fixture f;
  f.exchange("3", -2.0);
  f.exchange("4", 1.0);
  f.exchange("5", 1.0);
  f.exchange("4", 1.0);
  EXPECT_EQ(f.reference(), "none");
}

TEST(ReferenceProducts, WhatTheSourceSaidStands) {
  Fixture f;
  f.exchange("3", 1.0);
  f.exchange("1", 1.0);
  f.model.processes[0].reference_product = 0;
  EXPECT_EQ(f.reference(), "3");
}

TEST(ReferenceProducts, OnlyExchangesFromTheGivenOneOnAndOnlyTechnosphere) {
  Fixture f;
  f.exchange("3", 1.0);
  infer_reference_products(f.builder, 1);
  EXPECT_EQ(f.model.processes[0].reference_product, no_index);
  f.model.exchanges[0].matrix = Matrix::biosphere;
  infer_reference_products(f.builder, 0);
  EXPECT_EQ(f.model.processes[0].reference_product, no_index);
}

}  // namespace
}  // namespace plume::reference_products_test
