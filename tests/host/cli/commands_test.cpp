// SPDX-License-Identifier: Apache-2.0
#include "host/cli/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/analysis/inventory_summary.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/report/csv_report.hpp"
#include "host/report/json_report.hpp"
#include "host/report/run_screen.hpp"
#include "host/report/text.hpp"
#include "host/report/text_report.hpp"
#include "host/store/parts.hpp"
#include "tests/host/cli/output_folder.hpp"
#include "tests/host/report/fixture.hpp"

namespace commands_test {
namespace {

namespace fs = std::filesystem;
using plume::Console;
using plume::ExitStatus;
using plume::Invocation;
using plume::testing::OutputFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const fs::path mini = fs::path(PLUME_SOURCE_DIR) / "datasets/mini";

class Commands : public ::testing::Test {
 protected:
  /// A result of two demands, two categories and three iterations, one of them singular.
  fs::path write_result() {
    plume::ResultHeader header = plume::testing::small_report_input().header;
    header.iterations_planned = 3;
    plume::ResultWriter writer(folder_ / "result.h5", header);
    writer.append(std::vector<double>{0.1, 2e-10, 12.0, -1.0, 0.7, 4e-10, 12.0, 1.0, 0, 0, 0, 0},
                  std::vector{plume::IterationStatus::ok, plume::IterationStatus::ok,
                              plume::IterationStatus::singular});
    plume::ResultTotals totals;
    totals.iterations = 3;
    totals.stop_reason = "iterations done";
    (void)writer.finish(totals);
    return folder_ / "result.h5";
  }
  /// A study beside a copy of a mini model, of few iterations.
  fs::path copy_of(const std::string& name) {
    fs::copy(mini / name, folder_ / name, fs::copy_options::recursive);
    return folder_ / name / "study.toml";
  }
  static Invocation on(const fs::path& path) {
    Invocation invocation;
    invocation.path = path.string();
    return invocation;
  }

  OutputFolder folder_;
  std::ostringstream out_, err_;
  Console console_{out_, err_};
};

TEST_F(Commands, ReportPrintsEachFormat) {
  Invocation invocation = on(write_result());
  const plume::ReportInput input = plume::report_input(plume::ResultFile(invocation.path));

  EXPECT_EQ(report_command(invocation, console_), ExitStatus::done);
  EXPECT_EQ(out_.str(), plume::text_report(input));
  out_.str("");
  invocation.format = plume::ReportFormat::csv;
  EXPECT_EQ(report_command(invocation, console_), ExitStatus::done);
  EXPECT_EQ(out_.str(), plume::csv_report(input));
  out_.str("");
  invocation.format = plume::ReportFormat::json;
  EXPECT_EQ(report_command(invocation, console_), ExitStatus::done);
  EXPECT_EQ(out_.str(), plume::json_report(input));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Commands, ReportGoesToAFileWholeWhateverTheTerminal) {
  Invocation invocation = on(write_result());
  invocation.output = (folder_ / "report.txt").string();
  console_.out_width = 40;

  EXPECT_EQ(report_command(invocation, console_), ExitStatus::done);

  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(OutputFolder::read(folder_ / "report.txt"),
            plume::text_report(plume::report_input(plume::ResultFile(invocation.path))));
  EXPECT_EQ(folder_.num_entries(), 2u);
}

TEST_F(Commands, FactorsSayValueUncertaintyAndSourceOfOne) {
  Invocation invocation;
  invocation.words = "SICHUAN average";
  invocation.year = "2022";
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  EXPECT_THAT(
      out_.str(),
      StartsWith("cn_grid_sichuan_2022\n  Grid electricity, Sichuan, provincial average; "));
  EXPECT_THAT(out_.str(), HasSubstr("0.1404 kg/kWh CO2; no uncertainty published\n"));
  EXPECT_THAT(out_.str(), HasSubstr("\n  source: MEE/NBS"));
  EXPECT_THAT(out_.str(), HasSubstr("\n1 of 508 factors; library "));

  out_.str("");
  invocation.format = plume::ReportFormat::csv;
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  EXPECT_THAT(out_.str(), HasSubstr("\ncn_grid_sichuan_2022,\"Grid electricity, Sichuan"));

  out_.str("");
  invocation.format = plume::ReportFormat::json;
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  const auto json = nlohmann::json::parse(out_.str());
  ASSERT_EQ(1u, json["factors"].size());
  EXPECT_EQ(0.1404, json["factors"][0]["value"].get<double>());
  EXPECT_FALSE(json.contains("hints"));
}

TEST_F(Commands, FactorsAreATableThatFitsAPage) {
  Invocation invocation;
  invocation.words = "sichuan";
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  EXPECT_THAT(
      out_.str(),
      StartsWith("id                     value  unit             95 %  region      year  gas\n"
                 "cn_grid_sichuan_2022  0.1404  kg/kWh  not published  CN-Sichuan  2022  CO2\n"
                 "cn_grid_sichuan_2021  0.1255  kg/kWh  not published  CN-Sichuan  2021  CO2\n"
                 "\n"
                 "plume factors --id ID says all of one.\n"
                 "2 of 508 factors; library "));
  // All of them, and each alone: no line is longer, and all ids are whole.
  out_.str("");
  invocation.words = "";
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  const std::string all = out_.str();
  std::string long_lines;
  const auto check = [&](const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (plume::display_width(line) > 100) long_lines += line + "\n";
    }
  };
  check(all);
  for (const plume::EmissionFactor& factor : plume::built_in_factors().factors()) {
    EXPECT_THAT(all, HasSubstr("\n" + factor.id + " "));
    out_.str("");
    invocation.id = factor.id;
    EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
    EXPECT_THAT(out_.str(), StartsWith(factor.id + "\n"));
    check(out_.str());
  }
  EXPECT_EQ(long_lines, "");
}

TEST_F(Commands, FactorsThatAreNotThereGetHints) {
  Invocation invocation;
  invocation.words = "sichaun";
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done) << "nothing is an answer";
  EXPECT_THAT(out_.str(), StartsWith("0 of 508 factors"));
  EXPECT_THAT(out_.str(), EndsWith("\nnothing holds 'sichaun'; did you mean 'sichuan'?\n"));

  out_.str("");
  invocation.format = plume::ReportFormat::csv;
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::done);
  const std::string csv = out_.str();
  EXPECT_THAT(csv, StartsWith("id,name,category,"));
  EXPECT_EQ(csv.find('\n'), csv.size() - 1) << "only the header";
  EXPECT_EQ(err_.str(), "plume: nothing holds 'sichaun'; did you mean 'sichuan'?\n");

  out_.str("");
  invocation.format = plume::ReportFormat::json;
  invocation.words = "\x1b[31m\xff";
  invocation.id = "nope";
  EXPECT_EQ(factors_command(invocation, console_), ExitStatus::bad_input)
      << "one that was named is needed";
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_TRUE(json["factors"].empty());
  ASSERT_EQ(json["hints"].size(), 2u);
  EXPECT_EQ(json["hints"][0].get<std::string>().find('\x1b'), std::string::npos);
}

TEST_F(Commands, ReportOfWhatIsNoResultIsAnError) {
  EXPECT_THROW((void)report_command(on(folder_ / "missing.h5"), console_), plume::Error);
  EXPECT_THROW((void)report_command(on(folder_.write("text.h5", "text")), console_), plume::Error);
}

TEST_F(Commands, InfoTellsResultsModelsAndStudiesApart) {
  EXPECT_EQ(info_command(on(write_result()), console_), ExitStatus::done);
  EXPECT_THAT(out_.str(), StartsWith("Study       Two kettles, kettle.toml\n"));
  EXPECT_THAT(out_.str(),
              HasSubstr("Warnings    kettle/flows.csv:3:1: warning W0409: something\n"));
  out_.str("");
  EXPECT_EQ(info_command(on(mini / "two-processes/model"), console_), ExitStatus::done);
  EXPECT_THAT(out_.str(), HasSubstr("\nProcesses   2\n"));
  out_.str("");
  EXPECT_EQ(info_command(on(mini / "two-processes/study.toml"), console_), ExitStatus::done);
  EXPECT_THAT(
      out_.str(),
      HasSubstr("Demands     1 kg steel: 1 of steel\n            1000 kWh: 1000 of power\n"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Commands, InfoOfPartsSaysWhatIsKeptAndWhatIsMissing) {
  plume::PartsManifest manifest;
  manifest.header.study_name = "kettle";
  manifest.header.provenance.study_path = "kettle.toml";
  manifest.header.provenance.command = "plume run kettle.toml";
  manifest.header.provenance.design = "random";
  manifest.header.axes.demands.push_back({"cup", "kWh"});
  manifest.header.axes.categories.push_back({"gwp", "", "kg"});
  manifest.header.static_scores = {1.0};
  manifest.iterations = 4000;
  plume::Parts parts = plume::Parts::create(folder_ / "kettle.parts", manifest);
  const std::vector<double> scores(1000, 2.0);
  const std::vector<plume::IterationStatus> status(1000, plume::IterationStatus::ok);
  parts.write(0, scores, status, 1.5);
  parts.write(2000, scores, status, 2.5);
  EXPECT_EQ(info_command(on(folder_ / "kettle.parts"), console_), ExitStatus::done);
  EXPECT_THAT(out_.str(),
              StartsWith("Study       kettle, kettle.toml\n"
                         "Parts of    a run of 4000 iterations\n"
                         "Kept        2000 iterations (50.0 %) in 2 parts, made in 4.00 s\n"
                         "Missing     1000 to 1999 and 3000 to 3999\n"));
  EXPECT_THAT(out_.str(), HasSubstr("\nCommand     plume run kettle.toml\n"
                                    "Go on with  the same command and --resume; of shards run the "
                                    "others, then 'plume merge'\n"));

  // All iterations there; then one part is cut short. (HDF5 forgets memory when it refuses a file:
  // in a process of its own.)
  parts.write(1000, scores, status, 1.0);
  parts.write(3000, scores, status, 1.0);
  const auto path = parts.whole().back().path;
  out_.str("");
  EXPECT_EQ(info_command(on(folder_ / "kettle.parts"), console_), ExitStatus::done);
  EXPECT_THAT(
      out_.str(),
      HasSubstr(
          "Kept        4000 iterations (100 %) in 4 parts, made in 6.00 s\nMissing     none\n"));
  EXPECT_THAT(
      out_.str(),
      HasSubstr(
          "Go on with  the same command and --resume, or 'plume merge': nothing is left to run\n"));
  fs::resize_file(path, fs::file_size(path) / 2);
  const auto show = [&] {
    std::ostringstream out;
    const Console console{out, err_};
    (void)info_command(on(folder_ / "kettle.parts"), console);
    std::_Exit(
        out.str().find("Damaged     000000003000-000000003999.h5: ") != std::string::npos ? 0 : 1);
  };
  EXPECT_EXIT(show(), ::testing::ExitedWithCode(0), "");
  EXPECT_THROW((void)check_command(on(folder_ / "kettle.parts"), console_), plume::UsageError);
}

TEST_F(Commands, InfoOfBadInputThrowsAllFindings) {
  EXPECT_THROW((void)info_command(on(folder_ / "missing.toml"), console_), plume::BadInput);
  EXPECT_THROW((void)info_command(on(folder_ / "missing"), console_), plume::BadInput);
}

TEST_F(Commands, CheckOfAModelShowsItsTables) {
  EXPECT_EQ(check_command(on(mini / "lognormal-chain/model"), console_), ExitStatus::done);

  EXPECT_THAT(out_.str(), HasSubstr("\ndistribution  number\nlognormal          5\n"));
}

TEST_F(Commands, CheckOfAStudyShowsWhatItWouldDraw) {
  Invocation invocation = on(mini / "lognormal-chain/study.toml");
  invocation.settings = {{"sampling.iterations", "500"}};

  EXPECT_EQ(check_command(invocation, console_), ExitStatus::done);

  EXPECT_THAT(out_.str(), StartsWith("Study       lognormal-chain, "));
  EXPECT_THAT(out_.str(), HasSubstr("\nDraws       5 in an iteration\nSize        500 iterations "
                                    "of 1 scores, 4.0 kB of samples\n"));
  EXPECT_THAT(out_.str(), HasSubstr("\nlognormal          5\n"));
}

TEST_F(Commands, CheckOfBadInputPrintsAllFindingsAndTheirNumber) {
  const fs::path study = folder_.write("study.toml", "[study]\nname = 1\nnmae = 2\n");

  EXPECT_EQ(check_command(on(study), console_), ExitStatus::bad_input);

  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("study.toml:2:"));
  EXPECT_THAT(err_.str(), HasSubstr("study.toml:3:"));
  EXPECT_THAT(err_.str(), ::testing::ContainsRegex("\n[0-9]+ errors, 0 warnings\n$"));
}

TEST_F(Commands, CheckOfAResultNamesTheCommandsThatFit) {
  const std::string path = write_result().string();
  try {
    (void)check_command(on(path), console_);
    FAIL() << "no exception";
  } catch (const plume::UsageError& error) {
    EXPECT_EQ(
        std::string(error.what()),
        "plume check: '" + path + "' is a result; 'plume info' and 'plume report' show results");
  }
}

TEST_F(Commands, DevicesListsEverySystemWithItsReason) {
  EXPECT_EQ(plume::devices_command(console_), ExitStatus::done);

  EXPECT_THAT(out_.str(), StartsWith("device"));
  EXPECT_THAT(out_.str(), HasSubstr("\ncpu "));
  EXPECT_THAT(out_.str(), HasSubstr("\nserial "));
  EXPECT_THAT(out_.str(), HasSubstr("\ncuda "));
}

TEST_F(Commands, RunWritesTheResultAndPrintsOneScreen) {
  Invocation invocation = on(copy_of("two-processes"));
  invocation.output = (folder_ / "out.h5").string();

  EXPECT_EQ(run_command(invocation, "plume run x", console_), ExitStatus::done);

  const plume::ResultFile file(invocation.output);
  const plume::ReportInput input = plume::report_input(file);
  EXPECT_EQ(out_.str(),
            plume::run_screen(input, plume::inventory_summary(file), invocation.output));
  EXPECT_EQ(input.header.provenance.command, "plume run x");
  EXPECT_EQ(err_.str(), "") << "progress where no terminal is";
}

TEST_F(Commands, RunShowsProgressOnATerminalAndEndsItsLine) {
  Invocation invocation = on(copy_of("lognormal-chain"));
  invocation.output = (folder_ / "out.h5").string();
  console_.err_is_terminal = true;

  EXPECT_EQ(run_command(invocation, "plume run", console_), ExitStatus::done);

  EXPECT_THAT(err_.str(), HasSubstr("\rreading "));
  EXPECT_THAT(err_.str(), HasSubstr("\rsampling  "));
  EXPECT_THAT(err_.str(), ::testing::EndsWith("\n"));
}

TEST_F(Commands, QuietRunSaysNothing) {
  Invocation invocation = on(copy_of("lognormal-chain"));
  invocation.quiet = true;
  invocation.output = (folder_ / "out.h5").string();
  console_.err_is_terminal = true;

  EXPECT_EQ(run_command(invocation, "plume run", console_), ExitStatus::done);

  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "");
}

TEST(PrintFindings, CountsOnlyWhereThereAreErrors) {
  std::ostringstream out, err;
  const Console console{out, err};
  plume::Findings findings;
  findings.add("W0101", {"a.toml", 1, 2}, "odd", "");
  plume::print_findings(findings, console);
  EXPECT_EQ(err.str(), "a.toml:1:2: warning W0101: odd\n");
  findings.add("E0101", {"a.toml", 3, 4}, "wrong", "right it");
  err.str("");
  plume::print_findings(findings, console);
  EXPECT_EQ(err.str(),
            "a.toml:1:2: warning W0101: odd\na.toml:3:4: error E0101: wrong; right it\n1 error, 1 "
            "warning\n");
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace commands_test
