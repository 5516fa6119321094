// SPDX-License-Identifier: Apache-2.0
#include "host/store/own_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::own_files_test {
namespace {

namespace fs = std::filesystem;

TEST(IsPartName, TakesWhatPartsAreCalledAndNothingElse) {
  EXPECT_TRUE(is_part_name("000000000000-000000001023.h5"));
  EXPECT_TRUE(is_part_name("1000000000000-1000000001023.h5"));
  for (const char* name :
       {"2024-11.h5", "1-2.h5", "000000000000-000000001023.h5.bak", "000000000000.h5",
        "0000000000000-000000001023.h5", "000000000000-00000000102x.h5",
        "000000000000-000000001023-1.h5", ".h5", "-.h5", ""}) {
    EXPECT_FALSE(is_part_name(name)) << name;
  }
}

TEST(IsOwnPart, AsksForTheIdOfTheRun) {
  const ResultFolder folder;
  const std::string id(64, 'a'), hdf5("\x89HDF\r\n\x1A\n");
  // across two portions of reading
  write_text(folder / "x", hdf5 + std::string((1 << 20) - 40, 'x') + id + "rest");
  EXPECT_TRUE(is_own_part(folder / "x", id));
  EXPECT_FALSE(is_own_part(folder / "x", std::string(64, 'b')));
  write_text(folder / "y", "no HDF5 " + id);
  EXPECT_FALSE(is_own_part(folder / "y", id));
  write_text(folder / "z", hdf5 + id.substr(1));
  EXPECT_FALSE(is_own_part(folder / "z", id));
  write_text(folder / "e", "");
  EXPECT_FALSE(is_own_part(folder / "e", id));
  EXPECT_FALSE(is_own_part(folder / "x", "")) << "no id proves nothing";
  fs::create_symlink("x", folder / "link");
  EXPECT_FALSE(is_own_part(folder / "link", id));
  EXPECT_FALSE(is_own_part(folder.path(), id));
  EXPECT_FALSE(is_own_part(folder / "missing", id));
}

TEST(IsResult, AsksTheFile) {
  const ResultFolder folder;
  sample::write(folder / "x.h5", 10);
  EXPECT_TRUE(is_result(folder / "x.h5"));
  write_text(folder / "y.h5", "text");
  EXPECT_FALSE(is_result(folder / "y.h5"));
  EXPECT_FALSE(is_result(folder / "z.h5"));
  EXPECT_FALSE(is_result(folder.path()));
}

TEST(InputThatIs, IsTheInputItselfOrTheFolderThatHoldsIt) {
  const ResultFolder folder;
  fs::create_directory(folder / "m");
  write_text(folder / "m/exchanges.csv", "text");
  sample::write(folder / "m/r.h5", 10);
  fs::create_symlink("m/exchanges.csv", folder / "link");
  const std::vector<fs::path> inputs = {folder / "s.toml", folder / "m"};
  EXPECT_EQ(input_that_is(folder / "m", inputs), folder / "m");
  EXPECT_EQ(input_that_is(folder / "m/exchanges.csv", inputs), folder / "m");
  EXPECT_EQ(input_that_is(folder / "link", {folder / "m/exchanges.csv"}),
            folder / "m/exchanges.csv");
  EXPECT_EQ(input_that_is(folder / "m/r.h5", inputs), "")
      << "a result among the tables is none of them";
  EXPECT_EQ(input_that_is(folder / "s.toml", inputs), "") << "what is not there is nothing";
}

}  // namespace
}  // namespace plume::own_files_test
