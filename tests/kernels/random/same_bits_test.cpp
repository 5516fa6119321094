// SPDX-License-Identifier: Apache-2.0
// One lane and sixteen, baseline, AVX2 and AVX-512: the same bits from every function of
// kernels/random.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tests/kernels/random/random_probe.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/instruction_sets.hpp"
#include "tests/support/sample_tables.hpp"

namespace plume::same_bits_test {
namespace {

using testing::RandomProbe;
using testing::same_bits;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Dense over the whole range, denser in both tails and around the median; a multiple of 16.
const std::vector<std::uint32_t>& word_grid() {
  static const std::vector<std::uint32_t> grid = [] {
    std::vector<std::uint32_t> words;
    for (std::uint64_t i = 0; i < (1u << 19); ++i)
      words.push_back(static_cast<std::uint32_t>(i * 8191 + i % 13));
    for (std::uint32_t i = 0; i < (1u << 16); ++i) {
      for (const std::uint32_t word : {i, ~i, 0x80000000u + i, 0x7fffffffu - i})
        words.push_back(word);
    }
    return words;
  }();
  return grid;
}

const std::vector<double>& probabilities() {
  static const std::vector<double> grid = [] {
    std::vector<double> p;
    for (int i = 0; i < (1 << 16); ++i) {
      p.push_back((i + 0.5) / (1 << 16));
      p.push_back(std::pow(10.0, -300.0 * (i + 0.5) / (1 << 16)));
    }
    return p;
  }();
  return grid;
}

class SameBits : public ::testing::TestWithParam<RandomProbe> {
 protected:
  const RandomProbe scalar_ = testing::random_probe_scalar();
  const RandomProbe probe_ = GetParam();
};

/// Results of one function of one probe.
template <class Out, class Run>
std::vector<Out> collect(std::size_t count, Run run) {
  std::vector<Out> out(count);
  run(out.data());
  return out;
}

TEST_P(SameBits, NormalFromWord) {
  const auto& w = word_grid();
  const auto of = [&](const RandomProbe& p) {
    return collect<float>(w.size(),
                          [&](float* out) { p.normal_from_word(w.data(), out, w.size()); });
  };
  EXPECT_TRUE(same_bits(of(scalar_), of(probe_)));
}

TEST_P(SameBits, Exp2) {
  std::vector<float> x;
  for (int i = 0; i < (1 << 19); ++i)
    x.push_back(static_cast<float>(-125.0 + 251.0 * i / (1 << 19)));
  const auto of = [&](const RandomProbe& p) {
    return collect<float>(x.size(), [&](float* out) { p.exp2(x.data(), out, x.size()); });
  };
  EXPECT_TRUE(same_bits(of(scalar_), of(probe_)));
}

TEST_P(SameBits, Exp) {
  std::vector<double> x;
  for (int i = 0; i < (1 << 18); ++i) x.push_back(-720.0 + 1440.0 * i / (1 << 18));
  const auto of = [&](const RandomProbe& p) {
    return collect<double>(x.size(), [&](double* out) { p.exp(x.data(), out, x.size()); });
  };
  EXPECT_TRUE(same_bits(of(scalar_), of(probe_)));
}

TEST_P(SameBits, Log) {
  std::mt19937_64 random(8);
  std::vector<double> x;
  for (int i = 0; i < (1 << 18); ++i)
    x.push_back(
        std::ldexp(1.0 + std::ldexp(static_cast<double>(random() >> 12), -52), i % 2045 - 1022));
  const auto of = [&](const RandomProbe& p) {
    return collect<double>(x.size(), [&](double* out) { p.log(x.data(), out, x.size()); });
  };
  EXPECT_TRUE(same_bits(of(scalar_), of(probe_)));
}

TEST_P(SameBits, NormalQuantile) {
  std::vector<double> p = probabilities(), complement;
  for (const double value : p) complement.push_back(1.0 - value);
  for (int side = 0; side < 2; ++side) {
    const auto of = [&](const RandomProbe& probe) {
      return collect<double>(p.size(), [&](double* out) {
        probe.normal_quantile(p.data(), complement.data(), out, p.size());
      });
    };
    EXPECT_TRUE(same_bits(of(scalar_), of(probe_)));
    p.swap(complement);
  }
}

TEST_P(SameBits, PlainDraws) {
  const auto& w = word_grid();
  for (const float b : {0.01f, 0.7f, -14.0f}) {
    PlainDraw draw{};
    draw.a = -1.7e-3f;
    draw.b = b;
    const auto lognormal = [&](const RandomProbe& p) {
      return collect<float>(w.size(),
                            [&](float* out) { p.plain_lognormal(draw, w.data(), out, w.size()); });
    };
    const auto normal = [&](const RandomProbe& p) {
      return collect<float>(w.size(),
                            [&](float* out) { p.plain_normal(draw, w.data(), out, w.size()); });
    };
    EXPECT_TRUE(same_bits(lognormal(scalar_), lognormal(probe_)));
    EXPECT_TRUE(same_bits(normal(scalar_), normal(probe_)));
  }
}

TEST_P(SameBits, WideDraws) {
  const auto& w = word_grid();
  WideDraw draw{};
  draw.a = 0.3;
  draw.b = 1.1;
  struct Case {
    DrawForm form;
    std::uint32_t mirrored;
    double t0, t1, minimum, maximum;
  };
  for (const Case& c : {Case{DrawForm::lognormal, 0, 0.0, 1.0, -infinity, infinity},
                        Case{DrawForm::normal, 0, 0.0, 1.0, -1.0, 2.0},
                        Case{DrawForm::lognormal, 1, 1e-9, 0.3, 0.1, 50.0},
                        Case{DrawForm::normal, 0, 1e-200, 0.7, -infinity, infinity},
                        Case{DrawForm::normal, 1, 1e-14, 1e-13, -infinity, infinity},
                        Case{DrawForm::uniform, 0, 0.0, 0.0, 0.0, 0.0},
                        Case{DrawForm::triangular, 0, 2.0, 0.9, 0.37, 0.0},
                        Case{DrawForm::log_uniform, 0, 0.0, 0.0, 0.0, 0.8},
                        Case{DrawForm::bernoulli, 0, 0.3, 0.0, 0.0, 0.0},
                        Case{DrawForm::whole, 0, 7.0, 0.0, 0.0, 0.0},
                        Case{DrawForm::whole, 0, 4294967296.0, 0.0, 0.0, 0.0},
                        Case{DrawForm::smooth, 0, 0.0, 0.0, -3.0, 50.0},
                        Case{DrawForm::pieces, 0, 0.0, 0.0, -3.0, 50.0}}) {
    draw.form = c.form;
    draw.mirrored = c.mirrored;
    draw.t0 = c.t0;
    draw.t1 = c.t1;
    draw.minimum = c.minimum;
    draw.maximum = c.maximum;
    const std::vector<double> table =
        c.form == DrawForm::pieces ? testing::piece_table() : testing::smooth_table();
    const auto of = [&](const RandomProbe& p) {
      return collect<double>(
          w.size(), [&](double* out) { p.wide_draw(draw, w.data(), table.data(), out, w.size()); });
    };
    EXPECT_TRUE(same_bits(of(scalar_), of(probe_)))
        << "form " << static_cast<int>(c.form) << " t0 " << c.t0;
  }
}

TEST_P(SameBits, Words) {
  std::mt19937_64 random(9);
  for (int trial = 0; trial < 200; ++trial) {
    const std::uint64_t seed = random(), a = random(), b = random(),
                        first = (random() >> (24 + trial % 40)) / 16 * 16;
    const auto of = [&](const RandomProbe& p) {
      return collect<std::uint32_t>(
          512, [&](std::uint32_t* out) { p.words(seed, a, b, first, out, out + 256, 256); });
    };
    ASSERT_TRUE(same_bits(of(scalar_), of(probe_)));
  }
}

TEST_P(SameBits, StratifiedWords) {
  const std::vector<std::uint32_t> w(word_grid().begin(), word_grid().begin() + 4096);
  for (std::uint64_t key = 0; key < 100; ++key) {
    const auto of = [&](const RandomProbe& p) {
      return collect<std::uint32_t>(w.size(), [&](std::uint32_t* out) {
        p.stratify(w.data(), 5, key * 0x9e3779b97f4a7c15u, key * 1024, out, w.size());
      });
    };
    ASSERT_TRUE(same_bits(of(scalar_), of(probe_)));
  }
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, SameBits,
                         ::testing::ValuesIn(testing::probes_of_this_cpu(
                             testing::random_probe_baseline, testing::random_probe_avx2,
                             testing::random_probe_avx512)),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace plume::same_bits_test
