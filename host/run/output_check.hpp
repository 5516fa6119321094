// SPDX-License-Identifier: Apache-2.0
// What may be written over, asked before anything runs. One slip with the Tab key, `-o study.toml`,
// must not cost the study: an output is refused where it is an input, by whatever name or link
// (device and inode), and where it is a file that is no Plume result.
//
//     check_output("r.h5", {"study.toml", "m"}, force, findings);       // E0632, E0633
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/store/parts.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"

namespace plume {

/// E0632 where the output is an input, E0633 where it is an existing file and no result; with
/// `force` such a file is replaced.
void check_output(const std::filesystem::path& output,
                  const std::vector<std::filesystem::path>& inputs, bool force, Findings& findings);

/// All files that a study is made of.
[[nodiscard]] std::vector<std::filesystem::path> inputs_of(const Study& study,
                                                           const std::vector<InputFile>& files);

/// E0630 where the folder of parts is a link or a file, E0631 for each file in it that has the name
/// of a part and is none of this run.
void check_parts_folder(const std::filesystem::path& folder, const ResultHeader& header,
                        Findings& findings);

/// E0631 for what Parts::open() found of that kind.
void forbid_foreign(const Parts& parts, Findings& findings);

}  // namespace plume
