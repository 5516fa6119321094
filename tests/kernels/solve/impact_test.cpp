// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/impact.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/kernels/solve/lane_group.hpp"

namespace plume::impact_test {
namespace {

using testing::LaneGroup;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Two rows, three flows, two demands, two categories; one entry of each sort. Draws have no
/// spread: a value is its median.
struct Small {
  std::vector<BioTarget> bio_fixed = {{0, 0}, {1, 1}}, bio_slot = {{0, 1}};
  std::vector<double> bio_fixed_value = {2.0, 3.0}, initial_bio_slot = {7.0},
                      array_values = {nan, 11.0};
  std::vector<PlainDraw> lognormal = {{1, 1, 0, 5.0f, 0.0f}};
  std::vector<PlainDraw> normal = {{2, 2, 1, -1.5f, 0.0f}};
  std::vector<ArrayDraw> bio_array = {{0, 0, 1, 2, 0, 0, 0, 1.0}};
  std::vector<std::uint32_t> category_entry = {0, 2, 4}, entry_flow = {0, 1, 1, 2},
                             entry_slot = {no_slot, 0, no_slot, no_slot};
  std::vector<double> entry_value = {10.0, 0.0, 1.0, 4.0},
                      initial_factor = {0.0, 0.5, 0.25, 2.0, 3.0};
  std::vector<PlainDraw> factor = {{3, 0, 0, 20.0f, 0.0f}};
  std::vector<std::uint32_t> entry_normalisation = {1, 2, 2, 3};
  ProblemView view;

  Small() {
    view.num_rows = 2;
    view.num_flows = 3;
    view.num_demands = view.num_right_sides = 2;
    view.num_categories = 2;
    view.bio_fixed = bio_fixed.data();
    view.bio_fixed_value = bio_fixed_value.data();
    view.num_bio_fixed = 2;
    view.biosphere.lognormal = lognormal.data();
    view.biosphere.num_lognormal = 1;
    view.biosphere.normal = normal.data();
    view.biosphere.num_normal = 1;
    view.bio_slot = bio_slot.data();
    view.num_bio_slots = 1;
    view.initial_bio_slot = initial_bio_slot.data();
    view.biosphere_slots.array = bio_array.data();
    view.biosphere_slots.num_array = 1;
    view.array_values = array_values.data();
    view.category_entry = category_entry.data();
    view.entry_flow = entry_flow.data();
    view.entry_value = entry_value.data();
    view.entry_slot = entry_slot.data();
    view.num_entries = 4;
    view.num_factor_slots = 5;
    view.initial_factor = initial_factor.data();
    view.characterisation.lognormal = factor.data();
    view.characterisation.num_lognormal = 1;
  }
};

template <int W>
void set_supplies(const LaneGroup<W>& group) {
  for (std::size_t lane = 0; lane < W; ++lane) {
    group.x(0, 0, lane) = 1.0;
    group.x(0, 1, lane) = 10.0;
    group.x(1, 0, lane) = 100.0;
    group.x(1, 1, lane) = 0.0;
  }
}

TEST(AccumulateInventory, SumsFixedDrawnAndPresampledEntriesForEveryDemand) {
  const Small small;
  const LaneGroup<1> group(small.view);
  for (const std::uint64_t iteration : {0u, 1u}) {
    set_supplies(group);
    fill_impact_slots<1>(small.view, group.memory, iteration);
    accumulate_inventory<1>(small.view, group.memory, iteration);
    const double slot = iteration == 0 ? 7.0 : 11.0;
    EXPECT_EQ(2.0 * 1.0 + slot * 10.0, group.g(0, 0));
    EXPECT_EQ(3.0 * 10.0 + 5.0 * 1.0, group.g(0, 1));
    EXPECT_EQ(-1.5 * 10.0, group.g(0, 2));
    EXPECT_EQ(200.0, group.g(1, 0));
    EXPECT_EQ(500.0, group.g(1, 1));
    EXPECT_EQ(0.0, group.g(1, 2));
  }
}

std::vector<double> scores_of(const Small& small) {
  const LaneGroup<1> group(small.view);
  set_supplies(group);
  fill_impact_slots<1>(small.view, group.memory, 0);
  accumulate_inventory<1>(small.view, group.memory, 0);
  std::vector<double> scores(4, nan);
  score<1>(small.view, group.memory,
           [&](std::uint32_t demand, std::uint32_t category, Pack<double, 1> h) {
             scores[demand * 2 + category] = h.v;
           });
  return scores;
}

TEST(Score, MultipliesByFixedAndDrawnFactors) {
  const Small small;
  // g = (72, 35, −15) and (200, 500, 0)
  EXPECT_EQ((std::vector<double>{10.0 * 72 + 20.0 * 35, 35.0 - 60.0, 2000.0 + 10'000.0, 500.0}),
            scores_of(small));
}

TEST(Score, NormalisesByFlowAndWeighsTheWhole) {
  Small small;
  small.view.entry_normalisation = small.entry_normalisation.data();
  EXPECT_EQ((std::vector<double>{0.5 * 720 + 0.25 * 700, 0.25 * 35 - 2.0 * 60,
                                 0.5 * 2000 + 0.25 * 10'000, 125.0}),
            scores_of(small));
  small.view.weighting_slot = 4;
  EXPECT_EQ((std::vector<double>{3 * 535.0, 3 * (8.75 - 120), 3 * 3500.0, 375.0}),
            scores_of(small));
}

TEST(Score, SixteenLanesGoTheirOwnWays) {
  const Small small;
  const LaneGroup<16> group(small.view);
  set_supplies(group);
  fill_impact_slots<16>(small.view, group.memory, 0);
  accumulate_inventory<16>(small.view, group.memory, 0);
  score<16>(small.view, group.memory,
            [&](std::uint32_t demand, std::uint32_t category, Pack<double, 16> h) {
              if (demand != 0 || category != 0) return;
              for (int lane = 0; lane < 16; ++lane) {
                EXPECT_EQ(10.0 * (2.0 + (lane % 2 == 0 ? 70.0 : 110.0)) + 700.0,
                          testing::lane_of(h, lane));
              }
            });
}

TEST(FirstFlowOfPart, CutsTheLongestListWhicheverItIs) {
  // Eight entries of six flows in four parts of two: they begin at the flows of entries 2, 4 and 6.
  std::vector<PlainDraw> draws;
  std::vector<BioTarget> fixed;
  for (const std::uint32_t flow : {0u, 1u, 2u, 2u, 3u, 3u, 4u, 5u}) {
    draws.push_back({flow, flow, 0, 1.0f, 0.5f});
    fixed.push_back({flow, 0});
  }
  ProblemView lognormals, normals, fixed_ones;
  lognormals.biosphere.lognormal = normals.biosphere.normal = draws.data();
  lognormals.biosphere.num_lognormal = normals.biosphere.num_normal = fixed_ones.num_bio_fixed = 8;
  fixed_ones.bio_fixed = fixed.data();
  for (ProblemView* view : {&lognormals, &normals, &fixed_ones}) {
    view->num_flows = 6;
    EXPECT_EQ(0u, first_flow_of_part(*view, 0, 4));
    EXPECT_EQ(2u, first_flow_of_part(*view, 1, 4));
    EXPECT_EQ(3u, first_flow_of_part(*view, 2, 4));
    EXPECT_EQ(4u, first_flow_of_part(*view, 3, 4));
    EXPECT_EQ(6u, first_flow_of_part(*view, 4, 4));
  }
}

}  // namespace
}  // namespace plume::impact_test
