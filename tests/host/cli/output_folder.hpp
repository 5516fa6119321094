// SPDX-License-Identifier: Apache-2.0
// A temporary folder that programs write into, and what tests ask of it afterwards.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/support/temp_folder.hpp"

namespace plume::testing {

class OutputFolder : public TempFolder {
 public:
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path() / name;
  }

  [[nodiscard]] static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// Files and folders in it, those whose name begins with a point too.
  [[nodiscard]] std::size_t num_entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path()), {}));
  }
};

}  // namespace plume::testing
