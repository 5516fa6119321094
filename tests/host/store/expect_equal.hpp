// SPDX-License-Identifier: Apache-2.0
// Comparison of what goes into a result file with what comes out, member by member, NaN equal to
// NaN.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <span>

#include "host/store/result.hpp"

namespace plume {

inline void expect_equal(const Provenance& actual, const Provenance& expected) {
  EXPECT_EQ(actual.plume_version, expected.plume_version);
  EXPECT_EQ(actual.commit, expected.commit);
  EXPECT_EQ(actual.compiler, expected.compiler);
  EXPECT_EQ(actual.device, expected.device);
  EXPECT_EQ(actual.precision, expected.precision);
  EXPECT_EQ(actual.tolerance, expected.tolerance);
  EXPECT_EQ(actual.design, expected.design);
  EXPECT_EQ(actual.lognormal_anchor, expected.lognormal_anchor);
  EXPECT_EQ(actual.drawn, expected.drawn);
  EXPECT_EQ(actual.started, expected.started);
  EXPECT_EQ(actual.finished, expected.finished);
  EXPECT_EQ(actual.command, expected.command);
  EXPECT_EQ(actual.study_path, expected.study_path);
  EXPECT_EQ(actual.study_text, expected.study_text);
  EXPECT_EQ(actual.overrides, expected.overrides);
  EXPECT_EQ(actual.warnings, expected.warnings);
  ASSERT_EQ(actual.inputs.size(), expected.inputs.size());
  for (std::size_t i = 0; i < expected.inputs.size(); ++i) {
    EXPECT_EQ(actual.inputs[i].path, expected.inputs[i].path);
    EXPECT_EQ(actual.inputs[i].format, expected.inputs[i].format);
    EXPECT_EQ(actual.inputs[i].sha256, expected.inputs[i].sha256);
  }
}

inline void expect_same(double actual, double expected) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(actual)) << actual;
  } else {
    EXPECT_EQ(actual, expected);
  }
}

inline void expect_same(std::span<const double> actual, std::span<const double> expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    SCOPED_TRACE(i);
    expect_same(actual[i], expected[i]);
  }
}

inline void expect_equal(const ResultHeader& actual, const ResultHeader& expected) {
  EXPECT_EQ(actual.study_name, expected.study_name);
  EXPECT_EQ(actual.seed, expected.seed);
  EXPECT_EQ(actual.iterations_planned, expected.iterations_planned);
  ASSERT_EQ(actual.axes.demands.size(), expected.axes.demands.size());
  for (std::size_t i = 0; i < expected.axes.demands.size(); ++i) {
    EXPECT_EQ(actual.axes.demands[i].name, expected.axes.demands[i].name);
    EXPECT_EQ(actual.axes.demands[i].unit, expected.axes.demands[i].unit);
  }
  ASSERT_EQ(actual.axes.categories.size(), expected.axes.categories.size());
  for (std::size_t i = 0; i < expected.axes.categories.size(); ++i) {
    EXPECT_EQ(actual.axes.categories[i].id, expected.axes.categories[i].id);
    EXPECT_EQ(actual.axes.categories[i].name, expected.axes.categories[i].name);
    EXPECT_EQ(actual.axes.categories[i].unit, expected.axes.categories[i].unit);
  }
  expect_same(actual.static_scores, expected.static_scores);
  expect_equal(actual.provenance, expected.provenance);
}

inline void expect_equal(const ResultTotals& actual, const ResultTotals& expected) {
  EXPECT_EQ(actual.iterations, expected.iterations);
  for (int i = 0; i < num_iteration_statuses; ++i)
    EXPECT_EQ(actual.failed[i], expected.failed[i]) << i;
  EXPECT_EQ(actual.seconds, expected.seconds);
  EXPECT_EQ(actual.finished, expected.finished);
  EXPECT_EQ(actual.stop_reason, expected.stop_reason);
}

inline void expect_equal(const Summary& actual, const Summary& expected) {
  EXPECT_EQ(actual.count, expected.count);
  expect_same(actual.mean, expected.mean);
  expect_same(actual.se_mean, expected.se_mean);
  expect_same(actual.sd, expected.sd);
  expect_same(actual.median, expected.median);
  expect_same(actual.minimum, expected.minimum);
  expect_same(actual.maximum, expected.maximum);
  expect_same(actual.quantiles, expected.quantiles);
  expect_same(actual.se_median, expected.se_median);
  expect_same(actual.se_quantiles, expected.se_quantiles);
  EXPECT_EQ(actual.replicates, expected.replicates);
}

}  // namespace plume
