// SPDX-License-Identifier: Apache-2.0
// The inside of the stand-in: streams with what is queued in them, page-locked memory, devices that
// are lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/cuda_on_cpu/device/thread.hpp"
#include "tests/cuda_on_cpu/runtime/stand_in.hpp"

namespace cuda_on_cpu {

/// Of each stream the number up to which the host has waited for it.
using Waited = std::map<int, std::uint64_t>;

/// Something queued: a kernel, a copy or a fill.
struct Operation {
  enum class Kind { kernel, to_device, to_host, fill } kind = Kind::kernel;
  std::uint64_t number = 0;
  int stream = 0, device = 0;
  // a kernel
  const KernelEntry* kernel = nullptr;
  std::vector<unsigned char> arguments;
  unsigned grid = 0, grid_y = 1, block = 0;
  std::vector<unsigned> blocks_left;  // the next one last
  bool begun = false;
  // a copy or a fill
  std::uint64_t at = 0;
  void* to = nullptr;
  std::size_t bytes = 0;
  unsigned char value = 0;
  std::vector<unsigned char> staged;  // what pageable memory held when it was queued
};

struct Stream {
  int number = 0, device = 0;
  std::deque<std::unique_ptr<Operation>> queue;
  bool failed = false;  // by a kernel's fault
};

/// What is known of an operation for as long as something may ask whether another came after it.
struct Place {
  int stream = 0;
  Waited waited;  // when it was queued
};

/// Page-locked memory: seen by the program at `host`, which it may not touch while a copy there is
/// not waited for.
struct Pinned {
  char* host = nullptr;
  char* inside = nullptr;
  std::size_t bytes = 0, mapped = 0;
  std::set<int> copying;  // streams
};

struct State {
  std::recursive_mutex mutex;
  std::mt19937_64 dice;
  Counts counts;
  std::set<int> lost;              // devices
  std::vector<std::size_t> sizes;  // of arrays
  std::map<int, std::unique_ptr<Stream>> streams;
  std::map<char*, Pinned> pinned;
  Waited waited;
  std::vector<Place> places = std::vector<Place>(1);  // by number
  int next_stream = 0, next_stray = -1000;
  std::map<std::string, Work> work;
};
State& state();

// queue.cpp
std::uint64_t enqueue(std::unique_ptr<Operation> operation);
/// runs all of it and notes that the host waited; false if a kernel failed
bool drain(Stream& stream);
bool drain_all(int device);
void run_some();  ///< in interleaved order: a few blocks of anything
int default_stream(int device);

// pinned.cpp
Pinned* pinned_at(const void* at, std::size_t bytes);
void close_pinned(Pinned& pinned, int stream);
void open_pinned(int stream);  ///< what copies of this stream alone kept closed
void* take_pinned(std::size_t bytes);
bool give_pinned(void* at);
void watch_host();  ///< installs the handler that tells of touches

}  // namespace cuda_on_cpu
