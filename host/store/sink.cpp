// SPDX-License-Identifier: Apache-2.0
#include "host/store/sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h>  // from HDF5 1.14 on, what driver authors need is here
#endif

namespace plume::hdf5 {

/// An open file. HDF5 sees the base and hands it back to the functions below.
struct SinkFile : H5FD_t {
  Sink* sink;
  int descriptor;
  haddr_t end_of_allocation;
  haddr_t end_of_file;

  void keep(haddr_t address, const char* bytes, std::size_t size) {
    sink->kept_.push_back({address, std::vector<char>(bytes, bytes + size)});
  }
  [[nodiscard]] bool refuses() const { return sink->discarding_ || sink->error_ != 0; }
  void fail(int error) {
    if (sink->error_ == 0) sink->error_ = error;
  }

  void write(haddr_t address, const char* bytes, std::size_t size) {
    end_of_file = std::max(end_of_file, address + size);
    while (size > 0 && !refuses()) {
      const ssize_t done = ::pwrite(descriptor, bytes, size, static_cast<off_t>(address));
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) {
        fail(done < 0 ? errno : ENOSPC);
        break;
      }
      address += static_cast<haddr_t>(done);
      bytes += done;
      size -= static_cast<std::size_t>(done);
    }
    if (size > 0) keep(address, bytes, size);
  }

  /// False where the disk fails to read, which HDF5 does survive.
  bool read(haddr_t address, char* bytes, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got =
          ::pread(descriptor, bytes + done, size - done, static_cast<off_t>(address + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return false;
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    std::memset(bytes + done, 0, size - done);  // beyond the end of the file
    for (const Sink::Kept& kept : sink->kept_) {
      const haddr_t begin = std::max(address, kept.address);
      const haddr_t end = std::min(address + size, kept.address + kept.bytes.size());
      if (begin < end)
        std::memcpy(bytes + (begin - address), &kept.bytes[begin - kept.address], end - begin);
    }
    return true;
  }

  void truncate() {
    if (end_of_file == end_of_allocation) return;
    if (!refuses() && ::ftruncate(descriptor, static_cast<off_t>(end_of_allocation)) != 0)
      fail(errno);
    end_of_file = end_of_allocation;
  }
};

namespace {

SinkFile& cast(H5FD_t* file) { return *static_cast<SinkFile*>(file); }
const SinkFile& cast(const H5FD_t* file) { return *static_cast<const SinkFile*>(file); }

H5FD_t* open_file(const char* name, unsigned flags, hid_t access_list, haddr_t) {
  const auto* info = static_cast<Sink* const*>(H5Pget_driver_info(access_list));
  if (info == nullptr) return nullptr;
  auto* file = new SinkFile{};
  file->sink = *info;
  const int mode = O_RDWR | O_CLOEXEC | (flags & H5F_ACC_CREAT ? O_CREAT : 0) |
                   (flags & H5F_ACC_TRUNC ? O_TRUNC : 0);
  file->descriptor = ::open(name, mode, 0666);
  if (file->descriptor >= 0) return file;
  file->fail(errno);
  delete file;
  return nullptr;
}

herr_t close_file(H5FD_t* file) {
  if (::close(cast(file).descriptor) != 0) cast(file).fail(errno);
  delete &cast(file);
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  // As the library's own driver for plain files, and with its format: the file names no driver.
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t get_eoa(const H5FD_t* file, H5FD_mem_t) { return cast(file).end_of_allocation; }
herr_t set_eoa(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  cast(file).end_of_allocation = address;
  return 0;
}
haddr_t get_eof(const H5FD_t* file, H5FD_mem_t) { return cast(file).end_of_file; }

herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, void* bytes) {
  return cast(file).read(address, static_cast<char*>(bytes), size) ? 0 : -1;
}
herr_t write_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size,
                   const void* bytes) {
  cast(file).write(address, static_cast<const char*>(bytes), size);
  return 0;
}
herr_t truncate_file(H5FD_t* file, hid_t, hbool_t) {
  cast(file).truncate();
  return 0;
}

H5FD_class_t describe() {
  H5FD_class_t driver{};
#ifdef H5FD_CLASS_VERSION
  driver.version = H5FD_CLASS_VERSION;
  driver.value = 511;  // of the range for drivers that are not registered with the HDF Group
#endif
  driver.name = "plume_sink";
  driver.maxaddr = std::numeric_limits<off_t>::max();
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.fapl_size = sizeof(void*);  // HDF5 copies the pointer to the Sink along with the list
  driver.open = open_file;
  driver.close = close_file;
  driver.query = query;
  driver.get_eoa = get_eoa;
  driver.set_eoa = set_eoa;
  driver.get_eof = get_eof;
  driver.read = read_bytes;
  driver.write = write_bytes;
  driver.truncate = truncate_file;
  const H5FD_mem_t map[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(map), std::end(map), std::begin(driver.fl_map));
  return driver;
}

}  // namespace

herr_t Sink::use_in(hid_t access_list) {
  static const H5FD_class_t driver = describe();
  static const hid_t id = H5FDregister(&driver);
  Sink* self = this;
  return id < 0 ? -1 : H5Pset_driver(access_list, id, &self);
}

}  // namespace plume::hdf5
