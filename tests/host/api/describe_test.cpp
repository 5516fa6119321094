// SPDX-License-Identifier: Apache-2.0
#include "host/api/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/report/fixture.hpp"

namespace describe_test {
namespace {

using ::testing::HasSubstr;

plume::Model small_model() {
  plume::Model model;
  model.sources = {{"kettle", "plume package", "abc123"}};
  model.products = {{"p1", "heat", "kWh", "CH"}, {"p2", "", "kg", ""}};
  model.processes.resize(2);
  model.flows.resize(3);
  model.categories = {{"cc", "climate change", "kg CO2-eq"}, {"tox", "", ""}};
  plume::Exchange exchange;
  model.exchanges.assign(4, exchange);
  model.exchanges[1].uncertainty = 0;
  model.exchanges[2].matrix = plume::Matrix::biosphere;
  model.exchanges[2].uncertainty = 1;
  model.exchanges[2].array = 0;
  model.exchanges[3].matrix = plume::Matrix::characterisation;
  model.exchanges[3].uncertainty = 2;
  model.uncertainties.resize(3);
  return model;
}

plume::ModelAudit small_audit() {
  plume::ModelAudit audit;
  audit.num_exchanges[0] = 2;
  audit.num_exchanges[1] = 1;
  audit.num_exchanges[2] = 1;
  audit.num_uncertain[0] = 1;
  audit.num_uncertain[1] = 1;
  audit.num_presampled[1] = 1;
  audit.num_by_kind[2] = 2;
  audit.num_negative_reference = 1;
  audit.num_flows_without_factor = 2;
  return audit;
}

TEST(DescribeModel, IsThisTextExactly) {
  EXPECT_EQ(plume::api::describe_model(small_model(), small_audit()),
            "Model       kettle, plume package, sha256 abc123\n"
            "Processes   2, 1 of them treat a waste\n"
            "Products    2\n"
            "Flows       3, 2 of them without a factor in any category\n"
            "Categories  climate change [kg CO2-eq]\n"
            "            tox\n"
            "\n"
            "exchanges         number  uncertain  share  presampled\n"
            "technosphere           2          1   50 %           0\n"
            "biosphere              1          1  100 %           1\n"
            "characterisation       1          0    0 %           0\n"
            "\n"
            "distribution  number\n"
            "lognormal          2\n");
}

TEST(DescribeModel, LongListsAreCutAndCounted) {
  plume::Model model;
  for (int i = 0; i < 30; ++i) model.categories.push_back({"c" + std::to_string(i), "", ""});

  const std::string text = plume::api::describe_model(model, {});

  EXPECT_THAT(text, HasSubstr("            c19\n            and 10 more\n"));
  EXPECT_THAT(text, HasSubstr("Model       none\n"));
  EXPECT_THAT(text, HasSubstr("technosphere           0          0      –           0\n"));
  EXPECT_THAT(text, HasSubstr("No exchange has a distribution.\n"));
  model.categories.resize(22);
  EXPECT_THAT(plume::api::describe_model(model, {}),
              HasSubstr("            c19\n            and 2 more\n"));
  model.categories.resize(21);
  EXPECT_THAT(plume::api::describe_model(model, {}),
              HasSubstr("            c19\n            c20\n"))
      << "the last one takes no more room than its count";
}

TEST(DescribeModel, SaysHowManyExchangesShareACell) {
  plume::ModelAudit audit;
  audit.num_duplicates = 3;

  EXPECT_THAT(plume::api::describe_model({}, audit),
              HasSubstr("\n3 exchanges stand on a cell with another one; each is drawn by itself, "
                        "then they are summed.\n"));
}

plume::Study small_study() {
  plume::Study study;
  study.name = "Two kettles";
  study.path = "kettle.toml";
  plume::StudyModel model;
  model.written_path = "kettle";
  study.models = {model};
  plume::DemandItem item;
  item.process = "heat";
  item.location = "CH";
  item.unit = "kWh";
  item.amount = 1.5;
  study.demands = {{"cup", {item}, {}}, {"both", {item, item}, {}}};
  study.sampling.biosphere = false;
  study.stop = plume::StopRule{};
  study.stop->relative_se_mean = 0.01;
  return study;
}

TEST(DescribeStudy, IsThisTextExactly) {
  EXPECT_EQ(plume::api::describe_study(small_study()),
            "Study       Two kettles, kettle.toml\n"
            "Models      kettle, format auto\n"
            "Demands     cup: 1.5 kWh of heat {CH}\n"
            "            both: 2 items\n"
            "Categories  every one found\n"
            "Sampling    1000 iterations, seed 1, design random\n"
            "Drawn       technosphere, characterisation, parameters; a lognormal's static amount "
            "is its median\n"
            "Solver      precision mixed, tolerance 1e-07, at most 1 % of the iterations without a "
            "score\n"
            "Stop        when every standard error of a mean is below 1 % of it, after at least "
            "1024 iterations\n"
            "Result      beside the study, under its name with .h5\n");
}

TEST(DescribeStudy, SaysWhereEveryIterationIsProved) {
  plume::Study study = small_study();
  study.solver.proof = plume::ProofOf::all;
  EXPECT_NE(plume::api::describe_study(study).find(
                "tolerance 1e-07, proved in every iteration, at most 1 %"),
            std::string::npos);
}

TEST(DescribeResolved, CountsWhatTheStudyWouldDraw) {
  const plume::Model model = small_model();
  const std::vector<plume::DemandVector> demands = {{"cup", "kWh", {{0, 1.5}}},
                                                    {"raw", "kg", {{1, 2.0}}}};

  EXPECT_EQ(plume::api::describe_resolved(small_study(), model, demands, {1}),
            "Demands     cup: 1.5 kWh of heat {CH} (p1)\n"
            "            raw: 2 kg of p2\n"
            "Categories  tox\n"
            "Draws       2 in an iteration\n"  // the biosphere is not drawn
            "Size        1000 iterations of 2 scores, 16 kB of samples\n");

  plume::Study all = small_study();
  all.sampling.biosphere = true;
  EXPECT_THAT(plume::api::describe_resolved(all, model, demands, {0, 1}),
              HasSubstr("Draws       3 in an iteration, and 1 numbers from presampled arrays\n"));
}

TEST(DescribeStudy, NamesEveryStopRule) {
  plume::Study study = small_study();
  study.stop->quantiles = {0.05, 0.95};
  study.stop->quantile_half_width = 0.02;
  study.stop->comparison_half_width = 0.01;
  study.stop->comparisons = {{0, 1}};
  EXPECT_THAT(
      plume::api::describe_study(study),
      ::testing::HasSubstr(
          "Stop        when every standard error of a mean is below 1 % of it\n"
          "            and when every quantile at 0.05, 0.95 is known to ± 2 % of it\n"
          "            and when P(A < B) is known to ± 0.01 for 1 pair of demands, after at least "
          "1024 iterations\n"));
}

TEST(DescribeDump, NamesStatusFilesAndScores) {
  plume::IterationDump dump;
  dump.iteration = 17;
  dump.seed = 3;
  dump.status = plume::IterationStatus::direct;
  dump.folder = "kettle-iteration-17";
  dump.files = {"technosphere.csv", "scores.csv"};
  dump.axes = plume::testing::small_report_input().header.axes;
  dump.axes.demands.resize(1);
  dump.scores = {0.625, 2e-10};
  dump.static_scores = {0.5, 1.25e-10};
  EXPECT_EQ(plume::api::describe_dump(dump),
            "Iteration   17, seed 3\n"
            "Status      direct\n"
            "Folder      kettle-iteration-17\n"
            "Files       technosphere.csv\n"
            "            scores.csv\n"
            "\n"
            "Demand: 1 kWh\n"
            "\n"
            "category        unit            static        score\n"
            "climate change  kg CO2-eq     0.500000     0.625000\n"
            "人体毒性        CTUh       1.25000e-10  2.00000e-10\n");
}

TEST(DescribeMemory, SaysWhatALaneAndAThreadTake) {
  plume::Problem problem;
  problem.num_rows = 1000;
  problem.num_demands = 2;
  problem.num_slots = 500;
  // 2,000 unknowns of 8 bytes, 500 values of 4 or 8.
  EXPECT_EQ("Memory      18 kB a lane, 288 kB a CPU thread; 1000 processes are reached\n",
            plume::api::describe_memory(problem));
  problem.fp32_values = false;
  EXPECT_EQ("Memory      20 kB a lane, 320 kB a CPU thread; 1000 processes are reached\n",
            plume::api::describe_memory(problem));
}

}  // namespace
}  // namespace describe_test
