// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/philox.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>
#include <vector>

#include "tests/support/statistics.hpp"

namespace plume::philox_test {
namespace {

using Words = std::array<std::uint32_t, 4>;

template <int Rounds = philox_rounds>
Words philox_words(std::uint32_t c0, std::uint32_t c1, std::uint32_t c2, std::uint32_t c3,
                   std::uint32_t k0, std::uint32_t k1) {
  const PhiloxWords words = philox<Rounds>(c0, c1, c2, c3, (std::uint64_t{k1} << 32) | k0);
  return {words.word[0], words.word[1], words.word[2], words.word[3]};
}

// Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
TEST(Philox, GivesThePublishedVectors) {
  EXPECT_EQ((Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}),
            philox_words(0, 0, 0, 0, 0, 0));
  constexpr std::uint32_t ones = 0xffffffffu;
  EXPECT_EQ((Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}),
            philox_words(ones, ones, ones, ones, ones, ones));
  EXPECT_EQ((Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}),
            philox_words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
}

// The same file, lines "philox4x32 7".
TEST(Philox, GivesThePublishedVectorsOfSevenRounds) {
  EXPECT_EQ((Words{0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48}),
            philox_words<7>(0, 0, 0, 0, 0, 0));
  constexpr std::uint32_t ones = 0xffffffffu;
  EXPECT_EQ((Words{0x5207ddc2, 0x45165e59, 0x4d8ee751, 0x8c52f662}),
            philox_words<7>(ones, ones, ones, ones, ones, ones));
}

TEST(Philox, WordsAreThoseOfTheDocumentedCounter) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 1000; ++trial) {
    const std::uint64_t seed = random(), key = random(), iteration = random() >> (30 + trial % 34);
    for (const Stream stream : {Stream::value, Stream::array_column, Stream::permutation}) {
      const PhiloxWords words =
          philox(static_cast<std::uint32_t>(iteration / 4), static_cast<std::uint32_t>(key),
                 static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(stream), seed);
      EXPECT_EQ(words.word[iteration % 4], word_of(seed, key, iteration, stream));
    }
  }
}

TEST(Philox, StreamsHaveTheNumbersOfTheContract) {
  EXPECT_EQ(0u, static_cast<std::uint32_t>(Stream::value));
  EXPECT_EQ(1u, static_cast<std::uint32_t>(Stream::array_column));
  EXPECT_EQ(2u, static_cast<std::uint32_t>(Stream::permutation));
}

template <int G, int Rounds>
void compare_words(std::uint64_t seed, std::uint64_t first, const std::uint64_t* keys) {
  alignas(64) std::uint32_t words[16 * G];
  store(words, WordSource<16>(seed, first).draw<G, Rounds>([&](int j) { return keys[j]; }));
  for (int i = 0; i < 16 * G; ++i) {
    const std::uint64_t key = keys[i / 16], iteration = first + static_cast<std::uint64_t>(i % 16);
    ASSERT_EQ(word_of<Rounds>(seed, key, iteration, Stream::value), words[i])
        << "lane " << i << " of " << first;
    const auto one = WordSource<1>(seed, iteration).draw<1, Rounds>([&](int) { return key; });
    ASSERT_EQ(words[i], one.v);
  }
}

TEST(WordSource, SixteenIterationsOfSeveralParametersAreThoseOfOne) {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 1000; ++trial) {
    const std::uint64_t seed = random();
    std::uint64_t keys[8];
    for (std::uint64_t& key : keys) key = random();
    if (trial % 7 == 0) keys[1] = keys[0];
    // Also where the call number passes 2³² − 1, and at 0.
    const std::uint64_t first = trial == 0 ? 0 : ((random() >> (30 + trial % 34)) / 16) * 16;
    compare_words<2, philox_rounds>(seed, first, keys);
    compare_words<4, philox_rounds>(seed, first, keys);
    compare_words<8, philox_rounds>(seed, first, keys);
    compare_words<8, philox_rounds_in_stratum>(seed, first, keys);
    alignas(64) std::uint32_t one[16];
    store(one, WordSource<16>(seed, first).draw_one(keys[3]));
    for (std::uint32_t lane = 0; lane < 16; ++lane) {
      ASSERT_EQ(word_of(seed, keys[3], first + lane, Stream::value), one[lane]);
      ASSERT_EQ(one[lane], WordSource<1>(seed, first + lane).draw_one(keys[3]).v);
    }
  }
}

// 2^34 iterations: a quarter of them is the counter's first word.
TEST(Philox, SeedKeyIterationAndStreamAllMatter) {
  std::set<std::uint32_t> words;
  for (std::uint64_t i = 0; i < 16; ++i) {
    words.insert(word_of(i, 1000, 1000, Stream::value));
    words.insert(word_of(1000, i, 1000, Stream::value));
    words.insert(word_of(1000, 1000, i, Stream::value));
    words.insert(word_of(i << 32, 2000, 2000, Stream::value));
    words.insert(word_of(2000, (i + 1) << 32, 2000, Stream::value));
    words.insert(word_of(2000, 2000, (i + 1) << 29, Stream::value));
  }
  words.insert(word_of(3000, 3000, 3000, Stream::value));
  words.insert(word_of(3000, 3000, 3000, Stream::array_column));
  words.insert(word_of(3000, 3000, 3000, Stream::permutation));
  EXPECT_EQ(6u * 16 + 3, words.size());
}

// Neighbouring parameters in the same iteration: 2^20 pairs of words over 32 × 32 cells, chi-square
// with 1023 degrees of freedom at level 0.001. The twin takes the second word from the first
// parameter one iteration later half of the time it is large: not independent.
TEST(Philox, NeighbouringKeysAreUniformInPairs) {
  std::vector<std::uint32_t> cells(1024, 0), sabotaged(1024, 0);
  for (std::uint64_t i = 0; i < (1u << 20); ++i) {
    const std::uint64_t key = i % 1024, iteration = i / 1024;
    const std::uint32_t a = word_of(7, key, iteration, Stream::value),
                        b = word_of(7, key + 1, iteration, Stream::value);
    ++cells[(a >> 27) * 32 + (b >> 27)];
    ++sabotaged[(a >> 27) * 32 + ((a >> 28) == 3 ? a >> 27 : b >> 27)];
  }
  EXPECT_LT(testing::chi_square(cells), testing::chi_square_critical(1023));
  EXPECT_GT(testing::chi_square(sabotaged), testing::chi_square_critical(1023));
}

}  // namespace
}  // namespace plume::philox_test
