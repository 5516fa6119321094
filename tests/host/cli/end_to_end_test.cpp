// SPDX-License-Identifier: Apache-2.0
// The built program as a user starts it: processes, files, exit statuses.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/host/cli/output_folder.hpp"

namespace end_to_end_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using plume::testing::OutputFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Outcome {
  int status = -1;  ///< exit status, or 1000 + signal
  std::string out, err;
};

class EndToEnd : public ::testing::Test {
 protected:
  static constexpr int killed = 1000;

  /// A writable copy of a mini study.
  fs::path copy_of(const std::string& name) const {
    fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets/mini" / name, folder_ / "study",
             fs::copy_options::recursive);
    return folder_ / "study" / "study.toml";
  }

  /// A study whose emission overflows a double in about half of the iterations.
  fs::path overflowing_study() const {
    fs::create_directories(folder_ / "study/model");
    folder_.write("study/model/processes.csv", "id,unit,amount\na,kg,1\n");
    folder_.write("study/model/flows.csv", "id,name,unit\nco2,carbon dioxide,kg\n");
    folder_.write("study/model/categories.csv", "id,name,unit\ngwp,global warming,kg\n");
    folder_.write("study/model/factors.csv", "category,flow,amount\ngwp,co2,1e8\n");
    folder_.write(
        "study/model/exchanges.csv",
        "process,type,item,amount,distribution,scale\na,emission,co2,1e300,lognormal,10\n");
    return folder_.write(
        "study/study.toml",
        "[study]\nname = \"overflow\"\n[[model]]\npath = \"model\"\n[[demand]]\nname = "
        "\"a\"\nprocess = "
        "\"a\"\n[sampling]\niterations = 1000\n[solver]\nprecision = \"double\"\n");
  }

  [[nodiscard]] pid_t start(std::vector<std::string> arguments,
                            const std::string& out_to = {}) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    const fs::path out = out_to.empty() ? folder_ / "stdout" : fs::path(out_to);
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
    ::dup2(::open((folder_ / "stderr").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    arguments.insert(arguments.begin(), PLUME_PROGRAM);
    std::vector<char*> words;
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    ::execv(PLUME_PROGRAM, words.data());
    ::_exit(127);
  }

  [[nodiscard]] Outcome finish(pid_t child) const {
    int status = 0;
    ::waitpid(child, &status, 0);
    Outcome outcome;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : killed + WTERMSIG(status);
    outcome.out = OutputFolder::read(folder_ / "stdout");
    outcome.err = OutputFolder::read(folder_ / "stderr");
    fs::remove(folder_ / "stdout");
    fs::remove(folder_ / "stderr");
    return outcome;
  }

  [[nodiscard]] Outcome run(const std::vector<std::string>& arguments,
                            const std::string& out_to = {}) const {
    return finish(start(arguments, out_to));
  }

  [[nodiscard]] json report(const fs::path& result) const {
    const Outcome outcome = run({"report", result.string(), "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return json::parse(outcome.out);
  }

  OutputFolder folder_;
};

TEST_F(EndToEnd, RunWritesWhatReportShows) {
  const fs::path study = copy_of("two-processes");
  const fs::path result = folder_ / "out.h5";

  const Outcome outcome = run({"run", study.string(), "-o", result.string()});

  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, EndsWith("\nresult: " + result.string() + "\n"));
  const json shown = report(result);
  EXPECT_EQ(shown["study"], "two-processes");
  EXPECT_EQ(shown["iterations"], 1000);
  ASSERT_EQ(shown["outputs"].size(), 2u);
  EXPECT_NEAR(shown["outputs"][0]["static"].get<double>(), 2.5596, 2.5596e-12);
  EXPECT_NEAR(shown["outputs"][1]["mean"].get<double>(), 529.8, 529.8e-7);
  EXPECT_EQ(shown["outputs"][0]["count"], 1000);
  EXPECT_THAT(outcome.out,
              HasSubstr("\nReport      plume report " + result.string() + " -o report.html\n"));
  EXPECT_EQ(folder_.num_entries(), 2u) << "the study and the result, nothing else";
}

TEST_F(EndToEnd, WithoutAnOutputTheResultLiesBesideTheStudy) {
  const fs::path study = copy_of("two-processes");

  const Outcome outcome = run({"run", study.string()});

  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const fs::path expected = study.parent_path() / "study.h5";
  EXPECT_THAT(outcome.out, EndsWith("\nresult: " + expected.string() + "\n"));
  EXPECT_TRUE(fs::is_regular_file(expected));
}

TEST_F(EndToEnd, OptionsAreTheSameAsSet) {
  const std::string study = copy_of("lognormal-chain").string();
  const auto shown = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words = {"run", study, "-o", (folder_ / "r.h5").string(), "--quiet"};
    words.insert(words.end(), options.begin(), options.end());
    EXPECT_EQ(run(words).status, 0);
    return report(folder_ / "r.h5");
  };

  const json by_option = shown({"--iterations", "300", "--seed", "7"});
  const json by_set = shown({"--set", "sampling.iterations=300", "--set", "sampling.seed=7"});
  const json other_seed = shown({"--iterations", "300", "--seed", "8"});
  const json later_wins = shown({"--iterations", "300", "--seed", "8", "--set", "sampling.seed=7"});

  EXPECT_EQ(by_option["seed"], 7);
  EXPECT_EQ(by_option["iterations"], 300);
  EXPECT_EQ(by_option["outputs"], by_set["outputs"]);
  EXPECT_EQ(by_option["outputs"], later_wins["outputs"]);
  EXPECT_NE(by_option["outputs"], other_seed["outputs"]);
  EXPECT_EQ(by_option["provenance"]["overrides"],
            json::parse(R"(["sampling.iterations=300", "sampling.seed=7"])"));
}

TEST_F(EndToEnd, DeviceAndThreadsDoNotChangeTheNumbers) {
  const std::string study = copy_of("lognormal-chain").string();
  const auto outputs = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words = {"run",     study,          "-o",  (folder_ / "r.h5").string(),
                                      "--quiet", "--iterations", "3000"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return report(folder_ / "r.h5")["outputs"];
  };

  const json expected = outputs({"--device", "cpu", "--threads", "1"});

  EXPECT_EQ(outputs({"--device", "cpu", "--threads", "2"}), expected);
  EXPECT_EQ(outputs({"--device", "serial"}), expected);
}

TEST_F(EndToEnd, QuietSaysNothing) {
  const Outcome outcome =
      run({"run", copy_of("two-processes").string(), "-o", (folder_ / "r.h5").string(), "-q"});

  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(EndToEnd, ProgramsReadLinesOfJson) {
  const std::string study = copy_of("two-processes").string(), result = (folder_ / "r.h5").string();
  const auto kinds = [&](const Outcome& outcome) {
    std::vector<std::string> found;
    std::istringstream lines(outcome.err);
    for (std::string line; std::getline(lines, line);)
      found.push_back(json::parse(line).at("kind"));
    return found;
  };
  const Outcome good =
      run({"run", study, "-o", result, "-q", "--progress", "json", "--findings=json"});
  EXPECT_EQ(good.status, 0);
  EXPECT_THAT(kinds(good), ::testing::Each("progress"));
  EXPECT_THAT(good.err, HasSubstr(R"("stage":"sampling")"));
  const Outcome bad = run({"run", study, "-o", result, "--findings", "json", "--set",
                           "sampling.sede=1", "--set", "sampling.design=\"x\""});
  EXPECT_EQ(bad.status, 3);
  EXPECT_THAT(kinds(bad), ::testing::ElementsAre("finding", "finding"));
  const Outcome missing =
      run({"run", study, "-o", (folder_ / "nowhere/r.h5").string(), "--findings", "json"});
  EXPECT_EQ(missing.status, 4);
  EXPECT_THAT(kinds(missing), ::testing::ElementsAre("message"));
}

TEST_F(EndToEnd, WrongUsageIsTwo) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"compare", "a"}, {"run"}, {"report", "r.h5", "--format", "htm"}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
}

TEST_F(EndToEnd, BadInputIsThreeAndLeavesNothing) {
  const fs::path study = copy_of("two-processes");
  const fs::path result = folder_ / "r.h5";

  const Outcome outcome = run({"run", study.string(), "-o", result.string(), "--set",
                               "sampling.sede=1", "--set", "sampling.design=\"best\""});

  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("sede"));
  EXPECT_THAT(outcome.err, HasSubstr("best"));
  EXPECT_THAT(outcome.err, EndsWith("\n2 errors, 0 warnings\n"));
  EXPECT_EQ(folder_.num_entries(), 1u);
  EXPECT_EQ(run({"check", study.string(), "--set", "sampling.sede=1"}).status, 3);
  EXPECT_EQ(run({"check", study.string()}).status, 0);
}

TEST_F(EndToEnd, EnvironmentIsFourAndLeavesNothing) {
  const fs::path study = copy_of("two-processes");
  const fs::path result = folder_ / "no such folder" / "r.h5";

  const Outcome outcome = run({"run", study.string(), "-o", result.string()});

  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "plume: error: cannot create " + result.string() +
                             ": there is no folder " + result.parent_path().string() + "\n");
  EXPECT_EQ(folder_.num_entries(), 1u);
  EXPECT_EQ(run({"report", study.string()}).status, 4);
}

TEST_F(EndToEnd, StandardOutputThatIsFullIsFour) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";

  const Outcome outcome = run({"--help"}, "/dev/full");

  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(outcome.err, "plume: error: cannot write to standard output\n");
}

TEST_F(EndToEnd, TooManyFailuresAreFiveAndTheResultIsWritten) {
  const std::string study = overflowing_study().string();
  const fs::path result = folder_ / "r.h5";

  const Outcome outcome = run({"run", study, "-o", result.string()});

  EXPECT_EQ(outcome.status, 5) << outcome.err;
  EXPECT_THAT(outcome.err, EndsWith(" of 1000 iterations have no score, more than the study allows "
                                    "(solver.max_failed_share); the result is written\n"));
  const json shown = report(result);
  const int lost = shown["failed"]["non_finite"].get<int>();
  // P(1e308·e^{10z} > 1.8e308) ≈ 0.48 of 1000: more than 11 standard deviations below
  EXPECT_GT(lost, 300);
  EXPECT_LT(lost, 650);
  EXPECT_EQ(shown["outputs"][0]["count"], 1000 - lost);
  EXPECT_EQ(
      run({"run", study, "-o", result.string(), "--set", "solver.max_failed_share=0.9"}).status, 0);
}

/// The signal, the exit status that says it, and whether the run is told to go on afterwards.
TEST_F(EndToEnd, ASignalKeepsWhatWasMadeAndResumeGoesOn) {
  const std::string study = copy_of("lognormal-chain").string();
  const std::string result = (folder_ / "r.h5").string();
  const fs::path parts = folder_ / "r.parts";
  for (const auto& [signal, status] :
       {std::pair(SIGINT, 130), std::pair(SIGTERM, 143), std::pair(SIGUSR1, 75)}) {
    const pid_t child =
        start({"run", study, "-o", result, "--iterations", "40000000", "--threads", "1"});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const fs::path lock = folder_ / ".r.h5.lock";  // from there on the signal is waited for
    while (!fs::exists(lock) && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_TRUE(fs::exists(lock));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));

    ::kill(child, signal);
    const Outcome outcome = finish(child);

    EXPECT_EQ(outcome.status, status);
    EXPECT_THAT(
        outcome.err,
        ::testing::MatchesRegex(
            "plume: [0-9]+ of 40000000 iterations are kept in .*r\\.parts; the same command "
            "with --resume goes on from there\nplume: interrupted; no result is written\n"));
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(fs::exists(parts / "manifest.json"));
    EXPECT_FALSE(fs::exists(result));
    EXPECT_FALSE(fs::exists(lock));
    fs::remove_all(parts);
  }
}

TEST_F(EndToEnd, ShardsOfAnArrayAreMergedToTheResultOfOneRun) {
  const fs::path study = copy_of("loop");
  const std::string whole = (folder_ / "whole.h5").string(), result = (folder_ / "r.h5").string();
  ASSERT_EQ(run({"run", study.string(), "-q", "-o", whole}).status, 0);
  const Outcome alone = run({"run", study.string(), "-o", result, "--shard", "auto"});
  EXPECT_EQ(alone.status, 3);
  EXPECT_EQ(alone.err,
            "--shard auto: error E0607: this is no task of a Slurm job array: SLURM_ARRAY_TASK_ID "
            "is not set; submit it "
            "with sbatch --array, or give the shard: --shard 3/16\n1 error, 0 warnings\n");

  const Outcome first = run({"run", study.string(), "-o", result, "--shard", "1/2"});
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.out, "shard 1 of 2: iterations 0 to 10239 are in " +
                           (folder_ / "r.parts").string() +
                           "\nwhen all shards are done: plume merge " +
                           (folder_ / "r.parts").string() + " -o " + result + "\n");
  EXPECT_EQ(run({"merge", (folder_ / "r.parts").string(), "-o", result}).status, 3)
      << "half of it is missing";
  EXPECT_EQ(run({"run", study.string(), "-o", result, "--shard", "2/2"}).status, 0);
  const Outcome merged = run({"merge", (folder_ / "r.parts").string(), "-o", result});
  EXPECT_EQ(merged.status, 0) << merged.err;
  EXPECT_THAT(merged.out, EndsWith("\nresult: " + result + "\n"));
  EXPECT_EQ(report(result)["outputs"], report(whole)["outputs"]);
  EXPECT_FALSE(fs::exists(folder_ / "r.parts"));
  const Outcome again = run({"run", study.string(), "-o", result, "--resume"});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.err, "plume: the result is complete already; nothing is run\n");
}

TEST_F(EndToEnd, InfoAndDevicesAnswer) {
  const Outcome info = run({"info", copy_of("several").string()});
  EXPECT_EQ(info.status, 0);
  EXPECT_THAT(info.out,
              HasSubstr("Demands     1 kg steel: 1 of steel\n            basket: 2 items\n"));

  const Outcome devices = run({"devices"});
  EXPECT_EQ(devices.status, 0);
  EXPECT_THAT(devices.out, HasSubstr("\nserial "));
}

TEST_F(EndToEnd, AResultGrowsToThatOfOneRun) {
  const fs::path study = copy_of("loop");
  const fs::path grown = folder_ / "study/study.h5", whole = folder_ / "whole.h5";
  ASSERT_EQ(run({"run", study.string(), "-q", "--iterations", "1500"}).status, 0);
  const Outcome extended = run({"run", study.string(), "--extend", "1000"});
  EXPECT_EQ(extended.status, 0) << extended.err;
  EXPECT_THAT(extended.out, HasSubstr("\nIterations  2500, seed "));
  EXPECT_THAT(run({"report", grown.string()}).out, HasSubstr("; made in 2 parts"));
  ASSERT_EQ(run({"run", study.string(), "-q", "--iterations", "2500", "-o", whole.string()}).status,
            0);
  EXPECT_EQ(report(grown)["outputs"], report(whole)["outputs"]);
  EXPECT_EQ(report(grown)["iterations"], 2500);
  EXPECT_THAT(run({"info", grown.string()}).out, HasSubstr("Extended    "));
  const Outcome refused = run({"run", study.string(), "--extend", "10", "--seed", "999"});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("error E0601: the result cannot be extended: its seed is "));
}

TEST_F(EndToEnd, AFailedIterationIsNamedAndCanBeLookedAt) {
  const fs::path study = overflowing_study();
  const Outcome outcome = run({"run", study.string(), "--set", "solver.max_failed_share=1"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const json failed = report(folder_ / "study/study.h5")["failed_iterations"]["non_finite"];
  ASSERT_FALSE(failed.empty());
  const std::string number = std::to_string(failed[0].get<int>());
  EXPECT_THAT(outcome.out, HasSubstr("'plume run --dump " + number + " "));
  const Outcome dump =
      run({"run", study.string(), "--dump", number, "-o", (folder_ / "dump").string()});
  EXPECT_EQ(dump.status, 0) << dump.err;
  EXPECT_THAT(dump.out, HasSubstr("Status      non_finite\n"));
  EXPECT_THAT(OutputFolder::read(folder_ / "dump/scores.csv"),
              HasSubstr("a,gwp,kg,non_finite,nan,nan,"));
  EXPECT_TRUE(fs::exists(folder_ / "dump/biosphere.csv"));
}

/// What docs/command-line.md shows of `plume factors` is what the program does.
TEST_F(EndToEnd, FactorsAreFoundAsDocumented) {
  std::ifstream page(PLUME_SOURCE_DIR "/docs/command-line.md");
  int examples = 0;
  std::string shown;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) inside = line == "## plume factors";
    if (!inside || !line.starts_with("    ")) continue;
    line.erase(0, 4);
    if (!line.starts_with("plume factors ")) {
      if (!line.starts_with("$ ")) shown += line + "\n";
      continue;
    }
    ++examples;
    std::istringstream words(line.substr(std::string("plume ").size()));
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << line;
    EXPECT_EQ(outcome.err, "") << line;
    EXPECT_THAT(outcome.out, Not(StartsWith("0 of"))) << line;
    EXPECT_GT(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 2) << line;
  }
  EXPECT_EQ(examples, 4);
  EXPECT_EQ(run({"factors", "sichaun"}).out, shown);
}

TEST_F(EndToEnd, AFactorThatWasFoundCanBeUsedByItsId) {
  const json found =
      json::parse(run({"factors", "natural", "gas", "--gas", "CO2", "-f", "json"}).out);
  ASSERT_EQ(found["factors"].size(), 1u);
  const std::string id = found["factors"][0]["id"];
  folder_.write("site/study.toml",
                "[study]\nname = 'site'\n[inventory]\nactivities = "
                "'activities.csv'\n[sampling]\niterations = 100\n");
  folder_.write("site/activities.csv",
                "source,scope,amount,unit,factor,evidence\nboiler,1,2,TJ (NCV)," + id + ",M-1\n");
  const fs::path result = folder_ / "site.h5";

  const Outcome outcome =
      run({"run", (folder_ / "site/study.toml").string(), "-o", result.string()});

  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NEAR(report(result)["outputs"][0]["static"].get<double>(),
              2.0 * found["factors"][0]["value"].get<double>() / 1000.0, 1e-9)
      << "in t";
  const Outcome none = run({"factors", "--id", id + "x"});
  EXPECT_EQ(none.status, 3);
  EXPECT_THAT(none.out, HasSubstr("did you mean '" + id + "'"));
}

}  // namespace
}  // namespace end_to_end_test
