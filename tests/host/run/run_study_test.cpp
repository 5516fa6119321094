// SPDX-License-Identifier: Apache-2.0
// The whole way on mini models with answers in closed form: every study of datasets/mini against
// its expected.json.
#include "host/run/run_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "host/base/error.hpp"
#include "tests/host/run/golden_models.hpp"

namespace plume::run_study_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::scratch;

std::filesystem::path mini(const std::string& name) {
  return std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / name / "study.toml";
}

RunReport run(const std::filesystem::path& study, const std::string& result,
              RunOptions options = {}) {
  options.result_path = scratch(result);
  options.device = options.device == "auto" ? "cpu" : options.device;
  return run_study(study, options);
}

std::vector<double> samples_of(const RunReport& report) {
  const ResultFile file(report.result_path);
  std::vector<double> all;
  for (std::size_t d = 0; d < file.header().axes.demands.size(); ++d) {
    for (std::size_t k = 0; k < file.header().axes.categories.size(); ++k) {
      const std::vector<double> column = file.samples(d, k);
      all.insert(all.end(), column.begin(), column.end());
    }
  }
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return std::memcmp(&x, &y, sizeof(double)) == 0;
         });
}

/// In a process of its own, which gets memory for the stacks of a few threads only. A sanitizer has
/// mapped more than that already. It is started anew: a fork has the stacks of all threads that
/// earlier tests had, and may die of them.
TEST(RunStudy, WithFewerThreadsThanAskedForItRunsAndSaysSo) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers map more memory than the limit allows";
#endif
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        pthread_attr_t attributes;
        ::pthread_attr_init(&attributes);
        ::pthread_attr_setstacksize(&attributes, std::size_t{256} << 20);
        ::pthread_setattr_default_np(&attributes);
        struct rlimit limit;
        limit.rlim_cur = limit.rlim_max = std::size_t{8} << 30;
        ::setrlimit(RLIMIT_AS, &limit);
        RunOptions many;
        many.threads = 500;
        const RunReport report = run(mini("loop"), "few_threads.h5", many);
        const std::string said = report.findings.to_string();
        const bool told = said.find(
                              "--threads: warning W0634: the system does not give the 500 threads "
                              "that are wanted; the "
                              "run uses ") != std::string::npos;
        std::_Exit(told && std::filesystem::exists(report.result_path) ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(RunStudy, SameBitsForThreadsBatchesAndSystems) {
  const auto study = mini("loop");
  RunOptions one;
  one.threads = 1;
  const std::vector<double> reference = samples_of(run(study, "bits_one.h5", one));
  ASSERT_GE(reference.size(), 1000U);
  RunOptions two;
  two.threads = 2;
  RunOptions odd;
  odd.batch = 77;
  RunOptions serial;
  serial.device = "serial";
  EXPECT_TRUE(same_bits(reference, samples_of(run(study, "bits_two.h5", two))));
  EXPECT_TRUE(same_bits(reference, samples_of(run(study, "bits_odd.h5", odd))));
  EXPECT_TRUE(same_bits(reference, samples_of(run(study, "bits_serial.h5", serial))));
  // The comparison sees a difference: another seed gives other samples.
  RunOptions other;
  other.overrides = {{"sampling.seed", "987654321"}};
  EXPECT_FALSE(same_bits(reference, samples_of(run(study, "bits_other.h5", other))));
}

TEST(RunStudy, AShorterRunIsTheBeginningOfALongerOne) {
  const auto study = mini("loop");
  RunOptions shorter, longer;
  shorter.overrides = {{"sampling.iterations", "700"}};
  longer.overrides = {{"sampling.iterations", "1500"}};
  const RunReport a = run(study, "short.h5", shorter), b = run(study, "long.h5", longer);
  const ResultFile short_file(a.result_path), long_file(b.result_path);
  const std::vector<double> x = short_file.samples(0, 0);
  std::vector<double> y = long_file.samples(0, 0);
  y.resize(x.size());
  EXPECT_TRUE(same_bits(x, y));
}

TEST(RunStudy, BadInputThrowsAllFindingsAndLeavesNoFile) {
  const auto result = scratch("bad.h5");
  std::filesystem::remove(result);
  RunOptions options;
  options.result_path = result;
  options.overrides = {{"sampling.iterations", "-3"}, {"sampling.sed", "1"}};
  try {
    run_study(mini("loop"), options);
    FAIL() << "no findings";
  } catch (const BadInput& error) {
    EXPECT_EQ(error.findings().num_errors(), 2U) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(result));
}

TEST(RunStudy, UnknownDeviceNamesTheAllowedOnes) {
  RunOptions options;
  options.device = "tpu";
  options.result_path = scratch("device.h5");
  try {
    run_study(mini("loop"), options);
    FAIL() << "no error";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "device 'tpu' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial");
  }
}

TEST(RunStudy, AResultInAMissingFolderIsAnErrorThatNamesIt) {
  RunOptions options;
  options.device = "cpu";
  options.result_path = scratch("no/such/folder/x.h5");
  try {
    run_study(mini("loop"), options);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no/such/folder"));
  }
}

TEST(RunStudy, StopsWhenPreciseEnoughAtTheSameIterationForEveryBatchSize) {
  const std::filesystem::path study = mini("loop");
  const auto run_with_batch = [&](std::uint64_t batch) {
    RunOptions options;
    options.batch = batch;
    options.overrides = {{"sampling.iterations", "200000"}, {"stop.relative_se_mean", "0.002"}};
    return run(study, "stop.h5", options);
  };
  const RunReport a = run_with_batch(100), b = run_with_batch(1000), c = run_with_batch(4096);
  EXPECT_EQ(a.totals.stop_reason, "precision reached");
  EXPECT_LT(a.totals.iterations, 200000U);
  EXPECT_EQ(a.totals.iterations % 1024, 0U);
  EXPECT_EQ(a.totals.iterations, b.totals.iterations);
  EXPECT_EQ(a.totals.iterations, c.totals.iterations);
  EXPECT_LE(a.summaries[0].se_mean, 0.002 * std::abs(a.summaries[0].mean));
}

TEST(RunStudy, ProgressIsReportedByStage) {
  std::vector<std::string> stages;
  RunOptions options;
  options.progress = [&](const RunProgress& progress) {
    if (stages.empty() || stages.back() != progress.stage) stages.push_back(progress.stage);
  };
  run(mini("loop"), "progress.h5", options);
  EXPECT_THAT(stages, ElementsAre("reading", "compiling", "sampling", "writing"));
}

TEST(RunStudy, ParametersOfFormulasAreNamedAmongWhatIsDrawn) {
  const auto drawn = [](const char* keys) {
    const std::string package = PLUME_SOURCE_DIR "/datasets/rosetta/rosetta_olca_schema2.zip";
    const std::string text =
        "[study]\nname = \"bike\"\n[[model]]\npath = \"" + package + "\"\n" + keys +
        "[[demand]]\nprocess = \"bike\"\namount = 1\n[sampling]\niterations = 1024\n";
    RunOptions options;
    options.result_path = scratch("parameters.h5");
    options.device = "cpu";
    options.force = true;
    return run_study(StudySource(scratch("."), text), options).header.provenance.drawn;
  };
  EXPECT_EQ(drawn(""), "technosphere biosphere characterisation");
  EXPECT_EQ(drawn("amounts = \"formula\"\n"), "technosphere biosphere characterisation parameters");
}

TEST(RunStudy, ProvenanceSaysHowTheResultCameToBe) {
  RunOptions options;
  options.command = "plume run study.toml";
  options.threads = 1;
  options.overrides = {{"sampling.seed", "9223372036854775807"}};
  const RunReport report = run(mini("loop"), "provenance.h5", options);
  const ResultFile file(report.result_path);
  const Provenance& p = file.header().provenance;
  EXPECT_EQ(file.header().seed, 9223372036854775807U);
  EXPECT_EQ(p.command, "plume run study.toml");
  EXPECT_EQ(p.precision, "mixed");
  EXPECT_EQ(p.design, "random");
  EXPECT_EQ(p.lognormal_anchor, "median");
  EXPECT_EQ(p.drawn, "technosphere biosphere characterisation");
  EXPECT_THAT(p.device, HasSubstr("cpu: 1 thread"));
  EXPECT_THAT(p.study_text, HasSubstr("[study]"));
  ASSERT_EQ(p.overrides, std::vector<std::string>{"sampling.seed=9223372036854775807"});
  ASSERT_FALSE(p.inputs.empty());
  EXPECT_EQ(p.inputs[0].sha256.size(), 64U);
}

TEST(RunStudy, WarningsAreToldBeforeSampling) {
  std::vector<std::string> events;
  RunOptions options;
  options.findings = [&](const Findings&) { events.emplace_back("findings"); };
  options.progress = [&](const RunProgress& progress) {
    if (events.empty() || events.back() != progress.stage) events.push_back(progress.stage);
  };
  run(mini("loop"), "warnings.h5", options);
  EXPECT_THAT(events, ElementsAre("reading", "compiling", "findings", "sampling", "writing"));
}

TEST(RunStudy, TheLastProgressOfAStoppedRunIsWhereItStopped) {
  RunProgress last;
  RunOptions options;
  options.overrides = {{"sampling.iterations", "200000"}, {"stop.relative_se_mean", "0.002"}};
  options.progress = [&](const RunProgress& progress) {
    if (progress.stage == "sampling") last = progress;
  };
  const RunReport report = run(mini("loop"), "stop_progress.h5", options);
  EXPECT_EQ(last.done, report.totals.iterations);
  EXPECT_EQ(last.total, report.totals.iterations);
}

}  // namespace
}  // namespace plume::run_study_test
