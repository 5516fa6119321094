// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda_on_cpu/device/memory.hpp"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/cuda_on_cpu/device/arithmetic.hpp"
#include "tests/cuda_on_cpu/runtime/complaints.hpp"

namespace cuda_on_cpu {

bool fma_is_not_fused = false;
bool nan_is_canonical = false;

namespace {

constexpr std::uint64_t space = std::uint64_t{64} << 30;
constexpr std::uint64_t base = 0x300000000000;  // what the program sees
constexpr std::uint64_t granule = 256;          // memory begins at multiples of this
constexpr std::uint64_t copier = 0xffffff;      // the thread that a copy or a fill counts as

// For each byte, granule or word of the space:
unsigned char* contents;
unsigned char* written;  // byte: 1 if something wrote it
std::uint32_t* owner;    // granule: number of its block, 0: none
std::uint64_t* writer;   // word: (launch << 24 | thread) of the last store, 0: none
Block* blocks;           // by number
std::uint32_t num_blocks = 1;
std::uint64_t next_place = granule;
std::map<std::uint64_t, std::uint32_t> live;  // begin → number
std::map<int, std::vector<std::uint64_t>> constants;

void* region(std::uint64_t at, std::uint64_t bytes, int protection) {
  void* got = mmap(
      reinterpret_cast<void*>(at), bytes, protection,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (at != 0 ? MAP_FIXED_NOREPLACE : 0), -1, 0);
  if (got == MAP_FAILED) {
    std::perror("cuda_on_cpu: reserving addresses");
    std::abort();
  }
  return got;
}

[[noreturn, gnu::cold]] void fault(const Thread& t, std::uint64_t at, std::uint64_t size,
                                   const char* what) {
  complain(std::string(what) + ": " + std::to_string(size) + " bytes by thread " +
           std::to_string(t.number) + " of " + t.kernel);
  (void)at;
  throw KernelFault();
}

[[gnu::cold]] void race(const Thread& t, const char* what, std::uint64_t last) {
  complain(std::string("nothing orders this ") + what + " after the store of launch " +
           std::to_string(last >> 24) + ": launch " + std::to_string(t.launch) + ", thread " +
           std::to_string(t.number) + " of " + t.kernel);
}

void check_block(const Thread& t, std::uint64_t at, std::uint64_t size) {
  const std::uint64_t place = at - base;
  if (__builtin_expect(place >= space, 0))
    fault(t, at, size, "an address that is not of device memory");
  const std::uint32_t number = owner[place / granule];
  if (__builtin_expect(number == 0 || at < blocks[number].begin || at + size > blocks[number].end,
                       0))
    fault(t, at, size, "an address outside of any allocation");
  if (__builtin_expect(blocks[number].device != t.device, 0))
    fault(t, at, size, "an address of another device");
}

template <class U>
bool all_written(std::uint64_t place) {
  return raw<U>(written + place) == static_cast<U>(0x0101010101010101ull);
}

void check_writers(const Thread& t, std::uint64_t place, std::uint64_t size, const char* what) {
  for (std::uint64_t word = place / 4; word <= (place + size - 1) / 4; ++word) {
    const std::uint64_t last = writer[word], launch = last >> 24;
    if (last == 0) continue;
    const bool fine = launch == t.launch ? (last & 0xffffff) == (t.number & 0xffffff) || size < 4
                                         : is_ordered(launch, t.launch);
    if (__builtin_expect(!fine, 0)) race(t, what, last);
  }
}

void mark_written(std::uint64_t place, std::uint64_t size, std::uint64_t who) {
  std::memset(written + place, 1, size);
  for (std::uint64_t word = place / 4; word <= (place + size - 1) / 4; ++word) writer[word] = who;
}

template <class U>
U load_device(Thread& t, std::uint64_t at) {
  check_aligned(t, at, sizeof(U));
  check_block(t, at, sizeof(U));
  const std::uint64_t place = at - base;
  if (__builtin_expect(!all_written<U>(place), 0))
    fault(t, at, sizeof(U), "a load of memory that nothing wrote");
  check_writers(t, place, sizeof(U), "load");
  t.bytes += sizeof(U);
  if ((writer[place / 4] & copier) != copier) {
    t.lane_bytes += sizeof(U);
    if (t.near == nullptr || !t.near->touch(at, sizeof(U))) t.far_bytes += sizeof(U);
  }
  return raw<U>(contents + place);
}

template <class U>
void store_device(Thread& t, std::uint64_t at, U value) {
  check_aligned(t, at, sizeof(U));
  check_block(t, at, sizeof(U));
  const std::uint64_t place = at - base;
  check_writers(t, place, sizeof(U), "store");
  t.bytes += sizeof(U);
  t.lane_bytes += sizeof(U);
  t.far_bytes += sizeof(U);
  if (t.near != nullptr) (void)t.near->touch(at, sizeof(U));
  put<U>(contents + place, value);
  mark_written(place, sizeof(U), t.launch << 24 | (t.number & 0xffffff));
}

bool is_own(const Thread& t, std::uint64_t at, std::uint64_t size, bool arguments_too) {
  for (const Thread* u = &t; u != nullptr; u = u->caller)
    if (u->local.holds(at, size) || (arguments_too && u->arguments.holds(at, size))) return true;
  return false;
}

void drop_pages(void* from, std::uint64_t bytes) {
  const std::uint64_t begin = (reinterpret_cast<std::uint64_t>(from) + 4095) / 4096 * 4096;
  const std::uint64_t end = (reinterpret_cast<std::uint64_t>(from) + bytes) / 4096 * 4096;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

Thread copying(std::uint64_t launch, std::uint64_t at) {
  Thread t;
  t.kernel = "a copy";
  t.launch = launch;
  if (const Block* block = block_of(reinterpret_cast<void*>(at), 1)) t.device = block->device;
  return t;
}

}  // namespace

void check_aligned(Thread& t, std::uint64_t at, std::uint64_t size) {
  if (__builtin_expect(at % size != 0, 0)) fault(t, at, size, "an address that is not aligned");
}

template <class U>
U load_generic(Thread& t, std::uint64_t at) {
  if (__builtin_expect(at - base < space, 1)) return load_device<U>(t, at);
  if (!is_own(t, at, sizeof(U), true))
    fault(t, at, sizeof(U), "an address of the host, or of nothing");
  return raw<U>(reinterpret_cast<const void*>(at));
}
template <class U>
U load_global(Thread& t, std::uint64_t at) {
  return load_device<U>(t, at);
}
template <class U>
U load_constant(Thread& t, std::uint64_t at) {
  const U value = load_device<U>(t, at);
  for (std::uint64_t word = (at - base) / 4; word <= (at - base + sizeof(U) - 1) / 4; ++word)
    if (writer[word] >> 24 == t.launch)
      fault(t, at, sizeof(U), "a load by the read-only cache of what this launch wrote");
  return value;
}
template <class U>
U load_local(Thread& t, std::uint64_t at) {
  if (!is_own(t, at, sizeof(U), false))
    fault(t, at, sizeof(U), "an address outside of this thread's arrays");
  return raw<U>(reinterpret_cast<const void*>(at));
}
template <class U>
void store_generic(Thread& t, std::uint64_t at, U value) {
  if (__builtin_expect(at - base < space, 1)) return store_device<U>(t, at, value);
  if (!is_own(t, at, sizeof(U), false))
    fault(t, at, sizeof(U), "an address of the host, or of nothing");
  put<U>(reinterpret_cast<void*>(at), value);
}
template <class U>
void store_global(Thread& t, std::uint64_t at, U value) {
  store_device<U>(t, at, value);
}
template <class U>
void store_local(Thread& t, std::uint64_t at, U value) {
  if (!is_own(t, at, sizeof(U), false))
    fault(t, at, sizeof(U), "an address outside of this thread's arrays");
  put<U>(reinterpret_cast<void*>(at), value);
}

#define FOR_TYPE(U)                                          \
  template U load_generic<U>(Thread&, std::uint64_t);        \
  template U load_global<U>(Thread&, std::uint64_t);         \
  template U load_constant<U>(Thread&, std::uint64_t);       \
  template U load_local<U>(Thread&, std::uint64_t);          \
  template void store_generic<U>(Thread&, std::uint64_t, U); \
  template void store_global<U>(Thread&, std::uint64_t, U);  \
  template void store_local<U>(Thread&, std::uint64_t, U)
FOR_TYPE(std::uint8_t);
FOR_TYPE(std::uint16_t);
FOR_TYPE(std::uint32_t);
FOR_TYPE(std::uint64_t);
#undef FOR_TYPE

std::uint64_t constant_at(const Thread& t, int constant) {
  std::vector<std::uint64_t>& places = constants[t.device];
  while (places.size() <= static_cast<std::size_t>(constant)) {
    const ConstantEntry& entry = constant_table[places.size()];
    const std::uint64_t at = take_memory(static_cast<std::size_t>(entry.size), t.device, 0);
    write_device(at, entry.data, static_cast<std::size_t>(entry.size), 0);
    live.erase(at);  // it is nobody's to free
    places.push_back(at);
  }
  return places[static_cast<std::size_t>(constant)];
}

void reserve_address_space() {
  region(base, space, PROT_NONE);
  constexpr int both = PROT_READ | PROT_WRITE;
  contents = static_cast<unsigned char*>(region(0, space, both));
  written = static_cast<unsigned char*>(region(0, space, both));
  owner = static_cast<std::uint32_t*>(region(0, space / granule * 4, both));
  writer = static_cast<std::uint64_t*>(region(0, space * 2, both));
  blocks = static_cast<Block*>(region(0, std::uint64_t{1} << 32, both));
}

std::uint64_t take_memory(std::size_t bytes, int device, std::uint64_t gap) {
  const std::uint64_t whole_granules = (bytes + granule - 1) / granule + 1 + gap;
  if (next_place + whole_granules * granule > space) {
    std::fputs("cuda_on_cpu: all addresses were used once\n", stderr);
    std::abort();
  }
  const std::uint64_t place = next_place, at = base + place;
  next_place += whole_granules * granule;
  blocks[num_blocks] = {at, at + bytes, device};
  for (std::uint64_t g = place / granule; g <= (place + bytes - 1) / granule; ++g)
    owner[g] = num_blocks;
  // as a double or a float that is NaN, as an index one that is nowhere
  std::memset(contents + place, 0xff, bytes);
  live[at] = num_blocks++;
  return at;
}

void give_back(std::uint64_t at) {
  const Block block = blocks[live.at(at)];
  const std::uint64_t place = at - base, bytes = block.end - block.begin;
  for (std::uint64_t g = place / granule; g <= (place + bytes - 1) / granule; ++g) owner[g] = 0;
  drop_pages(contents + place, bytes);
  drop_pages(written + place, bytes);
  drop_pages(writer + place / 4, bytes * 2);
  live.erase(at);
}

bool is_device_address(const void* at) {
  return reinterpret_cast<std::uint64_t>(at) - base < space;
}

const Block* block_of(const void* pointer, std::size_t bytes) {
  const auto at = reinterpret_cast<std::uint64_t>(pointer);
  auto found = live.upper_bound(at);
  if (found == live.begin()) return nullptr;
  --found;
  const Block& block = blocks[found->second];
  return at + bytes <= block.end ? &block : nullptr;
}

std::size_t live_bytes(int device) {
  std::size_t sum = 0;
  for (const auto& [at, number] : live)
    sum += blocks[number].device == device ? blocks[number].end - at : 0;
  return sum;
}

std::size_t num_live_blocks() { return live.size(); }

void write_device(std::uint64_t at, const void* from, std::size_t bytes, std::uint64_t launch) {
  const Thread t = copying(launch, at);
  if (launch != 0) check_writers(t, at - base, bytes, "copy to the device");
  std::memcpy(contents + (at - base), from, bytes);
  mark_written(at - base, bytes, launch << 24 | copier);
}

void fill_device(std::uint64_t at, unsigned char value, std::size_t bytes, std::uint64_t launch) {
  const Thread t = copying(launch, at);
  check_writers(t, at - base, bytes, "fill");
  std::memset(contents + (at - base), value, bytes);
  mark_written(at - base, bytes, launch << 24 | copier);
}

void read_device(std::uint64_t at, void* to, std::size_t bytes, std::uint64_t launch) {
  const Thread t = copying(launch, at);
  check_writers(t, at - base, bytes, "copy to the host");
  std::memcpy(to, contents + (at - base), bytes);
}

}  // namespace cuda_on_cpu
