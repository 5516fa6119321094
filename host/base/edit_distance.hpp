// SPDX-License-Identifier: Apache-2.0
// How far a misspelt word is from the right one, for hints.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
/// (optimal string alignment), counted in bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// Up to `count` candidates that `given` may stand for, nearest first: those within a third of its
/// length by edit distance without regard to case, then those that contain it. Equal distances keep
/// the order of the candidates.
[[nodiscard]] std::vector<std::string> nearest(std::string_view given,
                                               const std::vector<std::string>& candidates,
                                               std::size_t count);

}  // namespace plume
