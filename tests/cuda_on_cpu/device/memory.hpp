// SPDX-License-Identifier: Apache-2.0
// Device memory that is watched. The addresses that the program sees cannot be touched by the host;
// contents lie elsewhere, and each byte knows whether it was written, each word who wrote it last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "tests/cuda_on_cpu/device/thread.hpp"

namespace cuda_on_cpu {

/// What a kernel throws that did what a GPU would not let it do: the launch ends here, as by an
/// illegal address.
struct KernelFault {};

/// Loads and stores of translated code; U is an unsigned integer of 8, 16, 32 or 64 bits.
template <class U>
U load_generic(Thread& t, std::uint64_t at);
template <class U>
U load_global(Thread& t, std::uint64_t at);
/// by a cache that does not see what this launch writes
template <class U>
U load_constant(Thread& t, std::uint64_t at);
template <class U>
U load_local(Thread& t, std::uint64_t at);
template <class U>
void store_generic(Thread& t, std::uint64_t at, U value);
template <class U>
void store_global(Thread& t, std::uint64_t at, U value);
template <class U>
void store_local(Thread& t, std::uint64_t at, U value);
void check_aligned(Thread& t, std::uint64_t at, std::uint64_t size);
std::uint64_t constant_at(const Thread& t, int constant);

/// The kernel's or function's own arguments, by offsets that the compiler knew.
template <class U>
U raw(const void* from) {
  U value;
  std::memcpy(&value, from, sizeof value);
  return value;
}
template <class U>
void put(void* to, U value) {
  std::memcpy(to, &value, sizeof value);
}
template <class U>
U load_param(Thread& t, std::uint64_t at) {
  if (!t.arguments.holds(at, sizeof(U))) throw KernelFault();
  return raw<U>(reinterpret_cast<const void*>(at));
}
inline void poison(unsigned char* array, std::size_t bytes) { std::memset(array, 0xf7, bytes); }

// --- for the runtime
// -------------------------------------------------------------------------------------------------

void reserve_address_space();

/// Poisoned memory of a device, with a gap of changing size behind it.
std::uint64_t take_memory(std::size_t bytes, int device, std::uint64_t gap);
void give_back(std::uint64_t at);

/// [at, at + bytes) of the live memory that holds it all, null otherwise.
struct Block {
  std::uint64_t begin, end;
  int device;
};
const Block* block_of(const void* at, std::size_t bytes);
bool is_device_address(const void* at);
std::size_t live_bytes(int device);
std::size_t num_live_blocks();

/// What copies and fills do, as a thread of their own.
void write_device(std::uint64_t at, const void* from, std::size_t bytes, std::uint64_t launch);
void fill_device(std::uint64_t at, unsigned char value, std::size_t bytes, std::uint64_t launch);
void read_device(std::uint64_t at, void* to, std::size_t bytes, std::uint64_t launch);

/// Whether what was queued earlier is known to have ended before the later begins. Of
/// runtime/queue.cpp.
bool is_ordered(std::uint64_t earlier, std::uint64_t later);

}  // namespace cuda_on_cpu
