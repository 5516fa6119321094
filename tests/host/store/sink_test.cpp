// SPDX-License-Identifier: Apache-2.0
#include "host/store/sink.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/hdf5.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::hdf5::sink_test {
namespace {

/// A file of 100 chunks in two passes, so that chunks are evicted from HDF5's cache, read back and
/// written again. Returns whether everything read back was what had been written, and HDF5 closed
/// it all without complaint.
bool write_much(hid_t access, const std::string& path) {
  silence();
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
  if (file < 0) return false;
  const hsize_t size = 100 * 16384;
  const hsize_t chunk = 16384;
  const hid_t space = H5Screate_simple(1, &size, nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, 1, &chunk);
  H5Pset_fletcher32(creation);
  H5Pset_obj_track_times(creation, false);  // the clock would make two files differ
  const hid_t dataset =
      H5Dcreate2(file, "d", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  std::vector<double> values(size);
  std::iota(values.begin(), values.end(), 0.0);
  bool good =
      H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0;
  good = H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 && good;
  const hsize_t start = 8000;
  const hsize_t count = size - 16000;
  H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &count, nullptr);
  for (hsize_t i = start; i < start + count; ++i) values[i] = -values[i];
  const hid_t memory = H5Scopy(space);
  good =
      H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values.data()) >= 0 && good;
  std::vector<double> back(size);
  good =
      H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, back.data()) >= 0 && good;
  good = good && back == values;
  H5Sclose(memory);
  H5Pclose(creation);
  H5Sclose(space);
  good = H5Dclose(dataset) >= 0 && good;
  return H5Fclose(file) >= 0 && good;
}

TEST(Sink, WritesTheBytesOfTheLibrarysOwnDriver) {
  const ResultFolder folder;
  Sink sink;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  ASSERT_GE(sink.use_in(access.get()), 0);
  EXPECT_TRUE(write_much(access.get(), folder / "sink.h5"));
  EXPECT_EQ(sink.error(), 0);
  EXPECT_TRUE(write_much(H5P_DEFAULT, folder / "own.h5"));
  EXPECT_GT(std::filesystem::file_size(folder / "own.h5"), 100u * 16384 * 8);
  EXPECT_TRUE(content_of(folder / "sink.h5") == content_of(folder / "own.h5"));
}

TEST(Sink, OnAFullDiskHdf5ReadsBackWhatItWroteAndCloses) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  Sink sink;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  ASSERT_GE(sink.use_in(access.get()), 0);
  EXPECT_TRUE(write_much(access.get(), "/dev/full"));
  EXPECT_EQ(sink.error(), ENOSPC);
}

TEST(Sink, DiscardedBytesDoNotReachTheDisk) {
  const ResultFolder folder;
  Sink sink;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  ASSERT_GE(sink.use_in(access.get()), 0);
  sink.discard();
  EXPECT_TRUE(write_much(access.get(), folder / "x.h5"));
  EXPECT_EQ(sink.error(), 0);
  EXPECT_EQ(std::filesystem::file_size(folder / "x.h5"), 0u);
}

TEST(Sink, AFileThatCannotBeOpenedIsAnErrorOfBoth) {
  const ResultFolder folder;
  Sink sink;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  ASSERT_GE(sink.use_in(access.get()), 0);
  EXPECT_FALSE(write_much(access.get(), folder / "no/x.h5"));
  EXPECT_EQ(sink.error(), ENOENT);
}

TEST(Sink, FilesSayThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const auto write = [] {
    File file = File::create("/dev/full", "out/x.h5");
    file.set("title", "x");
    file.flush();
  };
  EXPECT_EQ(message_of<Error>(write), "cannot write out/x.h5: No space left on device");
}

}  // namespace
}  // namespace plume::hdf5::sink_test
