// SPDX-License-Identifier: Apache-2.0
// The sabotaged twins of all that runs on the stand-in: each kind of bug is planted, and must be
// caught, by a complaint or by other bits. A stand-in that lets one pass proves nothing.
#include <gtest/gtest.h>

#include <exception>
#include <set>

#include "tests/cuda_on_cpu/support.hpp"
#include "tests/support/formula_model.hpp"

namespace cuda_on_cpu {
namespace {

/// A problem that reads every array: adjoints, control variates, shares, tables and columns among
/// them.
struct Case {
  Problem problem;
  std::uint64_t count;
};

bool is_caught(const ProblemView& view, const Outcomes& expected, std::uint64_t count,
               const Settings& settings) {
  (void)take_complaints();
  bool same = false;
  {
    const Hostility planted(settings);
    try {
      same = run_range(*few_lanes(view), view, 0, count) == expected;
    } catch (const std::exception&) {  // as a run would end
    }
  }
  return !take_complaints().empty() || !same;
}

class PlantedBugs : public ::testing::Test {
 protected:
  static Problem plain() {
    plume::CompileOptions options;
    options.latin_hypercube = true;
    return plume::testing::random_model(
               7, {.num_demands = 2, .normalised = true, .weighted = true, .every_kind = true})
        .compile(options);
  }
  static Problem by_adjoint() {
    plume::CompileOptions options;
    options.adjoint = plume::AdjointUse::always;
    return plume::testing::random_model(
               8, {.num_categories = 4, .num_demands = 6, .normalised = true, .every_kind = true})
        .compile(options);
  }
  static Problem of_formulas() { return plume::testing::model_of_formulas(3).compile(); }
  static Outcomes serial(const ProblemView& view, std::uint64_t count) {
    return run_range(*plume::testing::make_serial(view, {}), view, 0, count);
  }
};

/// Bytes of the arrays of the problem for which the bug is not caught.
std::multiset<std::size_t> missed(const Problem& problem, long Settings::*bug,
                                  std::initializer_list<std::size_t> short_bytes) {
  const ProblemView view = problem.view();
  constexpr std::uint64_t count = 40;
  const Outcomes expected = run_range(*plume::testing::make_serial(view, {}), view, 0, count);
  std::vector<std::size_t> sizes;
  long arrays = 0;
  {
    const Hostility none({.order = Order::eager});
    (void)few_lanes(view);
    arrays = counts().copies_to_device;  // the problem is copied first; what follows are the lanes
    sizes = sizes_of_arrays();
  }
  EXPECT_GT(arrays, 30);
  std::multiset<std::size_t> list;
  for (long array = 1; array <= arrays; ++array) {
    bool caught = false;
    for (const std::size_t bytes : short_bytes) {
      Settings planted{.order = Order::eager, .short_bytes = bytes};
      planted.*bug = array;
      caught = caught || is_caught(view, expected, count, planted);
    }
    if (!caught) list.insert(sizes[static_cast<std::size_t>(array - 1)]);
  }
  return list;
}

/// The depths of the rows, and the entries of each category with their flows: only scores without
/// adjoints ask for them.
const std::multiset<std::size_t> not_read_by_adjoint = {20, 84, 88};
const std::multiset<std::size_t> nothing;

TEST_F(PlantedBugs, AnArrayThatIsShort) {
  EXPECT_EQ(nothing, missed(plain(), &Settings::short_array, {4, 40}));
  EXPECT_EQ(nothing, missed(of_formulas(), &Settings::short_array, {4, 40}));
  EXPECT_EQ(not_read_by_adjoint, missed(by_adjoint(), &Settings::short_array, {4, 40}));
}

TEST_F(PlantedBugs, AnArrayThatIsNotCopied) {
  EXPECT_EQ(nothing, missed(plain(), &Settings::array_not_copied, {0}));
  EXPECT_EQ(nothing, missed(of_formulas(), &Settings::array_not_copied, {0}));
  EXPECT_EQ(not_read_by_adjoint, missed(by_adjoint(), &Settings::array_not_copied, {0}));
}

TEST_F(PlantedBugs, AnFmaThatRoundsTwice) {
  const Problem problem = plain();
  EXPECT_TRUE(is_caught(problem.view(), serial(problem.view(), 100), 100,
                        {.order = Order::eager, .unfused_fma = true}));
}

TEST_F(PlantedBugs, ABufferThatIsReadBeforeItsCopyIsThere) {
  const Problem problem = plain();
  const Outcomes expected = serial(problem.view(), 600);
  for (const Order order : {Order::eager, Order::lazy, Order::interleaved}) {
    for (long wait = 1; wait <= 5; ++wait) {
      Settings planted{.order = order};
      planted.no_stream_wait = wait;
      EXPECT_TRUE(is_caught(problem.view(), expected, 600, planted)) << "wait " << wait;
    }
  }
}

TEST_F(PlantedBugs, ACopyOfTheProblemThatIsNotWaitedFor) {
  const Problem problem = plain();
  const Outcomes expected = serial(problem.view(), 100);
  for (const Order order : {Order::eager, Order::lazy, Order::interleaved}) {
    Settings planted{.order = order};
    planted.no_device_wait = true;
    EXPECT_TRUE(is_caught(problem.view(), expected, 100, planted)) << static_cast<int>(order);
  }
}

TEST_F(PlantedBugs, AKernelInAnotherStream) {
  const Problem problem = plain();
  const Outcomes expected = serial(problem.view(), 600);
  for (const Order order : {Order::eager, Order::lazy, Order::interleaved}) {
    for (long launch = 1; launch <= 12; ++launch) {
      Settings planted{.order = order};
      planted.stray_launch = launch;
      EXPECT_TRUE(is_caught(problem.view(), expected, 600, planted)) << "launch " << launch;
    }
  }
}

/// And none where none is planted.
TEST_F(PlantedBugs, NoneIsSeenWhereThereIsNone) {
  for (const Problem& problem : {plain(), by_adjoint(), of_formulas()}) {
    const Outcomes expected = serial(problem.view(), 300);
    for (const Order order : {Order::eager, Order::lazy, Order::interleaved})
      for (const std::uint64_t seed : {1u, 2u, 3u})
        EXPECT_FALSE(is_caught(problem.view(), expected, 300, {.order = order, .seed = seed}));
  }
}

}  // namespace
}  // namespace cuda_on_cpu
