// SPDX-License-Identifier: Apache-2.0
#include "host/store/parts_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/parts_sample.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::parts_writer_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

void feed(PartsWriter& writer, std::uint64_t first, std::uint64_t end, bool known = false) {
  writer.append(first, sample::scores(first, end - first, 6), sample::statuses(first, end - first),
                known);
}

std::vector<IterationRange> ranges_of(const Parts& parts) {
  std::vector<IterationRange> ranges;
  for (const PartInfo& part : parts.whole()) ranges.push_back(part.range);
  return ranges;
}

TEST(PartsWriter, AShortRunStaysInMemory) {
  const ResultFolder folder;
  PartsWriter writer(folder / "x.parts", sample::manifest(1000), {}, {});
  feed(writer, 0, 600);
  feed(writer, 600, 1000);
  EXPECT_EQ(writer.parts(), nullptr);
  EXPECT_EQ(writer.buffered_status(), sample::statuses(0, 1000));
  EXPECT_FALSE(fs::exists(folder / "x.parts"));
}

TEST(PartsWriter, WhatIsOldBecomesAPart) {
  const ResultFolder folder;
  PartsWriter writer(folder / "x.parts", sample::manifest(100'000), {}, {.seconds = 0.0});
  feed(writer, 0, 600);
  feed(writer, 600, 1000);
  ASSERT_NE(writer.parts(), nullptr);
  EXPECT_THAT(ranges_of(*writer.parts()),
              ElementsAre(IterationRange{0, 600}, IterationRange{600, 1000}));
}

TEST(PartsWriter, OfManyIterationsWholeChunksAreWrittenAndTheRestIsKept) {
  const ResultFolder folder;
  // Room for two chunks of 16384 iterations and a bit.
  PartsWriter writer(folder / "x.parts", sample::manifest(100'000), {},
                     {.buffer_bytes = 40'000 * 6 * 8});
  feed(writer, 0, 39'000);
  ASSERT_NE(writer.parts(), nullptr);
  EXPECT_THAT(ranges_of(*writer.parts()), ElementsAre(IterationRange{0, 32'768}));
  EXPECT_EQ(writer.buffered_first(), 32'768u);
  EXPECT_EQ(writer.buffered_status(), sample::statuses(32'768, 39'000 - 32'768));
  writer.flush();
  EXPECT_EQ(writer.parts()->num_iterations(0, 100'000), 39'000u);
}

TEST(PartsWriter, KnownIterationsAreNotWrittenAgainAndEndAPart) {
  const ResultFolder folder;
  PartsWriter writer(folder / "x.parts", sample::manifest(1000), {}, {});
  feed(writer, 0, 100);
  feed(writer, 100, 200, true);
  EXPECT_EQ(writer.parts(), nullptr) << "they follow without a gap";
  feed(writer, 200, 300);
  ASSERT_NE(writer.parts(), nullptr);
  EXPECT_THAT(ranges_of(*writer.parts()), ElementsAre(IterationRange{0, 100}));
  writer.flush();
  EXPECT_THAT(ranges_of(*writer.parts()),
              ElementsAre(IterationRange{0, 100}, IterationRange{200, 300}));
}

TEST(PartsWriter, SavesWhatCanBeSavedAndLeavesNothingWhereNothingCan) {
  const ResultFolder folder;
  PartsWriter writer(folder / "x.parts", sample::manifest(1000), {}, {});
  EXPECT_EQ(writer.save_what_can_be(), 0u);
  EXPECT_FALSE(fs::exists(folder / "x.parts"));
  feed(writer, 0, 70);
  EXPECT_EQ(writer.save_what_can_be(), 70u);
  EXPECT_EQ(Parts::open(folder / "x.parts").num_iterations(0, 1000), 70u);
  PartsWriter nowhere(folder / "no folder" / "x.parts", sample::manifest(1000), {}, {});
  feed(nowhere, 0, 70);
  EXPECT_EQ(nowhere.save_what_can_be(), 0u);
}

TEST(PartsWriter, OneOfSeveralLeavesWhatTheOthersMade) {
  const ResultFolder folder;
  PartsWriter other(folder / "x.parts", sample::manifest(1000), {}, {});
  feed(other, 0, 70);
  other.flush();
  PartsPolicy shared;
  shared.shared = true;
  PartsWriter writer(folder / "x.parts", sample::manifest(1000),
                     Parts::open(folder / "x.parts", IterationRange{}), shared);
  EXPECT_EQ(writer.save_what_can_be(), 0u);
  EXPECT_EQ(Parts::open(folder / "x.parts").num_iterations(0, 1000), 70u);
}

}  // namespace
}  // namespace plume::parts_writer_test
