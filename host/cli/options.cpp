// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "host/base/finding.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

enum class OptionId { output, iterations, seed, device, threads, set, quiet, format };

struct OptionSpec {
  OptionId id;
  std::string_view name;
  std::string_view short_name;  ///< may be empty
  std::string_view value;       ///< empty: a switch
  std::string_view help;
};

struct CommandSpec {
  Command command;
  std::string_view name;
  std::string_view operand;  ///< empty: takes none
  std::string_view summary;
  std::vector<OptionSpec> options;
  std::string_view text;  ///< the rest of its help: what it does, examples
};

const OptionSpec set_option{OptionId::set, "--set", "", "KEY=VALUE",
                            "any key of the study file, as sampling.design=lhs; may be given several times"};

const std::array<CommandSpec, 6>& commands() {
  static const std::array<CommandSpec, 6> list = {{
      {Command::run,
       "run",
       "STUDY.toml",
       "sample a study and write its result file",
       {{OptionId::output, "--output", "-o", "RESULT.h5", "where the result goes (default: as the study says)"},
        {OptionId::iterations, "--iterations", "", "N", "the same as --set sampling.iterations=N"},
        {OptionId::seed, "--seed", "", "S", "the same as --set sampling.seed=S"},
        {OptionId::device, "--device", "", "DEVICE",
         "auto, cpu, cuda or serial (default: auto, which is cuda where usable)"},
        {OptionId::threads, "--threads", "", "T", "processor cores to use (default: all this process may use)"},
        set_option,
        {OptionId::quiet, "--quiet", "-q", "", "no progress, no warnings, no report: only errors"}},
       "Reads the models of the study, draws their uncertainties, solves every iteration, and writes the scores with "
       "their\n"
       "statistics and everything needed to make them again. Prints warnings and progress on standard error, the "
       "report on\n"
       "standard output. The same study and seed give the same numbers, whatever the device and the number of "
       "threads.\n"
       "\n"
       "Examples:\n"
       "  plume run study.toml\n"
       "  plume run study.toml -o out/seed7.h5 --iterations 100000 --seed 7\n"
       "  plume run study.toml --set sampling.technosphere=false --set solver.tolerance=1e-9\n"},
      {Command::check,
       "check",
       "STUDY.toml|MODEL",
       "list what is wrong or doubtful, and what the model holds",
       {set_option},
       "Does everything but sample: every error and warning goes to standard error with file, line and what to do; "
       "tables of\n"
       "the model, and for a study its demands and what would be drawn, go to standard output. Exit status 3 if there "
       "are errors.\n"
       "\n"
       "Examples:\n"
       "  plume check study.toml\n"
       "  plume check models/steel.zip\n"},
      {Command::info,
       "info",
       "MODEL|STUDY.toml|RESULT.h5",
       "say what a file holds",
       {},
       "Tells by the content whether the file is a model, a study or a result. Of a result it shows the provenance: "
       "version,\n"
       "command, inputs with their SHA-256, failures and every warning of the run.\n"
       "\n"
       "Examples:\n"
       "  plume info result.h5\n"
       "  plume info models/steel.zip\n"},
      {Command::report,
       "report",
       "RESULT.h5",
       "show the statistics of a result",
       {{OptionId::format, "--format", "-f", "FORMAT", "text, csv or json (default: text)"},
        {OptionId::output, "--output", "-o", "FILE", "write to FILE (default: standard output)"}},
       "Text rounds to the digits the run knows; csv and json hold every number exactly. Nothing is computed again.\n"
       "\n"
       "Examples:\n"
       "  plume report result.h5\n"
       "  plume report result.h5 --format csv -o scores.csv\n"
       "  plume report result.h5 --format json | jq '.outputs[0].mean'\n"},
      {Command::devices,
       "devices",
       "",
       "list what Plume can run on, and why not on the rest",
       {},
       "\nExample:\n"
       "  plume devices\n"},
      {Command::version,
       "version",
       "",
       "print version, commit and compiler",
       {},
       "\nExample:\n"
       "  plume version\n"},
  }};
  return list;
}

const CommandSpec& spec_of(Command command) {
  return *std::find_if(commands().begin(), commands().end(), [&](const auto& spec) { return spec.command == command; });
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// "plume run: PROBLEM; HINT (see 'plume run --help')"
[[noreturn]] void fail(const CommandSpec* spec, const std::string& problem, const std::string& hint) {
  const std::string program = spec ? "plume " + std::string(spec->name) : "plume";
  throw UsageError(program + ": " + problem + (hint.empty() ? "" : "; " + hint) + " (see '" + program + " --help')");
}

/// The nearest of the allowed words, or all of them.
std::string hint_for(const std::string& given, const std::string& plural, const std::vector<std::string>& allowed) {
  const std::string nearest = did_you_mean(given, allowed);
  return nearest.empty() ? plural + " are " + joined(allowed) : nearest;
}

std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

std::int64_t integer(const CommandSpec& spec, const OptionSpec& option, const std::string& text, std::int64_t min,
                     std::int64_t max) {
  NumberTrouble trouble;
  if (const auto value = parse_integer(text, min, max, trouble)) return *value;
  fail(&spec, trouble.problem(option.name, text), trouble.hint);
}

/// One value that must be among a few.
template <class T, std::size_t n>
T choice(const CommandSpec& spec, const std::string& text, const std::string& what,
         const std::array<std::pair<std::string_view, T>, n>& allowed) {
  std::vector<std::string> names;
  for (const auto& [name, value] : allowed) {
    if (name == text) return value;
    names.emplace_back(name);
  }
  fail(&spec, what + " " + in_quotes(text) + " is unknown", what + "s are " + joined(names));
}

void apply(const CommandSpec& spec, const OptionSpec& option, const std::string& value, Invocation& invocation) {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  switch (option.id) {
    case OptionId::output:
      if (value.empty()) fail(&spec, "the name after " + std::string(option.name) + " is empty", "");
      invocation.output = value;
      break;
    case OptionId::iterations:
      invocation.overrides.emplace_back("sampling.iterations",
                                        std::to_string(integer(spec, option, value, 1, largest)));
      break;
    case OptionId::seed:
      invocation.overrides.emplace_back("sampling.seed", std::to_string(integer(spec, option, value, 0, largest)));
      break;
    case OptionId::device: {
      constexpr std::array<std::pair<std::string_view, std::string_view>, 4> allowed = {
          {{"auto", "auto"}, {"cpu", "cpu"}, {"cuda", "cuda"}, {"serial", "serial"}}};
      invocation.device = choice(spec, value, "device", allowed);
      break;
    }
    case OptionId::threads:
      invocation.threads = static_cast<unsigned>(integer(spec, option, value, 1, 65536));
      break;
    case OptionId::set: {
      const std::size_t equals = value.find('=');
      if (equals == std::string::npos || equals == 0) {
        fail(&spec, "--set " + in_quotes(value) + " is not KEY=VALUE", "write it as --set sampling.seed=7");
      }
      invocation.overrides.emplace_back(value.substr(0, equals), value.substr(equals + 1));
      break;
    }
    case OptionId::quiet:
      invocation.quiet = true;
      break;
    case OptionId::format: {
      constexpr std::array<std::pair<std::string_view, ReportFormat>, 3> allowed = {
          {{"text", ReportFormat::text}, {"csv", ReportFormat::csv}, {"json", ReportFormat::json}}};
      invocation.format = choice(spec, value, "format", allowed);
      break;
    }
  }
}

const OptionSpec& find_option(const CommandSpec& spec, const std::string& name) {
  std::vector<std::string> names;
  for (const OptionSpec& option : spec.options) {
    if (name == option.name || (!option.short_name.empty() && name == option.short_name)) return option;
    names.emplace_back(option.name);
  }
  names.emplace_back("--help");
  fail(&spec, "unknown option " + in_quotes(name), hint_for(name, "options", names));
}

/// "--seed=7" and "-o=x" are the option and its value; the value may hold '=' itself.
std::pair<std::string, std::optional<std::string>> split(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return {word, std::nullopt};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

Invocation parse_command(const CommandSpec& spec, std::span<const std::string> words) {
  Invocation invocation;
  invocation.command = spec.command;
  bool only_operands = false;
  bool have_path = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!only_operands && word == "--") {
      only_operands = true;
    } else if (!only_operands && word.size() > 1 && word[0] == '-') {
      if (word == "--help" || word == "-h") {
        Invocation help;
        help.help_about = spec.command;
        return help;
      }
      auto [name, value] = split(word);
      const OptionSpec& option = find_option(spec, name);
      if (option.value.empty()) {
        if (value) fail(&spec, std::string(option.name) + " takes no value", "");
      } else if (!value) {
        if (i + 1 == words.size()) {
          fail(&spec, name + " needs a value", "write it as " + name + " " + std::string(option.value));
        }
        value = words[++i];
      }
      apply(spec, option, value.value_or(""), invocation);
    } else if (spec.operand.empty()) {
      fail(&spec, "unexpected argument " + in_quotes(word), "the command takes none");
    } else if (have_path) {
      fail(
          &spec, "unexpected argument " + in_quotes(word),
          "one " + std::string(spec.operand) + " is expected, and " + in_quotes(invocation.path) + " is given already");
    } else if (word.empty()) {
      fail(&spec, "the name of " + std::string(spec.operand) + " is empty", "");
    } else {
      invocation.path = word;
      have_path = true;
    }
  }
  if (!spec.operand.empty() && !have_path) fail(&spec, std::string(spec.operand) + " is missing", "");
  return invocation;
}

std::string usage_line(const CommandSpec& spec) {
  std::string text = "plume " + std::string(spec.name);
  if (!spec.operand.empty()) text += " " + std::string(spec.operand);
  return text;
}

std::string option_lines(const CommandSpec& spec) {
  constexpr std::size_t column = 28;
  std::string text;
  const auto add = [&](std::string_view short_name, std::string_view name, std::string_view value,
                       std::string_view help) {
    std::string line = short_name.empty() ? "      " : "  " + std::string(short_name) + ", ";
    line += name;
    if (!value.empty()) line.append(" ").append(value);
    line.resize(std::max(column, line.size() + 1), ' ');
    text += line.append(help) + "\n";
  };
  for (const OptionSpec& option : spec.options) add(option.short_name, option.name, option.value, option.help);
  add("-h", "--help", "", "this text");
  return text;
}

std::string help_of(const CommandSpec& spec) {
  std::string text = "Usage: " + usage_line(spec) + (spec.options.empty() ? "" : " [options]") + "\n\n";
  text += std::string(spec.summary) + "\n\nOptions:\n" + option_lines(spec);
  return text + (spec.text.starts_with('\n') ? "" : "\n") + std::string(spec.text);
}

std::string help_of_all() {
  std::string text =
      "Plume samples a life cycle assessment model many times and reports the distribution of its scores.\n"
      "\n"
      "Usage: plume COMMAND ...\n"
      "\n"
      "Commands:\n";
  for (const CommandSpec& spec : commands()) {
    std::string line = "  " + usage_line(spec).substr(6);
    line.resize(std::max<std::size_t>(36, line.size() + 1), ' ');
    text += line.append(spec.summary) + "\n";
  }
  return text +
         "\n"
         "plume COMMAND --help shows the options of a command and examples.\n"
         "\n"
         "A first run:\n"
         "  plume check study.toml            is everything there and plausible?\n"
         "  plume run study.toml              sample; writes the result and prints a report\n"
         "  plume report result.h5 -f csv     the same numbers for a spreadsheet\n"
         "\n"
         "Exit status: 0 done, 2 wrong usage, 3 bad input (all findings are listed), 4 trouble with a device, file or "
         "disk,\n"
         "5 more iterations without a score than the study allows.\n";
}

bool is_plain(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
  return !word.empty() && word.find_first_not_of(plain) == std::string::npos;
}

}  // namespace

Invocation parse_arguments(std::span<const std::string> arguments) {
  std::vector<std::string> names;
  for (const CommandSpec& spec : commands()) names.emplace_back(spec.name);
  if (arguments.empty()) fail(nullptr, "no command is given", "commands are " + joined(names));
  const std::string& first = arguments[0];
  Invocation invocation;
  if (first == "--help" || first == "-h") return invocation;
  if (first == "--version") {
    invocation.command = Command::version;
    return invocation;
  }
  for (const CommandSpec& spec : commands()) {
    if (first == spec.name) return parse_command(spec, arguments.subspan(1));
  }
  if (first.starts_with('-')) {
    fail(nullptr, "unknown option " + in_quotes(first),
         hint_for(first, "options before a command", {"--help", "--version"}));
  }
  fail(nullptr, "unknown command " + in_quotes(first), hint_for(first, "commands", names));
}

std::string help_text(std::optional<Command> about) {
  return about && *about != Command::help ? help_of(spec_of(*about)) : help_of_all();
}

std::string command_line(std::span<const std::string> arguments) {
  std::string text = "plume";
  for (const std::string& word : arguments) {
    if (is_plain(word)) {
      text += " " + word;
      continue;
    }
    text += " '";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += "'";
  }
  return text;
}

}  // namespace plume
