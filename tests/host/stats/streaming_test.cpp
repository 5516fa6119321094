// SPDX-License-Identifier: Apache-2.0
#include "host/stats/streaming.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "host/stats/order_statistics.hpp"
#include "host/stats/summary.hpp"

namespace plume::streaming_test {
namespace {

constexpr std::size_t num_outputs = 3;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Scores [iteration][output]: lognormal, normal about zero (both signs), and the sum of both.
std::vector<double> scores(std::size_t iterations, double failed = 0.0) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<double> all;
  for (std::size_t i = 0; i < iterations; ++i) {
    const double a = std::exp(normal(random)), b = normal(random);
    const bool ok = uniform(random) >= failed;
    for (const double x : {a, b, a + b}) all.push_back(ok ? x : nan);
  }
  return all;
}

std::span<const double> block_of(const std::vector<double>& all, std::size_t block) {
  const std::size_t begin = block * streaming_block * num_outputs;
  return std::span(all).subspan(
      begin, std::min<std::size_t>(streaming_block * num_outputs, all.size() - begin));
}

std::size_t num_blocks(const std::vector<double>& all) {
  return (all.size() / num_outputs + streaming_block - 1) / streaming_block;
}

StreamingStatistics statistics_of(const std::vector<double>& all,
                                  const std::vector<std::size_t>& order) {
  StreamingStatistics statistics(num_outputs, {.covariances = true});
  for (const std::size_t block : order) statistics.add(block, block_of(all, block));
  return statistics;
}

std::vector<std::size_t> in_order(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

std::vector<double> column(const std::vector<double>& all, std::size_t output) {
  std::vector<double> values;
  for (std::size_t i = output; i < all.size(); i += num_outputs) {
    if (!std::isnan(all[i])) values.push_back(all[i]);
  }
  return values;
}

void expect_same_bits(const StreamingStatistics& a, const StreamingStatistics& b) {
  for (std::size_t k = 0; k < num_outputs; ++k) {
    const StreamingFigures x = a.figures(k), y = b.figures(k);
    EXPECT_EQ(x.count, y.count);
    EXPECT_EQ(x.mean, y.mean);
    EXPECT_EQ(x.sd, y.sd);
    EXPECT_EQ(x.minimum, y.minimum);
    EXPECT_EQ(x.maximum, y.maximum);
    for (const double level : quantile_levels) EXPECT_EQ(x.quantile(level), y.quantile(level));
    for (std::size_t j = 0; j <= k; ++j) EXPECT_EQ(a.covariance(k, j), b.covariance(j, k));
  }
}

TEST(Streaming, FiguresAreThoseOfTheSamples) {
  const std::vector<double> all = scores(50 * streaming_block + 100, 0.05);
  const StreamingStatistics statistics = statistics_of(all, in_order(num_blocks(all)));
  EXPECT_EQ(51u, statistics.num_blocks());
  for (std::size_t k = 0; k < num_outputs; ++k) {
    const std::vector<double> values = column(all, k);
    const Summary expected = summarise(values, 1);
    const StreamingFigures found = statistics.figures(k);
    EXPECT_EQ(expected.count, found.count);
    EXPECT_NEAR(expected.mean, found.mean, 1e-12 * expected.sd);
    EXPECT_NEAR(expected.sd, found.sd, 1e-12 * expected.sd);
    EXPECT_EQ(expected.minimum, found.minimum);
    EXPECT_EQ(expected.maximum, found.maximum);
    EXPECT_EQ(expected.minimum, found.quantile(0.0));
    EXPECT_EQ(expected.maximum, found.quantile(1.0));
  }
}

TEST(Streaming, QuantilesAreWithinATenthOfAPercent) {
  const std::vector<double> all = scores(20 * streaming_block);
  const StreamingStatistics statistics = statistics_of(all, in_order(num_blocks(all)));
  for (std::size_t k = 0; k < num_outputs; ++k) {
    std::vector<double> values = column(all, k);
    std::sort(values.begin(), values.end());
    for (const double level : {0.001, 0.025, 0.05, 0.25, 0.4, 0.5, 0.6, 0.75, 0.95, 0.975, 0.999}) {
      // Type 7 lies between two samples; the estimate may be off by a bin beyond either.
      const auto below = static_cast<std::size_t>(level * static_cast<double>(values.size() - 1));
      const double low = values[below], high = values[below + 1],
                   found = statistics.figures(k).quantile(level);
      EXPECT_GE(found, low - 0x1p-10 * std::abs(low)) << k << " " << level;
      EXPECT_LE(found, high + 0x1p-10 * std::abs(high)) << k << " " << level;
    }
  }
}

TEST(Streaming, CovariancesAreThoseOfTheSamples) {
  const std::vector<double> all = scores(10 * streaming_block + 1, 0.1);
  const StreamingStatistics statistics = statistics_of(all, in_order(num_blocks(all)));
  for (std::size_t a = 0; a < num_outputs; ++a) {
    for (std::size_t b = 0; b < num_outputs; ++b) {
      const std::vector<double> x = column(all, a), y = column(all, b);
      const double n = static_cast<double>(x.size());
      const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n,
                   my = std::accumulate(y.begin(), y.end(), 0.0) / n;
      double sum = 0.0;
      for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
      EXPECT_NEAR(sum / (n - 1.0), statistics.covariance(a, b), 1e-10) << a << " " << b;
    }
  }
}

TEST(Streaming, AnyOrderAndAnyCutGiveTheSameBits) {
  const std::vector<double> all = scores(37 * streaming_block + 5, 0.01);
  const std::size_t blocks = num_blocks(all);
  const StreamingStatistics expected = statistics_of(all, in_order(blocks));
  std::vector<std::size_t> order = in_order(blocks);
  std::mt19937 random(3);
  for (int trial = 0; trial < 20; ++trial) {
    std::shuffle(order.begin(), order.end(), random);
    expect_same_bits(expected, statistics_of(all, order));
    // Three shards of whatever blocks came first, second and last, joined in another order.
    const std::size_t one = 1 + random() % (blocks / 2), two = one + 1 + random() % (blocks / 3);
    const auto shard = [&](std::size_t from, std::size_t to) {
      return statistics_of(all, {order.begin() + static_cast<std::ptrdiff_t>(from),
                                 order.begin() + static_cast<std::ptrdiff_t>(to)});
    };
    StreamingStatistics joined = shard(one, two);
    joined.add(shard(two, blocks));
    joined.add(shard(0, one));
    expect_same_bits(expected, joined);
  }
}

TEST(Streaming, TheTestOfBitsCanFail) {
  std::vector<double> all = scores(8 * streaming_block);
  const StreamingStatistics expected = statistics_of(all, in_order(8));
  std::swap(all[0], all[3]);  // two iterations of one block: the same numbers in another order
  const StreamingStatistics other = statistics_of(all, in_order(8));
  EXPECT_EQ(expected.figures(0).quantile(0.5), other.figures(0).quantile(0.5));
  EXPECT_NE(expected.covariance(0, 1), other.covariance(0, 1));
}

TEST(Streaming, ABlockCountsOnce) {
  const std::vector<double> all = scores(4 * streaming_block);
  StreamingStatistics statistics = statistics_of(all, {0, 1, 3});
  EXPECT_THROW(statistics.add(1, block_of(all, 1)), std::invalid_argument);
  EXPECT_THROW(statistics.add(3, block_of(all, 3)), std::invalid_argument);
  EXPECT_THROW(statistics.add(statistics_of(all, {2, 3})), std::invalid_argument);
  EXPECT_THROW(statistics.add(2, std::span(all).first(4)), std::invalid_argument);
  EXPECT_THROW(statistics.add(2, std::span(all).first(0)), std::invalid_argument);
  EXPECT_THROW(statistics.add(StreamingStatistics(num_outputs)), std::invalid_argument);
  statistics.add(2, block_of(all, 2));
  EXPECT_EQ(4u, statistics.num_blocks());
}

TEST(Streaming, NothingIsKnownOfNothing) {
  StreamingStatistics statistics(1);
  EXPECT_TRUE(std::isnan(statistics.figures(0).mean));
  EXPECT_TRUE(std::isnan(statistics.figures(0).quantile(0.5)));
  EXPECT_TRUE(std::isnan(statistics.covariance(0, 0)));
  const double failed[] = {nan, nan};
  statistics.add(0, failed);
  EXPECT_EQ(0u, statistics.figures(0).count);
  const double one[] = {4.0};
  statistics.add(1, one);
  EXPECT_EQ(4.0, statistics.figures(0).quantile(0.3));
  EXPECT_TRUE(std::isnan(statistics.figures(0).sd));
}

// 1,000 values evenly apart in one bin, [1, 1 + 2^-10): quantiles of the figures are those of the
// samples, not half a sample off.
TEST(Streaming, WithinABinAQuantileIsTheSamplesWhereTheyAreEven) {
  StreamingStatistics statistics(1);
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(1.0 + 0x1p-10 * (i + 0.5) / 1000.0);
  statistics.add(0, values);
  for (const double level : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    const double half_a_spacing = 0x1p-10 / 2000.0;
    EXPECT_NEAR(statistics.figures(0).quantile(level), quantile_of_sorted(values, level),
                1e-3 * half_a_spacing);
  }
}

TEST(Streaming, WhatMovesInStepsIsExact) {
  StreamingStatistics statistics(1);
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(i % 5);
  statistics.add(0, values);
  std::sort(values.begin(), values.end());
  for (const double level : {0.0, 0.1, 0.2, 0.25, 0.5, 0.75, 0.95}) {
    EXPECT_EQ(statistics.figures(0).quantile(level), quantile_of_sorted(values, level)) << level;
  }
  const Summary s = statistics.summary(0);
  EXPECT_EQ(s.median, 2.0);
  EXPECT_EQ(s.se_median, 0.0) << "well inside an atom";
  EXPECT_EQ(s.quantiles[2], 1.0);
}

// Two values of one bin: which share each has is not seen, so the error reaches both.
TEST(Streaming, WhatABinHidesIsPartOfTheError) {
  StreamingStatistics statistics(1);
  std::vector<double> values(1000, 1.0001);
  for (std::size_t i = 0; i < 300; ++i) values[i] = 1.0002;
  statistics.add(0, values);
  const Summary s = statistics.summary(0);
  EXPECT_GE(s.median + 1.96 * s.se_median, 1.0002);
  EXPECT_LE(s.median - 1.96 * s.se_median, 1.0001);
}

TEST(Streaming, AStateWithoutEndsOfBinsIsRead) {
  const std::vector<double> all = scores(2 * streaming_block);
  StreamingStatistics whole(num_outputs);
  for (std::size_t block = 0; block < 2; ++block) whole.add(block, block_of(all, block));
  StreamingState old = whole.state();
  old.bin_ends.clear();
  const StreamingStatistics read = StreamingStatistics::from(num_outputs, {}, old);
  for (std::size_t k = 0; k < num_outputs; ++k) {
    const double high = whole.figures(k).quantile(0.9);
    EXPECT_NEAR(read.figures(k).quantile(0.9), high, 0x1p-9 * high);
    EXPECT_EQ(read.figures(k).quantile(1.0), whole.figures(k).quantile(1.0));
  }
}

TEST(Streaming, ZerosStayZeros) {
  StreamingStatistics statistics(1);
  const std::vector<double> zeros(streaming_block, 0.0);
  statistics.add(0, zeros);
  EXPECT_EQ(0.0, statistics.figures(0).quantile(0.5));
  EXPECT_EQ(0.0, statistics.figures(0).sd);
}

TEST(Streaming, ZerosOfBothSignsAreOneWhicheverComesFirst) {
  for (const double first : {0.0, -0.0}) {
    StreamingStatistics statistics(1);
    statistics.add(0, std::vector<double>{first, -first});
    const StreamingFigures figures = statistics.figures(0);
    for (const double zero : {figures.minimum, figures.maximum, figures.quantile(0.5)}) {
      EXPECT_EQ(0.0, zero);
      EXPECT_FALSE(std::signbit(zero));
    }
  }
}

TEST(Streaming, TheStateIsAllThatThereIs) {
  const std::vector<double> all = scores(11 * streaming_block, 0.02);
  for (const bool covariances : {false, true}) {
    const StreamingOptions options{covariances, true, 3};
    StreamingStatistics whole(num_outputs, options), first(num_outputs, options);
    for (std::size_t block = 0; block < 11; ++block) {
      whole.add(block, block_of(all, block));
      if (block < 6) first.add(block, block_of(all, block));
    }
    StreamingStatistics restored = StreamingStatistics::from(num_outputs, options, first.state());
    for (std::size_t block = 6; block < 11; ++block) restored.add(block, block_of(all, block));
    if (covariances) expect_same_bits(whole, restored);
    for (std::size_t k = 0; k < num_outputs; ++k) {
      EXPECT_EQ(whole.summary(k).se_median, restored.summary(k).se_median);
      EXPECT_EQ(whole.summary(k).replicates, 11u);
      EXPECT_EQ(whole.below(0, 0, k), restored.below(0, 0, k));
    }
  }
}

TEST(Streaming, AStateThatDoesNotFitIsRefused) {
  const StreamingOptions options{true, true, 1};
  StreamingStatistics statistics(num_outputs, options);
  statistics.add(0, block_of(scores(streaming_block), 0));
  const StreamingState good = statistics.state();
  EXPECT_NO_THROW((void)StreamingStatistics::from(num_outputs, options, good));
  const auto refused = [&](auto change) {
    StreamingState bad = good;
    change(bad);
    EXPECT_THROW((void)StreamingStatistics::from(num_outputs, options, bad), std::invalid_argument);
  };
  refused([](StreamingState& s) { s.moments.pop_back(); });
  refused([](StreamingState& s) { s.products.push_back(1.0); });
  refused([](StreamingState& s) { s.replicates.clear(); });
  refused([](StreamingState& s) { s.level.push_back(0); });
  refused([](StreamingState& s) { s.level[0] = 64; });
  refused([](StreamingState& s) { s.bin.pop_back(); });
  refused([](StreamingState& s) { s.bin_ends.pop_back(); });
  refused([](StreamingState& s) { s.num_bins[0] += 1; });
  refused([](StreamingState& s) { s.below.push_back(1); });
  refused([](StreamingState& s) { s.first.push_back(0), s.level.push_back(0); });
  EXPECT_THROW(StreamingStatistics(3, {false, false, 2}), std::invalid_argument)
      << "3 outputs are not those of 2 demands";
}

TEST(Streaming, StandardErrorsAreThoseOfTheSamplesForEveryDesign) {
  for (const double failed : {0.0, 0.05}) {
    const std::vector<double> all = scores(60 * streaming_block + 300, failed);
    for (const std::uint64_t replicate : {std::uint64_t{1}, streaming_block}) {
      StreamingStatistics statistics(num_outputs, {false, replicate != 1, 1});
      for (std::size_t block = 0; block < num_blocks(all); ++block)
        statistics.add(block, block_of(all, block));
      for (std::size_t k = 0; k < num_outputs; ++k) {
        std::vector<double> samples;
        for (std::size_t i = k; i < all.size(); i += num_outputs) samples.push_back(all[i]);
        const Summary expected = summarise(samples, replicate), found = statistics.summary(k);
        // Blocks weigh the same here, and by their scores there: without failures there is no
        // difference.
        const double slack = failed == 0.0 ? 1e-9 : 0.02;
        EXPECT_EQ(found.replicates, expected.replicates);
        if (replicate == 1 || failed > 0.0) {
          EXPECT_NEAR(found.se_mean, expected.se_mean, slack * expected.se_mean);
        } else {  // gaps within a bin are not seen: the error is never smaller for that, and hardly
                  // larger
          EXPECT_GE(found.se_mean, (1.0 - slack) * expected.se_mean);
          EXPECT_LE(found.se_mean, 1.0001 * expected.se_mean);
        }
        const double scale = std::max(std::abs(expected.median), expected.sd);
        EXPECT_NEAR(found.median, expected.median, 0.002 * scale);
        EXPECT_NEAR(found.se_median, expected.se_median, 0.05 * expected.se_median);
        for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
          EXPECT_NEAR(found.quantiles[i], expected.quantiles[i],
                      0.002 * std::max(std::abs(expected.quantiles[i]), 0.01));
          EXPECT_NEAR(found.se_quantiles[i], expected.se_quantiles[i],
                      0.05 * expected.se_quantiles[i]);
        }
      }
    }
  }
}

TEST(Streaming, PairsOfDemandsAreCountedPerCategory) {
  // three demands of one category
  const std::vector<double> all = scores(3 * streaming_block, 0.1);
  StreamingStatistics statistics(num_outputs, {false, false, 3});
  for (std::size_t block = 0; block < 3; ++block) statistics.add(block, block_of(all, block));
  ASSERT_EQ(statistics.num_paired(), 3u);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      std::uint64_t below = 0;
      for (std::size_t i = 0; i < all.size(); i += 3) below += all[i + a] < all[i + b];
      EXPECT_EQ(statistics.below(0, a, b), below) << a << " " << b;
    }
  }
  EXPECT_EQ(StreamingStatistics(40, {false, false, 20}).num_paired(), most_paired_demands);
  EXPECT_EQ(StreamingStatistics(40, {}).num_paired(), 0u);
}

}  // namespace
}  // namespace plume::streaming_test
