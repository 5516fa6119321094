// SPDX-License-Identifier: Apache-2.0
#include "host/store/figures_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

#include "tests/host/store/figures_sample.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::figures_writer_test {
namespace {

namespace fs = std::filesystem;
using sample::numbers_of;
using ::testing::ElementsAre;

void feed(FiguresWriter& writer, std::uint64_t first, std::uint64_t end) {
  writer.append(first, sample::scores(first, end - first, 6), sample::statuses(first, end - first),
                false);
}

FiguresWriter writer_in(const fs::path& folder, PartsPolicy policy) {
  return {folder,
          sample::manifest_of_figures(100'000),
          {},
          RunFigures(6, 0, sample::figure_options),
          policy};
}

TEST(FiguresWriter, AShortRunStaysInMemory) {
  const ResultFolder folder;
  FiguresWriter writer = writer_in(folder / "x.parts", {});
  feed(writer, 0, 3000);
  EXPECT_FALSE(fs::exists(folder / "x.parts"));
  EXPECT_EQ(numbers_of(writer.figures()), numbers_of(sample::figures(0, 3000)));
}

TEST(FiguresWriter, OnePartTakesThePlaceOfTheOther) {
  const ResultFolder folder;
  FiguresWriter writer = writer_in(folder / "x.parts", {.seconds = 0.0});
  feed(writer, 0, 600);
  feed(writer, 600, 3000);
  feed(writer, 3000, 3001);
  const Parts parts = Parts::open(folder / "x.parts");
  ASSERT_EQ(parts.whole().size(), 1u);
  EXPECT_EQ(parts.whole()[0].range, (IterationRange{0, 3001}));
  EXPECT_EQ(numbers_of(*parts.figures_from(0)), numbers_of(sample::figures(0, 3001)));
  EXPECT_FALSE(parts.figures_from(1024).has_value());
}

TEST(FiguresWriter, GoesOnFromWhatIsThere) {
  const ResultFolder folder;
  {
    FiguresWriter writer = writer_in(folder / "x.parts", {});
    feed(writer, 0, 1500);
    EXPECT_EQ(writer.save_what_can_be(), 1500u);
  }
  Parts found = Parts::open(folder / "x.parts");
  RunFigures there = *found.figures_from(0);
  FiguresWriter writer(folder / "x.parts", sample::manifest_of_figures(100'000), std::move(found),
                       std::move(there), {});
  feed(writer, 1500, 9000);
  writer.flush();
  const Parts parts = Parts::open(folder / "x.parts");
  EXPECT_EQ(parts.whole().size(), 1u);
  EXPECT_EQ(numbers_of(*parts.figures_from(0)), numbers_of(sample::figures(0, 9000)));
  EXPECT_GT(parts.seconds_of(0), 0.0);
}

TEST(FiguresWriter, ADamagedPartIsMadeAgainFromTheOneBefore) {
  const ResultFolder folder;
  Parts parts = Parts::create(folder / "x.parts", sample::manifest_of_figures(100'000));
  parts.write(sample::figures(0, 1500), 1.0);
  fs::copy(folder / "x.parts/000000000000-000000001499.h5", folder / "kept.h5");
  parts.write(sample::figures(0, 9000), 2.0);
  EXPECT_FALSE(fs::exists(folder / "x.parts/000000000000-000000001499.h5"));
  // As a kill between the two leaves it, and the disk the second.
  fs::copy(folder / "kept.h5", folder / "x.parts/000000000000-000000001499.h5");
  fs::resize_file(folder / "x.parts/000000000000-000000008999.h5", 3000);
  const Parts opened = Parts::open(folder / "x.parts");
  EXPECT_EQ(opened.damaged().size(), 1u);
  EXPECT_EQ(opened.figures_from(0)->end(), 1500u);
}

TEST(FiguresWriter, TakesEveryIterationOnceAndInOrder) {
  const ResultFolder folder;
  FiguresWriter writer = writer_in(folder / "x.parts", {});
  feed(writer, 0, 600);
  EXPECT_THROW(feed(writer, 700, 800), std::logic_error);
  EXPECT_THROW(feed(writer, 0, 600), std::logic_error);
}

}  // namespace
}  // namespace plume::figures_writer_test
