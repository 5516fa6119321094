// SPDX-License-Identifier: Apache-2.0
// Where HDF5 writes: a file driver that takes every byte and remembers when the disk did not.
//
// HDF5 does not recover from a failed write: a flush that meets a full disk leaves its cache
// locked, the file cannot be closed any more, and the program crashes when the library ends itself.
// This driver therefore never reports a failure to HDF5. What the disk refuses is kept in memory,
// so that HDF5 reads back what it wrote and comes to a clean end, and the reason is kept in the
// Sink, where Plume looks after every call. What is kept is bounded by HDF5's caches, since Plume
// stops at once and gives the file up.
//
//     Sink sink;
//     Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
//     sink.use_in(access.get());
//     … H5Fcreate(…, access.get()) …
//     if (sink.error() != 0) throw Error(std::strerror(sink.error()));
//
// A Sink outlives the files it is used in.
#pragma once

#include <hdf5.h>

#include <vector>

namespace plume::hdf5 {

class Sink {
 public:
  /// errno of the first write or truncation that failed, 0 if none did.
  [[nodiscard]] int error() const { return error_; }

  /// From now on nothing reaches the disk.
  void discard() { discarding_ = true; }

  /// Lets files that are created with this access property list write here.
  herr_t use_in(hid_t access_list);

 private:
  friend struct SinkFile;
  struct Kept {
    haddr_t address;
    std::vector<char> bytes;
  };
  int error_ = 0;
  bool discarding_ = false;
  std::vector<Kept> kept_;  ///< in the order of writing; later ones cover earlier ones
};

}  // namespace plume::hdf5
