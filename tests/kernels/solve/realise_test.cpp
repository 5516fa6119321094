// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/realise.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <vector>

#include "tests/kernels/solve/lane_group.hpp"

namespace plume::realise_test {
namespace {

using ::testing::ElementsAre;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Three lognormals, two normals, one wide draw with targets 0 … 5; a view that holds them.
struct SixDraws {
  std::vector<PlainDraw> lognormal{
      {11, 0, 0, 1.0f, 0.5f}, {12, 1, 0, 2.0f, 0.5f}, {13, 2, 0, 3.0f, 0.5f}};
  std::vector<PlainDraw> normal{{14, 3, 0, 0.0f, 1.0f}, {15, 4, 0, 5.0f, 1.0f}};
  std::vector<WideDraw> wide{
      {16, 5, 0, DrawForm::uniform, 0, WordOrigin::own, 0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0}};
  std::vector<ArrayDraw> array;
  std::vector<double> array_values;
  ProblemView view;

  SixDraws() {
    view.seed = 3;
    refresh();
  }
  void refresh() {
    DrawLists& lists = view.technosphere;
    lists.lognormal = lognormal.data();
    lists.num_lognormal = static_cast<std::uint32_t>(lognormal.size());
    lists.normal = normal.data();
    lists.num_normal = static_cast<std::uint32_t>(normal.size());
    lists.wide = wide.data();
    lists.num_wide = static_cast<std::uint32_t>(wide.size());
    lists.array = array.data();
    lists.num_array = static_cast<std::uint32_t>(array.size());
    view.array_values = array_values.data();
  }
  /// What each target must hold in an iteration.
  [[nodiscard]] std::vector<double> expected(std::uint64_t iteration) const {
    const auto word = [&](std::uint64_t key) {
      return Pack<std::uint32_t, 1>{word_of(view.seed, key, iteration, Stream::value)};
    };
    std::vector<double> values;
    for (const auto& d : lognormal) values.push_back(plain_lognormal<1>(d, word(d.key)).v);
    for (const auto& d : normal) values.push_back(plain_normal<1>(d, word(d.key)).v);
    for (const auto& d : wide) values.push_back(wide_draw<1>(d, word(d.key)).v);
    return values;
  }
};

TEST(LaneNumbers, Count) {
  EXPECT_EQ(0u, lane_numbers<1>().v);
  alignas(64) std::uint32_t lanes[16];
  store(lanes, lane_numbers<16>());
  for (std::uint32_t i = 0; i < 16; ++i) EXPECT_EQ(i, lanes[i]);
}

TEST(ForEachDraw, UsesEveryDrawOnceInTheOrderOfTheContract) {
  const SixDraws draws;
  std::vector<std::uint32_t> targets;
  for_each_draw<double, 1>(
      draws.view.technosphere, draws.view, 0,
      [&](const auto& draw, Pack<double, 1>) { targets.push_back(draw.target); });
  EXPECT_THAT(targets, ElementsAre(0, 1, 2, 3, 4, 5))
      << "lognormal, normal, wide; odd numbers of them too";
}

// Draws are taken eight at a time and less at the end of a list: every length around that, with and
// without strata.
TEST(ForEachDraw, AnyLengthOfAListGivesWhatEachDrawGives) {
  for (std::uint32_t count = 1; count <= 18; ++count) {
    SixDraws draws;
    draws.lognormal.clear();
    draws.normal.clear();
    draws.wide.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
      draws.lognormal.push_back({100 + i, i, 0, 1.0f + static_cast<float>(i), 0.5f});
      draws.normal.push_back({200 + i, count + i, 0, 1.0f, 1.0f + static_cast<float>(i)});
      draws.wide.push_back({300 + i, 2 * count + i, 0, DrawForm::uniform, 0, WordOrigin::own, 0,
                            0.0, 1.0 + i, 0.0, 0.0, 0.0, 0.0, 0});
    }
    draws.refresh();
    for (draws.view.latin_hypercube = 0; draws.view.latin_hypercube < 2;
         ++draws.view.latin_hypercube) {
      std::vector<std::uint32_t> order;
      std::vector<std::vector<double>> values(3 * count, std::vector<double>(16));
      for_each_draw<double, 16>(draws.view.technosphere, draws.view, 32,
                                [&](const auto& draw, Pack<double, 16> value) {
                                  order.push_back(draw.target);
                                  alignas(64) double lanes[16];
                                  store(lanes, value);
                                  values[draw.target].assign(lanes, lanes + 16);
                                });
      ASSERT_EQ(3 * count, order.size());
      for (std::uint32_t i = 0; i < 3 * count; ++i) ASSERT_EQ(i, order[i]);
      for (std::uint32_t lane = 0; lane < 16; ++lane) {
        for_each_draw<double, 1>(draws.view.technosphere, draws.view, 32 + lane,
                                 [&](const auto& draw, Pack<double, 1> value) {
                                   ASSERT_EQ(value.v, values[draw.target][lane])
                                       << "draw " << draw.target << " of " << count;
                                 });
      }
    }
  }
}

TEST(FillSlots, LanesAreIterations) {
  const SixDraws draws;
  alignas(64) double slots[6 * 16];
  for (const std::uint64_t first : {0u, 16u, 4096u}) {
    fill_slots<double, 16>(draws.view.technosphere, draws.view, nullptr, 6, first, slots,
                           FixedStride<16>{});
    for (std::uint64_t lane = 0; lane < 16; ++lane) {
      const auto expected = draws.expected(first + lane);
      double single[6];
      fill_slots<double, 1>(draws.view.technosphere, draws.view, nullptr, 6, first + lane, single,
                            FixedStride<1>{});
      for (std::size_t i = 0; i < 6; ++i) {
        ASSERT_EQ(expected[i], slots[i * 16 + lane]);
        ASSERT_EQ(expected[i], single[i]);
      }
    }
  }
}

TEST(FillSlots, ColumnsLieOverDrawsOverInitialValues) {
  SixDraws draws;
  draws.array_values = {7.0, nan, 9.0, nan, nan, 4.0};
  // Slot 1 is drawn and presampled, slot 6 has an initial value and is presampled, slot 7 only has
  // an initial value.
  draws.array = {{0, 0, 1, 3, 0, 1, 0, 10.0}, {3, 0, 1, 3, 0, 6, 0, -1.0}};
  draws.refresh();
  const double initial[8] = {0, 0, 0, 0, 0, 0, 60.0, 70.0};
  alignas(64) double slots[8 * 16];
  fill_slots<double, 16>(draws.view.technosphere, draws.view, initial, 8, 0, slots,
                         FixedStride<16>{});
  for (std::uint64_t lane = 0; lane < 16; ++lane) {
    const double drawn = draws.expected(lane)[1];
    EXPECT_EQ(lane % 3 == 0 ? 70.0 : lane % 3 == 1 ? drawn : 90.0, slots[1 * 16 + lane]);
    EXPECT_EQ(lane % 3 == 2 ? -4.0 : 60.0, slots[6 * 16 + lane]);
    EXPECT_EQ(70.0, slots[7 * 16 + lane]);
  }
}

TEST(FillSlots, RoundsToTheTypeOfValues) {
  const SixDraws draws;
  float slots[6];
  fill_slots<float, 1>(draws.view.technosphere, draws.view, nullptr, 6, 5, slots, FixedStride<1>{});
  const auto expected = draws.expected(5);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(static_cast<float>(expected[i]), slots[i]);
  EXPECT_NE(expected[5], static_cast<double>(slots[5])) << "the wide one is not an fp32 number";
}

TEST(FillSlots, StratifiesEveryListUnderLatinHypercube) {
  SixDraws draws;
  draws.view.latin_hypercube = 1;
  std::vector<std::vector<bool>> visited(6, std::vector<bool>(1024, false));
  alignas(64) double slots[6 * 16];
  for (std::uint64_t first = 0; first < 1024; first += 16) {
    fill_slots<double, 16>(draws.view.technosphere, draws.view, nullptr, 6, first, slots,
                           FixedStride<16>{});
    for (std::size_t lane = 0; lane < 16; ++lane)
      visited[5][static_cast<std::size_t>(slots[5 * 16 + lane] * 1024)] = true;
    // The others through their ranks: a normal below its median stands in the lower half of the
    // strata.
    for (std::size_t lane = 0; lane < 16; ++lane) {
      visited[3][slots[3 * 16 + lane] < 0 ? 0 : 1] = true;
    }
  }
  EXPECT_EQ(1024, std::count(visited[5].begin(), visited[5].end(), true));
  EXPECT_TRUE(visited[3][0] && visited[3][1]);
}

}  // namespace
}  // namespace plume::realise_test
