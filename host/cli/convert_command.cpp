// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>
#include <vector>

#include "host/api/convert.hpp"
#include "host/api/inputs.hpp"
#include "host/cli/commands.hpp"

namespace plume {
namespace {

/// Whether the one path is a study, which names its models itself; else all are models. Throws
/// UsageError for what cannot be converted.
bool is_study(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const api::InputKind kind = api::input_kind(path);
    if (kind == api::InputKind::result || kind == api::InputKind::parts)
      throw UsageError("plume convert: '" + path + "' is a result or parts of one, not a model");
    if (kind == api::InputKind::model) continue;
    if (paths.size() == 1) return true;
    throw UsageError("plume convert: '" + path +
                     "' is a study; it names its models itself, so give it alone");
  }
  return false;
}

}  // namespace

ExitStatus convert_command(const Invocation& invocation, const Console& console) {
  const api::ConvertSettings settings{invocation.output, invocation.force};
  Findings findings;
  const std::string made = is_study(invocation.paths)
                               ? api::convert_study(invocation.paths.front(), settings, findings)
                               : api::convert_models(invocation.paths, settings, findings);
  if (invocation.quiet) return ExitStatus::done;
  print_findings(findings, console);
  console.out << made;
  return ExitStatus::done;
}

}  // namespace plume
