// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using plume::Command;
using plume::Invocation;
using plume::Override;
using plume::ReportFormat;
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
      parse({"run", "study.toml", "-o", "out.h5", "--iterations", "5000", "--seed=7", "--device", "serial", "--threads",
             "2", "--set", "sampling.design=lhs", "--set", "study.name=a=b", "--quiet"});

  EXPECT_EQ(invocation.command, Command::run);
  EXPECT_EQ(invocation.path, "study.toml");
  EXPECT_EQ(invocation.output, "out.h5");
  EXPECT_EQ(invocation.device, "serial");
  EXPECT_EQ(invocation.threads, 2u);
  EXPECT_TRUE(invocation.quiet);
  EXPECT_THAT(invocation.overrides, ElementsAre(Override{"sampling.iterations", "5000"}, Override{"sampling.seed", "7"},
                                                Override{"sampling.design", "lhs"}, Override{"study.name", "a=b"}));
}

TEST(ParseArguments, WhatIsNotGivenHasItsDefault) {
  const Invocation invocation = parse({"run", "study.toml"});

  EXPECT_EQ(invocation.output, "");
  EXPECT_EQ(invocation.device, "auto");
  EXPECT_EQ(invocation.threads, 0u);
  EXPECT_FALSE(invocation.quiet);
  EXPECT_TRUE(invocation.overrides.empty());
  EXPECT_EQ(parse({"report", "r.h5"}).format, ReportFormat::text);
}

TEST(ParseArguments, OptionsMayStandBeforeTheOperandAndALaterOneWins) {
  const Invocation invocation = parse({"report", "--format=json", "-o", "a", "r.h5", "-f", "csv", "--output=b"});

  EXPECT_EQ(invocation.path, "r.h5");
  EXPECT_EQ(invocation.format, ReportFormat::csv);
  EXPECT_EQ(invocation.output, "b");
}

TEST(ParseArguments, AfterTwoDashesEverythingIsAnOperand) {
  EXPECT_EQ(parse({"info", "--", "--seed"}).path, "--seed");
  EXPECT_EQ(parse({"info", "-"}).path, "-");
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

TEST(ParseArguments, ExplainsWrongCommands) {
  EXPECT_EQ(usage_error({}),
            "plume: no command is given; commands are run, check, info, report, devices, version (see 'plume --help')");
  EXPECT_EQ(usage_error({"repotr"}), "plume: unknown command 'repotr'; did you mean 'report'? (see 'plume --help')");
  EXPECT_EQ(usage_error({"--verison"}),
            "plume: unknown option '--verison'; did you mean '--version'? (see 'plume --help')");
  EXPECT_EQ(usage_error({"-x"}),
            "plume: unknown option '-x'; options before a command are --help, --version (see 'plume --help')");
}

TEST(ParseArguments, CommandsNotInThisVersionAreUnknown) {
  for (const std::string name : {"compare", "contribution", "sensitivity", "merge"}) {
    EXPECT_EQ(usage_error({name, "result.h5"}),
              "plume: unknown command '" + name +
                  "'; commands are run, check, info, report, devices, version (see 'plume --help')");
  }
}

TEST(ParseArguments, FormatsNotInThisVersionAreUnknown) {
  for (const std::string name : {"html", "pdf", "xlsx", ""}) {
    EXPECT_EQ(
        usage_error({"report", "r.h5", "--format", name}),
        "plume report: format '" + name + "' is unknown; formats are text, csv, json (see 'plume report --help')");
  }
}

TEST(ParseArguments, ExplainsWrongOptions) {
  EXPECT_EQ(usage_error({"run", "s.toml", "--iteration", "5"}),
            "plume run: unknown option '--iteration'; did you mean '--iterations'? (see 'plume run --help')");
  EXPECT_EQ(
      usage_error({"run", "s.toml", "--resume"}),
      "plume run: unknown option '--resume'; options are --output, --iterations, --seed, --device, --threads, --set, "
      "--quiet, --help (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--seed"}),
            "plume run: --seed needs a value; write it as --seed S (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "-o"}),
            "plume run: -o needs a value; write it as -o RESULT.h5 (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "-o", ""}),
            "plume run: the name after --output is empty (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--quiet=yes"}),
            "plume run: --quiet takes no value (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--device", "gpu"}),
            "plume run: device 'gpu' is unknown; devices are auto, cpu, cuda, serial (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--set", "seed"}),
            "plume run: --set 'seed' is not KEY=VALUE; write it as --set sampling.seed=7 (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--set", "=7"}),
            "plume run: --set '=7' is not KEY=VALUE; write it as --set sampling.seed=7 (see 'plume run --help')");
}

TEST(ParseArguments, ExplainsWrongNumbers) {
  EXPECT_EQ(usage_error({"run", "s.toml", "--iterations", "1e3"}),
            "plume run: --iterations '1e3' is not an integer (it is written with decimals or an exponent); did you "
            "mean 1000? "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--iterations", "0"}),
            "plume run: --iterations '0' is not in range; allowed: 1 to 9223372036854775807 (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--seed", "-1"}),
            "plume run: --seed '-1' is not in range; allowed: 0 to 9223372036854775807 (see 'plume run --help')");
  EXPECT_EQ(usage_error({"run", "s.toml", "--threads", "0"}),
            "plume run: --threads '0' is not in range; allowed: 1 to 65536 (see 'plume run --help')");
}

TEST(ParseArguments, ExplainsMissingAndSurplusOperands) {
  EXPECT_EQ(usage_error({"run"}), "plume run: STUDY.toml is missing (see 'plume run --help')");
  EXPECT_EQ(usage_error({"info", ""}),
            "plume info: the name of MODEL|STUDY.toml|RESULT.h5 is empty (see 'plume info --help')");
  EXPECT_EQ(usage_error({"run", "a.toml", "b.toml"}),
            "plume run: unexpected argument 'b.toml'; one STUDY.toml is expected, and 'a.toml' is given already "
            "(see 'plume run --help')");
  EXPECT_EQ(usage_error({"devices", "cuda"}),
            "plume devices: unexpected argument 'cuda'; the command takes none (see 'plume devices --help')");
}

TEST(ParseArguments, EveryUsageErrorIsOneLine) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"x"}, {"run"}, {"run", "a", "--seed", "x"}, {"report", "r", "-f", "html"}, {"check", "a", "--quiet"}}) {
    EXPECT_EQ(usage_error(words).find('\n'), std::string::npos) << usage_error(words);
    EXPECT_THAT(usage_error(words), HasSubstr("--help')"));
  }
}

TEST(HelpText, NamesEveryCommandAndOnlyThose) {
  const std::string help = plume::help_text();

  for (const char* name : {"\n  run STUDY.toml ", "\n  check STUDY.toml|MODEL ", "\n  info MODEL|STUDY.toml|RESULT.h5 ",
                           "\n  report RESULT.h5 ", "\n  devices ", "\n  version "}) {
    EXPECT_THAT(help, HasSubstr(name));
  }
  for (const char* name : {"compare", "contribution", "sensitivity", "merge", "html", "resume"}) {
    EXPECT_EQ(help.find(name), std::string::npos) << name;
  }
}

TEST(HelpText, EachCommandTeachesWithAnExampleThatParses) {
  for (const Command command :
       {Command::run, Command::check, Command::info, Command::report, Command::devices, Command::version}) {
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
           begin = line.find(' ', begin) == std::string::npos ? line.size() : line.find(' ', begin) + 1) {
        words.push_back(line.substr(begin, line.find(' ', begin) - begin));
      }
      EXPECT_EQ(parse(words).command, command) << line;
      ++count;
    }
    EXPECT_GE(count, 1u) << help;
  }
}

TEST(HelpText, OfReportIsThisTextExactly) {
  EXPECT_EQ(
      plume::help_text(Command::report),
      "Usage: plume report RESULT.h5 [options]\n"
      "\n"
      "show the statistics of a result\n"
      "\n"
      "Options:\n"
      "  -f, --format FORMAT       text, csv or json (default: text)\n"
      "  -o, --output FILE         write to FILE (default: standard output)\n"
      "  -h, --help                this text\n"
      "\n"
      "Text rounds to the digits the run knows; csv and json hold every number exactly. Nothing is computed again.\n"
      "\n"
      "Examples:\n"
      "  plume report result.h5\n"
      "  plume report result.h5 --format csv -o scores.csv\n"
      "  plume report result.h5 --format json | jq '.outputs[0].mean'\n");
}

TEST(CommandLine, IsWhatAShellWouldTake) {
  const std::vector<std::string> words = {"run", "my study.toml", "--set", "study.name=it's", "", "$HOME"};

  EXPECT_EQ(plume::command_line(words), "plume run 'my study.toml' --set 'study.name=it'\\''s' '' '$HOME'");
}

}  // namespace
