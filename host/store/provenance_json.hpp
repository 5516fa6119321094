// SPDX-License-Identifier: Apache-2.0
// Provenance as one JSON text, the root attribute `provenance` of a result file, and back without
// loss.
//
//     {"plume_version": "0.1.0", "commit": "…", …, "overrides": ["sampling.seed=7"],
//      "inputs": [{"path": "…", "format": "plume", "sha256": "…"}], "warnings": ["…"],
//      "parts": [{"first_iteration": 0, "iterations": 1000, "started": "…", …}]}
//
// Keys are the names of the members of Provenance. Keys unknown to this version are ignored,
// missing ones stay empty: a newer minor version may have added some.
#pragma once

#include <string>

#include "host/store/result.hpp"

namespace plume {

/// Texts must be UTF-8; bytes that are not become U+FFFD.
[[nodiscard]] std::string provenance_to_json(const Provenance& provenance);

/// Throws std::runtime_error with the reason where the text is not such an object.
[[nodiscard]] Provenance provenance_from_json(const std::string& json);

/// SHA-256 that tells whether two results come from the same input: over the lines "study D",
/// "override TEXT" for each, "input D" for each, each ended by a newline, where D is the SHA-256 of
/// the study's text or of the model file.
[[nodiscard]] std::string input_digest(const Provenance& provenance);

}  // namespace plume
