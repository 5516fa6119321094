// SPDX-License-Identifier: Apache-2.0
// kill_everywhere SHAPE OPERATION STUDY.toml FOLDER STEP: runs the operation (run, resume, extend,
// merge; or run_figures, … without samples) again and again, each time in a child that dies (SHAPE
// kill) or finds the disk full (SHAPE full), or the quota used up (SHAPE quota), at a later call
// that changes FOLDER, STEP calls further, until there is none left. After each, a second child
// looks at what is there, finishes the work and compares it, bit by bit, with what an undisturbed
// run gives. Prints the last call that it came to; exit status 1, with the call and the reason on
// stderr, at the first that is not as it should be.
//
// To be started with tests/support/kill_shim.cpp preloaded. This process only forks and copies: it
// never runs a study, so that every child begins with the shim's count at nought, and without
// starting a program anew.
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/run/merge.hpp"
#include "host/run/run_study.hpp"
#include "host/store/lock_file.hpp"
#include "host/store/parts.hpp"
#include "tests/host/store/figures_numbers.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t total = 3000, before_extension = 1100;
constexpr int disk_full = 4;

struct Stopped {};

struct Scenario {
  std::string operation;
  fs::path study, folder;
  bool samples = true;
  [[nodiscard]] fs::path result() const { return folder / "r.h5"; }
  [[nodiscard]] fs::path parts() const { return folder / "r.parts"; }
};

RunOptions options_for(const Scenario& scenario) {
  RunOptions options;
  options.result_path = scenario.result();
  options.device = "serial";
  options.batch = 512;
  options.command = "plume run";
  options.parts.seconds = 0.0;  // every batch is a part
  options.overrides = {{"sampling.iterations", std::to_string(total)}};
  if (!scenario.samples) options.overrides.emplace_back("result.samples", "false");
  return options;
}

/// A run, all of it or until more than `stop_after` iterations are done.
void run(const Scenario& scenario, bool resume, std::uint64_t stop_after = total) {
  RunOptions options = options_for(scenario);
  options.resume = resume;
  if (stop_after < total) {
    options.batch = stop_after;
    options.progress = [](const RunProgress& progress) {
      if (progress.done > 0) throw Stopped();
    };
  }
  (void)run_study(scenario.study, options);
}

void extend(const Scenario& scenario, bool resume) {
  RunOptions options = options_for(scenario);
  options.overrides.clear();
  options.extend = total - before_extension;
  options.resume = resume;
  (void)run_study(scenario.study, options);
}

void run_shards(const Scenario& scenario) {
  for (std::uint64_t k = 1; k <= 2; ++k) {
    RunOptions options = options_for(scenario);
    options.shard = Shard{k, 2};
    options.batch = 1024;
    (void)run_study(scenario.study, options);
  }
}

/// What is there before the operation.
void prepare(const Scenario& scenario) {
  if (scenario.operation == "resume") {
    try {
      run(scenario, false, 700);
    } catch (const Stopped&) {
    }
  } else if (scenario.operation == "extend") {
    RunOptions options = options_for(scenario);
    options.overrides.front().second = std::to_string(before_extension);
    (void)run_study(scenario.study, options);
  } else if (scenario.operation == "merge") {
    run_shards(scenario);
  }
}

void operate(const Scenario& scenario) {
  if (scenario.operation == "extend") return extend(scenario, false);
  if (scenario.operation == "merge") {
    (void)merge_parts({scenario.parts()}, scenario.result(), "plume merge");
    return;
  }
  run(scenario, scenario.operation == "resume");
}

/// What a person does after the trouble.
void finish(const Scenario& scenario) {
  if (scenario.operation == "extend") return extend(scenario, true);
  if (scenario.operation != "merge") return run(scenario, true);
  if (fs::exists(scenario.parts()))
    (void)merge_parts({scenario.parts()}, scenario.result(), "plume merge");
}

void append(std::vector<std::uint64_t>& bits, const std::vector<double>& values) {
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
}

/// Samples, statuses and all statistics.
std::vector<std::uint64_t> bits_of(const fs::path& path) {
  const ResultFile file(path);
  std::vector<std::uint64_t> bits = {file.totals().iterations};
  if (file.header().samples) {
    for (std::size_t d = 0; d < file.header().axes.demands.size(); ++d) {
      for (std::size_t k = 0; k < file.header().axes.categories.size(); ++k)
        append(bits, file.samples(d, k));
    }
    for (const IterationStatus status : file.status())
      bits.push_back(static_cast<std::uint64_t>(status));
  } else {
    append(bits, sample::numbers_of(file.figures()));
  }
  for (const Summary& s : file.summaries()) {
    append(bits, {s.mean, s.se_mean, s.sd, s.median, s.se_median, s.minimum, s.maximum});
    append(bits, {s.quantiles.begin(), s.quantiles.end()});
    append(bits, {s.se_quantiles.begin(), s.se_quantiles.end()});
    bits.push_back(s.count);
    bits.push_back(s.replicates);
  }
  return bits;
}

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

/// In the second child: the result is whole or absent; the work can be finished; the end is that of
/// no trouble.
void inspect(const Scenario& scenario, const fs::path& expected, bool was_full) {
  const bool had_result = scenario.operation == "extend";
  if (fs::exists(scenario.result())) {
    const std::uint64_t iterations = ResultFile(scenario.result()).totals().iterations;
    demand(iterations == total || (had_result && iterations == before_extension),
           "the result is not whole");
    if (was_full)
      demand(had_result && iterations == before_extension, "a result in spite of the full disk");
  } else {
    demand(!had_result, "the result that was to be extended is gone");
  }
  const bool had_parts = scenario.operation == "resume" || scenario.operation == "merge";
  if (was_full && had_parts) {
    const Parts parts = Parts::open(scenario.parts());
    demand(parts.damaged().empty() && parts.num_iterations(0, 700) == 700,
           "earlier parts are not intact");
  }
  finish(scenario);
  demand(bits_of(scenario.result()) == bits_of(expected),
         "the numbers are not those of an undisturbed run");
  demand(!fs::exists(scenario.parts()), "the folder of parts is still there");
  for (const auto& entry : fs::directory_iterator(scenario.folder)) {
    const std::string name = entry.path().filename().string();
    demand(name.find(".tmp-") == std::string::npos,
           "the temporary file of a dead process is still there: " + name);
  }
  // Where nothing was left to do, the dead process's lock file stays; it blocks nobody.
  demand(scenario.operation == "merge" || !fs::exists(lock_path(scenario.result())),
         "the lock is still there");
}

struct End {
  int signal = 0;
  int status = 0;
};

/// Runs `action` in a child: 0 if it returns, `disk_full` for an Error (which must say what it is
/// told to), 1 for anything else.
End in_child(const std::function<void()>& action, bool full) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    int status = 0;
    try {
      action();
    } catch (const Error& error) {
      const std::string words = error.what();
      const bool named = words.find("No space left on device") != std::string::npos ||
                         words.find("Disk quota exceeded") != std::string::npos;
      const bool good = full && named && words.find(" bytes") != std::string::npos &&
                        words.find("/r.") != std::string::npos;
      if (!good) std::fprintf(stderr, "%s\n", error.what());
      status = good ? disk_full : 1;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      status = 1;
    }
    std::fflush(stderr);
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : 0};
}

int all_calls(const std::string& shape, const Scenario& scenario, int step) {
  const bool full = shape != "kill";
  const fs::path aside = scenario.folder.string() + ".prepared";
  const Scenario undisturbed{"run", scenario.study, scenario.folder.string() + ".expected",
                             scenario.samples};
  ::unsetenv("PLUME_SHIM_FOLDER");
  fs::create_directories(undisturbed.folder);
  fs::create_directories(scenario.folder);
  if (in_child([&] { run(undisturbed, false); }, false).status != 0) return 1;
  if (in_child([&] { prepare(scenario); }, false).status != 0) return 1;
  fs::rename(scenario.folder, aside);
  int call = 1;  // the last one is beyond them all
  for (;; call += step) {
    fs::remove_all(scenario.folder);
    fs::copy(aside, scenario.folder, fs::copy_options::recursive);
    const End end = in_child(
        [&] {
          ::setenv("PLUME_SHIM_FOLDER", scenario.folder.c_str(), 1);
          if (shape == "quota") ::setenv("PLUME_SHIM_QUOTA", "1", 1);
          ::setenv(full ? "PLUME_SHIM_FULL" : "PLUME_SHIM_KILL", std::to_string(call).c_str(), 1);
          operate(scenario);
        },
        full);
    const bool through = end.signal == 0 && end.status == 0;
    const bool as_asked = full ? end.status == disk_full : end.signal == SIGKILL;
    if (!through && !as_asked) {
      std::fprintf(stderr, "%s %s at call %d: signal %d, status %d\n", shape.c_str(),
                   scenario.operation.c_str(), call, end.signal, end.status);
      return 1;
    }
    // A full disk may spare the lock's text, which is for messages only: then all is well at once.
    if (!through || call == 1) {
      const bool check_full = full && !through;
      if (in_child([&] { inspect(scenario, undisturbed.result(), check_full); }, false).status !=
          0) {
        std::fprintf(stderr, "%s %s at call %d\n", shape.c_str(), scenario.operation.c_str(), call);
        return 1;
      }
    }
    if (through) break;
  }
  std::printf("%d\n", call - step);
  return 0;
}

}  // namespace
}  // namespace plume

int main(int argc, char** argv) {
  const int step = argc == 6 ? std::atoi(argv[5]) : 0;
  if (step < 1) {
    std::fprintf(stderr,
                 "usage: kill_everywhere kill|full|quota run|resume|extend|merge[_figures] "
                 "STUDY.toml FOLDER STEP\n");
    return 2;
  }
  const std::string operation = argv[2];
  const std::size_t mark = operation.find("_figures");
  return plume::all_calls(
      argv[1], {operation.substr(0, mark), argv[3], argv[4], mark == std::string::npos}, step);
}
