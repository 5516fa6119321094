// SPDX-License-Identifier: Apache-2.0
// What a result holds, as text for `plume info`.
#pragma once

#include <filesystem>
#include <string>

#include "host/report/report_input.hpp"

namespace plume {

/// Axes and full provenance of a result, every warning included.
[[nodiscard]] std::string describe_result(const ReportInput& result);

/// How a file is read: what is shown alone, or all of it, its statistics computed again.
enum class Reading { as_shown, verified };

/// The same of a file, and how far what is shown is known to be what was written. Throws Error,
/// also where the file is not what it was.
[[nodiscard]] std::string describe_result(const std::filesystem::path& path, Reading reading);

}  // namespace plume
