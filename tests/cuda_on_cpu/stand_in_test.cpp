// SPDX-License-Identifier: Apache-2.0
// The stand-in itself: what it must refuse, it refuses.
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/cuda_on_cpu/device/arithmetic.hpp"
#include "tests/cuda_on_cpu/device/memory.hpp"
#include "tests/cuda_on_cpu/support.hpp"

namespace cuda_on_cpu {
namespace {

TEST(StandIn, DeviceMemoryCannotBeTouchedByTheHost) {
  void* at = nullptr;
  ASSERT_EQ(cudaSuccess, cudaMalloc(&at, 64));
  EXPECT_DEATH(std::memset(at, 0, 1), "the host touched device memory");
  EXPECT_EQ(cudaSuccess, cudaFree(at));
}

TEST(StandIn, KernelsTouchWhatIsAllocatedAndWritten) {
  void* at = nullptr;
  ASSERT_EQ(cudaSuccess, cudaSetDevice(0));
  ASSERT_EQ(cudaSuccess, cudaMalloc(&at, 64));
  const auto place = reinterpret_cast<std::uint64_t>(at);
  Thread t;
  t.launch = 1;
  const auto refused = [&](auto use) {
    EXPECT_THROW(use(), KernelFault);
    EXPECT_EQ(1u, take_complaints().size());
  };
  refused([&] { (void)load_generic<std::uint32_t>(t, place); });       // nothing wrote it
  refused([&] { (void)load_generic<std::uint32_t>(t, place + 64); });  // beyond
  refused([&] { (void)load_generic<std::uint32_t>(t, place + 62); });  // not aligned
  refused([&] { (void)load_generic<std::uint32_t>(t, std::uint64_t{16}); });
  store_generic<std::uint32_t>(t, place + 60, 7);
  EXPECT_EQ(7u, load_generic<std::uint32_t>(t, place + 60));
  refused([&] { store_generic<std::uint64_t>(t, place + 64, 7); });
  refused([&] { (void)load_constant<std::uint32_t>(t, place + 60); });  // the launch wrote it
  t.number = 1;
  (void)load_generic<std::uint32_t>(t, place + 60);
  EXPECT_EQ(1u, take_complaints().size()) << "another thread of the same launch wrote it";
  t.number = 0;
  t.device = 1;
  refused([&] { (void)load_generic<std::uint32_t>(t, place + 60); });
  EXPECT_EQ(cudaSuccess, cudaFree(at));
  t.device = 0;
  refused([&] { (void)load_generic<std::uint32_t>(t, place + 60); });  // freed
}

TEST(StandIn, BytesOfTheProblemAreToldFromThoseOfLanes) {
  void* at = nullptr;
  ASSERT_EQ(cudaSuccess, cudaSetDevice(0));
  ASSERT_EQ(cudaSuccess, cudaMalloc(&at, 64));
  const auto place = reinterpret_cast<std::uint64_t>(at);
  const std::uint64_t number = 11;
  write_device(place, &number, 8, 0);
  Thread t;
  t.launch = 1;
  (void)load_generic<std::uint64_t>(t, place);
  EXPECT_EQ(0u, t.lane_bytes) << "a copy from the host wrote it";
  store_generic<std::uint32_t>(t, place + 8, 7);
  (void)load_generic<std::uint32_t>(t, place + 8);
  EXPECT_EQ(8u, t.lane_bytes);
  EXPECT_EQ(16u, t.bytes);
  EXPECT_EQ(cudaSuccess, cudaFree(at));
}

TEST(StandIn, OfBytesOfLanesThoseThatACacheHoldsAreNear) {
  void* at = nullptr;
  ASSERT_EQ(cudaSuccess, cudaSetDevice(0));
  ASSERT_EQ(cudaSuccess, cudaMalloc(&at, 64));
  const auto place = reinterpret_cast<std::uint64_t>(at);
  NearWords near(16);
  Thread t;
  t.launch = 1;
  t.near = &near;
  for (std::uint64_t i = 0; i < 3; ++i) store_generic<std::uint64_t>(t, place + 8 * i, i);
  EXPECT_EQ(24u, t.far_bytes) << "stores go to memory";
  (void)load_generic<std::uint64_t>(t, place + 8);
  (void)load_generic<std::uint64_t>(t, place + 16);
  EXPECT_EQ(24u, t.far_bytes) << "of 16 bytes the last two words are held";
  (void)load_generic<std::uint64_t>(t, place);
  (void)load_generic<std::uint64_t>(t, place + 16);
  EXPECT_EQ(32u, t.far_bytes)
      << "the first one had to make room, and took that of the word used longest ago";
  (void)load_generic<std::uint64_t>(t, place + 8);
  EXPECT_EQ(40u, t.far_bytes);
  EXPECT_EQ(7u * 8u + 8u, t.lane_bytes);
  EXPECT_EQ(cudaSuccess, cudaFree(at));
}

TEST(StandIn, MistakesOfTheHostAreTold) {
  int here = 0;
  EXPECT_NE(cudaSuccess, cudaFree(&here));
  EXPECT_NE(cudaSuccess, cudaFreeHost(&here));
  EXPECT_EQ(2u, take_complaints().size());
  void* at = nullptr;
  ASSERT_EQ(cudaSuccess, cudaMalloc(&at, 4));
  EXPECT_NE(cudaSuccess, cudaMemcpy(&here, at, 8, cudaMemcpyDeviceToHost));
  EXPECT_EQ(1u, take_complaints().size());
  EXPECT_NE("", leaks());
  EXPECT_EQ(cudaSuccess, cudaFree(at));
  EXPECT_NE(cudaSuccess, cudaGetLastError());
  EXPECT_EQ(cudaSuccess, cudaGetLastError());
}

TEST(StandIn, ArithmeticIsThatOfPtx) {
  EXPECT_EQ(0u, shl<std::uint32_t>(1, 32));
  EXPECT_EQ(-1, shr<std::int32_t>(-5, 40));
  EXPECT_EQ(0x80000000u, brev(1));
  EXPECT_EQ(0xabcd12efu, bfi<std::uint32_t>(0x12, 0xabcdefefu, 8, 8));
  EXPECT_EQ(1.0, lesser(1.0, __builtin_nan("")));
  EXPECT_TRUE(__builtin_signbit(lesser(0.0, -0.0)));
  EXPECT_EQ(2147483647, (whole<std::int32_t, double>(1e30)));
  EXPECT_EQ(0u, (whole<std::uint32_t, double>(-3.0)));
  EXPECT_EQ(-3, (whole<std::int32_t, double>(-3.9)));
  EXPECT_NE(0.1 * 10.0 - 1.0, fused(0.1, 10.0, -1.0)) << "one rounding, not two";
}

}  // namespace
}  // namespace cuda_on_cpu
