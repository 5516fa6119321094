// SPDX-License-Identifier: Apache-2.0
#include "host/compile/octave_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/model/standard_distribution.hpp"
#include "kernels/random/copula.hpp"
#include "tests/support/statistics.hpp"

namespace plume::octave_table_test {
namespace {

TEST(AppendOctaves, FollowsASmoothFunctionEverywhere) {
  std::vector<double> table{17.0};
  constexpr std::uint32_t octaves = 30;
  const std::uint64_t offset =
      append_octaves(table, octaves, [](double p) { return std::pow(p, 1.7); });
  EXPECT_EQ(offset, 1u);
  EXPECT_EQ(table.size(), 1u + octaves * octave_pieces * 4);
  for (int i = 0; i < 100000; ++i) {
    const double p = std::exp2(-30.0 * (i + 0.5) / 100000);
    ASSERT_NEAR(octave_value(table.data() + offset, octaves, p) / std::pow(p, 1.7), 1.0, 1e-11)
        << p;
  }
}

double exact_tail(double degrees, double t) {
  return StandardDistribution{StandardDistribution::Form::students_t, degrees, 0.0}
      .cumulative(std::abs(t))
      .upper;
}

TEST(AppendStudent, TailsAreStudentsFromOneDegreeToTwoHundred) {
  for (const double degrees : {1.0, 2.5, 4.0, 30.0, 200.0}) {
    std::vector<double> table;
    const StudentMix mix = append_student(table, degrees, 5);
    EXPECT_EQ(mix.key, 5u);
    const StandardDistribution gamma{StandardDistribution::Form::gamma, 0.5 * degrees, 0.0};
    for (const std::uint32_t word : {0u, 1u, 1000u, 0x12345678u, 0x7fffffffu, 0x80000000u,
                                     0xdeadbeefu, 0xfffffff0u, 0xffffffffu}) {
      const double u = (word + 0.5) / 4294967296.0;
      const double s = std::sqrt(0.5 * degrees / gamma.quantile({u, 1.0 - u}));
      for (const double z : {0.0, 1e-9, -0.3, 1.0, -2.2, 4.0, -6.3}) {
        EXPECT_NEAR(student_tail(mix, table.data(), z, word), exact_tail(degrees, z * s), 5e-9)
            << degrees << " " << word << " " << z;
      }
    }
  }
}

/// Kendall's τ of a t copula is (2/π) asin ρ, as for a Gaussian one; only the t has tail
/// dependence.
TEST(AppendStudent, PairsHaveKendallsTauAndTailsTogether) {
  constexpr int n = 3000;
  constexpr double rho = 0.5;
  std::vector<double> table;
  const StudentMix mix = append_student(table, 2.0, 99);
  const std::vector<CopulaRow> rows{
      {0, 0, 1, 0}, {0, 1, 2, 0}, {0, 0, 1, no_slot}, {0, 1, 2, no_slot}};
  const std::vector<std::uint64_t> keys{1234567, 7654321};
  const std::vector<double> coefficients{1.0, rho, std::sqrt(1.0 - rho * rho)};
  ProblemView view;
  view.seed = 21;
  view.copula_row = rows.data();
  view.copula_key = keys.data();
  view.copula_coefficient = coefficients.data();
  view.copula_student = &mix;
  view.copula_table = table.data();
  std::vector<double> u[4];
  for (std::uint64_t i = 0; i < n; ++i) {
    for (std::uint32_t row = 0; row < 4; ++row) {
      const std::uint32_t word = copula_word<1>(view, row, i, Pack<std::uint32_t, 1>{0u}).v;
      u[row].push_back((word + 0.5) / 4294967296.0);
    }
  }
  const auto kendall = [&](const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0.0;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < i; ++j) sum += (x[i] - x[j]) * (y[i] - y[j]) > 0.0 ? 1.0 : -1.0;
    }
    return 2.0 * sum / (static_cast<double>(n) * (n - 1));
  };
  const double tau = 2.0 / 3.14159265358979323846 * std::asin(rho);
  // Standard error of τ for n pairs is below √((1 − τ²) 2.25 / n); 4 of them.
  const double tolerance = 4.0 * std::sqrt(2.25 * (1.0 - tau * tau) / n) / 1.5;
  EXPECT_NEAR(kendall(u[0], u[1]), tau, tolerance);
  EXPECT_GT(std::abs(kendall(u[0], u[1]) - 0.5), tolerance) << "the twin: ρ is not τ";
  for (int row = 0; row < 2; ++row)
    EXPECT_LT(testing::ks_statistic(u[row], [](double p) { return p; }), testing::ks_critical(n))
        << "margins stay uniform";
  const auto both_low = [&](int a, int b) {
    int count = 0;
    for (int i = 0; i < n; ++i) count += u[a][i] < 0.02 && u[b][i] < 0.02 ? 1 : 0;
    return count;
  };
  // P(both below 2 %): 0.39 of 2 % in the limit with ν = 2, ρ = ½; 0.18 of it for the Gaussian.
  EXPECT_GT(both_low(0, 1), both_low(2, 3)) << "extremes come together";
}

}  // namespace
}  // namespace plume::octave_table_test
