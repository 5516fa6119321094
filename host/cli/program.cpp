// SPDX-License-Identifier: Apache-2.0
#include "host/cli/program.hpp"

#include <csignal>
#include <exception>
#include <new>
#include <optional>
#include <ostream>
#include <sstream>

#include "host/base/error.hpp"
#include "host/base/printable.hpp"
#include "host/base/version.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/options.hpp"
#include "host/cli/team_end.hpp"
#include "host/parallel/team.hpp"

namespace plume {
namespace {

ExitStatus dispatch(const Invocation& invocation, std::span<const std::string> arguments,
                    const Console& console) {
  switch (invocation.command) {
    case Command::run:
      return run_command(invocation, command_line(arguments), console);
    case Command::merge:
      return merge_command(invocation, command_line(arguments), console);
    case Command::convert:
      return convert_command(invocation, console);
    case Command::check:
      return check_command(invocation, console);
    case Command::info:
      return info_command(invocation, console);
    case Command::report:
      return report_command(invocation, console);
    case Command::factors:
      return factors_command(invocation, console);
    case Command::devices:
      return devices_command(console);
    case Command::version:
      console.out << "plume " << version() << " (commit " << commit() << ", " << compiler()
                  << ")\n";
      return ExitStatus::done;
    case Command::help:
      console.out << help_text(invocation.help_about);
      return ExitStatus::done;
  }
  return ExitStatus::done;
}

/// Runs the command. Why it ended early goes to `why`, because of which other rank to `culprit`.
int status_of(std::span<const std::string> arguments, Console console, std::ostream& why,
              std::optional<int>& culprit) {
  Console to_why{console.out, why};
  try {
    const Invocation invocation = parse_arguments(arguments);
    console.findings = to_why.findings = invocation.findings;
    const ExitStatus status = dispatch(invocation, arguments, console);
    console.out.flush();
    if (!console.out) throw Error("cannot write to standard output");
    return static_cast<int>(status);
  } catch (const UsageError& error) {
    why << printable(error.what()) << "\n";
    return static_cast<int>(ExitStatus::usage);
  } catch (const BadInput& bad) {
    print_findings(bad.findings(), to_why);
    return static_cast<int>(ExitStatus::bad_input);
  } catch (const Interrupted& interrupted) {
    print_message("interrupted; no result is written", to_why);
    return interrupted.exit_status();
  } catch (const TeamBroken& broken) {
    print_message("rank " + std::to_string(broken.rank()) + " cannot go on (status " +
                      std::to_string(broken.status()) + "); no result is written",
                  to_why);
    culprit = broken.rank();
    return broken.status();
  } catch (const std::bad_alloc&) {
    print_message("error: out of memory: the study and its tables need more than this machine has",
                  to_why);
  } catch (const std::exception& error) {
    print_message(std::string("error: ") + error.what(), to_why);
  } catch (...) {
    print_message("error: an exception of unknown kind; please report it", to_why);
  }
  return static_cast<int>(ExitStatus::environment);
}

}  // namespace

int run_program(std::span<const std::string> arguments, const Console& console) {
  // a file beyond `ulimit -f` is then an error (EFBIG) that is told, like a full disk
  std::signal(SIGXFSZ, SIG_IGN);
  std::ostringstream why;
  std::optional<int> culprit;
  int status = status_of(arguments, console, why, culprit);
  if (Team* const team = joined_team()) {
    status = end_team(*team, status, culprit.value_or(team->rank()), why.str(), console);
  } else {
    console.err << why.str();
  }
  console.err.flush();
  return status;
}

}  // namespace plume
