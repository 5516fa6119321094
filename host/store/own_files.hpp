// SPDX-License-Identifier: Apache-2.0
// Which files are Plume's own, so that nothing else is ever removed or replaced. A name proves
// nothing: "2024-11.h5" in a folder of parts may be what somebody measured in November.
//
//     // a plain HDF5 file that bears the run's id, damaged or not
//     is_own_part("x.parts/000000000000-000000001023.h5", run_digest)
//     // its attribute plume_type says so
//     is_result("x.h5")
//     // "model", where x.csv is a link to a table of it
//     input_that_is("x.csv", {"study.toml", "model"})
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// "000000000000-000000001023.h5", exactly as part_name() writes it.
[[nodiscard]] bool is_part_name(std::string_view name);

/// A regular file, no link, that begins as HDF5 files do and holds the run's id somewhere: 64
/// digits that nothing else has. It need not be readable otherwise.
[[nodiscard]] bool is_own_part(const std::filesystem::path& path, const std::string& run_digest);

/// Whether a file is a result of any version of Plume: HDF5 opens it, and its plume_type is that of
/// results. False for what is damaged.
[[nodiscard]] bool is_result(const std::filesystem::path& path);

/// The input that the file is, or the folder of inputs that it is a table or part of; empty where
/// it is none. A file that is not there is none.
[[nodiscard]] std::filesystem::path input_that_is(const std::filesystem::path& output,
                                                  const std::vector<std::filesystem::path>& inputs);

}  // namespace plume
