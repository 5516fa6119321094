// SPDX-License-Identifier: Apache-2.0
// The stand-in for the CUDA runtime, as tests see it. Whole programs set the same by environment
// variables, see README.md.
//
//     const Hostility one_failing({.fail_call = 17});
//     EXPECT_THROW(runner->run(batch), std::runtime_error);
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cuda_on_cpu {

/// When queued work runs: at once; when something waits for it; or anywhere between, streams,
/// blocks and threads in random order.
enum class Order { eager, lazy, interleaved };

struct Settings {
  Order order = Order::interleaved;
  std::uint64_t seed = 1;
  int devices = 1;
  std::size_t device_bytes = std::size_t{16} << 20;  ///< of each
  /// cudaMemGetInfo says so many times what is free, as where others take it in the meantime
  std::size_t times_overstated = 1;
  std::size_t near_bytes = 0;  ///< a thread's share of the caches, for counts alone

  // Failures. Calls are counted from 1 since these settings were made; those that free are not.
  /// this call fails: out of memory where it asks for some, a failed launch elsewhere
  long fail_call = 0;
  long lose_call = 0;  ///< from this call on the device that it is for is lost
  long fail_every_allocation = 0;

  // Planted bugs: what the program would do with a line left out or a number wrong.
  long short_array = 0;  ///< this array on the device is too short, by short_bytes
  std::size_t short_bytes = 4;
  long array_not_copied = 0;    ///< this copy to the device does not happen
  long no_stream_wait = 0;      ///< this cudaStreamSynchronize returns at once
  bool no_device_wait = false;  ///< cudaDeviceSynchronize returns at once
  long stray_launch = 0;        ///< this kernel goes to a stream of its own
  bool unfused_fma = false;
};

/// Settings for as long as it lives; then those that were there before.
class Hostility {
 public:
  explicit Hostility(const Settings& settings);
  ~Hostility();
  Hostility(const Hostility&) = delete;
  Hostility& operator=(const Hostility&) = delete;

 private:
  Settings before_;
};

const Settings& settings();  ///< at first those of the environment

/// Since the settings were made.
struct Counts {
  long calls = 0, arrays = 0, copies_to_device = 0, stream_waits = 0, launches = 0;
};
Counts counts();

/// Of each kernel, since the program began.
struct Work {
  std::uint64_t launches = 0, threads = 0, instructions = 0, bytes = 0;
  /// without those of the problem, which neighbouring threads read together
  std::uint64_t lane_bytes = 0;
  std::uint64_t far_bytes =
      0;  ///< of these all stores, and the loads that a thread's share of the caches does not hold
};
std::map<std::string, Work> work_of_kernels();

/// Sizes in bytes of the arrays on the device, in the order in which memory was asked for since the
/// settings were made.
std::vector<std::size_t> sizes_of_arrays();

/// What is not freed yet.
std::string leaks();

}  // namespace cuda_on_cpu
