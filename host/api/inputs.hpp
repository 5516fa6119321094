// SPDX-License-Identifier: Apache-2.0
// What the user names: which sort of file it is, told by its content; and a study that comes
// through a pipe.
#pragma once

#include <iosfwd>
#include <string>

#include "host/api/plume.hpp"

namespace plume::api {

enum class InputKind { study, model, result, parts, project };

/// result: begins with the HDF5 signature. parts: a folder that holds what a run has so far.
/// project: the folder of a Brightway project, or of several. model: any other folder, a zip, a
/// compiled model, a table, or a file with bytes that are no text. study: other text. Where the
/// content does not tell (empty, unreadable, or no such file) the extension does; a name without a
/// telling extension is a model. What the file is worth is for its reader to say.
[[nodiscard]] InputKind input_kind(const std::string& name);

/// The study whose text standard input, or another stream, holds; its paths begin in `folder`, and
/// findings call it "-". Throws BadInput (E0109) for one that is larger than any study, and Error
/// where the stream breaks.
[[nodiscard]] Study study_from(std::istream& in, const std::string& folder);

}  // namespace plume::api
