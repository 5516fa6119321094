// SPDX-License-Identifier: Apache-2.0
#include "host/archive/zip_source.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "host/base/error.hpp"

namespace plume {
namespace {

/// What minizip asks for instead of a file. `position` may lie behind the end, where nothing is
/// read.
struct MemoryStream {
  const std::string* bytes;
  std::uint64_t position = 0;
};

void* open_memory(void* opaque, const void*, int) {
  return new MemoryStream{static_cast<const std::string*>(opaque)};  // close_memory() deletes it
}

uLong read_memory(void*, void* handle, void* to, uLong count) {
  auto& stream = *static_cast<MemoryStream*>(handle);
  const std::uint64_t left =
      stream.bytes->size() - std::min<std::uint64_t>(stream.position, stream.bytes->size());
  const auto read = static_cast<std::size_t>(std::min<std::uint64_t>(count, left));
  std::memcpy(to, stream.bytes->data() + (stream.bytes->size() - left), read);
  stream.position += read;
  return static_cast<uLong>(read);
}

uLong write_nothing(void*, void*, const void*, uLong) { return 0; }

ZPOS64_T tell_memory(void*, void* handle) { return static_cast<MemoryStream*>(handle)->position; }

long seek_memory(void*, void* handle, ZPOS64_T offset, int origin) {
  auto& stream = *static_cast<MemoryStream*>(handle);
  const std::uint64_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                             : origin == ZLIB_FILEFUNC_SEEK_CUR ? stream.position
                                                                : stream.bytes->size();
  stream.position = from + offset;
  return stream.position < from ? -1 : 0;
}

int close_memory(void*, void* handle) {
  delete static_cast<MemoryStream*>(handle);
  return 0;
}

int no_error(void*, void*) { return 0; }

}  // namespace

std::string bytes_of(const std::filesystem::path& path, std::uint64_t offset, std::size_t count) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr)
    throw Error(fmt::format("cannot open {}: {}", path.generic_string(), std::strerror(errno)));
  std::string bytes(count, '\0');
  const bool sought = fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0;
  bytes.resize(sought ? std::fread(bytes.data(), 1, count, file) : 0);
  const bool failed = !sought || std::ferror(file) != 0;
  const int reason = errno;
  std::fclose(file);
  if (failed)
    throw Error(fmt::format("cannot read {}: {}", path.generic_string(), std::strerror(reason)));
  return bytes;
}

std::uint64_t ZipSource::size() const {
  if (memory_) return memory_->size();
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file_, error);
  if (error)
    throw Error(fmt::format("cannot read {}: {}", file_.generic_string(), error.message()));
  return size;
}

std::string ZipSource::bytes(std::uint64_t offset, std::size_t count) const {
  if (!memory_) return bytes_of(file_, offset, count);
  return offset < memory_->size() ? memory_->substr(static_cast<std::size_t>(offset), count)
                                  : std::string();
}

void* ZipSource::open() const {
  if (!memory_) return unzOpen64(file_.c_str());
  zlib_filefunc64_def functions = {};
  functions.zopen64_file = &open_memory;
  functions.zread_file = &read_memory;
  functions.zwrite_file = &write_nothing;
  functions.ztell64_file = &tell_memory;
  functions.zseek64_file = &seek_memory;
  functions.zclose_file = &close_memory;
  functions.zerror_file = &no_error;
  // minizip's type; nothing writes there
  functions.opaque = const_cast<std::string*>(memory_.get());
  return unzOpen2_64("memory", &functions);
}

OpenZip::~OpenZip() {
  if (handle_ != nullptr) unzClose(handle_);
}

}  // namespace plume
