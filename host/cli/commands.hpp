// SPDX-License-Identifier: Apache-2.0
// One function a command. Each throws what its parts throw; program.hpp turns that into messages
// and exit statuses.
#pragma once

#include <string>
#include <string_view>

#include "host/api/plume.hpp"
#include "host/base/error.hpp"
#include "host/cli/console.hpp"
#include "host/cli/options.hpp"

namespace plume {

/// `command`: the words of the command line, for the provenance.
[[nodiscard]] ExitStatus run_command(const Invocation& invocation, const std::string& command,
                                     const Console& console);
[[nodiscard]] ExitStatus merge_command(const Invocation& invocation, const std::string& command,
                                       const Console& console);
[[nodiscard]] ExitStatus convert_command(const Invocation& invocation, const Console& console);
[[nodiscard]] ExitStatus check_command(const Invocation& invocation, const Console& console);
[[nodiscard]] ExitStatus info_command(const Invocation& invocation, const Console& console);
[[nodiscard]] ExitStatus report_command(const Invocation& invocation, const Console& console);
[[nodiscard]] ExitStatus factors_command(const Invocation& invocation, const Console& console);
[[nodiscard]] ExitStatus devices_command(const Console& console);

/// Writes all findings to `err`; with errors among them also the line "2 errors, 1 warning".
void print_findings(const Findings& findings, const Console& console);
/// The study that is asked for, with what the options set; "-" is what standard input holds.
[[nodiscard]] api::Study study_of(const Invocation& invocation, const Console& console);
/// "plume: interrupted; …", or a line of JSON.
void print_message(std::string_view text, const Console& console);

}  // namespace plume
