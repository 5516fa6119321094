// SPDX-License-Identifier: Apache-2.0
// The face: what goes in as values comes out as the numbers of a run through files.
#include "host/api/plume.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "host/store/result.hpp"
#include "tests/host/api/steel_works.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::api::plume_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::refusal_of;
using testing::same_bits;

/// datasets/mini/loop/model as arrays: the same ids, so the same draws.
Arrays loop_arrays() {
  Arrays arrays;
  arrays.products = {{"power", "", "kWh"}, {"steel", "", "kg"}};
  arrays.processes = {{"power"}, {"steel"}};
  arrays.flows = {{"co2", "carbon dioxide", "kg"}};
  arrays.categories = {{"gwp", "global warming", "kg CO2e"}};
  arrays.technosphere = {{0, 0, 1.0}, {1, 1, 1.0}, {1, 0, uniform(-0.15, -0.05)}, {0, 1, -2.0}};
  arrays.biosphere = {{0, 0, 0.5}, {0, 1, 1.5}};
  arrays.characterisation = {{0, 0, 1.0}};
  return arrays;
}

Study loop_study(std::uint64_t iterations = 4000) {
  return Study({.name = "loop",
                .demands = {{"1 kWh", {{"power"}}}, {"1 kg \"steel\"", {{"steel", 1.0}}}},
                .iterations = iterations,
                .seed = 1});
}

std::string first_finding(const Prepared& prepared) {
  return prepared.findings().empty() ? "" : to_string(prepared.findings().front());
}

std::string file_of_loop() { return PLUME_SOURCE_DIR "/datasets/mini/loop/study.toml"; }

TEST(ApiRun, AModelInMemoryGivesTheClosedForm) {
  const Arrays arrays = steel_works(lognormal(2.0, 1.2));
  Study study({.name = "steel", .demands = {{"5 kg", {{"works", 5.0}}}}, .iterations = 20000});
  const Result result = api::Run(prepare(study, Model(arrays)), on_cpu()).go();
  EXPECT_EQ(result.iterations(), 20000u);
  EXPECT_EQ(result.ended(), "iterations done");
  EXPECT_DOUBLE_EQ(result.static_score(0, 0), 30.0);
  const double sigma = std::log(1.2);
  EXPECT_NEAR(result.summary(0, 0).mean, 30.0 * std::exp(sigma * sigma / 2.0),
              5.0 * result.summary(0, 0).se_mean);
  // 5 standard errors
  EXPECT_NEAR(result.quantile(0, 0, 0.9), 30.0 * std::pow(1.2, 1.2815515655), 0.15);
  EXPECT_EQ(result.quantile(0, 0, 0.975), result.summary(0, 0).quantiles.back());
  EXPECT_EQ(result.scores(0, 0).size(), 20000u);
  EXPECT_EQ(result.statuses().size(), 20000u);
  EXPECT_EQ(result.without_score(), 0u);
  EXPECT_EQ(result.demand(0), "5 kg");
  EXPECT_EQ(result.category(0).id, "gwp");
}

TEST(ApiRun, InMemoryOrThroughFilesTheScoresAreTheSame) {
  testing::TempFolder folder;
  const Prepared from_arrays = prepare(loop_study(), Model(loop_arrays()));
  ASSERT_TRUE(from_arrays.ok()) << first_finding(from_arrays);
  const Prepared from_file =
      prepare(Study::file(file_of_loop()).set("sampling.iterations", "4000"));
  const Result memory = api::Run(from_arrays, on_cpu()).go();
  const Result file = api::Run(from_arrays, on_cpu(folder.path() / "arrays.h5")).go();
  const Result read = api::Run(from_file, on_cpu(folder.path() / "file.h5")).go();
  memory.save(folder.path() / "saved.h5");
  const Result saved = Result::file(folder.path() / "saved.h5");
  for (std::size_t d = 0; d < 2; ++d) {
    for (const Result* other : {&file, &saved}) {
      EXPECT_TRUE(same_bits(memory.scores(d, 0), other->scores(d, 0)));
      EXPECT_EQ(memory.statuses(), other->statuses());
      EXPECT_EQ(memory.summary(d, 0).mean, other->summary(d, 0).mean);
      EXPECT_EQ(memory.summary(d, 0).quantiles, other->summary(d, 0).quantiles);
      EXPECT_EQ(memory.quantile(d, 0, 0.9), other->quantile(d, 0, 0.9));
    }
    const std::vector<double> a = memory.scores(d, 0), b = read.scores(d, 0);
    ASSERT_EQ(a.size(), b.size());
    double spread = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
      spread = std::max(spread, std::abs(a[i] - b[i]) / std::abs(b[i]));
    EXPECT_GT(spread, 0.0) << "uniform on -0.15 … -0.05 is not drawn as minus that on 0.05 … 0.15";
    EXPECT_NEAR(memory.summary(d, 0).mean / read.summary(d, 0).mean, 1.0, 0.01);
  }
  EXPECT_EQ(ResultFile(folder.path() / "saved.h5").header().provenance.inputs.at(0).sha256,
            ResultFile(folder.path() / "arrays.h5").header().provenance.inputs.at(0).sha256);
}

TEST(ApiRun, OneStudyIsPreparedForManyRunsAndLeavesNothingBehind) {
  testing::TempFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  const Prepared prepared = prepare(loop_study(2000), Model(loop_arrays()));
  const Result one = api::Run(prepared, on_cpu()).go();
  const Result two = api::Run(prepared, on_cpu()).go();
  fs::current_path(before);
  EXPECT_TRUE(same_bits(one.scores(1, 0), two.scores(1, 0)));
  EXPECT_TRUE(fs::is_empty(folder.path())) << "a run in memory needs no file";
}

std::vector<double> all_of(const Prepared& prepared, std::uint64_t iterations) {
  RunSettings settings = on_cpu();
  settings.iterations = iterations;
  return api::Run(prepared, settings).go().all_scores();
}

TEST(ApiRun, MoreIterationsAreThoseOfOneLongerRun) {
  testing::TempFolder folder;
  for (const char* design : {"random", "lhs", "sobol"}) {
    const Prepared prepared =
        prepare(loop_study(1500).set("sampling.design", design), Model(loop_arrays()));
    api::Run run(prepared, on_cpu());
    const std::vector<double> first = run.go().all_scores();
    const Result whole = run.more(2600);
    EXPECT_EQ(whole.iterations(), 4100u);
    EXPECT_TRUE(same_bits(whole.all_scores(), all_of(prepared, 4100))) << design;
    EXPECT_TRUE(same_bits(first, all_of(prepared, 1500))) << design;
    EXPECT_TRUE(same_bits(run.so_far().all_scores(), whole.all_scores()));
    const Prepared longer =
        prepare(loop_study(1500).set("sampling.design", design).set("sampling.iterations", "4100"),
                Model(loop_arrays()));
    whole.save(folder.path() / "more.h5", true);
    api::Run(longer, on_cpu(folder.path() / "longer.h5")).go();
    const ResultFile saved(folder.path() / "more.h5"), file(folder.path() / "longer.h5");
    EXPECT_EQ(saved.header().iterations_planned, 4100u);
    EXPECT_EQ(saved.header().provenance.overrides, file.header().provenance.overrides);
    EXPECT_TRUE(
        same_bits(Result::file(folder.path() / "longer.h5").all_scores(), whole.all_scores()));
  }
}

TEST(ApiRun, HasMoreOnlyAfterItHasEndedByItself) {
  testing::TempFolder folder;
  const Prepared prepared = prepare(loop_study(1000), Model(loop_arrays()));
  api::Run run(prepared, on_cpu());
  EXPECT_THAT(refusal_of([&] { (void)run.more(10); }),
              HasSubstr("more iterations only after go() in memory"));
  (void)run.go();
  EXPECT_THAT(refusal_of([&] { (void)run.more((std::uint64_t{1} << 34) - 999); }),
              HasSubstr("at most 17179869184 iterations"));
  EXPECT_EQ(run.more(10).iterations(), 1010u);
  api::Run stopping(prepare(loop_study().set("stop.relative_se_mean", "0.1"), Model(loop_arrays())),
                    on_cpu());
  (void)stopping.go();
  EXPECT_THAT(refusal_of([&] { (void)stopping.more(10); }),
              HasSubstr("the stop rule has said when this run is over"));
  RunSettings settings = on_cpu(folder.path() / "r.h5");
  settings.iterations = 5;
  EXPECT_THAT(refusal_of([&] { (void)api::Run(prepared, settings).go(); }),
              HasSubstr("those of its study"));
  settings = on_cpu();
  settings.iterations = (std::uint64_t{1} << 34) + 1;
  EXPECT_THAT(refusal_of([&] { (void)api::Run(prepared, settings).go(); }),
              HasSubstr("at most 17179869184 iterations"));
}

TEST(ApiResult, AllScoresAreThoseOfTheOutputsAndNaNWithoutOne) {
  testing::TempFolder folder;
  Arrays arrays = loop_arrays();
  Uncertainty switched;  // at 0, nobody makes steel
  switched.kind = DistributionKind::bernoulli;
  switched.loc = 0.9;
  arrays.technosphere = {{0, 0, 1.0}, {1, 1, {1.0, switched}}, {0, 1, -2.0}};
  const Prepared prepared =
      prepare(loop_study(2000).set("solver.max_failed_share", "1.0"), Model(arrays));
  ASSERT_TRUE(prepared.ok()) << first_finding(prepared);
  const Result memory = api::Run(prepared, on_cpu()).go();
  const std::vector<double> all = memory.all_scores(10);
  ASSERT_EQ(all.size(), 1990u * 2);
  for (std::size_t d = 0; d < 2; ++d) {
    const std::vector<double> column = memory.scores(d, 0);
    for (std::size_t i = 10; i < 2000; ++i)
      EXPECT_EQ(testing::bits_of(all[(i - 10) * 2 + d]), testing::bits_of(column[i]));
  }
  const auto without =
      std::count_if(all.begin(), all.end(), [](double score) { return std::isnan(score); });
  EXPECT_GT(without, 0);
  EXPECT_LT(static_cast<std::size_t>(without), all.size());
  memory.save(folder.path() / "r.h5");
  EXPECT_TRUE(same_bits(Result::file(folder.path() / "r.h5").all_scores(10), all));
  EXPECT_TRUE(memory.all_scores(2000).empty());
  EXPECT_THROW((void)memory.all_scores(2001), std::out_of_range);
}

class CancelledRun : public ::testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] RunSettings settings() const {
    return on_cpu(GetParam() ? (folder_.path() / "r.h5").string() : "");
  }
  testing::TempFolder folder_;
  Prepared prepared_ = prepare(loop_study(50000), Model(loop_arrays()));
};

TEST_P(CancelledRun, FromTheCallbackKeepsWhatWasMadeAndGoesOn) {
  api::Run* running = nullptr;
  bool asked = false;
  RunSettings wanted = settings();
  std::string told;
  wanted.notice = [&](const std::string& line) { told += line + "\n"; };
  wanted.progress = [&](const Progress& progress) {
    if (progress.stage == "sampling" && progress.done > 0 && !std::exchange(asked, true))
      running->cancel();
  };
  api::Run run(prepared_, wanted);
  running = &run;
  EXPECT_THROW((void)run.go(), Cancelled);
  if (GetParam()) {
    EXPECT_FALSE(fs::exists(wanted.result));
    EXPECT_THAT(told, HasSubstr("1024 of 50000 iterations are kept"));
  } else {
    const Result so_far = run.so_far();
    EXPECT_EQ(so_far.iterations(), 1024u);
    EXPECT_EQ(so_far.ended(), "stopped");
    EXPECT_EQ(so_far.scores(1, 0).size(), 1024u);
    EXPECT_GT(so_far.summary(1, 0).sd, 0.0);
  }
  const Result whole = run.go();
  EXPECT_EQ(whole.iterations(), 50000u);
  EXPECT_THAT(told, HasSubstr(GetParam() ? "resuming: 1024 of 50000" : ""));
  EXPECT_TRUE(same_bits(whole.scores(1, 0), api::Run(prepared_, on_cpu()).go().scores(1, 0)));
}

TEST_P(CancelledRun, FromAnotherThread) {
  api::Run run(prepare(loop_study(std::uint64_t{1} << 33).set("stop.relative_se_mean", "1e-9"),
                       Model(loop_arrays())),
               settings());
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    run.cancel();
  });
  EXPECT_THROW((void)run.go(), Cancelled);
  other.join();
  if (GetParam()) return;  // its parts are looked at above
  EXPECT_GT(run.so_far().iterations(), 0u);
}

TEST_P(CancelledRun, StoppedItHasTheResultOfWhatThereIs) {
  RunSettings wanted = settings();
  api::Run* running = nullptr;
  wanted.progress = [&](const Progress& progress) {
    if (progress.stage == "sampling") running->stop();
  };
  api::Run run(prepared_, wanted);
  running = &run;
  const Result result = run.go();
  EXPECT_EQ(result.iterations(), 1024u);
  EXPECT_EQ(result.ended(), "stopped");
  EXPECT_EQ(result.summary(0, 0).count, 1024u);
  const std::vector<double> all = api::Run(prepared_, on_cpu()).go().scores(0, 0);
  EXPECT_TRUE(same_bits(result.scores(0, 0), {all.begin(), all.begin() + 1024}));
}

INSTANTIATE_TEST_SUITE_P(InMemoryAndInFiles, CancelledRun, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "file" : "memory"; });

TEST(ApiRun, OfFiguresMayBeStopped) {
  testing::TempFolder folder;
  RunSettings wanted = on_cpu(folder.path() / "r.h5");
  api::Run* running = nullptr;
  wanted.progress = [&](const Progress& progress) {
    if (progress.stage == "sampling") running->stop();
  };
  api::Run run(prepare(loop_study().set("result.samples", "false"), Model(loop_arrays())), wanted);
  running = &run;
  const Result result = run.go();
  EXPECT_EQ(result.iterations(), 1024u);
  EXPECT_EQ(result.summary(0, 0).count, 1024u);
  EXPECT_NO_THROW(ResultFile(wanted.result).verify());
  EXPECT_THAT(refusal_of([&] { (void)result.scores(0, 0); }), HasSubstr("samples"));
}

TEST(ApiRun, RefusesInMemoryWhatOnlyFilesHave) {
  const auto told = [](const char* key, const char* value) {
    const Prepared prepared = prepare(loop_study().set(key, value), Model(loop_arrays()));
    return refusal_of([&] { (void)api::Run(prepared, on_cpu()).go(); });
  };
  EXPECT_THAT(told("sampling.control", "true"),
              HasSubstr("error E0778: a control variate is made for results in files"));
  EXPECT_THAT(told("result.samples", "false"),
              HasSubstr("error E0778: a run in memory keeps its samples"));
}

TEST(ApiResult, OutputsThatAreNoneAndFilesOfOthersAreRefused) {
  testing::TempFolder folder;
  const Result result = api::Run(prepare(loop_study(1000), Model(loop_arrays())), on_cpu()).go();
  EXPECT_THROW((void)result.scores(2, 0), std::out_of_range);
  EXPECT_THROW((void)result.summary(0, 1), std::out_of_range);
  EXPECT_TRUE(std::isnan(result.quantile(0, 0, 1.5)));
  std::ofstream(folder.path() / "mine.h5") << "notes";
  EXPECT_THAT(refusal_of([&] { result.save(folder.path() / "mine.h5"); }), HasSubstr("E0633"));
  result.save(folder.path() / "mine.h5", true);
  EXPECT_EQ(Result::file(folder.path() / "mine.h5").iterations(), 1000u);
  EXPECT_THAT(refusal_of([&] { (void)Result::file(folder.path() / "none.h5"); }),
              HasSubstr("none.h5"));
}

TEST(ApiModel, WrongArraysAreFindings) {
  Arrays arrays = loop_arrays();
  arrays.products[1].id = "power";
  arrays.flows[0].id = "";
  Prepared prepared = prepare(loop_study(), Model(arrays));
  EXPECT_FALSE(prepared.ok());
  EXPECT_EQ(first_finding(prepared),
            "model in memory/products:2: error E0775: the id 'power' stands twice; give each an id "
            "of its own");
  EXPECT_THAT(to_string(prepared.findings().at(1)),
              HasSubstr("flows:1: error E0775: it has no id"));
  EXPECT_THROW((void)api::Run(prepared).go(), BadInput);
  EXPECT_THROW((void)prepared.num_demands(), BadInput);
  arrays = loop_arrays();
  arrays.characterisation = {{0, 7, 1.0}};
  EXPECT_EQ(first_finding(prepare(loop_study(), Model(arrays))),
            "model in memory/characterisation:1: error E0776: its column is flow 7, and there are "
            "1; rows and columns "
            "count from 0");
  arrays = loop_arrays();
  arrays.technosphere[0].amount = std::nan("");
  EXPECT_THAT(first_finding(prepare(loop_study(), Model(arrays))),
              HasSubstr("technosphere:1: error E04"));
}

TEST(ApiModel, RowsOfCAreCategoriesAndColumnsFlows) {
  Arrays arrays = loop_arrays();
  arrays.flows.push_back({"ch4", "methane", "kg"});
  arrays.categories.push_back({"ch4-alone", "methane", "kg"});
  arrays.biosphere.push_back({1, 1, 0.25});
  arrays.characterisation = {{0, 0, 1.0}, {0, 1, 28.0}, {1, 1, 1.0}};
  const Prepared prepared = prepare(loop_study(), Model(arrays));
  ASSERT_TRUE(prepared.ok()) << first_finding(prepared);
  // By hand: 1 kWh takes 1 / 0.8 kWh and 0.1 / 0.8 kg of steel.
  EXPECT_NEAR(prepared.static_score(0, 0), 0.5 / 0.8 + (1.5 + 28.0 * 0.25) * 0.1 / 0.8, 1e-9);
  EXPECT_NEAR(prepared.static_score(0, 1), 0.25 * 0.1 / 0.8, 1e-9);
}

TEST(ApiModel, ADemandForAProcessIsForWhatItMakes) {
  Arrays arrays = loop_arrays();
  arrays.processes = {{"plant"}, {"works"}};
  Study study({.name = "x", .demands = {{"steel", {{"works", 2.0}}}}, .iterations = 1000});
  const Prepared prepared = prepare(study, Model(arrays));
  ASSERT_TRUE(prepared.ok()) << first_finding(prepared);
  EXPECT_NEAR(prepared.static_score(0, 0),
              2.0 * prepare(loop_study(), Model(loop_arrays())).static_score(1, 0), 1e-12);
}

TEST(ApiAmounts, AreTheDistributionsTheyAreCalled) {
  const Amount log = lognormal(-2.0, 1.5);
  EXPECT_EQ(log.value, -2.0);
  EXPECT_TRUE(log.uncertainty.negative && log.uncertainty.median_given);
  EXPECT_DOUBLE_EQ(log.uncertainty.loc, std::log(2.0));
  EXPECT_DOUBLE_EQ(log.uncertainty.scale, std::log(1.5));
  EXPECT_EQ(normal(3.0, 0.5).uncertainty.scale, 0.5);
  EXPECT_EQ(uniform(1.0, 4.0).value, 2.5);
  EXPECT_EQ(triangular(1.0, 3.0, 4.0).value, 3.0);
  EXPECT_EQ(triangular(1.0, 3.0, 4.0).uncertainty.maximum, 4.0);
  EXPECT_TRUE(Amount(2.0).uncertainty.is_certain());
}

TEST(ApiStudy, IsCheckedWhereStudyFilesAre) {
  Study study({.name = "loop", .demands = {{"1 kWh", {{"pover"}}}}, .iterations = 0});
  const Prepared prepared = prepare(study, Model(loop_arrays()));
  EXPECT_FALSE(prepared.ok());
  EXPECT_THAT(first_finding(prepared), HasSubstr("E0104"));
  EXPECT_THAT(first_finding(prepare(loop_study().set("sampling.sead", "7"), Model(loop_arrays()))),
              HasSubstr("E0102"));
  EXPECT_THAT(first_finding(prepare(Study({.name = "x", .demands = {}}), Model(loop_arrays()))),
              HasSubstr("E0105"));
}

TEST(ApiStudy, OfAFileOrATextHasItsModelsThere) {
  const Prepared file = prepare(Study::file(file_of_loop()));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file.num_demands(), 2u);
  EXPECT_EQ(file.demand(1), "1 kg steel");
  EXPECT_EQ(file.category(0).unit, "kg CO2e");
  const std::string text =
      "[study]\nname = \"x\"\n[[model]]\npath = \"model\"\n[[demand]]\nname = \"d\"\nprocess = "
      "\"power\"\n";
  const Prepared given = prepare(Study::text(text, fs::path(file_of_loop()).parent_path()));
  ASSERT_TRUE(given.ok()) << first_finding(given);
  EXPECT_EQ(given.static_score(0, 0), file.static_score(0, 0));
  EXPECT_THAT(
      first_finding(prepare(Study::file(file_of_loop()), Model(loop_arrays()))),
      HasSubstr("error E0777: the study names a model, and one in memory is given with it"));
  EXPECT_THAT(first_finding(prepare(Study::file("no-such.toml"), Model(loop_arrays()))),
              HasSubstr("E0109"));
}

}  // namespace
}  // namespace plume::api::plume_test
