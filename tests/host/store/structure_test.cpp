// SPDX-License-Identifier: Apache-2.0
#include "host/store/structure.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/hdf5.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::structure_test {
namespace {

namespace fs = std::filesystem;

/// What is said of a file that is made with the raw C API.
class Structure : public ::testing::Test {
 protected:
  std::string refusal(const std::function<void(hid_t)>& make) {
    const hid_t file = H5Fcreate(path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t two = 2;
    const double values[] = {1.0, 2.0};
    H5LTmake_dataset_double(file, "kept", 1, &two, values);
    make(file);
    H5Fclose(file);
    return message_of<Error>([&] { (void)hdf5::File::open(path()); });
  }
  void dataset(hid_t file, hid_t creation, std::vector<hsize_t> shape = {2}) {
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t made =
        H5Dcreate2(file, "mean", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    EXPECT_GE(made, 0);
    H5Dclose(made);
    H5Sclose(space);
  }
  [[nodiscard]] fs::path path() const { return folder_ / "x.h5"; }
  [[nodiscard]] std::string cannot() const { return "cannot read " + path().string() + ": "; }
  [[nodiscard]] std::string damaged() const { return path().string() + " is damaged: "; }

  ResultFolder folder_;
};

TEST_F(Structure, OfPlainDatasetsIsGood) {
  EXPECT_EQ(refusal([](hid_t) {}), "(nothing was thrown)");
}

TEST_F(Structure, LinksOutOfTheFileAreNotFollowed) {
  EXPECT_EQ(refusal([](hid_t file) {
              H5Lcreate_external("other.h5", "/mean", file, "mean", H5P_DEFAULT, H5P_DEFAULT);
            }),
            cannot() + "the dataset 'mean' lies in another file");
}

TEST_F(Structure, LinksInTheFileAreNotFollowed) {
  EXPECT_EQ(
      refusal([](hid_t file) { H5Lcreate_soft("/mean", file, "mean", H5P_DEFAULT, H5P_DEFAULT); }),
      cannot() + "'mean' is a link to another name");
}

TEST_F(Structure, GroupsInEachOtherAreRefused) {
  EXPECT_EQ(refusal([](hid_t file) {
              const hid_t group =
                  H5Gcreate2(file, "figures", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
              H5Lcreate_hard(file, "figures", group, "figures", H5P_DEFAULT, H5P_DEFAULT);
              H5Gclose(group);
            }),
            cannot() + "its groups lie in each other without end");
}

TEST_F(Structure, ExternalStorageIsRefused) {
  EXPECT_EQ(refusal([&](hid_t file) {
              const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
              H5Pset_external(creation, "/etc/passwd", 0, 16);
              dataset(file, creation);
              H5Pclose(creation);
            }),
            cannot() + "the dataset 'mean' lies in another file");
}

TEST_F(Structure, VirtualDatasetsAreRefused) {
  EXPECT_EQ(refusal([&](hid_t file) {
              const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
              const hsize_t two = 2;
              const hid_t space = H5Screate_simple(1, &two, nullptr);
              H5Pset_virtual(creation, space, "other.h5", "/mean", space);
              dataset(file, creation);
              H5Sclose(space);
              H5Pclose(creation);
            }),
            cannot() + "the dataset 'mean' lies in another file");
}

TEST_F(Structure, FiltersThatNoPlumeFileHasAreRefused) {
  EXPECT_EQ(refusal([&](hid_t file) {
              const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
              const hsize_t two = 2;
              H5Pset_chunk(creation, 1, &two);
              H5Pset_nbit(creation);
              dataset(file, creation);
              H5Pclose(creation);
            }),
            cannot() + "the dataset 'mean' has the filter 5, which no Plume file has");
}

TEST_F(Structure, MoreNumbersThanTheFileHasAreRefused) {
  EXPECT_EQ(refusal([&](hid_t file) {
              const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
              const hsize_t chunk = 1024;
              H5Pset_chunk(creation, 1, &chunk);
              dataset(file, creation, {hsize_t{1} << 40});
              H5Pclose(creation);
            }),
            damaged() + "'mean' takes 8796093022208 bytes, more than the file can hold");
  EXPECT_EQ(refusal([&](hid_t file) { dataset(file, H5P_DEFAULT, {hsize_t{1} << 40}); }),
            damaged() + "'mean' takes 8796093022208 bytes, more than the file can hold");
}

TEST_F(Structure, WhatIsNeitherGroupNorDatasetIsRefused) {
  EXPECT_EQ(refusal([](hid_t file) {
              const hid_t type = H5Tcopy(H5T_IEEE_F64LE);
              H5Tcommit2(file, "type", type, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
              H5Tclose(type);
            }),
            cannot() + "'type' is neither a group nor a dataset");
}

}  // namespace
}  // namespace plume::structure_test
