// SPDX-License-Identifier: Apache-2.0
// What a run says when it is done, on one screen: the verdict on the claim or the main scores, what
// drives their uncertainty, and where the rest is.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "host/analysis/inventory_summary.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// `inventory`: empty where the result is of none. `result_path`: as the user may type it. `width`:
/// columns of the terminal, names are shortened to fit; 0: nothing is shortened. At most 40 lines,
/// unless names are longer than a line; the last is `result: PATH`.
[[nodiscard]] std::string run_screen(const ReportInput& input, const InventorySummary& inventory,
                                     const std::string& result_path, std::size_t width = 0);

/// The same of a result in a file. Throws Error.
[[nodiscard]] std::string run_screen(const std::filesystem::path& result, std::size_t width = 0);

}  // namespace plume
