// SPDX-License-Identifier: Apache-2.0
#include "host/store/source.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::source_test {
namespace {

using hdf5::Source;

TEST(Source, TakesOnlyRegularFilesThatBeginAsHdf5Does) {
  const ResultFolder folder;
  const auto refusal = [&](const std::string& name) {
    return message_of<Error>([&] { (void)Source::open(folder / name); });
  };
  EXPECT_EQ(refusal("x.h5"),
            "cannot read " + (folder / "x.h5").string() + ": No such file or directory");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal("pipe"),
            "cannot read " + (folder / "pipe").string() + ": it is not a regular file")
      << "and nobody waits for a writer";
  write_text(folder / "x.h5", "text");
  EXPECT_EQ(refusal("x.h5"),
            "cannot read " + (folder / "x.h5").string() + ": it is not an HDF5 file");
  EXPECT_EQ(message_of<Error>([] { (void)Source::open("/dev/zero"); }),
            "cannot read /dev/zero: it is not a regular file");
}

TEST(Source, KnowsEveryBlock) {
  const ResultFolder folder;
  sample::write(folder / "x.h5", 20000);
  const auto good = Source::open(folder / "x.h5");
  EXPECT_TRUE(good->is_sealed());
  EXPECT_FALSE(good->has_hashed_all());
  EXPECT_TRUE(good->check_all());
  EXPECT_TRUE(good->has_hashed_all());
  std::string bytes = content_of(folder / "x.h5");
  bytes[200'000] = static_cast<char>(bytes[200'000] ^ 1);
  write_text(folder / "x.h5", bytes);
  const auto bad = Source::open(folder / "x.h5");
  EXPECT_FALSE(bad->check_all());
  EXPECT_EQ(bad->damage(),
            (folder / "x.h5").string() +
                " is damaged: among its bytes 196608 to 262143 are some that were not written so");
}

}  // namespace
}  // namespace plume::source_test
