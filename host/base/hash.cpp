// SPDX-License-Identifier: Apache-2.0
#include "host/base/hash.hpp"

#include <sha2.h>
#include <sha256.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include "host/base/error.hpp"

namespace plume {
namespace {

class Sha256 {
 public:
  Sha256() { SHA256Init(&context_); }
  void update(const void* bytes, std::size_t size) {
    SHA256Update(&context_, static_cast<const std::uint8_t*>(bytes), size);
  }
  void update(std::string_view bytes) { update(bytes.data(), bytes.size()); }
  [[nodiscard]] std::string hexadecimal() {
    std::uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, &context_);
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
    return text;
  }

 private:
  SHA2_CTX context_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& reason) {
  throw Error("cannot read '" + path.string() + "' to compute its SHA-256: " + reason);
}

std::string sha256_of_file(const std::filesystem::path& file) {
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  const std::unique_ptr<std::FILE, Close> stream(std::fopen(file.c_str(), "rb"));
  if (!stream) fail(file, std::strerror(errno));
  Sha256 hash;
  std::vector<char> buffer(std::size_t{1} << 16);
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), stream.get()))
    hash.update(buffer.data(), size);
  if (std::ferror(stream.get())) fail(file, std::strerror(errno));
  return hash.hexadecimal();
}

}  // namespace

std::uint64_t stable_key(std::initializer_list<std::string_view> parts) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  const auto take = [&hash](unsigned char byte) {
    hash ^= byte;
    hash *= 0x100000001b3u;
  };
  for (const std::string_view part : parts) {
    for (const char c : part) take(static_cast<unsigned char>(c));
    take(0x1F);
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hexadecimal();
}

std::string sha256_of_path(const std::filesystem::path& file_or_folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(file_or_folder, error)) return sha256_of_file(file_or_folder);
  std::vector<std::string> names;
  fs::recursive_directory_iterator entry(file_or_folder, error), end;
  for (; !error && entry != end; entry.increment(error))
    if (entry->is_regular_file(error))
      names.push_back(entry->path().lexically_relative(file_or_folder).generic_string());
  if (error) fail(file_or_folder, error.message());
  std::sort(names.begin(), names.end());
  Sha256 hash;
  for (const std::string& name : names)
    hash.update(sha256_of_file(file_or_folder / name) + "  " + name + "\n");
  return hash.hexadecimal();
}

}  // namespace plume
