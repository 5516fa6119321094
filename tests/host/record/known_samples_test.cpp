// SPDX-License-Identifier: Apache-2.0
#include "host/record/known_samples.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <vector>

#include "tests/host/store/parts_sample.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::known_samples_test {
namespace {

/// What the loop does with it: every iteration is either known or in a gap, and walking both comes
/// to the end.
TEST(KnownSamples, CountAndNextWalkOverAllIterations) {
  const ResultFolder folder;
  Parts parts = Parts::create(folder / "x.parts", sample::manifest(1000));
  sample::write_part(parts, 100, 200);
  sample::write_part(parts, 150, 300);
  sample::write_part(parts, 700, 1000);
  const KnownSamples& known = parts;
  std::vector<bool> seen(1000);
  std::uint64_t at = 0;
  while (at < 1000) {
    const std::uint64_t there = known.count(at);
    for (std::uint64_t i = at; i < at + there; ++i) seen[i] = true;
    at += there > 0 ? there : std::min<std::uint64_t>(1000, known.next(at)) - at;
  }
  for (std::uint64_t i = 0; i < 1000; ++i)
    EXPECT_EQ(seen[i], (i >= 100 && i < 300) || i >= 700) << i;
  EXPECT_EQ(known.next(1000), std::numeric_limits<std::uint64_t>::max());
}

}  // namespace
}  // namespace plume::known_samples_test
