// SPDX-License-Identifier: Apache-2.0
#include "host/model/lognormal_anchor.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/model/distribution_moments.hpp"

namespace plume::lognormal_anchor_test {
namespace {

struct Lognormals {
  Model model;
  void add(std::uint16_t source, const Uncertainty& u) {
    Exchange e;
    e.source = source;
    e.uncertainty = static_cast<std::uint32_t>(model.uncertainties.size());
    model.uncertainties.push_back(u);
    model.exchanges.push_back(e);
  }
  [[nodiscard]] double mean(std::size_t i) const {
    return moments_of(model.uncertainties[i], 0.0).mean;
  }
};

Uncertainty lognormal(double median, double sigma) {
  Uncertainty u;
  u.kind = DistributionKind::lognormal;
  u.loc = std::log(median);
  u.scale = sigma;
  return u;
}

Lognormals three() {
  Lognormals l;
  l.model.sources.resize(2);
  l.add(0, lognormal(2.0, 1.0));
  l.add(1, lognormal(2.0, 0.5));
  Uncertainty given = lognormal(2.0, 0.5);
  given.median_given = true;
  l.add(0, given);
  return l;
}

TEST(AnchorLognormals, AtTheMedianNothingMoves) {
  Lognormals l = three();
  const LognormalShift shift = anchor_lognormals(l.model, false);
  EXPECT_EQ(shift.lognormals, 3u);
  EXPECT_EQ(shift.at_mean, 0u);
  EXPECT_DOUBLE_EQ(shift.largest_mean_to_median, std::exp(0.5));
  EXPECT_DOUBLE_EQ(l.mean(0), 2.0 * std::exp(0.5));
}

TEST(AnchorLognormals, AtTheMeanTheStaticAmountIsIt) {
  Lognormals l = three();
  const LognormalShift shift = anchor_lognormals(l.model, true);
  EXPECT_EQ(shift.at_mean, 2u);
  EXPECT_NEAR(l.mean(0), 2.0, 1e-14);
  EXPECT_NEAR(l.mean(1), 2.0, 1e-14);
  EXPECT_DOUBLE_EQ(l.mean(2), 2.0 * std::exp(0.125));  // its source gives the median itself
}

TEST(AnchorLognormals, ASourceMayHaveItsOwn) {
  Lognormals l = three();
  l.model.sources[1].lognormal_anchor_mean = true;
  EXPECT_EQ(anchor_lognormals(l.model, false).at_mean, 1u);
  EXPECT_DOUBLE_EQ(l.mean(0), 2.0 * std::exp(0.5));
  EXPECT_NEAR(l.mean(1), 2.0, 1e-14);
  Lognormals other = three();
  other.model.sources[0].lognormal_anchor_mean = false;
  EXPECT_EQ(anchor_lognormals(other.model, true).at_mean, 1u);
  EXPECT_NEAR(other.mean(1), 2.0, 1e-14);
}

TEST(AnchorLognormals, OneSharedByExchangesMovesOnce) {
  Lognormals l = three();
  l.model.exchanges.push_back(l.model.exchanges[0]);
  EXPECT_EQ(anchor_lognormals(l.model, true).lognormals, 4u);
  EXPECT_NEAR(l.mean(0), 2.0, 1e-14);
}

TEST(AnchorLognormals, BoundsCountInTheShift) {
  Lognormals l;
  Uncertainty u = lognormal(1.0, 1.0);
  u.maximum = 1.0;  // the lower half
  l.add(0, u);
  u.minimum = 1.0;
  u.maximum = Uncertainty::not_given;
  l.add(0, u);
  // Mean of the upper half: 2 e^{1/2} Φ(1).
  EXPECT_NEAR(anchor_lognormals(l.model, false).largest_mean_to_median,
              2.0 * std::exp(0.5) * 0.8413447460685429, 1e-12);
}

}  // namespace
}  // namespace plume::lognormal_anchor_test
