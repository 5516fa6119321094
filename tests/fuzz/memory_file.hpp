// SPDX-License-Identifier: Apache-2.0
// A file in memory for readers that take paths: nothing is written to a disk, however often a
// fuzzer runs.
//
//     const MemoryFile file("fuzz.xlsx", bytes);
//     read_sheet(file.path(), "", columns, findings);
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

class MemoryFile {
 public:
  /// `name`: readers look at the extension; it is a link in a folder of this process, which goes
  /// when the process ends.
  MemoryFile(const std::string& name, std::string_view bytes)
      : descriptor_(::memfd_create("plume_fuzz", 0)), link_(folder() / name) {
    require(descriptor_ >= 0, "no file in memory");
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t size = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      require(size > 0, "the memory is full");
      done += static_cast<std::size_t>(size);
    }
    std::filesystem::remove(link_);
    std::filesystem::create_symlink("/proc/self/fd/" + std::to_string(descriptor_), link_);
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return link_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("plume_fuzz_" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
  static const std::filesystem::path& folder() {
    static const Folder folder;
    return folder.path;
  }

  int descriptor_;
  std::filesystem::path link_;
};

}  // namespace plume::fuzz
