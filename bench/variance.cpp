// SPDX-License-Identifier: Apache-2.0
// How much designs and control variates reduce the variance of what a run estimates.
//
//     bench_variance STUDY.toml [BLOCKS [COVERAGE]]        prints one JSON object
//
// Each design (random, lhs, sobol) runs BLOCKS (default 64) blocks of 1024 iterations; the blocks
// are its replicates. A gain is the variance that a mean or quantile of 1024 independent iterations
// has, from the random design, divided by that of the blocks' estimates: with and without the
// control. Medians, least and greatest gains are over all outputs.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host/analysis/first_order.hpp"
#include "host/analysis/first_order_designs.hpp"
#include "host/base/version.hpp"
#include "host/compile/compile.hpp"
#include "host/model/validate.hpp"
#include "host/readers/read_models.hpp"
#include "host/sampling/control_source.hpp"
#include "host/stats/control_variate.hpp"
#include "host/stats/moments.hpp"
#include "host/stats/order_statistics.hpp"
#include "host/study/demand.hpp"
#include "kernels/api/batch_runner.hpp"

namespace {

using namespace plume;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Sample {
  std::size_t num_outputs = 0;
  std::vector<double> scores, controls;  ///< [iteration][output]
  double seconds = 0.0;

  [[nodiscard]] std::vector<double> column(const std::vector<double>& from,
                                           std::size_t output) const {
    std::vector<double> values;
    for (std::size_t i = output; i < from.size(); i += num_outputs) values.push_back(from[i]);
    return values;
  }
};

Sample run(const Problem& problem, std::uint64_t iterations) {
  Sample sample;
  sample.num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  sample.scores.resize(iterations * sample.num_outputs);
  sample.controls.resize(iterations * sample.num_outputs);
  std::vector<LaneOutcome> outcome(iterations);
  BatchOutput batch;
  batch.count = iterations;
  batch.scores = sample.scores.data();
  batch.control = sample.controls.data();
  batch.outcome = outcome.data();
  RunnerOptions options;
  options.values = problem.lane_types();
  const auto runner = make_runner(choose_device("cpu"), problem.view(), options);
  const double start = now();
  runner->run(batch);
  sample.seconds = now() - start;
  return sample;
}

/// Variance over the blocks of estimate(block's values).
template <class Estimate>
double block_variance(const std::vector<double>& values, Estimate estimate) {
  Moments moments;
  for (std::size_t first = 0; first + statistics_block <= values.size();
       first += statistics_block) {
    moments.add(estimate(std::vector<double>(
        values.begin() + static_cast<std::ptrdiff_t>(first),
        values.begin() + static_cast<std::ptrdiff_t>(first + statistics_block))));
  }
  return moments.variance();
}

double mean_of(const std::vector<double>& values) {
  Moments m;
  for (const double x : values) m.add(x);
  return m.mean;
}

void print(const char* name, std::vector<double> gains, const char* end) {
  std::sort(gains.begin(), gains.end());
  std::printf("      \"%s\": {\"median\": %.3g, \"least\": %.3g, \"greatest\": %.3g}%s\n", name,
              quantile_of_sorted(gains, 0.5), gains.front(), gains.back(), end);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_variance STUDY.toml [BLOCKS [COVERAGE]]\n");
    return 2;
  }
  const std::uint64_t iterations =
      (argc > 2 ? static_cast<std::uint64_t>(std::atoll(argv[2])) : 64) * statistics_block;
  FirstOrderOptions analysis_options;
  if (argc > 3) analysis_options.coverage = std::atof(argv[3]);
  if (argc > 4 && std::string(argv[4]) == "medians")
    analysis_options.around = FirstOrderOptions::Around::medians;
  Findings findings;
  const Study study = read_study(argv[1], {}, findings);
  Model model = read_models(study.models, findings);
  validate(model, findings);
  const std::vector<DemandVector> demands = resolve_demands(study, model, findings);
  const std::vector<std::uint32_t> categories = resolve_categories(study, model, findings);
  // variance of the mean and of three quantiles of 1024 independent iterations
  std::vector<double> independent[4];
  std::printf("{\n  \"study\": \"%s\", \"commit\": \"%s\", \"blocks\": %llu, \"coverage\": %g,\n",
              study.name.c_str(), std::string(commit()).c_str(),
              static_cast<unsigned long long>(iterations / statistics_block),
              analysis_options.coverage);
  const char* designs[] = {"random", "lhs", "sobol"};
  for (int design = 0; design < 3; ++design) {
    CompileOptions options;
    options.seed = study.sampling.seed;
    options.tolerance = study.solver.tolerance;
    options.fp32_values = study.solver.precision == Precision::mixed;
    options.latin_hypercube = design > 0;
    options.moments = true;
    double start = now();
    Problem problem = compile(model, demands, categories, options, findings);
    const double seconds_compiling = now() - start;
    if (findings.has_errors()) {
      std::fprintf(stderr, "%s\n", findings.to_string().c_str());
      return 3;
    }
    start = now();
    const FirstOrder analysis(problem, analysis_options);
    const double seconds_analysing = now() - start;
    add_control(problem, analysis);
    if (design == 2) use_sobol(problem, analysis, 64);
    const Sample sample = run(problem, iterations);
    RunnerOptions runner_options;
    runner_options.values = problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
    const auto runner = make_runner(choose_device("cpu"), problem.view(), runner_options);
    const ControlSource control = control_source(problem, *runner, runner_options, iterations);
    std::vector<double> gain_mean, gain_control, r2, gain_quantile[3], gain_controlled[3];
    for (std::size_t output = 0; output < sample.num_outputs; ++output) {
      const std::vector<double> h = sample.column(sample.scores, output),
                                l = sample.column(sample.controls, output);
      const KnownControl& known = control.known[output];
      const ControlledSummary c = controlled_summary(h, l, known, 1);
      std::vector<double> left = h;
      for (std::size_t i = 0; i < h.size(); ++i)
        left[i] -= c.beta * l[i] + c.beta_square * (l[i] * l[i] - known.variance);
      for (int level = 0; level < 3; ++level)
        gain_controlled[level].push_back(c.quantile_gain[level == 0 ? 2 : level == 1 ? 0 : 5]);
      Moments mh, ml;
      for (const double x : h) mh.add(x);
      for (const double x : left) ml.add(x);
      r2.push_back(1.0 - ml.m2 / mh.m2);
      if (design == 0)
        independent[0].push_back(mh.variance() / static_cast<double>(statistics_block));
      // Of independent iterations the variances of means follow from those of the iterations: far
      // less noise than from blocks.
      gain_mean.push_back(design == 0 ? 1.0 : independent[0][output] / block_variance(h, mean_of));
      gain_control.push_back(design == 0 ? mh.variance() / ml.variance()
                                         : independent[0][output] / block_variance(left, mean_of));
      for (int level = 0; level < 3; ++level) {
        const double p = level == 0 ? 0.05 : level == 1 ? 0.5 : 0.95;
        const double variance = block_variance(h, [&](std::vector<double> values) {
          std::sort(values.begin(), values.end());
          return quantile_of_sorted(values, p);
        });
        if (design == 0) independent[level + 1].push_back(variance);
        gain_quantile[level].push_back(independent[level + 1][output] / variance);
      }
    }
    std::printf(
        "  \"%s\": {\n      \"seconds_compiling\": %.3f, \"seconds_analysing\": %.3f, "
        "\"seconds_running\": %.3f,\n"
        "      \"drawn\": %zu, \"controls\": %zu, \"control_weights\": %zu,\n",
        designs[design], seconds_compiling, seconds_analysing, sample.seconds, problem.num_drawn(),
        problem.control_mean.size(), problem.control_weight.size());
    print("r2_of_control", r2, ",");
    print("mean", gain_mean, ",");
    print("mean_with_control", gain_control, ",");
    print("q05", gain_quantile[0], ",");
    print("median", gain_quantile[1], ",");
    print("q95", gain_quantile[2], design == 0 ? "," : "");
    if (design == 0) {  // of independent iterations the indicators' regression says it, too
      print("q05_with_control", gain_controlled[0], ",");
      print("median_with_control", gain_controlled[1], ",");
      print("q95_with_control", gain_controlled[2], "");
    }
    std::printf("  }%s\n", design < 2 ? "," : "\n}");
  }
  return 0;
}
