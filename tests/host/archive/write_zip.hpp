// SPDX-License-Identifier: Apache-2.0
// Zip files for tests, written by minizip's own writer.
#pragma once

#include <minizip/zip.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace plume::testing {

using NamedFiles = std::vector<std::pair<std::string, std::string>>;

enum class ZipMethod { store = 0, deflate = 8 };

inline void write_zip(const std::filesystem::path& path, const NamedFiles& files,
                      ZipMethod method = ZipMethod::deflate) {
  zipFile zip = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  if (zip == nullptr) throw std::runtime_error("cannot write " + path.string());
  const zip_fileinfo info = {};
  bool good = true;
  for (const auto& [name, content] : files) {
    good =
        good && zipOpenNewFileInZip64(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                      static_cast<int>(method), Z_DEFAULT_COMPRESSION, 0) == ZIP_OK;
    good = good && zipWriteInFileInZip(zip, content.data(),
                                       static_cast<unsigned>(content.size())) == ZIP_OK;
    good = good && zipCloseFileInZip(zip) == ZIP_OK;
  }
  if (zipClose(zip, nullptr) != ZIP_OK || !good)
    throw std::runtime_error("cannot write " + path.string());
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace plume::testing
