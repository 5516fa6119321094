// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <utility>

#include "tests/cuda_on_cpu/device/memory.hpp"
#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/state.hpp"

namespace cuda_on_cpu {
namespace {

bool mixed() { return settings().order == Order::interleaved; }

void run_block(Operation& operation, unsigned block) {
  std::vector<unsigned> threads(operation.block);
  std::iota(threads.begin(), threads.end(), 0u);
  if (mixed()) std::shuffle(threads.begin(), threads.end(), state().dice);
  Work& work = state().work[operation.kernel->name];
  NearWords near(settings().near_bytes);
  for (const unsigned tid : threads) {
    Thread t;
    t.tid = tid;
    t.ntid = operation.block;
    t.ctaid = block % operation.grid;
    t.nctaid = operation.grid;
    t.ctaid_y = block / operation.grid;
    t.nctaid_y = operation.grid_y;
    const auto arguments = reinterpret_cast<std::uint64_t>(operation.arguments.data());
    t.arguments = {arguments, arguments + operation.arguments.size()};
    t.launch = operation.number;
    t.number = block * operation.block + tid;
    t.device = operation.device;
    t.kernel = operation.kernel->name;
    near.forget();
    if (settings().near_bytes > 0) t.near = &near;
    operation.kernel->run(t);
    ++work.threads;
    work.instructions += t.instructions;
    work.bytes += t.bytes;
    work.lane_bytes += t.lane_bytes;
    work.far_bytes += t.far_bytes;
  }
}

void run_copy(Operation& operation) {
  switch (operation.kind) {
    case Operation::Kind::to_device:
      write_device(operation.at, operation.staged.data(), operation.bytes, operation.number);
      break;
    case Operation::Kind::fill:
      fill_device(operation.at, operation.value, operation.bytes, operation.number);
      break;
    default: {
      Pinned* pinned = pinned_at(operation.to, operation.bytes);
      void* to = operation.to;
      if (pinned != nullptr)
        to = pinned->inside + (static_cast<char*>(operation.to) - pinned->host);
      read_device(operation.at, to, operation.bytes, operation.number);
    }
  }
}

/// The next block of a kernel, or a copy, of this stream. False if there is nothing.
bool step(Stream& stream) {
  if (stream.queue.empty()) return false;
  Operation& operation = *stream.queue.front();
  if (state().lost.count(stream.device) != 0 || stream.failed) {  // nothing runs after a fault
    stream.queue.pop_front();
    return true;
  }
  if (operation.kernel == nullptr) {
    run_copy(operation);
    stream.queue.pop_front();
    return true;
  }
  if (!operation.begun) {
    operation.begun = true;
    operation.blocks_left.resize(std::size_t{operation.grid} * operation.grid_y);
    std::iota(operation.blocks_left.rbegin(), operation.blocks_left.rend(), 0u);
    if (mixed())
      std::shuffle(operation.blocks_left.begin(), operation.blocks_left.end(), state().dice);
  }
  const unsigned block = operation.blocks_left.back();
  operation.blocks_left.pop_back();
  try {
    run_block(operation, block);
  } catch (const KernelFault&) {
    stream.failed = true;
    operation.blocks_left.clear();
  }
  if (operation.blocks_left.empty()) stream.queue.pop_front();
  return true;
}

Stream& any_stream() {
  auto it = state().streams.begin();
  std::advance(it, static_cast<long>(state().dice() % state().streams.size()));
  return *it->second;
}

}  // namespace

State& state() {
  static auto* all = new State;
  return *all;
}

bool is_ordered(std::uint64_t earlier, std::uint64_t later) {
  static std::uint64_t last_earlier = 0, last_later = 0;
  static bool last = false;
  if (earlier == last_earlier && later == last_later) return last;
  const State& s = state();
  bool ordered = true;
  if (earlier != 0 && earlier < s.places.size() && later < s.places.size()) {
    const Place &a = s.places[earlier], &b = s.places[later];
    const auto found = b.waited.find(a.stream);
    ordered = (a.stream == b.stream && earlier < later) ||
              (found != b.waited.end() && found->second >= earlier);
  }
  last_earlier = earlier;
  last_later = later;
  return last = ordered;
}

std::uint64_t enqueue(std::unique_ptr<Operation> operation) {
  State& s = state();
  operation->number = s.places.size();
  const std::uint64_t number = operation->number;
  s.places.push_back({operation->stream, s.waited});
  Stream& stream = *s.streams.at(operation->stream);
  stream.queue.push_back(std::move(operation));
  if (settings().order == Order::eager) {
    while (step(stream)) {
    }
  } else {
    run_some();
  }
  return number;
}

void run_some() {
  if (!mixed()) return;
  for (auto left = state().dice() % 6; left > 0; --left) step(any_stream());
}

bool drain(Stream& stream) {
  while (!stream.queue.empty()) {
    if (mixed()) step(any_stream());
    step(stream);
  }
  state().waited[stream.number] = state().places.size() - 1;
  open_pinned(stream.number);
  return !std::exchange(stream.failed, false);
}

bool drain_all(int device) {
  bool good = true;
  for (auto& [number, stream] : state().streams)
    if (stream->device == device) good = drain(*stream) && good;
  return good;
}

int default_stream(int device) {
  const int number = -1 - device;
  auto& stream = state().streams[number];
  if (!stream) {
    stream = std::make_unique<Stream>();
    stream->number = number;
    stream->device = device;
  }
  return number;
}

std::map<std::string, Work> work_of_kernels() { return state().work; }

std::string leaks() {
  const std::size_t blocks = num_live_blocks(), pinned = state().pinned.size();
  std::size_t streams = 0;
  for (const auto& [number, stream] : state().streams) streams += number >= 0 ? 1 : 0;
  if (blocks + pinned + streams == 0) return {};
  return std::to_string(blocks) + " blocks of device memory, " + std::to_string(pinned) +
         " of page-locked memory, " + std::to_string(streams) + " streams";
}

}  // namespace cuda_on_cpu
