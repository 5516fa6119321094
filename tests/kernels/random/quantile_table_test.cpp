// SPDX-License-Identifier: Apache-2.0
// Tables made by hand against what they stand for. Those of distributions are checked where they
// are made (host/compile).
#include "kernels/random/quantile_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/random/draw.hpp"
#include "tests/support/sample_tables.hpp"

namespace plume::quantile_table_test {
namespace {

double smooth_at(double u) {
  return smooth_quantile<1>(testing::smooth_table().data(), Pack<double, 1>{u}).v;
}
double piece_at(double u) {
  return piece_quantile<1>(testing::piece_table().data(), Pack<double, 1>{u}).v;
}

TEST(SmoothQuantile, IsTheFunctionOfItsSegments) {
  for (double u = 0x1p-33; u < 0.5; u *= 1.07)
    EXPECT_NEAR(smooth_at(u) / std::sqrt(u), 1.0, 1e-14) << u;
  for (double u = 0.5; u < 0.75; u += 0.001) EXPECT_NEAR(smooth_at(u), 1.0 + u, 1e-9) << u;
  for (double word = 0.0; word < 1e9; word = std::ceil(word * 1.07 + 0.1)) {
    const double tail = (word + 0.5) * 0x1p-32;  // 1 − tail is exact
    ASSERT_NEAR(smooth_at(1.0 - tail), 2.0 - std::log(tail), 2e-14 * 25.0) << tail;
  }
}

TEST(SmoothQuantile, SegmentsBeginWhereTheySay) {
  EXPECT_LT(smooth_at(std::nextafter(0.5, 0.0)), 0.8);
  EXPECT_GT(smooth_at(0.5), 1.4);
}

TEST(PieceQuantile, StepsAndRises) {
  EXPECT_EQ(piece_at(0x1p-33), 5.0);
  EXPECT_EQ(piece_at(std::nextafter(0.25, 0.0)), 5.0);
  EXPECT_EQ(piece_at(0.25), 1.0);
  EXPECT_EQ(piece_at(0.5), 2.0);
  EXPECT_EQ(piece_at(0.75), -2.0);
  EXPECT_EQ(piece_at(1.0 - 0x1p-33), -2.0);
}

WideDraw form(DrawForm form, double a, double b, double t0) {
  WideDraw draw{};
  draw.form = form;
  draw.a = a;
  draw.b = b;
  draw.t0 = t0;
  draw.minimum = -100.0;
  draw.maximum = 100.0;
  return draw;
}
double at(const WideDraw& draw, std::uint32_t word, const std::vector<double>& tables = {}) {
  return wide_draw<1>(draw, Pack<std::uint32_t, 1>{word}, tables.data()).v;
}

TEST(WideDraw, TablesAreFoundByTheirOffsetScaledAndClamped) {
  std::vector<double> tables(7, 1e300);
  const std::vector<double> table = testing::piece_table();
  tables.insert(tables.end(), table.begin(), table.end());
  WideDraw draw = form(DrawForm::pieces, 10.0, -2.0, 0.0);
  draw.table = 7;
  EXPECT_EQ(at(draw, 0, tables), 0.0);
  EXPECT_EQ(at(draw, 0xffffffffu, tables), 14.0);
  draw.maximum = 12.0;
  EXPECT_EQ(at(draw, 0xffffffffu, tables), 12.0);
}

TEST(WideDraw, WholeNumbersAndBernoullisStandWhereTheyShould) {
  const WideDraw dice = form(DrawForm::whole, 1.0, 1.0, 6.0);
  EXPECT_EQ(at(dice, 0), 1.0);
  EXPECT_EQ(at(dice, 0xffffffffu), 6.0);
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 65'537)
    ASSERT_EQ(at(dice, static_cast<std::uint32_t>(word)),
              1.0 + std::floor((static_cast<double>(word) + 0.5) / 4294967296.0 * 6.0));
  const WideDraw many = form(DrawForm::whole, 0.0, 1.0, 4294967296.0);
  EXPECT_EQ(at(many, 77), 77.0);
  const WideDraw rare = form(DrawForm::bernoulli, 0.0, 3.0, 0x1p-32);  // one word of all
  EXPECT_EQ(at(rare, 0xffffffffu), 3.0);
  EXPECT_EQ(at(rare, 0xfffffffeu), 0.0);
  EXPECT_EQ(at(form(DrawForm::bernoulli, 0.0, 3.0, 0.0), 0xffffffffu), 0.0);
  EXPECT_EQ(at(form(DrawForm::bernoulli, 0.0, 3.0, 1.0), 0), 3.0);
}

TEST(WideDraw, LogUniformRunsFromItsFirstBoundToItsLast) {
  const WideDraw draw = form(DrawForm::log_uniform, 0.01, std::log(1000.0), 0.0);
  EXPECT_NEAR(at(draw, 0), 0.01, 1e-11);
  EXPECT_NEAR(at(draw, 0x80000000u), 0.01 * std::sqrt(1000.0), 1e-9);
  EXPECT_NEAR(at(draw, 0xffffffffu), 10.0, 1e-8);
}

}  // namespace
}  // namespace plume::quantile_table_test
