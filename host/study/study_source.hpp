// SPDX-License-Identifier: Apache-2.0
// Where a study comes from: its file, or a text that is in no file, with the folder that its paths
// are relative to. A text goes by the name "-" in that folder, as in
//
//     models/-:3:8: error E0106: …
#pragma once

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace plume {

/// No study that anybody wrote has more.
inline constexpr std::size_t max_study_bytes = std::size_t{16} << 20;

struct StudySource {
  template <class Path>
  requires std::convertible_to<const Path&, std::filesystem::path> StudySource(const Path& file)
      : path(file) {}  // NOLINT(google-explicit-constructor): a path is a source
  StudySource(const std::filesystem::path& base, std::string given)
      : path(base / "-"), text(std::move(given)) {}

  std::filesystem::path path;
  std::optional<std::string> text;  ///< none: what the file holds
};

/// Whether the path is that of a text in no file.
[[nodiscard]] inline bool is_given_text(const std::filesystem::path& study) {
  return study.filename() == "-";
}

}  // namespace plume
