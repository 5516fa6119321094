// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "host/base/finding.hpp"
#include "host/base/joined.hpp"
#include "host/base/numbers.hpp"
#include "host/report/report_template.hpp"

namespace plume {
namespace {

/// docs/study-file.md, sampling.iterations
constexpr std::int64_t most_iterations = std::int64_t{1} << 34;

const std::pair<const char*, ReportFormat> formats[] = {{"text", ReportFormat::text},
                                                        {"csv", ReportFormat::csv},
                                                        {"json", ReportFormat::json},
                                                        {"html", ReportFormat::html},
                                                        {"markdown", ReportFormat::markdown},
                                                        {"xlsx", ReportFormat::xlsx},
                                                        {"pdf", ReportFormat::pdf},
                                                        {"pact", ReportFormat::pact},
                                                        {"statement", ReportFormat::statement}};

/// An integer in [min, max]; CLI11's own would take "0x10" and not say what was meant by "1e3".
CLI::Validator integer(std::int64_t min, std::int64_t max) {
  const auto check = [min, max](std::string& text) -> std::string {
    NumberTrouble trouble;
    if (const auto value = parse_integer(text, min, max, trouble)) {
      text = std::to_string(*value);
      return {};
    }
    return trouble.problem("value", text) + (trouble.hint.empty() ? "" : "; " + trouble.hint);
  };
  return CLI::Validator(check, "");
}

CLI::Validator not_empty() {
  return CLI::Validator(
      [](std::string& text) { return std::string(text.empty() ? "the name is empty" : ""); }, "");
}

/// For a switch: CLI11 would take "--quiet=false".
CLI::Validator no_value() {
  return CLI::Validator(
      [](std::string& text) { return std::string(text == "true" ? "" : "takes no value"); }, "");
}

CLI::Validator one_of(const std::vector<std::string>& names) {
  return CLI::IsMember(names).description("");
}

/// A device, or one CUDA device by its number: "cuda:1".
CLI::Validator device_name() {
  const auto check = [](std::string& text) -> std::string {
    const bool by_number = text.starts_with("cuda:") && text.size() > 5 &&
                           text.find_first_not_of("0123456789", 5) == std::string::npos;
    if (by_number || text == "auto" || text == "cpu" || text == "cuda" || text == "serial")
      return {};
    return "'" + text + "' is not a device; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial";
  };
  return CLI::Validator(check, "");
}

CLI::Validator key_and_value() {
  const auto check = [](std::string& text) -> std::string {
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos && equals != 0) return {};
    return "'" + text + "' is not KEY=VALUE; write it as --set sampling.seed=7";
  };
  return CLI::Validator(check, "");
}

/// "-o=x" is "-o x": CLI11 takes the equals sign after a short name for a part of the value.
CLI::Validator after_equals() {
  const auto cut = [](std::string& text) {
    if (text.starts_with('=')) text.erase(0, 1);
    return std::string();
  };
  return CLI::Validator(cut, "");
}

/// The nearest of the allowed words, or all of them.
std::string hint_for(const std::string& given, const std::string& plural,
                     const std::vector<std::string>& allowed) {
  const std::string nearest = did_you_mean(given, allowed);
  return nearest.empty() ? plural + " are " + joined(allowed) : nearest;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What CLI11 parses into; used once.
class CommandLine {
 public:
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Invocation parse(std::span<const std::string> words);
  std::string help(std::optional<Command> about) const;

 private:
  CLI::App* add_command(Command command, const char* name, const char* summary, const char* footer);
  void add_operand(CLI::App* command, const char* name, const char* help);
  void add_output(CLI::App* command, const char* value, const char* help);
  void add_format(CLI::App* command, const std::vector<std::string>& names, const char* help);
  /// An option that is short for a --set; they count in the order given.
  void add_override(CLI::App* command, const char* name, const char* value, std::int64_t min,
                    const char* key);
  void add_set(CLI::App* command);
  void add_base(CLI::App* command);
  void add_force(CLI::App* command);
  void add_findings(CLI::App* command);
  void add_run();
  void add_long_run(CLI::App* run, CLI::Option* extend, CLI::Option* dump);
  void add_merge();
  void add_convert();
  void add_check();
  void add_info();
  void add_report();
  void add_factors();

  const CLI::App* chosen() const;
  std::string explain(std::span<const std::string> words, std::string problem) const;

  CLI::App app_{
      "Plume samples a life cycle assessment model many times and reports the distribution of its "
      "scores.",
      "plume"};
  std::vector<std::pair<Command, CLI::App*>> commands_;
  Invocation invocation_;
};

CommandLine::CommandLine() {
  app_.get_formatter()->column_width(28);
  app_.get_formatter()->label("SUBCOMMAND", "COMMAND ...");
  app_.get_formatter()->label("Positionals", "Operand");
  app_.get_formatter()->label("REQUIRED", "");  // the usage line shows it
  app_.set_help_flag("-h,--help", "this text");
  app_.set_version_flag("--version", "", "print version, commit and compiler");
  app_.require_subcommand(1);
  app_.footer(
      "plume COMMAND --help shows the options of a command and examples.\n"
      "\n"
      "A first run:\n"
      "  plume check study.toml            is everything there and plausible?\n"
      "  plume run study.toml              sample; writes the result and prints one screen\n"
      "  plume report result.h5 -f csv     the same numbers for a spreadsheet\n"
      "\n"
      "Exit status: 0 done, 2 wrong usage, 3 bad input (all findings are listed), 4 trouble with a "
      "device, file or "
      "disk,\n"
      "5 more iterations without a score than the study allows.");
  add_run();
  add_merge();
  add_convert();
  add_check();
  add_info();
  add_report();
  add_factors();
  add_command(Command::devices, "devices", "list what Plume can run on, and why not on the rest",
              "Example:\n"
              "  plume devices");
  add_command(Command::version, "version", "print version, commit and compiler",
              "Example:\n"
              "  plume version");
}

void CommandLine::add_run() {
  CLI::App* run = add_command(
      Command::run, "run", "sample a study and write its result file",
      "Reads the models of the study, draws their uncertainties, solves every iteration, and "
      "writes the scores with "
      "their\n"
      "statistics and everything needed to make them again. Prints warnings and progress on "
      "standard error, the "
      "report on\n"
      "standard output. The same study and seed give the same numbers, whatever the device and the "
      "number of "
      "threads.\n"
      "\n"
      "Examples:\n"
      "  plume run study.toml\n"
      "  plume run study.toml -o out/seed7.h5 --iterations 100000 --seed 7\n"
      "  plume run study.toml --set sampling.technosphere=false --set solver.tolerance=1e-9\n"
      "  plume run study.toml --extend 90000\n"
      "  plume run study.toml --resume\n"
      "  plume run study.toml --shard 3/16\n"
      "  plume run study.toml --dump 17 -o iteration-17\n"
      "  make-study | plume run - --base models -o result.h5");
  add_operand(run, "STUDY.toml", "the study to sample; - reads it from standard input");
  add_base(run);
  add_output(run, "RESULT.h5", "where the result goes (default: as the study says)");
  add_override(run, "--iterations", "N", 1, "sampling.iterations");
  add_override(run, "--seed", "S", 0, "sampling.seed");
  run->add_option("--device", invocation_.device,
                  "auto, cpu, cuda (all of them), cuda:1 or serial (default: auto, which is cuda "
                  "where usable)")
      ->type_name("DEVICE")
      ->take_last()
      ->check(device_name());
  run->add_option("--threads", invocation_.threads,
                  "processor cores to use (default: all this process may use)")
      ->type_name("T")
      ->take_last()
      ->transform(integer(1, 65536));
  const auto set_extend = [this](const std::string& given) {
    invocation_.extend = std::stoull(given);
  };
  CLI::Option* extend = run->add_option_function<std::string>(
                               "--extend", set_extend, "add N iterations to the finished result")
                            ->type_name("N")
                            ->take_last()
                            ->transform(integer(1, most_iterations));
  const auto set_dump = [this](const std::string& given) { invocation_.dump = std::stoull(given); };
  CLI::Option* dump = run->add_option_function<std::string>(
                             "--dump", set_dump,
                             "run only this iteration and write its matrices to the folder of -o")
                          ->type_name("ITERATION")
                          ->take_last()
                          ->transform(integer(0, most_iterations - 1))
                          ->excludes(extend);
  add_long_run(run, extend, dump);
  add_force(run);
  add_set(run);
  add_findings(run);
  const auto set_progress = [this](const std::string& given) {
    invocation_.progress = given == "json"   ? ProgressShown::json
                           : given == "none" ? ProgressShown::none
                                             : ProgressShown::on_terminal;
  };
  run->add_option_function<std::string>(
         "--progress", set_progress,
         "text on a terminal, json: an object a line on standard error, also with -q, or none "
         "(default: text)")
      ->type_name("FORMAT")
      ->take_last()
      ->check(one_of({"text", "json", "none"}));
  run->add_flag("-q,--quiet", invocation_.quiet, "no progress, no warnings, no report: only errors")
      ->check(no_value());
}

/// What a program that runs this one reads on standard error.
void CommandLine::add_findings(CLI::App* command) {
  command
      ->add_option_function<std::string>(
          "--findings",
          [this](const std::string& given) {
            invocation_.findings = given == "json" ? Telling::json : Telling::words;
          },
          "how findings are told on standard error: text, or json, an object a line (default: "
          "text)")
      ->type_name("FORMAT")
      ->take_last()
      ->check(one_of({"text", "json"}));
}

void CommandLine::add_long_run(CLI::App* run, CLI::Option* extend, CLI::Option* dump) {
  run->add_flag("--resume", invocation_.resume,
                "go on from the parts that an unfinished run left beside the result")
      ->check(no_value())
      ->excludes(dump);
  const auto set_shard = [this](const std::string& given) {
    invocation_.shard_auto = given == "auto";
    invocation_.shard = api::parse_shard(given);
  };
  const auto check = [](std::string& text) -> std::string {
    if (text == "auto" || api::parse_shard(text)) return {};
    return "'" + text +
           "' is not a shard; allowed: auto, or K/N with whole numbers and K from 1 to N, such as "
           "3/16";
  };
  run->add_option_function<std::string>(
         "--shard", set_shard,
         "make only the K-th of N ranges of iterations; auto: as the Slurm array says")
      ->type_name("K/N")
      ->take_last()
      ->check(CLI::Validator(check, ""))
      ->excludes(extend)
      ->excludes(dump);
}

void CommandLine::add_merge() {
  CLI::App* merge = add_command(
      Command::merge, "merge", "make one result of the parts of a run",
      "The shards of a run leave parts, NAME.parts; this makes NAME.h5 of them. Parts of "
      "another study, version or seed "
      "are\n"
      "refused, and every range of iterations that is missing is listed. The numbers are "
      "those of one run of the whole.\n"
      "The folder of the result's own name goes away at the end; others stay.\n"
      "\n"
      "Examples:\n"
      "  plume merge study.parts -o study.h5\n"
      "  plume merge node1/study.parts node2/study.parts -o study.h5");
  merge->add_option("PARTS", invocation_.paths, "folders of parts, or parts in them")
      ->required()
      ->type_name("")
      ->check(not_empty());
  add_output(merge, "RESULT.h5", "where the result goes");
  merge->get_option("--output")->required();
  add_force(merge);
  add_findings(merge);
  merge->add_flag("-q,--quiet", invocation_.quiet, "no warnings, no report: only errors")
      ->check(no_value());
}

void CommandLine::add_convert() {
  CLI::App* convert = add_command(
      Command::convert, "convert", "write a database as a plain package or a compiled model",
      "Reads models of any format, links them once, and writes what a run needs. NAME.plume.h5 is "
      "one file that opens "
      "at once; a\n"
      "folder becomes a plain package: CSV tables that a spreadsheet opens and a person can "
      "change. A run of either "
      "gives the\n"
      "same bits as a run of the sources. What was cut off or could not be used is kept beside the "
      "numbers. A study "
      "in place of\n"
      "the models says how they are linked: providers, allocation, mapping, methods.\n"
      "An earlier conversion is replaced; anything else needs --force, and inputs are never "
      "touched.\n"
      "\n"
      "Examples:\n"
      "  plume convert models/steel.zip -o steel.plume.h5\n"
      "  plume convert models/steel.zip -o steel\n"
      "  plume convert uslci.toml -o uslci.plume.h5");
  convert->add_option("MODEL", invocation_.paths, "models, or one study that names them")
      ->required()
      ->type_name("")
      ->check(not_empty());
  add_output(convert, "OUTPUT", "NAME.plume.h5, or a folder");
  convert->get_option("--output")->required();
  add_force(convert);
  add_findings(convert);
  convert->add_flag("-q,--quiet", invocation_.quiet, "no warnings, no summary: only errors")
      ->check(no_value());
}

void CommandLine::add_check() {
  CLI::App* check = add_command(Command::check, "check",
                                "list what is wrong or doubtful, and what the model holds",
                                "Does everything but sample: every error and warning goes to "
                                "standard error with file, line and what to do; "
                                "tables of\n"
                                "the model, and for a study its demands and what would be drawn, "
                                "go to standard output. Exit status 3 if there "
                                "are errors.\n"
                                "\n"
                                "Examples:\n"
                                "  plume check study.toml\n"
                                "  plume check models/steel.zip\n"
                                "  plume check models/steel.zip --policy error\n"
                                "  make-study | plume check - --base models");
  add_operand(check, "STUDY.toml|MODEL", "the file to check; - reads a study from standard input");
  add_base(check);
  add_format(check, {"text", "csv", "json"},
             "of a model: text, csv (its findings, one a row) or json (default: text)");
  add_set(check);
  add_findings(check);
  const auto is_rule = [](std::string& text) -> std::string {
    if (api::policy_rule(text)) return {};
    return "'" + text +
           "' is no policy; allowed: error, warn, downgrade, or one of them for a code, such as "
           "W0801=error";
  };
  check
      ->add_option_function<std::string>(
          "--policy",
          [this](const std::string& given) {
            invocation_.policy.push_back(*api::policy_rule(given));
          },
          "error: warnings are errors; W0801=error: those of one code; may be given several times")
      ->type_name("RULE")
      ->trigger_on_parse()
      ->check(CLI::Validator(is_rule, ""));
}

void CommandLine::add_info() {
  CLI::App* info = add_command(Command::info, "info", "say what a file holds",
                               "Tells by the content whether the file is a model, a study or a "
                               "result. Of a result it shows the provenance: "
                               "version,\n"
                               "command, inputs with their SHA-256, failures and every warning of "
                               "the run. Of the parts of a run it shows what "
                               "is\n"
                               "kept and what is missing. Of a Brightway project's folder it lists "
                               "the databases and methods, with their "
                               "files.\n"
                               "\n"
                               "Examples:\n"
                               "  plume info result.h5\n"
                               "  plume info result.h5 --verify\n"
                               "  plume info result.parts\n"
                               "  plume info models/steel.zip");
  add_operand(info, "MODEL|STUDY.toml|RESULT.h5|PARTS|PROJECT", "the file or folder to look into");
  info->add_flag("--verify", invocation_.verify,
                 "read every byte of a result and compute its statistics again from its samples")
      ->check(no_value());
  add_format(info, {"text", "json"}, "of a model or project: text or json (default: text)");
}

void CommandLine::add_report() {
  CLI::App* report = add_command(
      Command::report, "report", "show the statistics of a result",
      "Text rounds to the digits the run knows; csv and json hold every number exactly. Nothing is "
      "computed again.\n"
      "html is one file with figures, without network and scripts; markdown, xlsx and pdf hold the "
      "same (pdf needs "
      "chromium\n"
      "or weasyprint). With a profile text, csv and json hold the whole report, too. pact and "
      "statement are for "
      "programs:\n"
      "the fields of a product footprint (PACT) and a statement of uncertainty.\n"
      "\n"
      "Examples:\n"
      "  plume report result.h5\n"
      "  plume report result.h5 --format html -o report.html\n"
      "  plume report result.h5 --format xlsx --profile comparison --language zh -o report.xlsx\n"
      "  plume report result.h5 --format csv -o scores.csv\n"
      "  plume report result.h5 --format json | jq '.outputs[0].mean'");
  add_operand(report, "RESULT.h5", "the result to show");
  std::vector<std::string> names;
  for (const auto& [name, format] : formats) names.emplace_back(name);
  add_format(report, names,
             "text, csv, json, html, markdown, xlsx, pdf, pact or statement (default: text)");
  report
      ->add_option(
          "--profile", invocation_.profile,
          "lca, inventory, claim or comparison: which sections (default: as the result is)")
      ->type_name("PROFILE")
      ->take_last()
      ->check(one_of(profile_names()));
  report->add_option("--language", invocation_.language, "en or zh (default: en)")
      ->type_name("LANGUAGE")
      ->take_last()
      ->check(one_of(built_in_languages()));
  report
      ->add_option("--labels", invocation_.labels,
                   "a file of words, for another language or other wording")
      ->type_name("FILE")
      ->take_last()
      ->check(not_empty());
  report
      ->add_option("--template", invocation_.report_template,
                   "a file with logo, title, colours, sections and order")
      ->type_name("FILE")
      ->take_last()
      ->check(not_empty());
  add_output(report, "FILE", "write to FILE (default: standard output)");
  add_force(report);
}

void CommandLine::add_factors() {
  CLI::App* factors =
      add_command(Command::factors, "factors", "search the library of emission factors",
                  "Shows the factors that hold every word somewhere, best hits first: a line each, "
                  "or all that is known of a "
                  "single one, with\n"
                  "source and confidence. The library is part of the program; tables of a study "
                  "name its factors by id. 'Not "
                  "published' does\n"
                  "not mean certain.\n"
                  "\n"
                  "Examples:\n"
                  "  plume factors sichuan\n"
                  "  plume factors natural gas --category stationary --gas CO2\n"
                  "  plume factors --id ipcc06_stat_co2_natural_gas\n"
                  "  plume factors --category GWP --year 2021 --format csv");
  const auto add_word = [this](const std::vector<std::string>& given) {
    for (const std::string& word : given)
      invocation_.words += (invocation_.words.empty() ? "" : " ") + word;
  };
  factors
      ->add_option_function<std::vector<std::string>>("WORD", add_word, "words, or parts of them")
      ->type_name("");
  const auto add_text = [factors](const char* name, std::string& into, const char* value,
                                  const char* help) {
    factors->add_option(name, into, help)->type_name(value)->take_last()->check(not_empty());
  };
  add_text("--region", invocation_.region, "REGION",
           "of this region, such as CN-Sichuan, DE, US-CAMX");
  add_text("--year", invocation_.year, "YEAR", "of this year");
  add_text("--category", invocation_.category, "CATEGORY",
           "of this category, such as electricity, fuel, GWP, freight");
  add_text("--gas", invocation_.gas, "GAS", "of this gas, such as CO2, CH4, HFC");
  add_text("--id", invocation_.id, "ID",
           "the factor of exactly this id; status 3 if there is none");
  add_format(factors, {"text", "csv", "json"}, "text, csv or json (default: text)");
}

CLI::App* CommandLine::add_command(Command command, const char* name, const char* summary,
                                   const char* footer) {
  CLI::App* app = app_.add_subcommand(name, summary);
  app->group("Commands");
  app->footer(footer);
  commands_.emplace_back(command, app);
  return app;
}

void CommandLine::add_operand(CLI::App* command, const char* name, const char* help) {
  command->add_option(name, invocation_.path, help)->required()->type_name("")->check(not_empty());
}

void CommandLine::add_output(CLI::App* command, const char* value, const char* help) {
  command->add_option("-o,--output", invocation_.output, help)
      ->type_name(value)
      ->take_last()
      ->transform(after_equals())
      ->check(not_empty());
}

void CommandLine::add_format(CLI::App* command, const std::vector<std::string>& names,
                             const char* help) {
  const auto set = [this](const std::string& given) {
    for (const auto& [name, format] : formats) {
      if (given == name) invocation_.format = format;
    }
  };
  command->add_option_function<std::string>("-f,--format", set, help)
      ->type_name("FORMAT")
      ->take_last()
      ->transform(after_equals())
      ->check(one_of(names));
}

void CommandLine::add_base(CLI::App* command) {
  command
      ->add_option(
          "--base", invocation_.base,
          "folder that paths in a study from standard input are relative to (default: this one)")
      ->type_name("DIR")
      ->take_last()
      ->check(not_empty());
}

void CommandLine::add_force(CLI::App* command) {
  command
      ->add_flag("--force", invocation_.force,
                 "replace what stands under the name of -o; an input is never replaced")
      ->check(no_value());
}

void CommandLine::add_override(CLI::App* command, const char* name, const char* value,
                               std::int64_t min, const char* key) {
  const auto add = [this, key](const std::string& given) {
    invocation_.settings.push_back({key, given});
  };
  command
      ->add_option_function<std::string>(name, add,
                                         "the same as --set " + std::string(key) + "=" + value)
      ->type_name(value)
      ->transform(integer(min, std::numeric_limits<std::int64_t>::max()))
      ->trigger_on_parse();
}

void CommandLine::add_set(CLI::App* command) {
  const auto add = [this](const std::string& given) {
    const std::size_t equals = given.find('=');
    invocation_.settings.push_back({given.substr(0, equals), given.substr(equals + 1)});
  };
  command
      ->add_option_function<std::string>(
          "--set", add,
          "any key of the study file, as sampling.design=lhs; may be given several times")
      ->type_name("KEY=VALUE")
      ->check(key_and_value())
      ->trigger_on_parse();
}

const CLI::App* CommandLine::chosen() const {
  const std::vector<CLI::App*> parsed = app_.get_subcommands();
  return parsed.empty() ? nullptr : parsed.front();
}

Invocation CommandLine::parse(std::span<const std::string> words) {
  const auto command_of = [this](const CLI::App* app) {
    return std::find_if(commands_.begin(), commands_.end(),
                        [app](const auto& entry) { return entry.second == app; })
        ->first;
  };
  try {
    // CLI11 wants the last word first
    app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    Invocation help;
    if (chosen()) help.help_about = command_of(chosen());
    return help;
  } catch (const CLI::CallForVersion&) {
    Invocation version;
    version.command = Command::version;
    return version;
  } catch (const CLI::ParseError& error) {
    throw UsageError(explain(words, error.what()));
  }
  // CLI11 would take the word after "--output=" for its value.
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word.starts_with("--") && word.find('=') == word.size() - 1) {
      throw UsageError(explain(words, "'" + word + "' has no value"));
    }
  }
  invocation_.command = command_of(chosen());
  if (!invocation_.base.empty() && invocation_.path != "-")
    throw UsageError(explain(words, "--base goes with a study from standard input, and '" +
                                        invocation_.path + "' is none"));
  return invocation_;
}

/// "plume run: PROBLEM; HINT (see 'plume run --help')". CLI11 says what is wrong, except of words
/// it has no place for: for those we know the nearest right ones.
std::string CommandLine::explain(std::span<const std::string> words, std::string problem) const {
  const CLI::App* command = chosen();
  // the trouble came before it
  if (command && command->get_name() != words.front()) command = nullptr;
  const std::string program = command ? "plume " + command->get_name() : "plume";
  std::vector<std::string> names;
  for (const auto& entry : commands_) names.push_back(entry.second->get_name());

  std::vector<std::string> left = app_.remaining(true);
  std::erase(left, "--");
  std::string hint;
  if (left.empty()) {
    if (!command) hint = "commands are " + joined(names);
  } else {
    const std::string& word = left.front();
    const auto operands = std::find(words.begin(), words.end(), "--");
    if (word.size() > 1 && word[0] == '-' && std::find(words.begin(), operands, word) != operands) {
      const std::string name = word.substr(0, word.find('='));
      problem = "unknown option '" + name + "'";
      hint = hint_for(name, command ? "options" : "options before a command",
                      option_names(command ? *command : app_));
    } else if (!command) {
      problem = "unknown command '" + word + "'";
      hint = hint_for(word, "commands", names);
    } else {
      problem = "unexpected argument '" + word + "'";
      const auto expected =
          command->get_options([](const CLI::Option* option) { return option->get_positional(); });
      hint = expected.empty() ? "the command takes none"
                              : "one " + expected.front()->get_name() + " is expected, and '" +
                                    invocation_.path + "' is given already";
    }
  }
  return program + ": " + problem + (hint.empty() ? "" : "; " + hint) + " (see '" + program +
         " --help')";
}

std::string CommandLine::help(std::optional<Command> about) const {
  for (const auto& [command, app] : commands_) {
    if (about == command) return app->help("plume");
  }
  return app_.help();
}

bool is_plain(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
  return !word.empty() && word.find_first_not_of(plain) == std::string::npos;
}

}  // namespace

Invocation parse_arguments(std::span<const std::string> arguments) {
  return CommandLine().parse(arguments);
}

std::string help_text(std::optional<Command> about) { return CommandLine().help(about); }

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
