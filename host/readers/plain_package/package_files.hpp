// SPDX-License-Identifier: Apache-2.0
// What the reader wants from a package: names and texts of its tables. An archive has them; so has
// a map in a test.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

struct PackageFiles {
  std::vector<std::string> names;
  /// The whole text; nothing, with a finding, where it cannot be read.
  std::function<std::optional<std::string>(std::string_view name)> read;
  std::function<std::string(std::string_view name)> display_name;  ///< for findings

  [[nodiscard]] bool contains(std::string_view name) const {
    for (const std::string& each : names) {
      if (each == name) return true;
    }
    return false;
  }
};

}  // namespace plume
