// SPDX-License-Identifier: Apache-2.0
#include "host/store/source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include "host/base/error.hpp"

#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h>  // from HDF5 1.14 on, what driver authors need is here
#endif

namespace plume::hdf5 {

using namespace std::string_view_literals;

/// An open file. HDF5 sees the base and hands it back to the functions below.
struct SourceFile : H5FD_t {
  Source* source;
  haddr_t end_of_allocation;

  bool read(haddr_t address, char* bytes, std::size_t size) const {
    return source->read(address, bytes, size);
  }
};

namespace {

constexpr std::string_view signature = "\x89HDF\r\n\x1A\n"sv;

SourceFile& cast(H5FD_t* file) { return *static_cast<SourceFile*>(file); }
const SourceFile& cast(const H5FD_t* file) { return *static_cast<const SourceFile*>(file); }

H5FD_t* open_file(const char*, unsigned flags, hid_t access_list, haddr_t) {
  const auto* info = static_cast<Source* const*>(H5Pget_driver_info(access_list));
  if (info == nullptr || (flags & H5F_ACC_RDWR) != 0) return nullptr;
  auto* file = new SourceFile{};
  file->source = *info;
  return file;
}

herr_t close_file(H5FD_t* file) {
  delete &cast(file);
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t get_eoa(const H5FD_t* file, H5FD_mem_t) { return cast(file).end_of_allocation; }
herr_t set_eoa(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  cast(file).end_of_allocation = address;
  return 0;
}
haddr_t get_eof(const H5FD_t* file, H5FD_mem_t) { return cast(file).source->length(); }

herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, void* bytes) {
  return cast(file).read(address, static_cast<char*>(bytes), size) ? 0 : -1;
}
herr_t write_bytes(H5FD_t*, H5FD_mem_t, hid_t, haddr_t, std::size_t, const void*) { return -1; }

H5FD_class_t describe() {
  H5FD_class_t driver{};
#ifdef H5FD_CLASS_VERSION
  driver.version = H5FD_CLASS_VERSION;
  driver.value = 510;  // of the range for drivers that are not registered with the HDF Group
#endif
  driver.name = "plume_source";
  driver.maxaddr = std::numeric_limits<off_t>::max();
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.fapl_size = sizeof(void*);  // HDF5 copies the pointer to the Source along with the list
  driver.open = open_file;
  driver.close = close_file;
  driver.query = query;
  driver.get_eoa = get_eoa;
  driver.set_eoa = set_eoa;
  driver.get_eof = get_eof;
  driver.read = read_bytes;
  driver.write = write_bytes;
  const H5FD_mem_t map[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(map), std::end(map), std::begin(driver.fl_map));
  return driver;
}

/// What can be read; where the file ends, zeros.
bool read_up_to(int descriptor, std::uint64_t at, char* bytes, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        ::pread(descriptor, bytes + done, size - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  std::memset(bytes + done, 0, size - done);
  return true;
}

}  // namespace

std::shared_ptr<Source> Source::open(const std::filesystem::path& path) {
  const std::string shown = path.string();
  const auto refuse = [&](const std::string& why) {
    throw Error(fmt::format("cannot read {}: {}", shown, why));
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) refuse(std::strerror(errno));
  std::shared_ptr<Source> source(new Source(descriptor, shown));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) refuse(std::strerror(errno));
  if (S_ISDIR(status.st_mode)) refuse("it is a folder");
  if (!S_ISREG(status.st_mode)) refuse("it is not a regular file");
  const auto length = static_cast<std::uint64_t>(status.st_size);
  std::array<char, 8> begin{};
  if (!read_up_to(descriptor, 0, begin.data(), begin.size())) refuse(std::strerror(errno));
  if (std::string_view(begin.data(), begin.size()) != signature) refuse("it is not an HDF5 file");
  source->identity_ = fmt::format("{}:{}:{}:{}.{}", status.st_dev, status.st_ino, length,
                                  status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  source->digest_ = FileDigest::read(descriptor, length, shown);
  source->length_ = source->digest_ ? source->digest_->content() : length;
  if (source->digest_) source->hashed_.resize(source->digest_->num_blocks());
  return source;
}

Source::~Source() { ::close(descriptor_); }

bool Source::check(std::uint64_t block) {
  if (!digest_ || block >= hashed_.size() || hashed_[block]) return true;
  const std::uint64_t at = block * digest_block;
  const std::size_t size = std::min<std::uint64_t>(digest_block, length_ - at);
  block_.resize(digest_block);
  if (!read_up_to(descriptor_, at, block_.data(), size)) {
    damage_ = fmt::format("cannot read {}: {}", shown_, std::strerror(errno));
    return false;
  }
  if (!digest_->fits(block, std::span<const char>(block_).first(size))) {
    damage_ =
        fmt::format("{} is damaged: among its bytes {} to {} are some that were not written so",
                    shown_, at, at + size - 1);
    return false;
  }
  hashed_[block] = true;
  return true;
}

bool Source::check_all() {
  for (std::uint64_t block = 0; block < hashed_.size(); ++block) {
    if (!check(block)) return false;
  }
  return true;
}

bool Source::has_hashed_all() const {
  return is_sealed() && std::find(hashed_.begin(), hashed_.end(), false) == hashed_.end();
}

bool Source::read(std::uint64_t address, char* bytes, std::size_t size) {
  if (size == 0) return true;
  if (address > std::numeric_limits<std::uint64_t>::max() / 2 ||
      size > std::numeric_limits<std::uint64_t>::max() / 2) {
    return false;
  }
  if (digest_) {
    const std::uint64_t last = std::min(address + size, length_);
    for (std::uint64_t block = address / digest_block; block * digest_block < last; ++block) {
      if (!check(block)) return false;
    }
  }
  // What lies behind the content is the digest, which is no business of HDF5.
  const std::size_t there =
      address < length_ ? std::min<std::uint64_t>(size, length_ - address) : 0;
  std::memset(bytes + there, 0, size - there);
  return read_up_to(descriptor_, address, bytes, there);
}

herr_t Source::use_in(hid_t access_list) {
  static const H5FD_class_t driver = describe();
  static const hid_t id = H5FDregister(&driver);
  Source* self = this;
  return id < 0 ? -1 : H5Pset_driver(access_list, id, &self);
}

}  // namespace plume::hdf5
