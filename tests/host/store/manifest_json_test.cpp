// SPDX-License-Identifier: Apache-2.0
#include "host/store/manifest_json.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/host/store/expect_equal.hpp"
#include "tests/host/store/parts_sample.hpp"

namespace plume::manifest_json_test {
namespace {

TEST(ManifestJson, ComesBackWithTheSameBits) {
  PartsManifest manifest = sample::manifest(12'345);
  manifest.first = 99;
  manifest.stop_rule = true;
  manifest.header.samples = false;
  manifest.header.score_bits = 20;
  const PartsManifest read = manifest_from_json(manifest_to_json(manifest));
  expect_equal(read.header, manifest.header);
  EXPECT_EQ(read.first, 99u);
  EXPECT_EQ(read.iterations, 12'345u);
  EXPECT_TRUE(read.stop_rule);
  EXPECT_FALSE(read.header.samples);
  EXPECT_EQ(read.header.score_bits, 20u);
  const PartsManifest usual = manifest_from_json(manifest_to_json(sample::manifest(10)));
  EXPECT_TRUE(usual.header.samples);
  EXPECT_EQ(usual.header.score_bits, 52u);
}

TEST(ManifestJson, WhatIsNoneIsRefused) {
  const std::string good = manifest_to_json(sample::manifest(10));
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"), good.substr(0, good.size() / 2),
        std::string("{\"plume_type\": \"parts\", \"version\": [2, 0]}"),
        std::string("{\"plume_type\": \"parts\", \"version\": [1, 0]}")}) {
    EXPECT_THROW((void)manifest_from_json(text), std::exception) << text;
  }
}

}  // namespace
}  // namespace plume::manifest_json_test
