// SPDX-License-Identifier: Apache-2.0
#include "host/run/output_check.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "host/store/own_files.hpp"
#include "tests/host/store/sample_result.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::output_check_test {
namespace {

namespace fs = std::filesystem;

class OutputCheck : public ::testing::Test {
 protected:
  OutputCheck() {
    fs::create_directory(at("m"));
    write("study.toml");
    write("m/exchanges.csv");
    write("notes.txt");
    sample::write(at("r.h5"), 10);
  }
  [[nodiscard]] fs::path at(const std::string& name) const { return folder_.path() / name; }
  void write(const std::string& name) const { std::ofstream(at(name)) << "text\n"; }
  /// The codes and problems, without the folder.
  std::string said(const std::string& output, bool force = false) const {
    Findings findings;
    check_output(at(output), {at("study.toml"), at("m")}, force, findings);
    std::string text = findings.to_string();
    const std::string folder = folder_.path().string() + "/";
    for (std::size_t i; (i = text.find(folder)) != std::string::npos;) text.erase(i, folder.size());
    return text;
  }

  testing::TempFolder folder_;
};

TEST_F(OutputCheck, AnInputIsNeverReplaced) {
  const std::string itself =
      ": error E0632: the output is the input 'study.toml' itself; give another name with -o";
  EXPECT_EQ(said("study.toml"), "study.toml" + itself);
  EXPECT_EQ(said("study.toml", true), "study.toml" + itself);
  fs::create_symlink("study.toml", at("soft.h5"));
  fs::create_hard_link(at("study.toml"), at("hard.h5"));
  EXPECT_EQ(said("soft.h5", true), "soft.h5" + itself);
  EXPECT_EQ(said("hard.h5", true), "hard.h5" + itself);
  EXPECT_EQ(said("m/exchanges.csv", true),
            "m/exchanges.csv: error E0632: the output would replace a file of the input 'm'; give "
            "another name with -o");
  EXPECT_EQ(said("m/../m/exchanges.csv").substr(0, 23), "m/../m/exchanges.csv: e");
}

TEST_F(OutputCheck, AFileThatIsNoResultNeedsForce) {
  EXPECT_EQ(said("notes.txt"),
            "notes.txt: error E0633: the file exists and is no result of Plume, or a damaged one; "
            "give another name with "
            "-o, or --force to replace it");
  EXPECT_EQ(said("notes.txt", true), "");
}

TEST_F(OutputCheck, AResultIsReplacedWhereverItLies) {
  EXPECT_EQ(said("r.h5"), "");
  fs::copy(at("r.h5"), at("m/r.h5"));
  EXPECT_EQ(said("m/r.h5"), "");
  fs::resize_file(at("r.h5"), 1000);
  EXPECT_NE(said("r.h5").find("E0633"), std::string::npos)
      << "a damaged one may be all that somebody has";
}

TEST_F(OutputCheck, WhatIsNotThereIsNothing) {
  EXPECT_EQ(said("new.h5"), "");
  EXPECT_EQ(said("m/new.csv"), "");
  EXPECT_EQ(input_that_is(at("m"), {at("m")}), at("m"));
}

TEST_F(OutputCheck, OfPartsALinkAndAStrangerAreRefused) {
  const ResultHeader header = sample::header(10);
  const auto said_of = [&](const fs::path& folder) {
    Findings findings;
    check_parts_folder(folder, header, findings);
    return findings.to_string();
  };
  EXPECT_EQ(said_of(at("x.parts")), "");
  fs::create_directory(at("x.parts"));
  write("x.parts/2024-11.h5");
  EXPECT_EQ(said_of(at("x.parts")), "") << "of no name of a part";
  write("x.parts/000000000000-000000000009.h5");
  EXPECT_EQ(said_of(at("x.parts")),
            at("x.parts/000000000000-000000000009.h5").string() +
                ": error E0631: the file has the name of a part and is no part of this run; "
                "move it out of the folder; it is not touched");
  fs::create_directory_symlink("x.parts", at("y.parts"));
  EXPECT_EQ(said_of(at("y.parts")),
            at("y.parts").string() +
                ": error E0630: parts of the run would lie here, and it is a symbolic link; "
                "move it away, or give the result another name with -o");
  EXPECT_NE(said_of(at("notes.txt")).find("and it is a file"), std::string::npos);
}

}  // namespace
}  // namespace plume::output_check_test
