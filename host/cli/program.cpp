// SPDX-License-Identifier: Apache-2.0
#include "host/cli/program.hpp"

#include <exception>
#include <new>
#include <ostream>

#include "host/base/error.hpp"
#include "host/base/version.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/options.hpp"

namespace plume {
namespace {

ExitStatus dispatch(const Invocation& invocation, std::span<const std::string> arguments, const Console& console) {
  switch (invocation.command) {
    case Command::run:
      return run_command(invocation, command_line(arguments), console);
    case Command::merge:
      return merge_command(invocation, command_line(arguments), console);
    case Command::check:
      return check_command(invocation, console);
    case Command::info:
      return info_command(invocation, console);
    case Command::report:
      return report_command(invocation, console);
    case Command::devices:
      return devices_command(console);
    case Command::version:
      console.out << "plume " << version() << " (commit " << commit() << ", " << compiler() << ")\n";
      return ExitStatus::done;
    case Command::help:
      console.out << help_text(invocation.help_about);
      return ExitStatus::done;
  }
  return ExitStatus::done;
}

int status_of(std::span<const std::string> arguments, const Console& console) {
  try {
    const ExitStatus status = dispatch(parse_arguments(arguments), arguments, console);
    console.out.flush();
    if (!console.out) throw Error("cannot write to standard output");
    return static_cast<int>(status);
  } catch (const UsageError& error) {
    console.err << error.what() << "\n";
    return static_cast<int>(ExitStatus::usage);
  } catch (const BadInput& bad) {
    print_findings(bad.findings(), console);
    return static_cast<int>(ExitStatus::bad_input);
  } catch (const Interrupted& interrupted) {
    console.err << "plume: interrupted; no result is written\n";
    return interrupted.exit_status();
  } catch (const std::bad_alloc&) {
    console.err
        << "plume: error: out of memory; ask for fewer categories or demands, or use a machine with more memory\n";
  } catch (const std::exception& error) {
    console.err << "plume: error: " << error.what() << "\n";
  } catch (...) {
    console.err << "plume: error: an exception of unknown kind; please report it\n";
  }
  return static_cast<int>(ExitStatus::environment);
}

}  // namespace

int run_program(std::span<const std::string> arguments, const Console& console) {
  const int status = status_of(arguments, console);
  console.err.flush();
  return status;
}

}  // namespace plume
