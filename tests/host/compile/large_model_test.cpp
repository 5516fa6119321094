// SPDX-License-Identifier: Apache-2.0
// A hundred thousand processes in one cycle, with hubs: anything quadratic in reading it, ordering
// it or compiling it would take minutes. The limit is on processor time and forty times what it
// takes.
#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>

#include "host/model/validate.hpp"
#include "tests/support/draft.hpp"

namespace plume::large_model_test {
namespace {

using testing::lognormal;

constexpr std::uint32_t num_processes = 100'000;
constexpr double most_seconds = 60.0;

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Process i takes from i + 1, the last from the first; all take from hub 0, and each from one
/// chosen at random.
Model ring_with_hub() {
  Model model;
  ModelBuilder builder(model);
  for (std::uint32_t i = 0; i < num_processes; ++i) {
    builder.process("a" + std::to_string(i));
    builder.product("p" + std::to_string(i));
    model.processes[i].reference_product = i;
  }
  std::mt19937 random(5);
  const auto take = [&](std::uint32_t row, std::uint32_t column, double amount) {
    Exchange e;
    e.matrix = Matrix::technosphere;
    e.row = row;
    e.column = column;
    e.amount = amount;
    builder.add(e, amount < 0.0 ? lognormal(amount, 0.1) : Uncertainty{});
  };
  for (std::uint32_t i = 0; i < num_processes; ++i) {
    take(i, i, 1.0);
    take((i + 1) % num_processes, i, -0.4);
    if (i > 0) take(0, i, -0.05);
    take(static_cast<std::uint32_t>(random() % num_processes), i, -0.2);
    Exchange e;
    e.matrix = Matrix::biosphere;
    e.row = builder.flow("f" + std::to_string(i % 1000));
    e.column = i;
    e.amount = 1.0;
    builder.add(e, lognormal(1.0, 0.2));
  }
  for (std::uint32_t k = 0; k < 5; ++k) {
    for (std::uint32_t f = k; f < 1000; f += 5) {
      Exchange e;
      e.matrix = Matrix::characterisation;
      e.row = builder.flow("f" + std::to_string(f));
      e.column = builder.category("c" + std::to_string(k));
      e.amount = 1.0 + k;
      builder.add(e);
    }
  }
  return model;
}

TEST(LargeModel, CompilesInTimeThatGrowsWithItsSize) {
  const double start = processor_seconds();
  Model model = ring_with_hub();
  Findings findings;
  validate(model, findings);
  DemandVector demand;
  demand.name = "main";
  demand.entries.push_back({7, 1.0});
  const Problem problem = compile(model, {demand}, {0, 1, 2, 3, 4}, {}, findings);
  const double seconds = processor_seconds() - start;
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  EXPECT_EQ(num_processes, problem.num_rows);
  EXPECT_LT(seconds, most_seconds);
  RecordProperty("processor_seconds", std::to_string(seconds));

  // Column sums: what is made and not taken leaves by the demand. 0.35 Σ s + 0.05 s_0 = 1, as the
  // hub takes nothing from the hub.
  double total = 0.0, hub = 0.0;
  for (std::uint32_t row = 0; row < num_processes; ++row) {
    total += problem.static_supply[row];
    if (problem.row_process[row] == 0) hub = problem.static_supply[row];
  }
  EXPECT_NEAR(1.0, 0.35 * total + 0.05 * hub, 1e-12);
  // Every process exchanges one unit of one flow, and category k counts every fifth flow 1 + k
  // times.
  double counted = 0.0;
  for (std::uint32_t k = 0; k < 5; ++k) counted += problem.static_scores[k] / (1.0 + k);
  EXPECT_NEAR(total, counted, 1e-12 * total);
}

}  // namespace
}  // namespace plume::large_model_test
