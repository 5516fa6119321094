// SPDX-License-Identifier: Apache-2.0
// The manifest of a folder of parts as JSON: docs/file-format.md, "Parts of a run". Numbers come
// back with the same bits.
#pragma once

#include <string>

#include "host/store/parts.hpp"

namespace plume {

[[nodiscard]] std::string manifest_to_json(const PartsManifest& manifest);

/// Throws std::runtime_error with the reason where the text is no manifest of this version.
[[nodiscard]] PartsManifest manifest_from_json(const std::string& json);

}  // namespace plume
