// SPDX-License-Identifier: Apache-2.0
// What sort of file the user names, told by its content: `info` and `check` take several.
#pragma once

#include <filesystem>

namespace plume {

enum class InputKind { study, model, result, parts, project };

/// result: begins with the HDF5 signature. parts: a folder that holds what a run has so far. project: the folder of a Brightway project, or of several. model: any other folder, a zip, or a file with bytes that are no text. study: other text.
/// Where the content does not tell (empty, unreadable, or no such file) the extension does; a name without a telling
/// extension is a model. What the file is worth is for its reader to say.
[[nodiscard]] InputKind input_kind(const std::filesystem::path& path);

}  // namespace plume
