// SPDX-License-Identifier: Apache-2.0
#include "host/report/write_file.hpp"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

#include "host/base/error.hpp"
#include "host/store/atomic_file.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

void write_to(const fs::path& opened, const fs::path& shown, std::string_view content) {
  const auto fail = [&] {
    throw Error("cannot write " + shown.string() + ": " + std::generic_category().message(errno));
  };
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(opened.c_str(), "wb"),
                                                       &std::fclose);
  if (!file) fail();
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size()) fail();
  if (std::fclose(file.release()) != 0) fail();
}

}  // namespace

void write_file(const fs::path& path, std::string_view content) {
  AtomicFile file(path);
  write_to(file.temporary(), path, content);
  file.commit();
}

}  // namespace plume
