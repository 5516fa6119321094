// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/sample_shapes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "host/record/run_figures.hpp"
#include "tests/host/store/result_folder.hpp"

namespace sample_shapes_test {
namespace {

using plume::IterationStatus;
using plume::ResultFile;
using plume::sample_shapes;
using plume::SampleShapes;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class SampleShapesTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "shapes.h5"; }

  /// A result of one category whose scores are `score(iteration, demand)`; NaN: without a score.
  template <class Score>
  SampleShapes shapes(std::size_t demands, std::uint64_t iterations, const Score& score) const {
    plume::ResultHeader header;
    header.study_name = "shapes";
    header.iterations_planned = iterations;
    header.provenance.design = "random";
    for (std::size_t d = 0; d < demands; ++d)
      header.axes.demands.push_back({"d" + std::to_string(d), "kg"});
    header.axes.categories = {{"c", "category", "kg"}};
    header.static_scores.assign(demands, 1.0);
    plume::ResultWriter writer(path(), header);
    std::vector<double> scores(demands);
    for (std::uint64_t i = 0; i < iterations; ++i) {
      bool any = true;
      for (std::size_t d = 0; d < demands; ++d) any = any && !std::isnan(scores[d] = score(i, d));
      const IterationStatus status = any ? IterationStatus::ok : IterationStatus::singular;
      writer.append(scores, std::span<const IterationStatus>(&status, 1));
    }
    plume::ResultTotals totals;
    totals.iterations = iterations;
    totals.stop_reason = "iterations done";
    writer.finish(totals);
    return sample_shapes(ResultFile(path()));
  }
  /// The same of the result without its samples.
  SampleShapes shapes_of_figures() const {
    const ResultFile kept(path());
    const std::uint64_t iterations = kept.totals().iterations;
    const std::size_t outputs = kept.header().axes.num_outputs();
    plume::RunFigures figures(outputs, 0, {false, false, kept.header().axes.demands.size()});
    std::vector<double> scores(iterations * outputs);
    std::vector<IterationStatus> status(iterations);
    kept.read(0, scores, status);
    figures.append(scores, status);
    plume::ResultHeader header = kept.header();
    header.samples = false;
    plume::ResultWriter writer(folder_ / "figures.h5", header);
    (void)writer.finish(kept.totals(), figures);
    return sample_shapes(ResultFile(folder_ / "figures.h5"));
  }

  plume::ResultFolder folder_;
};

TEST_F(SampleShapesTest, TheDensityIsThatOfTheNormalDistribution) {
  std::mt19937_64 bits(7);
  std::normal_distribution<double> normal(10.0, 2.0);
  const SampleShapes found =
      shapes(1, 100000, [&](std::uint64_t, std::size_t) { return normal(bits); });
  const auto& shape = found.densities.at(0);
  ASSERT_EQ(shape.density.size(), plume::num_density_points);
  double largest_error = 0.0, integral = 0.0;
  const double step = (shape.to - shape.from) / static_cast<double>(plume::num_density_points - 1);
  for (std::size_t i = 0; i < shape.density.size(); ++i) {
    const double z = (shape.from + step * static_cast<double>(i) - 10.0) / 2.0;
    const double exact = std::exp(-0.5 * z * z) / (2.0 * std::sqrt(2.0 * std::numbers::pi));
    largest_error = std::max(largest_error, std::fabs(shape.density[i] - exact));
    integral += step * shape.density[i];
  }
  EXPECT_LT(largest_error, 0.02 * 0.1995);  // 2 % of the mode; n = 100,000
  EXPECT_NEAR(integral + shape.outside, 1.0, 0.01);
  EXPECT_GT(shape.outside, 0.0);
  EXPECT_TRUE(found.below.empty());
}

TEST_F(SampleShapesTest, RunningFiguresEndWithThoseOfTheResult) {
  std::mt19937_64 bits(3);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::vector<double> drawn;
  const SampleShapes found = shapes(1, 70000, [&](std::uint64_t i, std::size_t) {
    drawn.push_back(uniform(bits));
    return i % 7 == 6 ? nan : drawn.back();
  });
  const auto& running = found.running.at(0);
  ASSERT_EQ(running.iterations.size(), plume::num_running_points);
  EXPECT_EQ(running.iterations.front(), 1750.0);
  EXPECT_EQ(running.iterations.back(), 70000.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < 1750; ++i) sum += i % 7 == 6 ? 0.0 : drawn[i];
  EXPECT_NEAR(running.mean.front(), sum / 1500.0, 1e-12);
  const auto summary = ResultFile(path()).summaries().at(0);
  EXPECT_EQ(running.mean.back(), summary.mean);
  EXPECT_EQ(running.p95.back(), summary.quantiles[4]);
  EXPECT_NEAR(running.p95[20], 0.95, 4.0 * std::sqrt(0.95 * 0.05 / 31500.0));
}

TEST_F(SampleShapesTest, CountsWhatIsBelowWhatInTheSameIteration) {
  // The second demand is above the first in one of four iterations only, though its distribution
  // alone does not tell.
  const SampleShapes found = shapes(3, 4000, [&](std::uint64_t i, std::size_t d) {
    if (d == 0) return static_cast<double>(i % 4);
    if (d == 1) return static_cast<double>((i + 1) % 4);
    return i % 4 == 0 ? 0.0 : 100.0;
  });
  ASSERT_EQ(found.num_compared, 3u);
  const auto& below = found.below.at(0);
  EXPECT_EQ(below.share[0 * 3 + 1], 0.75);
  EXPECT_EQ(below.share[1 * 3 + 0], 0.25);
  EXPECT_EQ(below.share[0 * 3 + 2], 0.75);  // a tie in one of four
  EXPECT_EQ(below.share[2 * 3 + 0], 0.0);
  EXPECT_EQ(below.both[0 * 3 + 1], 4000u);
  EXPECT_EQ(below.equal[0 * 3 + 1], 0.0);
  EXPECT_EQ(below.equal[0 * 3 + 2], 0.25);
  EXPECT_EQ(below.equal[2 * 3 + 0], 0.25);
  EXPECT_TRUE(std::isnan(below.share[0]));
}

TEST_F(SampleShapesTest, MoreDemandsThanAreCompared) {
  const SampleShapes found = shapes(
      14, 300, [&](std::uint64_t i, std::size_t d) { return static_cast<double>(i * (d + 1)); });
  EXPECT_EQ(found.num_compared, plume::most_compared_demands);
  EXPECT_EQ(found.below.at(0).share[0 * 12 + 11], 299.0 / 300.0);
  EXPECT_EQ(found.densities.size(), 14u);
  EXPECT_FALSE(found.densities[13].density.empty());
}

TEST_F(SampleShapesTest, NothingThatDoesNotVaryIsDrawn) {
  const SampleShapes constant = shapes(2, 100, [](std::uint64_t, std::size_t) { return 3.0; });
  EXPECT_TRUE(constant.densities[0].density.empty());
  EXPECT_TRUE(constant.running.empty());
  EXPECT_EQ(constant.below.at(0).share[1], 0.0);
  const SampleShapes none = shapes(2, 100, [](std::uint64_t, std::size_t) { return nan; });
  EXPECT_TRUE(none.densities[0].density.empty());
  EXPECT_TRUE(std::isnan(none.below.at(0).share[1]));
}

// 0 with a probability of 0.4, else about 1000, narrowly: the mass is no density, and the hump is
// whole, with and without samples.
TEST_F(SampleShapesTest, AValueThatManyShareIsAMassBesideTheDensity) {
  std::mt19937_64 bits(9);
  std::normal_distribution<double> normal(1000.0, 5.0);
  const SampleShapes kept = shapes(
      1, 20000, [&](std::uint64_t i, std::size_t) { return i % 5 < 2 ? 0.0 : normal(bits); });
  for (const SampleShapes& found : {kept, shapes_of_figures()}) {
    const auto& shape = found.densities.at(0);
    ASSERT_EQ(shape.atoms.size(), 1u);
    EXPECT_EQ(shape.atoms[0].value, 0.0);
    EXPECT_DOUBLE_EQ(shape.atoms[0].share, 0.4);
    double integral = 0.0;
    for (const double density : shape.density) {
      integral +=
          density * (shape.to - shape.from) / static_cast<double>(plume::num_density_points - 1);
    }
    EXPECT_NEAR(integral, 0.6, 0.02);
    const double mode = *std::max_element(shape.density.begin(), shape.density.end());
    EXPECT_LT(shape.density.front(), 1e-6 * mode) << "the mass is not smeared";
    EXPECT_LT(shape.density.back(), 0.1 * mode) << "the axis ends behind the hump";
  }
}

TEST_F(SampleShapesTest, StepsAreMassesOnly) {
  const SampleShapes found =
      shapes(1, 1000, [](std::uint64_t i, std::size_t) { return static_cast<double>(i % 5); });
  ASSERT_EQ(found.densities.at(0).atoms.size(), 5u);
  for (const auto& atom : found.densities[0].atoms) EXPECT_DOUBLE_EQ(atom.share, 0.2);
  for (const double density : found.densities[0].density) EXPECT_EQ(density, 0.0);
}

TEST_F(SampleShapesTest, ValuesThatFewShareAreNoMasses) {
  const SampleShapes found =
      shapes(1, 2000, [](std::uint64_t i, std::size_t) { return static_cast<double>(i / 4); });
  EXPECT_TRUE(found.densities.at(0).atoms.empty());
}

// Two humps, one fifty times narrower: neither is smeared over the other.
TEST_F(SampleShapesTest, NarrowHumpsKeepTheirHeight) {
  std::mt19937_64 bits(11);
  std::normal_distribution<double> narrow(10.0, 0.1), wide(0.0, 3.0);
  const SampleShapes found = shapes(1, 40000, [&](std::uint64_t i, std::size_t) {
    return i % 5 < 2 ? narrow(bits) : wide(bits);
  });
  const auto& shape = found.densities.at(0);
  const double exact = 0.4 / (0.1 * std::sqrt(2.0 * std::numbers::pi));
  EXPECT_GT(*std::max_element(shape.density.begin(), shape.density.end()), 0.6 * exact);
}

TEST_F(SampleShapesTest, FiguresGiveTheDensitiesAndComparisonsOfTheSamples) {
  std::mt19937_64 bits(7);
  std::normal_distribution<double> normal;
  const SampleShapes kept = shapes(3, 100000, [&](std::uint64_t i, std::size_t d) {
    const double x = normal(bits);
    return i % 50 == 0 ? nan : d == 0 ? std::exp(0.3 * x) : d == 1 ? x : 1e-3 + 1.1 * x;
  });
  const SampleShapes found = shapes_of_figures();
  EXPECT_TRUE(found.running.empty());
  for (std::size_t d = 0; d < 3; ++d) {
    const auto &a = kept.densities[d], &b = found.densities[d];
    ASSERT_EQ(b.density.size(), a.density.size());
    const double mode = *std::max_element(a.density.begin(), a.density.end());
    EXPECT_NEAR(b.from, a.from, 0.002 * (a.to - a.from));
    EXPECT_NEAR(b.to, a.to, 0.002 * (a.to - a.from));
    EXPECT_NEAR(b.outside, a.outside, 0.001);
    for (std::size_t i = 0; i < a.density.size(); ++i)
      EXPECT_NEAR(b.density[i], a.density[i], 0.01 * mode) << d;
  }
  ASSERT_EQ(found.num_compared, kept.num_compared);
  ASSERT_EQ(found.below.size(), 1u);
  EXPECT_EQ(found.below[0].both, kept.below[0].both);
  for (std::size_t i = 0; i < 9; ++i) {
    if (i % 4 == 0) continue;  // of a demand and itself
    EXPECT_EQ(found.below[0].share[i], kept.below[0].share[i]) << i;
  }
}

}  // namespace
}  // namespace sample_shapes_test
