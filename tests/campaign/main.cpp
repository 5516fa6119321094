// SPDX-License-Identifier: Apache-2.0
// Random models against exact arithmetic: every score that a run would give (of lanes that are ok,
// infeasible, or solved directly) lies within the tolerance of the exact score of the same draws,
// relative to itself.
//
//     campaign [--first 0] [--models 1000] [--iterations 16] [--uncertified 0] [--large 0]
//         [--prove 0] [--verbose 0]
//
// Prints one JSON object; ends with 1 if a score is wrong. --uncertified 1 switches the
// certificates off, and must find wrong scores. --large 1 treats every model as a large one, of
// which only those are proved whose draws may move their feedback far; --prove 1 asks for proofs of
// every iteration, as `solver.proof = "all"` does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "host/sampling/direct_iteration.hpp"
#include "tests/campaign/exact_scores.hpp"
#include "tests/campaign/hostile_model.hpp"
#include "tests/support/systems.hpp"

namespace plume {
namespace {

struct Options {
  std::uint64_t first = 0, models = 1000, iterations = 16;
  bool certified = true, large = false, prove = false, verbose = false;
};

struct Counts {
  std::uint64_t models = 0, refused = 0, iterations = 0, lanes = 0, infeasible = 0, direct = 0,
                no_score = 0, denied = 0, scores = 0, wrong = 0, wrong_models = 0,
                certified_models = 0;
  double largest = 0.0;  ///< error over tolerance
};

CompileOptions options_of(std::uint64_t number) {
  CompileOptions options;
  options.seed = number + 1;
  options.latin_hypercube = number % 5 == 0;
  options.fp32_values = number % 3 != 1;
  options.fp32_unknowns = number % 6 == 3;
  options.tolerance = options.fp32_unknowns ? 1e-6
                      : number % 7 == 2     ? 1e-10
                      : number % 7 == 4     ? 1e-4
                                            : 1e-7;
  return options;
}

void compare(std::uint64_t number, const Problem& problem, const Options& options, Counts& counts) {
  ProblemView view = problem.view();
  if (!options.certified) view.certificate_target = 0.0;
  const auto runner = testing::make_tested({"one", "cpu", "", 1}, view, problem.lane_types());
  const testing::Outcomes run = testing::run_range(*runner, view, 0, options.iterations);
  DirectIteration direct(problem);
  const std::size_t outputs = std::size_t{problem.num_demands} * problem.num_categories;
  bool wrong_model = false;
  for (std::uint64_t i = 0; i < options.iterations; ++i) {
    ++counts.iterations;
    const double* scores = run.scores.data() + i * outputs;
    DirectResult solved;
    const bool by_lane = run.outcome[i] != LaneOutcome::unsolved;
    counts.lanes += by_lane ? 1 : 0;
    counts.infeasible += run.outcome[i] == LaneOutcome::infeasible ? 1 : 0;
    if (!by_lane) {
      solved = direct.solve(i);
      ++counts.direct;
      scores = solved.scores.data();
    }
    const ValueType values = problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
    const Realisation draws = realise(view, values, i);
    const auto finite = [](const std::vector<double>& list) {
      return std::all_of(list.begin(), list.end(), [](double v) { return std::isfinite(v); });
    };
    const bool has_exact = finite(draws.slots) && finite(draws.biosphere) &&
                           finite(draws.bio_slots) && finite(draws.factors);
    if (!by_lane && !has_score(solved.status)) {
      ++counts.no_score;
      if (has_exact && testing::exact_scores(view, draws).solved) {
        ++counts.denied;
        if (options.verbose)
          std::printf("model %llu, iteration %llu: no score, though there is one\n",
                      static_cast<unsigned long long>(number), static_cast<unsigned long long>(i));
      }
      continue;
    }
    const testing::ExactScores exact =
        has_exact ? testing::exact_scores(view, draws) : testing::ExactScores{};
    for (std::size_t k = 0; k < outputs; ++k) {
      const double error = exact.solved ? exact.error_of(k, scores[k]) : 1e300;
      ++counts.scores;
      counts.largest = std::max(counts.largest, error / problem.tolerance);
      if (error <= problem.tolerance) continue;
      ++counts.wrong;
      wrong_model = true;
      if (options.verbose)
        std::printf(
            "model %llu, iteration %llu, score %zu: %.17g is off by %.2g (tolerance %.0e, %s%s)\n",
            static_cast<unsigned long long>(number), static_cast<unsigned long long>(i), k,
            scores[k], error, problem.tolerance, by_lane ? "lane" : name_of(solved.status),
            exact.solved ? "" : ", no exact one");
    }
  }
  counts.wrong_models += wrong_model ? 1 : 0;
}

int run(const Options& options) {
  Counts counts;
  for (std::uint64_t number = options.first; number < options.first + options.models; ++number) {
    const testing::RandomModel model = testing::hostile_model(number);
    Findings findings;
    CompileOptions compile_options = options_of(number);
    if (options.large) compile_options.certified_entries = 0;
    compile_options.prove_all = options.prove;
    const Problem problem = compile(model.model(), model.demands, model.draft.all_categories(),
                                    compile_options, findings);
    ++counts.models;
    if (findings.has_errors()) {
      ++counts.refused;
      continue;
    }
    counts.certified_models += problem.certify_always ? 1 : 0;
    compare(number, problem, options, counts);
  }
  const auto u = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(
      "{\"first\": %llu, \"models\": %llu, \"refused\": %llu, \"certify_always\": %llu, "
      "\"iterations\": %llu, "
      "\"by_lanes\": %llu,\n"
      " \"infeasible\": %llu, \"direct\": %llu, \"no_score\": %llu, "
      "\"no_score_though_there_is_one\": %llu,\n"
      " \"scores\": %llu, \"largest_error_over_tolerance\": %.3g, \"wrong_scores\": %llu, "
      "\"wrong_models\": %llu}\n",
      u(options.first), u(counts.models), u(counts.refused), u(counts.certified_models),
      u(counts.iterations), u(counts.lanes), u(counts.infeasible), u(counts.direct),
      u(counts.no_score), u(counts.denied), u(counts.scores), counts.largest, u(counts.wrong),
      u(counts.wrong_models));
  return counts.wrong > 0 ? 1 : 0;
}

}  // namespace
}  // namespace plume

int main(int argc, char** argv) {
  plume::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const auto value = static_cast<std::uint64_t>(std::atoll(argv[i + 1]));
    if (name == "--first") options.first = value;
    if (name == "--models") options.models = value;
    if (name == "--iterations") options.iterations = value;
    if (name == "--uncertified") options.certified = value == 0;
    if (name == "--large") options.large = value != 0;
    if (name == "--prove") options.prove = value != 0;
    if (name == "--verbose") options.verbose = value != 0;
  }
  return plume::run(options);
}
