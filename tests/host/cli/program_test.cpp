// SPDX-License-Identifier: Apache-2.0
#include "host/cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "host/base/version.hpp"
#include "host/cli/options.hpp"
#include "tests/host/cli/output_folder.hpp"

namespace program_test {
namespace {

using plume::testing::OutputFolder;
using ::testing::HasSubstr;

struct Outcome {
  int status;
  std::string out, err;
};

Outcome run(const std::vector<std::string>& arguments, const std::string& input = {}) {
  std::ostringstream out, err;
  std::istringstream in(input);
  plume::Console console{out, err};
  console.in = &in;
  const int status = plume::run_program(arguments, console);
  return {status, out.str(), err.str()};
}

TEST(Program, PrintsHelpAndVersion) {
  EXPECT_EQ(run({"--help"}).out, plume::help_text());
  EXPECT_EQ(run({"report", "--help"}).out, plume::help_text(plume::Command::report));
  EXPECT_EQ(run({"--version"}).out, std::string("plume ") + plume::version() + " (commit " +
                                        plume::commit() + ", " + plume::compiler() + ")\n");
  EXPECT_EQ(run({"version"}).out, run({"--version"}).out);
  EXPECT_EQ(run({"--help"}).status, 0);
}

TEST(Program, AResultOfAnEarlierVersionIsReportedWithANote) {
  const std::string path = std::string(PLUME_SOURCE_DIR) + "/tests/data/result-v1.h5";
  const Outcome outcome = run({"report", path});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(
      outcome.err,
      path +
          ": note N0635: the result has no digest of its bytes: it was written before results had "
          "one; its statistics "
          "are those of its samples; run the study again for a result that can be verified\n");
  EXPECT_THAT(run({"info", path}).out, HasSubstr("\nVerified    the statistics are those of the "
                                                 "samples; the file has no digest of its bytes\n"));
}

TEST(Program, AStudyFromStandardInputIsTheOneOfTheSameFile) {
  const std::filesystem::path mini =
      std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop";
  const std::string text = OutputFolder::read(mini / "study.toml");
  OutputFolder folder;
  const std::string from_file = (folder / "file.h5").string(),
                    given = (folder / "given.h5").string();
  ASSERT_EQ(run({"run", (mini / "study.toml").string(), "-o", from_file}).status, 0);

  const Outcome outcome = run({"run", "-", "--base", mini.string(), "-o", given}, text);

  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(run({"report", given, "-f", "csv"}).out, run({"report", from_file, "-f", "csv"}).out);
  EXPECT_EQ(folder.num_entries(), 2u);
  EXPECT_THAT(run({"info", given}).out, HasSubstr(", " + (mini / "-").string() + "\n"));
  EXPECT_EQ(run({"check", "-", "--base", mini.string()}, text).status, 0);
  EXPECT_EQ(
      run({"run", "-", "--base", mini.string(), "-o", given, "--extend", "64", "-q"}, text).status,
      0);
  EXPECT_EQ(
      run({"run", "-", "--base", mini.string(), "--dump", "3", "-o", (folder / "dump").string()},
          text)
          .status,
      0);
}

TEST(Program, AStudyFromStandardInputThatCannotBe) {
  const std::filesystem::path mini =
      std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop";
  const std::string text = OutputFolder::read(mini / "study.toml");
  EXPECT_EQ(run({"check", "-"}, "[sampling]\nsede = 2\n").status, 3);
  EXPECT_THAT(run({"check", "-"}, "[sampling]\nsede = 2\n").err, HasSubstr("-:2:1: error E0102: "));
  EXPECT_THAT(run({"check", "-", "--base", "no-folder"}, text).err,
              HasSubstr("--base is no folder: 'no-folder'"));
  const Outcome without_output = run({"run", "-", "--base", mini.string()}, text);
  EXPECT_EQ(without_output.status, 3);
  EXPECT_THAT(without_output.err,
              HasSubstr("error E0641: a study from standard input has no file that its result "
                        "could lie beside; give -o RESULT.h5, or path = \"…\" below [result]"));
  EXPECT_THAT(
      run({"check", "-"}, std::string((16 << 20) + 1, '#')).err,
      HasSubstr("-: error E0109: the study file cannot be read (it is larger than 16 MiB)"));
}

TEST(Program, ABrightwayProjectIsListedAndItsFilesNamed) {
  OutputFolder folder;
  std::filesystem::create_directories(folder / "processed");
  folder.write("databases.json", R"({"background": {"number": 3, "dirty": false}})");
  folder.write("methods.json", R"([[["climate", "GWP"], {"unit": "kg CO2-eq", "num_cfs": 2}]])");
  std::filesystem::copy_file(
      std::filesystem::path(PLUME_SOURCE_DIR) / "tests/data/brightway-processed.zip",
      folder / "processed/background.d229bbf3.zip");
  const Outcome outcome = run({"info", folder.path().string()});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out,
              HasSubstr("database    datasets  technosphere  biosphere    size  file"));
  EXPECT_THAT(
      outcome.out,
      HasSubstr("background         3             5          3  8.5 kB  processed/background."));
  EXPECT_THAT(outcome.out, HasSubstr("climate | GWP  kg CO2-eq        2"));
  EXPECT_THAT(run({"info", folder.path().string(), "-f", "json"}).out,
              HasSubstr("\"technosphere\": 5"));
  EXPECT_THAT(run({"check", folder.path().string()}).err,
              HasSubstr("is a Brightway project; 'plume info' lists"));
}

TEST(Program, WordsOfOthersReachTheTerminalHarmless) {
  EXPECT_EQ(run({"ru\x1B[31mn"}).err.find('\x1B'), std::string::npos);
  EXPECT_THAT(run({"info", "no\x1B]0;such\x07 file.h5"}).err,
              HasSubstr("cannot read no ]0;such  file.h5: No such file"));
}

TEST(Program, WrongUsageIsOneLineAndStatusTwo) {
  const Outcome outcome = run({"compare", "a.h5", "b.h5"});

  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "plume: unknown command 'compare'; commands are run, merge, convert, check, info, "
            "report, factors, "
            "devices, version "
            "(see 'plume "
            "--help')\n");
}

TEST(Program, BadInputIsStatusThreeWithAllFindings) {
  const OutputFolder folder;
  const Outcome outcome =
      run({"run", folder.write("study.toml", "[sampling]\niterations = -1\nsede = 2\n").string()});

  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("study.toml:2:"));
  EXPECT_THAT(outcome.err, HasSubstr("study.toml:3:"));
  EXPECT_THAT(outcome.err, ::testing::ContainsRegex("\n[0-9]+ errors, 0 warnings\n$"));
  EXPECT_EQ(folder.num_entries(), 1u);
}

TEST(Program, AFileThatCannotBeReadIsStatusFour) {
  const OutputFolder folder;
  const Outcome outcome = run({"report", (folder / "missing.h5").string()});

  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "plume: error: cannot read " + (folder / "missing.h5").string() +
                             ": No such file or directory\n");
}

TEST(Program, OutputThatCannotBeWrittenIsStatusFour) {
  std::ostringstream out, err;
  out.setstate(std::ios::badbit);
  const std::vector<std::string> arguments = {"version"};

  EXPECT_EQ(plume::run_program(arguments, {out, err}), 4);
  EXPECT_EQ(err.str(), "plume: error: cannot write to standard output\n");
}

/// Throws what it was made with as soon as it is written to.
template <class Exception>
class Throwing : public std::streambuf {
 public:
  explicit Throwing(Exception exception) : exception_(std::move(exception)) {}

 protected:
  int_type overflow(int_type) override { throw exception_; }

 private:
  Exception exception_;
};

template <class Exception>
Outcome run_throwing(Exception exception) {
  Throwing<Exception> buffer(std::move(exception));
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit);  // lets the exception through
  std::ostringstream err;
  const std::vector<std::string> arguments = {"version"};
  const int status = plume::run_program(arguments, {out, err});
  return {status, "", err.str()};
}

TEST(Program, AnyExceptionIsStatusFourAndOneLine) {
  const Outcome memory = run_throwing(std::bad_alloc());
  EXPECT_EQ(memory.status, 4);
  EXPECT_EQ(
      memory.err,
      "plume: error: out of memory: the study and its tables need more than this machine has\n");

  const Outcome other = run_throwing(std::runtime_error("something broke"));
  EXPECT_EQ(other.status, 4);
  EXPECT_EQ(other.err, "plume: error: something broke\n");

  const Outcome unknown = run_throwing(42);
  EXPECT_EQ(unknown.status, 4);
  EXPECT_EQ(unknown.err, "plume: error: an exception of unknown kind; please report it\n");
}

}  // namespace
}  // namespace program_test
