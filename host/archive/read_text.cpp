// SPDX-License-Identifier: Apache-2.0
#include "host/archive/read_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace plume {

TextFile read_text(const std::filesystem::path& path, std::size_t max_bytes) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return {std::nullopt, std::strerror(ENOENT)};
  if (error) return {std::nullopt, error.message()};
  if (fs::is_directory(status)) return {std::nullopt, "it is a folder"};
  if (!fs::is_regular_file(status)) return {std::nullopt, "it is not a regular file"};
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {std::nullopt, std::strerror(errno == 0 ? EIO : errno)};
  std::string text;
  char buffer[1 << 16];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > max_bytes)
      return {std::nullopt, fmt::format("it is larger than {} MiB", max_bytes >> 20)};
  }
  if (stream.bad()) return {std::nullopt, std::strerror(EIO)};
  return {std::move(text), {}};
}

}  // namespace plume
