// SPDX-License-Identifier: Apache-2.0
#include "host/store/part_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <stdexcept>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"
#include "tests/support/bits.hpp"

namespace plume::part_file_test {
namespace {

namespace fs = std::filesystem;

constexpr PartShape shape{2, 3, 16384};
const RunIdentity run{"digest", "plume 0.1.0", "study", sample::seed};

fs::path part_in(const ResultFolder& folder, std::uint64_t first, std::uint64_t count) {
  const fs::path path = folder / part_name(first, count);
  write_part_file(path, run, shape, first, sample::scores(first, count, 6),
                  sample::statuses(first, count), 1.25);
  return path;
}

TEST(PartFiles, ComeBackAsTheyWere) {
  const ResultFolder folder;
  for (const std::uint64_t count : {1u, 500u, 16384u, 20'000u}) {
    const PartFile part(part_in(folder, 70'000, count));
    EXPECT_EQ(part.run().digest, run.digest);
    EXPECT_EQ(part.run().producer, run.producer);
    EXPECT_EQ(part.run().study, run.study);
    EXPECT_EQ(part.run().seed, run.seed);
    EXPECT_EQ(part.first(), 70'000u);
    EXPECT_EQ(part.end(), 70'000u + count);
    EXPECT_EQ(part.seconds(), 1.25);
    EXPECT_EQ(part.chunk(), std::min<std::uint64_t>(count, shape.chunk));
    part.check(shape);
    std::vector<double> scores(count * 6);
    std::vector<IterationStatus> status(count);
    part.read(70'000, scores, status);
    EXPECT_TRUE(testing::same_bits(scores, sample::scores(70'000, count, 6)));
    EXPECT_EQ(status, sample::statuses(70'000, count));
    EXPECT_THROW(part.read_status(69'999, status), std::out_of_range);
    EXPECT_GE(part_bytes(count, shape), fs::file_size(folder / part_name(70'000, count)));
    EXPECT_LE(part_bytes(count, shape),
              fs::file_size(folder / part_name(70'000, count)) * 5 / 4 + 40'000);
  }
}

TEST(PartFiles, OfAnotherShapeAreNotTaken) {
  const ResultFolder folder;
  const fs::path path = part_in(folder, 0, 10);
  EXPECT_EQ(message_of<Error>([&] {
              PartFile(path).check({3, 3, 16384});
            }),
            path.string() + " is damaged: it has 2 demands and 3 categories, expected 3 and 3");
}

TEST(PartFiles, OtherFilesAreNone) {
  const ResultFolder folder;
  EXPECT_EQ(message_of<Error>([&] { PartFile part(folder / "x.h5"); }),
            "cannot read " + (folder / "x.h5").string() + ": No such file or directory");
  write_text(folder / "x.h5", "text");
  EXPECT_EQ(message_of<Error>([&] { PartFile part(folder / "x.h5"); }),
            "cannot read " + (folder / "x.h5").string() + ": it is not an HDF5 file");
  sample::write(folder / "result.h5", 20);
  EXPECT_EQ(message_of<Error>([&] { PartFile part(folder / "result.h5"); }),
            (folder / "result.h5").string() + " is not a part of a run");
}

TEST(PartFiles, NeedAScoreForEachOutput) {
  const ResultFolder folder;
  EXPECT_THROW(write_part_file(folder / "x.h5", run, shape, 0, {}, {}, 0.0), std::invalid_argument);
}

}  // namespace
}  // namespace plume::part_file_test
