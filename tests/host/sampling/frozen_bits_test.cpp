// SPDX-License-Identifier: Apache-2.0
// Every other test of bits compares Plume with itself. This one compares it with what it was:
// SHA-256 of the scores of one small model for each design and precision, in
// tests/data/frozen_bits.txt. A line of that file is changed on purpose only, with an entry under
// Bits in CHANGELOG.md. The test prints the lines as they should be then.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "host/analysis/first_order_designs.hpp"
#include "host/base/hash.hpp"
#include "host/sampling/direct_iteration.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::frozen_bits_test {
namespace {

enum class Way { as_it_is, flipped };

/// Of iterations 0 … 63, as a run stores them.
std::string digest(const std::string& design, const std::string& precision, const std::string& size,
                   Way way = Way::as_it_is) {
  testing::RandomModelOptions model_options;
  model_options.num_demands = design == "random" ? 4 : 2;
  if (size == "screened") model_options.num_processes = 500;
  const testing::RandomModel model = testing::random_model(11, model_options);
  CompileOptions options;
  options.seed = 7;
  options.latin_hypercube = design != "random";
  options.fp32_values = precision != "double";
  options.fp32_unknowns = precision == "fast";
  options.tolerance = precision == "fast" ? 1e-6 : 1e-7;
  options.adjoint = design == "adjoint" ? AdjointUse::always : AdjointUse::never;
  options.moments = design == "sobol";
  Problem problem = model.compile(options);
  if (design == "sobol") use_sobol(problem, FirstOrder(problem, {}), 8);
  const ProblemView view = problem.view();
  testing::Outcomes run = testing::run_range(
      *testing::make_tested({"cpu", "cpu", "", 1}, view, problem.lane_types()), view, 0, 64);
  DirectIteration direct(problem);
  const std::size_t outputs = std::size_t{problem.num_demands} * problem.num_categories;
  for (std::size_t i = 0; i < run.outcome.size(); ++i) {
    if (run.outcome[i] != LaneOutcome::unsolved) continue;
    const std::vector<double> scores = direct.solve(i).scores;
    std::copy(scores.begin(), scores.end(),
              run.scores.begin() + static_cast<std::ptrdiff_t>(i * outputs));
  }
  std::string bytes(run.scores.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), run.scores.data(), bytes.size());
  if (way == Way::flipped) bytes[bytes.size() / 2] ^= 1;
  return sha256(bytes);
}

TEST(FrozenBits, ScoresAreThoseOfTheFile) {
  std::ifstream file(std::string(PLUME_SOURCE_DIR) + "/tests/data/frozen_bits.txt");
  std::string frozen((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::ostringstream now;
  for (const char* size : {"certified", "screened"}) {
    for (const char* design : {"random", "lhs", "sobol", "adjoint"}) {
      for (const char* precision : {"mixed", "double", "fast"})
        now << size << " " << design << " " << precision << " " << digest(design, precision, size)
            << "\n";
    }
  }
  EXPECT_EQ(frozen, now.str());
}

TEST(FrozenBits, OneBitIsSeen) {
  EXPECT_NE(digest("random", "mixed", "certified"),
            digest("random", "mixed", "certified", Way::flipped));
}

}  // namespace
}  // namespace plume::frozen_bits_test
