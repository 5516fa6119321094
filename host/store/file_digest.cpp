// SPDX-License-Identifier: Apache-2.0
#include "host/store/file_digest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "host/base/error.hpp"

namespace plume {
namespace {

constexpr std::string_view magic = "PLUME-DIGEST-01\n";

/// What stands between the hashes and the magic; numbers are little-endian.
struct Footer {
  std::uint64_t content = 0;
  std::uint64_t block = 0;
  std::uint64_t hash = 0;
};
constexpr std::size_t footer_bytes = 3 * sizeof(std::uint64_t) + magic.size();

std::uint64_t load(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

void store(std::uint64_t word, std::vector<char>& bytes) {
  for (int shift = 0; shift < 64; shift += 8)
    bytes.push_back(static_cast<char>(word >> shift & 0xFF));
}

bool read_all(int descriptor, std::uint64_t at, std::span<char> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

std::uint64_t table_hash(std::span<const char> table, std::uint64_t content) {
  return block_hash(table, ~content);
}

class Closer {
 public:
  explicit Closer(int descriptor) : descriptor_(descriptor) {}
  ~Closer() { ::close(descriptor_); }
  Closer(const Closer&) = delete;
  Closer& operator=(const Closer&) = delete;

 private:
  int descriptor_;
};

}  // namespace

std::uint64_t block_hash(std::span<const char> bytes, std::uint64_t block) {
  constexpr std::uint64_t first = 0xC2B2AE3D27D4EB4Fu, second = 0x9E3779B185EBCA87u;
  std::array<std::uint64_t, 4> lane = {block, bytes.size(), 0x52DCE729u, 0x38495AB5u};
  const auto mix = [&](std::size_t i, std::uint64_t word) {
    lane[i] = std::rotl(lane[i] + word * first, 31) * second;
  };
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 32; left -= 32, at += 32) {
    for (std::size_t i = 0; i < 4; ++i) mix(i, load(at + 8 * i));
  }
  std::array<char, 32> rest{};
  if (left > 0) std::memcpy(rest.data(), at, left);
  for (std::size_t i = 0; i < 4; ++i) mix(i, load(rest.data() + 8 * i));
  std::uint64_t h = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    h = (h ^ lane[i]) * 0xFF51AFD7ED558CCDu;
    h ^= h >> 32;
    h = std::rotl(h * 0xC4CEB9FE1A85EC53u, 31);
  }
  return h ^ (h >> 33);
}

std::optional<FileDigest> FileDigest::read(int descriptor, std::uint64_t length,
                                           const std::string& shown) {
  if (length < footer_bytes) return {};
  std::array<char, footer_bytes> end{};
  if (!read_all(descriptor, length - footer_bytes, end)) {
    throw Error(fmt::format("cannot read {}: {}", shown,
                            errno == 0 ? "it is shorter than it was" : std::strerror(errno)));
  }
  if (std::string_view(end.data() + footer_bytes - magic.size(), magic.size()) != magic) return {};
  const Footer footer{load(end.data()), load(end.data() + 8), load(end.data() + 16)};
  FileDigest digest;
  digest.content_ = footer.content;
  const std::uint64_t blocks = footer.content / digest_block + (footer.content % digest_block != 0);
  if (footer.block != digest_block || footer.content > length ||
      length - footer.content != footer_bytes + blocks * sizeof(std::uint64_t)) {
    throw Error(fmt::format("{} is damaged: its digest is of a file of {} bytes, it has {}", shown,
                            footer.content, length));
  }
  std::vector<char> table(blocks * sizeof(std::uint64_t));
  if (!read_all(descriptor, footer.content, table)) {
    throw Error(fmt::format("cannot read {}: {}", shown, std::strerror(errno)));
  }
  if (table_hash(table, footer.content) != footer.hash) {
    throw Error(fmt::format("{} is damaged: its digest is not what was written", shown));
  }
  digest.hashes_.reserve(blocks);
  for (std::uint64_t i = 0; i < blocks; ++i)
    digest.hashes_.push_back(load(table.data() + i * sizeof(std::uint64_t)));
  return digest;
}

void seal_file(const std::filesystem::path& path, const std::string& shown) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) throw Error(fmt::format("cannot write {}: {}", shown, std::strerror(errno)));
  const Closer closer(descriptor);
  seal_file(descriptor, shown);
}

void seal_file(int descriptor, const std::string& shown) {
  const auto fail = [&](int error) {
    throw Error(fmt::format("cannot write {}: {}", shown,
                            error == 0 ? "its end is missing" : std::strerror(error)));
  };
  const off_t end = ::lseek(descriptor, 0, SEEK_END);
  if (end < 0) fail(errno);
  const auto content = static_cast<std::uint64_t>(end);
  std::vector<char> bytes(16 * digest_block), digest;
  for (std::uint64_t at = 0; at < content; at += bytes.size()) {
    const std::size_t size = std::min<std::uint64_t>(bytes.size(), content - at);
    errno = 0;
    if (!read_all(descriptor, at, std::span<char>(bytes).first(size))) fail(errno);
    for (std::size_t begin = 0; begin < size; begin += digest_block) {
      const std::span<const char> block(&bytes[begin], std::min(digest_block, size - begin));
      store(block_hash(block, (at + begin) / digest_block), digest);
    }
  }
  const std::uint64_t hash = table_hash(digest, content);
  for (const std::uint64_t word : {content, std::uint64_t{digest_block}, hash}) store(word, digest);
  digest.insert(digest.end(), magic.begin(), magic.end());
  for (std::size_t done = 0; done < digest.size();) {
    const ssize_t size = ::pwrite(descriptor, digest.data() + done, digest.size() - done,
                                  static_cast<off_t>(content + done));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) fail(size < 0 ? errno : ENOSPC);
    done += static_cast<std::size_t>(size);
  }
}

}  // namespace plume
