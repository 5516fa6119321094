// SPDX-License-Identifier: Apache-2.0
// One GPU thread of a kernel that was translated, and the tables of what was.
#pragma once

#include <cstdint>

#include "tests/cuda_on_cpu/device/near_words.hpp"

namespace cuda_on_cpu {

/// Addresses [begin, end).
struct Range {
  std::uint64_t begin = 0, end = 0;
  [[nodiscard]] bool holds(std::uint64_t at, std::uint64_t size) const {
    return at >= begin && at + size <= end;
  }
};

struct Thread {
  std::uint32_t tid = 0, ntid = 0, ctaid = 0, nctaid = 0, ctaid_y = 0, nctaid_y = 1;
  Range arguments;                 ///< the kernel's, on the host
  Range local;                     ///< this function's own arrays
  const Thread* caller = nullptr;  ///< of a function that a kernel calls
  std::uint64_t launch = 0;        ///< its number among all that was queued
  std::uint32_t number = 0;        ///< among the threads of the launch
  int device = 0;
  const char* kernel = "";
  /// carried out; loaded from and stored to device memory
  std::uint64_t instructions = 0, bytes = 0;
  /// of these what is not the problem's, which all threads share: what kernels wrote
  std::uint64_t lane_bytes = 0;
  std::uint64_t far_bytes = 0;  ///< of these what `near` did not hold, and all stores
  NearWords* near = nullptr;

  void add_counts(const Thread& inner) {
    instructions += inner.instructions;
    bytes += inner.bytes;
    lane_bytes += inner.lane_bytes;
    far_bytes += inner.far_bytes;
  }
};

inline Thread called_by(Thread& caller, const unsigned char* arguments, std::uint64_t bytes) {
  Thread inner = caller;
  inner.caller = &caller;
  inner.arguments = {reinterpret_cast<std::uint64_t>(arguments),
                     reinterpret_cast<std::uint64_t>(arguments) + bytes};
  inner.local = {};
  inner.instructions = inner.bytes = inner.lane_bytes = inner.far_bytes = 0;
  return inner;
}

struct KernelEntry {
  const char* name;
  void (*run)(Thread&);
  int argument_bytes, num_arguments;
  struct {
    int offset, size;
  } arguments[16];
  int most_threads;
};
struct ConstantEntry {
  const char* name;
  const unsigned char* data;
  int size;
};

extern const KernelEntry kernel_table[];
extern const int num_kernels;
extern const ConstantEntry constant_table[];
extern const int num_constants;

}  // namespace cuda_on_cpu
