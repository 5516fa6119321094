// SPDX-License-Identifier: Apache-2.0
#include "host/study/path_hint.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include "host/base/finding.hpp"
#include "host/base/nfc.hpp"

namespace plume {
namespace fs = std::filesystem;

std::string path_hint(std::string_view written, const fs::path& folder) {
  std::error_code error;
  if (written.find('\\') != std::string_view::npos) {
    std::string plain(written);
    std::replace(plain.begin(), plain.end(), '\\', '/');
    if (fs::exists(folder / plain, error))
      return "did you mean '" + plain + "'? '/' parts folders on every system";
    return "write '/' for '\\' in paths, and give a path that this system knows";
  }
  const fs::path path = folder / written;
  std::vector<std::string> neighbours;
  fs::directory_iterator entry(path.parent_path().empty() ? fs::path(".") : path.parent_path(),
                               error),
      end;
  for (; !error && entry != end; entry.increment(error))
    neighbours.push_back(entry->path().filename().string());
  std::sort(neighbours.begin(), neighbours.end());
  const std::string hint = did_you_mean(path.filename().string(), neighbours);
  return hint.empty() ? "the path is relative to the study file" : hint;
}

fs::path path_on_disk(std::string_view written, const fs::path& folder) {
  fs::path path = folder / written;
  std::error_code error;
  if (is_surely_nfc(written) &&
      std::all_of(written.begin(), written.end(), [](char c) { return c > 0; }))
    return path;
  if (fs::exists(path, error)) return path;
  const std::string name = to_nfc(path.filename().string());
  fs::directory_iterator entry(path.parent_path().empty() ? fs::path(".") : path.parent_path(),
                               error),
      end;
  for (; !error && entry != end; entry.increment(error))
    if (to_nfc(entry->path().filename().string()) == name) return entry->path();
  return path;
}

}  // namespace plume
