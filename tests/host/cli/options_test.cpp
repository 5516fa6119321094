// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace options_test {
namespace {

using plume::Command;
using plume::Invocation;
using plume::ReportFormat;
using plume::Setting;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Invocation parse(const std::vector<std::string>& words) { return plume::parse_arguments(words); }

std::string usage_error(const std::vector<std::string>& words) {
  try {
    (void)parse(words);
    return "no error";
  } catch (const plume::UsageError& error) {
    return error.what();
  }
}

TEST(ParseArguments, RunTakesAllItsOptions) {
  const Invocation invocation =
      parse({"run", "study.toml", "-o", "out.h5", "--iterations", "5000", "--seed=7", "--device",
             "serial", "--threads", "2", "--set", "sampling.design=lhs", "--set", "study.name=a=b",
             "--quiet"});

  EXPECT_EQ(invocation.command, Command::run);
  EXPECT_EQ(invocation.path, "study.toml");
  EXPECT_EQ(invocation.output, "out.h5");
  EXPECT_EQ(invocation.device, "serial");
  EXPECT_EQ(invocation.threads, 2u);
  EXPECT_TRUE(invocation.quiet);
  EXPECT_THAT(invocation.settings,
              ElementsAre(Setting{"sampling.iterations", "5000"}, Setting{"sampling.seed", "7"},
                          Setting{"sampling.design", "lhs"}, Setting{"study.name", "a=b"}));
}

TEST(ParseArguments, WhatIsNotGivenHasItsDefault) {
  const Invocation invocation = parse({"run", "study.toml"});

  EXPECT_EQ(invocation.output, "");
  EXPECT_EQ(invocation.device, "auto");
  EXPECT_EQ(invocation.threads, 0u);
  EXPECT_FALSE(invocation.quiet);
  EXPECT_TRUE(invocation.settings.empty());
  EXPECT_EQ(parse({"report", "r.h5"}).format, ReportFormat::text);
}

TEST(ParseArguments, OptionsMayStandBeforeTheOperandAndALaterOneWins) {
  const Invocation invocation =
      parse({"report", "--format=json", "-o", "a", "r.h5", "-f", "csv", "--output=b"});

  EXPECT_EQ(invocation.path, "r.h5");
  EXPECT_EQ(invocation.format, ReportFormat::csv);
  EXPECT_EQ(invocation.output, "b");
}

TEST(ParseArguments, AfterTwoDashesEverythingIsAnOperand) {
  EXPECT_EQ(parse({"info", "--", "--seed"}).path, "--seed");
  EXPECT_EQ(parse({"info", "-"}).path, "-");
  EXPECT_EQ(parse({"run", "--quiet", "--", "-5"}).path, "-5");
}

TEST(ParseArguments, AStudyMayComeFromStandardInputWithABase) {
  EXPECT_EQ(parse({"run", "-", "--base", "models", "-o", "r.h5"}).path, "-");
  EXPECT_EQ(parse({"check", "--base=models", "-"}).base, "models");
  EXPECT_EQ(usage_error({"run", "s.toml", "--base", "models"}),
            "plume run: --base goes with a study from standard input, and 's.toml' is none (see "
            "'plume run --help')");
}

TEST(ParseArguments, AFileMayHaveTheNameOfACommand) {
  EXPECT_EQ(parse({"report", "report"}).path, "report");
  EXPECT_EQ(parse({"info", "run"}).path, "run");
}

TEST(ParseArguments, OverridesKeepTheOrderInWhichTheyAreGiven) {
  const Invocation invocation =
      parse({"run", "s.toml", "--set", "sampling.seed=1", "--seed", "9223372036854775807", "--set",
             "study.name=[a,b]", "--seed=3", "--set=sampling.seed="});

  EXPECT_THAT(
      invocation.settings,
      ElementsAre(Setting{"sampling.seed", "1"}, Setting{"sampling.seed", "9223372036854775807"},
                  Setting{"study.name", "[a,b]"}, Setting{"sampling.seed", "3"},
                  Setting{"sampling.seed", ""}));
  EXPECT_THAT(parse({"check", "s.toml", "--set", "a=1", "--set", "a=2"}).settings,
              ElementsAre(Setting{"a", "1"}, Setting{"a", "2"}));
}

TEST(ParseArguments, AShortOptionAndItsValueMayBeOneWord) {
  EXPECT_EQ(parse({"report", "r.h5", "-o=x"}).output, "x");
  EXPECT_EQ(parse({"report", "r.h5", "-ox"}).output, "x");
  EXPECT_EQ(parse({"report", "r.h5", "-f=csv"}).format, ReportFormat::csv);
}

TEST(ParseArguments, TheWordAfterAnOptionIsItsValueWhateverItLooksLike) {
  EXPECT_EQ(parse({"run", "s.toml", "-o", "--quiet"}).output, "--quiet");
  EXPECT_EQ(parse({"run", "s.toml", "-o", "--"}).output, "--");
}

TEST(ParseArguments, AsksForHelpAndVersion) {
  EXPECT_EQ(parse({"--help"}).command, Command::help);
  EXPECT_FALSE(parse({"-h"}).help_about.has_value());
  EXPECT_EQ(parse({"run", "--help"}).command, Command::help);
  EXPECT_EQ(parse({"run", "study.toml", "-h"}).help_about, Command::run);
  EXPECT_EQ(parse({"--version"}).command, Command::version);
  EXPECT_EQ(parse({"version"}).command, Command::version);
  EXPECT_EQ(parse({"devices"}).command, Command::devices);
}

TEST(ParseArguments, ConvertTakesModelsAndNeedsAnOutput) {
  const Invocation convert = parse({"convert", "a.zip", "b.csv", "-o", "out.plume.h5", "--force"});
  EXPECT_EQ(convert.command, Command::convert);
  EXPECT_EQ(convert.paths, (std::vector<std::string>{"a.zip", "b.csv"}));
  EXPECT_EQ(convert.output, "out.plume.h5");
  EXPECT_TRUE(convert.force);
  EXPECT_NE(usage_error({"convert", "a.zip"}).find("--output"), std::string::npos);
  EXPECT_NE(usage_error({"convert", "-o", "out"}).find("MODEL"), std::string::npos);
}

TEST(ParseArguments, ExplainsWrongCommands) {
  EXPECT_EQ(usage_error({}),
            "plume: A subcommand is required; commands are run, merge, convert, check, info, "
            "report, factors, devices, "
            "version (see "
            "'plume --help')");
  EXPECT_EQ(usage_error({"repotr"}),
            "plume: unknown command 'repotr'; did you mean 'report'? (see 'plume --help')");
  EXPECT_EQ(usage_error({"--verison"}),
            "plume: unknown option '--verison'; did you mean '--version'? (see 'plume --help')");
  EXPECT_EQ(usage_error({"-x"}),
            "plume: unknown option '-x'; options before a command are --help, --version (see "
            "'plume --help')");
  EXPECT_EQ(usage_error({"--quiet", "run", "s.toml"}),
            "plume: unknown option '--quiet'; options before a command are --help, --version (see "
            "'plume --help')");
  EXPECT_EQ(usage_error({"study.toml", "run"}),
            "plume: unknown command 'study.toml'; commands are run, merge, convert, check, info, "
            "report, factors, devices, "
            "version (see 'plume "
            "--help')");
}

TEST(ParseArguments, CommandsNotInThisVersionAreUnknown) {
  for (const std::string name : {"compare", "contribution", "sensitivity"}) {
    EXPECT_EQ(usage_error({name, "result.h5"}),
              "plume: unknown command '" + name +
                  "'; commands are run, merge, convert, check, info, report, factors, devices, "
                  "version (see 'plume --help')");
  }
}

TEST(ParseArguments, FormatsNotInThisVersionAreUnknown) {
  for (const std::string name : {"htm", "PDF", "xls", ""}) {
    EXPECT_EQ(usage_error({"report", "r.h5", "--format", name}),
              "plume report: --format: " + name +
                  " not in {text,csv,json,html,markdown,xlsx,pdf,pact,statement} (see 'plume "
                  "report --help')");
  }
}

TEST(ParseArguments, ExplainsWrongOptions) {
  EXPECT_EQ(usage_error({"run", "s.toml", "--iteration", "5"}),
            "plume run: unknown option '--iteration'; did you mean '--iterations'? (see 'plume run "
            "--help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--gpu"}),
            "plume run: unknown option '--gpu'; options are --help, --base, --output, "
            "--iterations, --seed, --device, "
            "--threads, "
            "--extend, --dump, --resume, --shard, --force, --set, --findings, --progress, --quiet "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--seed"}),
            "plume run: --seed: 1 required S missing (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "-o"}),
            "plume run: --output: 1 required RESULT.h5 missing (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "-o", ""}),
            "plume run: --output: the name is empty (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--output=", "x"}),
            "plume run: '--output=' has no value (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "--output=", "x", "s.toml"}),
            "plume run: '--output=' has no value (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--quiet=yes"}),
            "plume run: --quiet: takes no value (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--device", "gpu"}),
            "plume run: --device: 'gpu' is not a device; allowed: auto, cpu, cuda, cuda:0, cuda:1, "
            "…, serial (see "
            "'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--set", "seed"}),
            "plume run: --set: 'seed' is not KEY=VALUE; write it as --set sampling.seed=7 (see "
            "'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--set", "=7"}),
            "plume run: --set: '=7' is not KEY=VALUE; write it as --set sampling.seed=7 (see "
            "'plume run --help')");
}

TEST(ParseArguments, ExtendAndDumpTakeNumbersOfIterations) {
  EXPECT_EQ(parse({"run", "s.toml"}).extend, 0u);
  EXPECT_FALSE(parse({"run", "s.toml"}).dump);
  EXPECT_EQ(parse({"run", "s.toml", "--extend", "17179869184"}).extend, 17179869184u);
  EXPECT_EQ(parse({"run", "--dump=0", "s.toml"}).dump, 0u);
  EXPECT_THAT(usage_error({"run", "s.toml", "--extend", "0"}), HasSubstr("--extend"));
  EXPECT_THAT(usage_error({"run", "s.toml", "--dump", "17179869184"}), HasSubstr("--dump"));
  EXPECT_EQ(usage_error({"run", "s.toml", "--dump", "1", "--extend", "2"}),
            "plume run: --extend excludes --dump (see 'plume run --help')");
}

TEST(ParseArguments, ShardsAreTwoNumbersOrAuto) {
  EXPECT_EQ(parse({"run", "s.toml", "--shard", "3/16"}).shard, (plume::api::Shard{3, 16}));
  EXPECT_FALSE(parse({"run", "s.toml", "--shard", "3/16"}).shard_auto);
  EXPECT_TRUE(parse({"run", "s.toml", "--shard", "auto"}).shard_auto);
  EXPECT_FALSE(parse({"run", "s.toml"}).shard.has_value());
  for (const char* wrong : {"0/4", "5/4", "3", "3/", "/4", "-1/4", "1/4x", "1.0/4", "AUTO", ""}) {
    EXPECT_EQ(usage_error({"run", "s.toml", "--shard", wrong}),
              "plume run: --shard: '" + std::string(wrong) +
                  "' is not a shard; allowed: auto, or K/N with whole numbers and K from 1 to N, "
                  "such as 3/16 (see 'plume "
                  "run --help')");
  }
  EXPECT_EQ(usage_error({"run", "s.toml", "--shard", "1/2", "--extend", "2"}),
            "plume run: --extend excludes --shard (see 'plume run --help')");
}

TEST(ParseArguments, ResumeIsAFlag) {
  EXPECT_TRUE(parse({"run", "s.toml", "--resume"}).resume);
  EXPECT_FALSE(parse({"run", "s.toml"}).resume);
  EXPECT_EQ(usage_error({"run", "s.toml", "--resume", "--dump", "1"}),
            "plume run: --dump excludes --resume (see 'plume run --help')");
}

TEST(ParseArguments, FactorsTakeWordsAndWhatTheyAreOf) {
  const auto factors = parse({"factors", "natural", "gas", "--region", "CN", "--year=2022", "-f",
                              "csv", "--category", "fuel", "--gas", "CH4", "--id", "x"});
  EXPECT_EQ(factors.command, Command::factors);
  EXPECT_EQ(factors.words, "natural gas");
  EXPECT_EQ(factors.region + factors.year + factors.category, "CN2022fuel");
  EXPECT_EQ(factors.gas + " " + factors.id, "CH4 x");
  EXPECT_EQ(factors.format, ReportFormat::csv);
  EXPECT_EQ(parse({"factors"}).words, "");
  EXPECT_EQ(usage_error({"factors", "-f", "html"}),
            "plume factors: --format: html not in {text,csv,json} (see 'plume factors --help')");
}

TEST(ParseArguments, MergeTakesAnyNumberOfPartsAndWantsAResult) {
  const auto merge = parse({"merge", "a.parts", "b.parts", "-o", "r.h5"});
  EXPECT_EQ(merge.command, Command::merge);
  EXPECT_EQ(merge.paths, (std::vector<std::string>{"a.parts", "b.parts"}));
  EXPECT_EQ(merge.output, "r.h5");
  EXPECT_EQ(usage_error({"merge", "a.parts"}),
            "plume merge: --output is required (see 'plume merge --help')");
  EXPECT_EQ(usage_error({"merge", "-o", "r.h5"}),
            "plume merge: PARTS is required (see 'plume merge --help')");
}

TEST(ParseArguments, ExplainsWrongNumbers) {
  EXPECT_EQ(usage_error({"run", "s.toml", "--iterations", "1e3"}),
            "plume run: --iterations: value '1e3' is not an integer (it is written with decimals "
            "or an exponent); did you "
            "mean 1000? "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--iterations", "0"}),
            "plume run: --iterations: value '0' is not in range; allowed: 1 to 9223372036854775807 "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--seed", "-1"}),
            "plume run: --seed: value '-1' is not in range; allowed: 0 to 9223372036854775807 (see "
            "'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--threads", "0"}),
            "plume run: --threads: value '0' is not in range; allowed: 1 to 65536 (see 'plume run "
            "--help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--seed", "9223372036854775808"}),
            "plume run: --seed: value '9223372036854775808' is not in range; allowed: 0 to "
            "9223372036854775807 (see "
            "'plume run --help')");
}

TEST(ParseArguments, ExplainsMissingAndSurplusOperands) {
  EXPECT_EQ(usage_error({"run"}), "plume run: STUDY.toml is required (see 'plume run --help')");
  EXPECT_EQ(usage_error({"info", ""}),
            "plume info: MODEL|STUDY.toml|RESULT.h5|PARTS|PROJECT: the name is empty (see 'plume "
            "info --help')");
  EXPECT_EQ(usage_error({"run", "a.toml", "b.toml"}),
            "plume run: unexpected argument 'b.toml'; one STUDY.toml is expected, and 'a.toml' is "
            "given already "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "a.toml", "--", "--quiet"}),
            "plume run: unexpected argument '--quiet'; one STUDY.toml is expected, and 'a.toml' is "
            "given already "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"devices", "cuda"}),
            "plume devices: unexpected argument 'cuda'; the command takes none (see 'plume devices "
            "--help')");
}

TEST(ParseArguments, EveryUsageErrorIsOneLine) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"x"},
                                             {"run"},
                                             {"run", "a", "--seed", "x"},
                                             {"report", "r", "-f", "htm"},
                                             {"check", "a", "--quiet"}}) {
    EXPECT_EQ(usage_error(words).find('\n'), std::string::npos) << usage_error(words);
    EXPECT_THAT(usage_error(words), HasSubstr("--help')"));
  }
}

TEST(HelpText, NamesEveryCommandAndOnlyThose) {
  const std::string help = plume::help_text();

  for (const char* name : {"\n  run ", "\n  merge ", "\n  check ", "\n  info ", "\n  report ",
                           "\n  factors ", "\n  devices ", "\n  version "}) {
    EXPECT_THAT(help, HasSubstr(name));
  }
  for (const char* name : {"compare", "contribution", "sensitivity", "html", "resume"}) {
    EXPECT_EQ(help.find(name), std::string::npos) << name;
  }
}

TEST(HelpText, EachCommandTeachesWithAnExampleThatParses) {
  for (const Command command :
       {Command::run, Command::merge, Command::check, Command::info, Command::report,
        Command::factors, Command::devices, Command::version}) {
    const std::string help = plume::help_text(command);
    const std::size_t examples = help.find("\nExample");
    ASSERT_NE(examples, std::string::npos) << help;
    std::size_t count = 0;
    for (std::size_t at = help.find("\n  plume ", examples); at != std::string::npos;
         at = help.find("\n  plume ", at + 1)) {
      std::vector<std::string> words;
      std::string line = help.substr(at + 9, help.find('\n', at + 1) - at - 9);
      line = line.substr(0, line.find(" |"));
      for (std::size_t begin = 0; begin < line.size();
           begin = line.find(' ', begin) == std::string::npos ? line.size()
                                                              : line.find(' ', begin) + 1) {
        words.push_back(line.substr(begin, line.find(' ', begin) - begin));
      }
      EXPECT_EQ(parse(words).command, command) << line;
      ++count;
    }
    EXPECT_GE(count, 1u) << help;
  }
}

TEST(HelpText, OfReportHoldsUsageOptionsAndExamples) {
  const std::string help = plume::help_text(Command::report);

  for (const char* part :
       {"show the statistics of a result\n", "Usage: plume report [OPTIONS] RESULT.h5\n",
        "\nOptions:\n", "-h,--help ", "-f,--format FORMAT ", "--profile PROFILE ",
        "--language LANGUAGE ", "--labels FILE ", "--template FILE ", "-o,--output FILE ",
        " write to FILE (default: standard output)\n",
        "\n"
        "Text rounds to the digits the run knows; csv and json hold every number exactly. Nothing "
        "is computed again.\n"
        "html is one file with figures, without network and scripts; markdown, xlsx and pdf hold "
        "the same (pdf needs "
        "chromium\nor weasyprint). ",
        "\n"
        "\n"
        "Examples:\n"
        "  plume report result.h5\n"
        "  plume report result.h5 --format html -o report.html\n"
        "  plume report result.h5 --format xlsx --profile comparison --language zh -o report.xlsx\n"
        "  plume report result.h5 --format csv -o scores.csv\n"
        "  plume report result.h5 --format json | jq '.outputs[0].mean'\n"}) {
    EXPECT_THAT(help, HasSubstr(part));
  }
}

TEST(HelpText, OfRunNamesEveryOptionWithItsValue) {
  const std::string help = plume::help_text(Command::run);

  for (const char* part :
       {"Usage: plume run [OPTIONS] STUDY.toml\n", "-o,--output RESULT.h5 ", "--iterations N ",
        " the same as --set sampling.iterations=N\n", "--seed S ", "--device DEVICE ",
        " auto, cpu, cuda (all of them), cuda:1 or serial (default: auto", "--threads T ",
        "--set KEY=VALUE ", "-q,--quiet "}) {
    EXPECT_THAT(help, HasSubstr(part));
  }
}

TEST(CommandLine, IsWhatAShellWouldTake) {
  const std::vector<std::string> words = {"run", "my study.toml", "--set", "study.name=it's",
                                          "",    "$HOME"};

  EXPECT_EQ(plume::command_line(words),
            "plume run 'my study.toml' --set 'study.name=it'\\''s' '' '$HOME'");
}

}  // namespace
}  // namespace options_test
