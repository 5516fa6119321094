// SPDX-License-Identifier: Apache-2.0
// A ZIP archive in memory (PKWARE's APPNOTE 6.3), enough for office files: deflated entries below 4
// GiB, names in UTF-8, no dates, so that the same content gives the same bytes.
//
//     ZipWriter zip;
//     zip.add("a.txt", "content");
//     write_file("a.zip", zip.finish());
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plume {

class ZipWriter {
 public:
  void add(std::string_view name, std::string_view content);
  [[nodiscard]] std::string finish();

 private:
  std::string bytes_;
  std::string directory_;
  std::uint16_t count_ = 0;
};

}  // namespace plume
