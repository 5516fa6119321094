// SPDX-License-Identifier: Apache-2.0
// Built only with CUDA; what needs a device skips without one.
#include "kernels/engine/cuda_memory.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <new>
#include <stdexcept>

#include "tests/support/systems.hpp"

namespace plume::cuda_memory_test {
namespace {

const testing::TestedSystem cuda = {"cuda", "cuda", "", 0};

TEST(CheckCuda, SaysWhatWasBeingDone) {
  EXPECT_NO_THROW(check_cuda(cudaSuccess, "sleeping"));
  try {
    check_cuda(cudaErrorInvalidValue, "copying the problem to the device");
    FAIL() << "it did not throw";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ("CUDA failed while copying the problem to the device: invalid argument",
                 error.what());
  }
}

TEST(CheckCuda, OutOfMemoryIsBadAlloc) {
  EXPECT_THROW(check_cuda(cudaErrorMemoryAllocation, "allocating"), std::bad_alloc);
}

// The runtime keeps an error until it is asked for it: the next launch would be blamed for this
// one.
TEST(CheckCuda, ForgetsWhatItTold) {
  PLUME_SKIP_WITHOUT(cuda);
  EXPECT_THROW(check_cuda(cudaSetDevice(1'000'000), "selecting the device"), std::runtime_error);
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
  forget_error(cudaSetDevice(1'000'000));
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
}

TEST(DeviceBytes, NothingIsNull) {
  EXPECT_EQ(nullptr, DeviceBytes().get());
  EXPECT_EQ(nullptr, DeviceBytes(0).get());
}

TEST(DeviceBytes, HoldWhatIsCopiedAndMove) {
  PLUME_SKIP_WITHOUT(cuda);
  PinnedBytes from(64), to(64);
  std::memset(from.get(), 42, 64);
  DeviceBytes first(64);
  void* const place = first.get();
  DeviceBytes second = std::move(first);
  EXPECT_EQ(nullptr, first.get());
  EXPECT_EQ(place, second.get());
  check_cuda(cudaMemcpy(second.get(), from.get(), 64, cudaMemcpyHostToDevice), "copying");
  check_cuda(cudaMemcpy(to.get(), second.get(), 64, cudaMemcpyDeviceToHost), "copying back");
  EXPECT_EQ(0, std::memcmp(from.get(), to.get(), 64));
}

TEST(DeviceBytes, TooMuchIsBadAllocAndLeavesTheDeviceUsable) {
  PLUME_SKIP_WITHOUT(cuda);
  EXPECT_THROW(DeviceBytes(std::size_t{1} << 50), std::bad_alloc);
  EXPECT_NE(nullptr, DeviceBytes(1024).get());
}

}  // namespace
}  // namespace plume::cuda_memory_test
