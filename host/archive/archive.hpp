// SPDX-License-Identifier: Apache-2.0
// A folder or a zip file, read the same way. Formats that come as either see only this.
//
// Nothing is unpacked to disk and no name leads out of the archive: a name is only ever compared
// with the list made when it was opened. Sizes written in a zip are not believed: a member may not
// be larger than its compressed bytes can hold.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

class Archive {
 public:
  /// Opens a folder or zip. Anything wrong (missing, neither, truncated, damaged directory,
  /// encrypted) is a finding (codes 0201-0209), and nothing is returned. Where all files lie in one
  /// folder, as Windows and macOS zip, it is entered, and so is a zip that is all that a zip holds;
  /// what systems leave beside (Thumbs.db, .DS_Store, __MACOSX) is no file of it. A zip that
  /// unpacks to more than a hundred times its size is refused (E0207). Throws plume::Error where
  /// the file system itself fails: no permission, read error.
  static std::optional<Archive> open(const std::filesystem::path& path, Findings& findings);

  /// An archive that exists in memory only, for programs that make one and for tests.
  static Archive from_memory(const std::filesystem::path& path,
                             std::map<std::string, std::string> contents);

  [[nodiscard]] bool contains(std::string_view name) const;
  /// files, '/'-separated relative paths, sorted
  [[nodiscard]] std::vector<std::string> names() const;

  /// The whole content. Missing, CRC mismatch, truncated, or larger than `max_bytes` when unpacked
  /// (zip bombs): a finding and nothing returned. May be called from several threads at once.
  /// Throws plume::Error where the file system fails.
  [[nodiscard]] std::optional<std::string> read(std::string_view name, Findings& findings,
                                                std::size_t max_bytes = std::size_t{4} << 30) const;

  /// Called whenever a file has been read, by the thread that read it.
  void on_read(std::function<void()> hook);

  /// "path/of/zip.zip/name" for messages: one line, and a very long name is cut.
  [[nodiscard]] std::string display_name(std::string_view name) const;
  [[nodiscard]] const std::string& display_root() const;  ///< "path/of/zip.zip"
  [[nodiscard]] const std::filesystem::path& path() const;

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

 private:
  struct State;
  explicit Archive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plume
