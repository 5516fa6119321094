// SPDX-License-Identifier: Apache-2.0
// The command line as data: what the words after "plume" ask for. docs/command-line.md.
//
// CLI11 parses, writes the help texts and says what is wrong; it is seen in options.cpp only, and
// none of its exceptions leaves it. The hints for misspelt words are ours.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/api/policy.hpp"
#include "host/api/run_file.hpp"
#include "host/cli/console.hpp"
#include "host/report/report_request.hpp"

namespace plume {

enum class Command { run, merge, convert, check, info, report, factors, devices, version, help };
enum class ProgressShown { on_terminal, json, none };

/// One --set KEY=VALUE.
struct Setting {
  std::string key, value;
  bool operator==(const Setting&) const = default;
};

struct Invocation {
  Command command = Command::help;
  std::optional<Command> help_about;  ///< help: of which command; none: of all
  /// STUDY.toml, MODEL or RESULT.h5; of run and check "-": standard input
  std::string path;
  /// --base: the folder of a study from standard input; empty: this one
  std::string base;
  std::string output;  ///< -o; empty: not given
  std::string device = "auto";
  unsigned threads = 0;  ///< 0: not given
  /// --set, --iterations, --seed in the order given; a later one wins
  std::vector<Setting> settings;
  std::uint64_t extend = 0;           ///< --extend; 0: not given
  std::optional<std::uint64_t> dump;  ///< --dump
  bool resume = false;                ///< --resume
  bool force = false;                 ///< --force
  bool verify = false;                ///< --verify of info
  std::optional<api::Shard> shard;    ///< --shard K/N
  bool shard_auto = false;            ///< --shard auto: as the environment says
  /// of merge: folders of parts, and parts; of convert: models or a study
  std::vector<std::string> paths;
  ReportFormat format = ReportFormat::text;
  std::string profile;  ///< --profile of a report; empty: not given
  /// --language of a report; empty: not given
  std::string language;
  /// --labels of a report: a file; empty: none
  std::string labels;
  /// --template of a report: a file; empty: none
  std::string report_template;
  std::string words;                                    ///< of factors: what to look for
  std::string region, year, category;                   ///< of factors; empty: any
  std::string gas, id;                                  ///< of factors; empty: any
  std::vector<api::PolicyRule> policy;                  ///< --policy of check, in the order given
  Telling findings = Telling::words;                    ///< --findings
  ProgressShown progress = ProgressShown::on_terminal;  ///< --progress of a run
  bool quiet = false;
};

/// The words cannot be understood: exit status 2. what() is the whole message, one line.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `arguments`: without the program's name. Throws UsageError.
[[nodiscard]] Invocation parse_arguments(std::span<const std::string> arguments);

/// What `plume --help` or `plume COMMAND --help` prints.
[[nodiscard]] std::string help_text(std::optional<Command> about = {});

/// The arguments as a shell would take them, for the provenance: "plume run 'my study.toml' --seed
/// 7".
[[nodiscard]] std::string command_line(std::span<const std::string> arguments);

}  // namespace plume
