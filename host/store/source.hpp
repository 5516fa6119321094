// SPDX-License-Identifier: Apache-2.0
// Where HDF5 reads: a file driver that gives the library only bytes that were written, see
// file_digest.hpp. A block is hashed when something in it is first wanted, so that a report of a
// large result reads what it needs and no more.
//
//     // a regular file that begins as HDF5 does, or Error
//     const auto source = Source::open("out/x.h5");
//     Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
//     source->use_in(access.get());
//     // the name is not opened again: it is the file that was looked at
//     … H5Fopen("out/x.h5", H5F_ACC_RDONLY, access.get()) …
//     if (!source->damage().empty()) throw Error(source->damage());
//
// A Source outlives the files it is used in.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/store/file_digest.hpp"

namespace plume::hdf5 {

class Source {
 public:
  /// Throws Error for what is no regular file (a pipe is never waited for), is no HDF5 file, or has
  /// a damaged digest.
  static std::shared_ptr<Source> open(const std::filesystem::path& path);
  ~Source();
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  [[nodiscard]] bool is_sealed() const { return digest_.has_value(); }  ///< has a digest
  /// bytes of it that are HDF5's
  [[nodiscard]] std::uint64_t length() const { return length_; }
  /// what was found; empty: nothing
  [[nodiscard]] const std::string& damage() const { return damage_; }
  /// device, inode, length, time of change
  [[nodiscard]] const std::string& identity() const { return identity_; }
  [[nodiscard]] bool has_hashed_all() const;

  /// Hashes every block that was not yet wanted. False, and damage(), where one is not what was
  /// written.
  bool check_all();

  /// Lets files that are opened with this access property list read here.
  herr_t use_in(hid_t access_list);

 private:
  Source(int descriptor, std::string shown) : descriptor_(descriptor), shown_(std::move(shown)) {}
  bool check(std::uint64_t block);
  bool read(std::uint64_t address, char* bytes, std::size_t size);
  friend struct SourceFile;

  int descriptor_;
  std::string shown_;
  std::uint64_t length_ = 0;
  std::string identity_;
  std::optional<FileDigest> digest_;
  std::vector<bool> hashed_;  ///< block by block
  std::vector<char> block_;
  std::string damage_;
};

}  // namespace plume::hdf5
