// SPDX-License-Identifier: Apache-2.0
#include "host/store/own_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/schema.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

class MarkReader {
 public:
  explicit MarkReader(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {}
  ~MarkReader() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MarkReader(const MarkReader&) = delete;
  MarkReader& operator=(const MarkReader&) = delete;

  [[nodiscard]] bool is_plain_file() const {
    struct stat status {};
    return descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  }
  /// Fewer bytes only at the end, or where it cannot be read.
  std::size_t read(char* bytes, std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::read(descriptor_, bytes + done, size - done);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

 private:
  int descriptor_;
};

/// Kinds of files that tables, archives, arrays and parts in a folder of inputs have.
bool may_be_read(const fs::path& path) {
  constexpr std::array<std::string_view, 10> read = {".csv", ".json", ".toml", ".xlsx", ".zip",
                                                     ".npy", ".bz2",  ".tsv",  ".txt",  ".h5"};
  const std::string extension = path.extension().string();
  for (const std::string_view each : read) {
    if (extension == each) return true;
  }
  return false;
}

bool lies_in(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::canonical(file, error);
  for (fs::path above = whole.parent_path(); !error; above = above.parent_path()) {
    if (fs::equivalent(above, folder, error)) return true;
    if (above == above.parent_path()) return false;
  }
  return false;
}

}  // namespace

bool is_part_name(std::string_view name) {
  constexpr std::size_t least = 12;  // digits of each number, docs/file-format.md
  if (!name.ends_with(".h5"sv)) return false;
  name.remove_suffix(3);
  const std::size_t dash = name.find('-');
  if (dash == std::string_view::npos) return false;
  const auto is_number = [](std::string_view digits) {
    return digits.size() >= least && digits.size() <= 20 &&
           (digits.size() == least || digits[0] != '0') &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return is_number(name.substr(0, dash)) && is_number(name.substr(dash + 1));
}

bool is_own_part(const std::filesystem::path& path, const std::string& run_digest) {
  const MarkReader file(path);
  if (!file.is_plain_file() || run_digest.size() != 64) return false;
  constexpr std::size_t portion = std::size_t{1} << 20;
  std::vector<char> bytes(portion);
  std::size_t kept = 0;  // the end of the portion before, where the id may begin
  for (bool first = true;; first = false) {
    const std::size_t got = file.read(bytes.data() + kept, bytes.size() - kept);
    const std::string_view text(bytes.data(), kept + got);
    if (first && !text.starts_with("\x89HDF\r\n\x1A\n"sv)) return false;
    if (text.find(run_digest) != std::string_view::npos) return true;
    if (got < bytes.size() - kept) return false;
    const std::size_t end = std::min(run_digest.size() - 1, text.size());
    std::copy(text.end() - static_cast<std::ptrdiff_t>(end), text.end(), bytes.begin());
    kept = end;
  }
}

bool is_result(const std::filesystem::path& path) {
  try {
    const hdf5::File file = hdf5::File::open(path);
    return file.has(schema::root::type) && file.text(schema::root::type) == schema::type_value;
  } catch (const Error&) {
    return false;
  }
}

fs::path input_that_is(const fs::path& output, const std::vector<fs::path>& inputs) {
  std::error_code error;
  if (!fs::exists(output, error)) return {};
  for (const fs::path& input : inputs) {
    if (fs::equivalent(output, input, error)) return input;
    if (!fs::is_directory(input, error) || fs::is_directory(output, error)) continue;
    if (may_be_read(output) && lies_in(output, input) && !is_result(output)) return input;
  }
  return {};
}

}  // namespace plume
