// SPDX-License-Identifier: Apache-2.0
#include "host/report/describe_result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "host/base/error.hpp"
#include "tests/host/report/fixture.hpp"
#include "tests/host/store/sample_result.hpp"
#include "tests/support/temp_folder.hpp"

namespace describe_result_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(DescribeResult, IsThisTextExactly) {
  EXPECT_EQ(plume::describe_result(plume::testing::small_report_input()),
            "Study       Two kettles, kettle.toml\n"
            "Iterations  1000 of 1000 (iterations done), seed 18446744073709551615\n"
            "Demands     1 kWh [kWh]\n"
            "            =cup, \"hot\"\n"
            "Categories  climate change [kg CO2-eq]\n"
            "            人体毒性 [CTUh]\n"
            "Status      990 ok\n"
            "            5 direct\n"
            "            2 infeasible\n"
            "            3 singular\n"
            "            0 non_finite\n"
            "Failed      2 infeasible (supplies of opposite sign; the score counts all the same): "
            "iterations 12, 400; "
            "3 singular (no unique solution; no score): iterations 7, 503, 900\n"
            "            'plume run --dump 7 kettle.toml' writes one of them to look at\n"
            "Samples     kept\n"
            "Design      random; drawn: technosphere biosphere; a lognormal's static amount is its "
            "median\n"
            "Solver      precision mixed, tolerance 1e-07\n"
            "Device      cpu: 2 threads, AVX-512\n"
            "Time        2025-01-02T03:04:05Z to 2025-01-02T03:04:06Z, 0.123 s in the loop\n"
            "Made by     plume 0.1.0, commit 0123456789ab, compiler GNU 12.2.0\n"
            "Command     plume run kettle.toml --seed 18446744073709551615\n"
            "Set         sampling.seed=18446744073709551615\n"
            "Inputs      kettle, plume package, sha256 "
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
            "Warnings    kettle/flows.csv:3:1: warning W0409: something\n");
}

TEST(DescribeResult, TellsOfExtensionsAndPrecision) {
  auto input = plume::testing::small_report_input();
  plume::RunPart first, second;
  second.iterations = 400;
  second.finished = "2025-01-03T00:00:00Z";
  second.command = "plume run kettle.toml --extend 400";
  input.header.provenance.parts = {first, second};
  plume::AchievedPrecision achieved;
  achieved.wanted = 0.01;
  achieved.reached = 0.005;
  input.totals.precision = {achieved};
  const std::string text = plume::describe_result(input);
  EXPECT_THAT(text, HasSubstr("Extended    2025-01-03T00:00:00Z, by 400 iterations: plume run "
                              "kettle.toml --extend 400\n"));
  EXPECT_THAT(text, HasSubstr("Precision   standard error of the mean 0.500 %, wanted 1.00 %; "
                              "worst: climate change, 1 kWh\n"));
}

TEST(DescribeResult, OfAFileSaysHowFarItIsVerified) {
  const plume::testing::TempFolder folder;
  const std::filesystem::path path = folder.path() / "r.h5";
  plume::sample::write(path, 10);
  EXPECT_THAT(plume::describe_result(path, plume::Reading::as_shown),
              EndsWith("Verified    what was read is as it was written; --verify reads all\n"));
  EXPECT_THAT(plume::describe_result(path, plume::Reading::verified),
              EndsWith("Verified    every byte is as it was written; the statistics are those of "
                       "the samples\n"));
  EXPECT_THROW((void)plume::describe_result(folder.path() / "none.h5", plume::Reading::as_shown),
               plume::Error);
}

TEST(DescribeResult, OfAnEarlierVersionSaysThatItHasNoDigest) {
  const std::filesystem::path path = PLUME_SOURCE_DIR "/tests/data/result-v1.h5";
  const auto no_digest = EndsWith(
      "Verified    the statistics are those of the samples; the file has no digest of its bytes\n");
  EXPECT_THAT(plume::describe_result(path, plume::Reading::as_shown), no_digest);
  EXPECT_THAT(plume::describe_result(path, plume::Reading::verified), no_digest);
}

}  // namespace
}  // namespace describe_result_test
