// SPDX-License-Identifier: Apache-2.0
// Whether two results hold the same samples, statuses and statistics, bit for bit.
#pragma once

#include <gtest/gtest.h>

#include "host/store/result.hpp"
#include "tests/support/bits.hpp"

namespace plume {

inline void expect_same_results(const ResultFile& a, const ResultFile& b) {
  EXPECT_EQ(a.totals().iterations, b.totals().iterations);
  EXPECT_EQ(a.header().iterations_planned, b.header().iterations_planned);
  EXPECT_EQ(a.status(), b.status());
  ASSERT_EQ(a.controlled().size(), b.controlled().size());
  for (std::size_t i = 0; i < a.controlled().size(); ++i) {
    const ControlledSummary &x = a.controlled()[i], &y = b.controlled()[i];
    EXPECT_EQ(testing::bits_of(x.mean), testing::bits_of(y.mean));
    EXPECT_EQ(testing::bits_of(x.se_mean), testing::bits_of(y.se_mean));
    EXPECT_EQ(testing::bits_of(x.quantile[0]), testing::bits_of(y.quantile[0]));
  }
  const OutputAxes& axes = a.header().axes;
  for (std::size_t d = 0; d < axes.demands.size(); ++d) {
    for (std::size_t k = 0; k < axes.categories.size(); ++k) {
      EXPECT_TRUE(testing::same_bits(a.samples(d, k), b.samples(d, k)));
      const Summary &x = a.summaries()[d * axes.categories.size() + k],
                    &y = b.summaries()[d * axes.categories.size() + k];
      for (const double Summary::*figure :
           {&Summary::mean, &Summary::se_mean, &Summary::sd, &Summary::median, &Summary::se_median,
            &Summary::minimum, &Summary::maximum}) {
        EXPECT_EQ(testing::bits_of(x.*figure), testing::bits_of(y.*figure));
      }
      EXPECT_EQ(x.count, y.count);
      EXPECT_EQ(x.replicates, y.replicates);
      EXPECT_EQ(x.quantiles, y.quantiles);
      for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
        EXPECT_EQ(testing::bits_of(x.se_quantiles[i]), testing::bits_of(y.se_quantiles[i]));
      }
    }
  }
}

}  // namespace plume
