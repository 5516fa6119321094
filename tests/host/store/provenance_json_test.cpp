// SPDX-License-Identifier: Apache-2.0
#include "host/store/provenance_json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "host/base/hash.hpp"
#include "tests/host/store/expect_equal.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::provenance_json_test {
namespace {

TEST(ProvenanceJson, RoundTrip) {
  const Provenance provenance = sample::header(10).provenance;
  expect_equal(provenance_from_json(provenance_to_json(provenance)), provenance);
}

TEST(ProvenanceJson, RoundTripOfNothing) {
  expect_equal(provenance_from_json(provenance_to_json(Provenance{})), Provenance{});
}

TEST(ProvenanceJson, TolerancesKeepEveryBit) {
  Provenance provenance;
  for (const double tolerance :
       {1e-12, 0.1, 1.0 / 3.0, std::numeric_limits<double>::denorm_min()}) {
    provenance.tolerance = tolerance;
    EXPECT_EQ(provenance_from_json(provenance_to_json(provenance)).tolerance, tolerance);
  }
}

TEST(ProvenanceJson, ControlCharactersSurvive) {
  Provenance provenance;
  provenance.study_text = std::string("a\0b\x1F\r\n\"\\", 9);
  EXPECT_EQ(provenance_from_json(provenance_to_json(provenance)).study_text, provenance.study_text);
}

TEST(ProvenanceJson, BytesThatAreNotUtf8AreReplaced) {
  Provenance provenance;
  provenance.command = "plume run caf\xE9.toml";
  EXPECT_EQ(provenance_from_json(provenance_to_json(provenance)).command,
            "plume run caf\uFFFD.toml");
}

TEST(ProvenanceJson, UnknownKeysAreIgnoredAndMissingOnesEmpty) {
  const Provenance provenance =
      provenance_from_json(R"({"commit": "abc", "added_in_1_7": [1, 2]})");
  EXPECT_EQ(provenance.commit, "abc");
  EXPECT_EQ(provenance.device, "");
  EXPECT_TRUE(provenance.inputs.empty());
}

TEST(ProvenanceJson, OtherTextsThrow) {
  EXPECT_THROW((void)provenance_from_json(""), std::exception);
  EXPECT_THROW((void)provenance_from_json("{\"commit\": \"ab"), std::exception);
  EXPECT_THROW((void)provenance_from_json("[1]"), std::runtime_error);
  EXPECT_THROW((void)provenance_from_json(R"({"commit": 5})"), std::exception);
}

TEST(InputDigest, IsTheSha256OfTheDocumentedLines) {
  Provenance provenance;
  provenance.study_text = "abc";
  provenance.overrides = {"sampling.seed=7"};
  provenance.inputs = {{"p", "plume", "11"}, {"q", "plume", "22"}};
  // SHA-256 of "abc" is the first example of FIPS 180-2.
  EXPECT_EQ(input_digest(provenance),
            sha256("study ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
                   "override sampling.seed=7\ninput 11\ninput 22\n"));
}

TEST(InputDigest, DependsOnContentsNotOnPaths) {
  const Provenance provenance = sample::header(10).provenance;
  Provenance moved = provenance;
  moved.inputs[0].path = "elsewhere.zip";
  moved.started = "2030-01-01T00:00:00Z";
  Provenance changed = provenance;
  changed.inputs[0].sha256[0] = 'b';
  EXPECT_EQ(input_digest(moved), input_digest(provenance));
  EXPECT_NE(input_digest(changed), input_digest(provenance));
}

TEST(ProvenanceJson, KeepsTheShiftOfLognormals) {
  Provenance made;
  made.lognormals = {12, 3, 1.6487212707001282};
  const LognormalUse read = provenance_from_json(provenance_to_json(made)).lognormals;
  EXPECT_EQ(read.count, 12u);
  EXPECT_EQ(read.at_mean, 3u);
  EXPECT_EQ(read.largest_mean_to_median, 1.6487212707001282);
  // files made before
  EXPECT_EQ(provenance_from_json("{}").lognormals.count, 0u);
  // of a gsd of 1e17
  made.lognormals.largest_mean_to_median = std::numeric_limits<double>::infinity();
  EXPECT_EQ(provenance_from_json(provenance_to_json(made)).lognormals.largest_mean_to_median,
            std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace plume::provenance_json_test
