// SPDX-License-Identifier: Apache-2.0
// The functions of the CUDA runtime that Plume calls, under their own names: linked before cudart,
// they stand in for it.
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <regex>

#include "tests/cuda_on_cpu/device/memory.hpp"
#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/state.hpp"

using namespace cuda_on_cpu;

namespace {

constexpr int most_devices = 8;
thread_local int current_device = 0;
thread_local cudaError_t last_error = cudaSuccess;
thread_local struct {
  dim3 grid, block;
  cudaStream_t stream;
} pushed;

/// Kernels register before main(), maybe before anything else of this file exists.
std::map<const void*, const KernelEntry*>& registered() {
  static auto* map = new std::map<const void*, const KernelEntry*>;
  return *map;
}

cudaError_t failed(cudaError_t error) { return last_error = error; }

/// Every call begins with this: it keeps others out, and says whether the call is to fail.
class Call {
 public:
  enum Kind { plain, asks_for_memory, frees };
  explicit Call(Kind kind = plain) : lock_(state().mutex) {
    static const bool once =
        (reserve_address_space(), watch_host(), state().dice.seed(settings().seed), true);
    (void)once;
    if (kind == frees) {
      if (state().lost.count(current_device) != 0) error_ = cudaErrorDevicesUnavailable;
      return;
    }
    const long number = ++state().counts.calls;
    const Settings& s = settings();
    if (kind == asks_for_memory) ++state().counts.arrays;
    if (s.lose_call != 0 && number >= s.lose_call && state().lost.empty())
      state().lost.insert(current_device);
    if (state().lost.count(current_device) != 0) error_ = cudaErrorDevicesUnavailable;
    if (number == s.fail_call)
      error_ = kind == asks_for_memory ? cudaErrorMemoryAllocation : cudaErrorLaunchFailure;
    if (kind == asks_for_memory && s.fail_every_allocation != 0 &&
        state().counts.arrays % s.fail_every_allocation == 0)
      error_ = cudaErrorMemoryAllocation;
    default_stream(current_device);
  }
  [[nodiscard]] bool fails() const { return error_ != cudaSuccess; }
  [[nodiscard]] cudaError_t error() const { return failed(error_); }

 private:
  std::lock_guard<std::recursive_mutex> lock_;
  cudaError_t error_ = cudaSuccess;
};

int number_of(cudaStream_t stream) {
  return stream == nullptr ? default_stream(current_device)
                           : static_cast<int>(reinterpret_cast<std::intptr_t>(stream)) - 1;
}
Stream* stream_of(cudaStream_t stream) {
  const auto found = state().streams.find(number_of(stream));
  return found == state().streams.end() ? nullptr : found->second.get();
}
int new_stream(int device, int number) {
  auto stream = std::make_unique<Stream>();
  stream->number = number;
  stream->device = device;
  state().streams[number] = std::move(stream);
  return number;
}

std::unique_ptr<Operation> operation_on(const Stream& stream, Operation::Kind kind) {
  auto operation = std::make_unique<Operation>();
  operation->kind = kind;
  operation->stream = stream.number;
  operation->device = stream.device;
  return operation;
}

bool is_of_one_block(const void* at, std::size_t bytes, const char* what) {
  if (block_of(at, bytes) != nullptr) return true;
  complain(std::string(what) + " of bytes that are not of one allocation");
  return false;
}

/// The name without what nvcc makes of the way a file was compiled; as ptx_to_cpp.py writes it.
std::string portable_name(const std::string& name) {
  static const std::regex unnamed("_GLOBAL__N__\\w{8}_\\d+_(\\w+?)_[0-9a-f]{8}(?=\\d)");
  return std::regex_replace(name, unnamed, "_GLOBAL__N__$1_");
}

}  // namespace

extern "C" {

// --- what nvcc puts into the host's object
// ----------------------------------------------------------------------------

void** __cudaRegisterFatBinary(void*) {
  static void* handle;
  return &handle;
}
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void**) {}
void __cudaRegisterVar(void**, char*, char*, const char*, int, std::size_t, int, int) {}
void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, uint3*, uint3*,
                            dim3*, dim3*, int*) {
  const std::string wanted = portable_name(name);
  for (int i = 0; i < num_kernels; ++i)
    if (wanted == kernel_table[i].name) registered()[host] = &kernel_table[i];
  if (registered().count(host) == 0) {
    std::fprintf(stderr, "cuda_on_cpu: there is no translation of %s\n", wanted.c_str());
    std::abort();
  }
}
cudaError_t __cudaGetKernel(cudaKernel_t* out, const void* host) {
  const auto found = registered().find(host);
  if (found == registered().end()) return failed(cudaErrorInvalidDeviceFunction);
  *out = reinterpret_cast<cudaKernel_t>(const_cast<KernelEntry*>(found->second));
  return cudaSuccess;
}
unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, std::size_t, CUstream_st* stream) {
  pushed = {grid, block, stream};
  return 0;
}
cudaError_t __cudaPopCallConfiguration(dim3* grid, dim3* block, std::size_t* shared, void* stream) {
  *grid = pushed.grid;
  *block = pushed.block;
  *shared = 0;
  *static_cast<cudaStream_t*>(stream) = pushed.stream;
  return cudaSuccess;
}
cudaError_t __cudaLaunchKernel(cudaKernel_t handle, dim3 grid, dim3 block, void** arguments,
                               std::size_t, cudaStream_t where) {
  const Call call;
  if (call.fails()) return call.error();
  const auto* kernel = reinterpret_cast<const KernelEntry*>(handle);
  Stream* stream = stream_of(where);
  if (stream == nullptr || stream->device != current_device)
    return failed(cudaErrorInvalidResourceHandle);
  const bool flat = grid.z * block.y * block.z == 1 && grid.y >= 1 && grid.y <= 0xffff;
  if (!flat || grid.x == 0 || grid.x > 0x7fffffffu || block.x == 0 ||
      static_cast<int>(block.x) > kernel->most_threads)
    return failed(cudaErrorInvalidConfiguration);
  if (++state().counts.launches == settings().stray_launch)
    stream = state().streams.at(new_stream(current_device, state().next_stray--)).get();
  auto operation = operation_on(*stream, Operation::Kind::kernel);
  operation->kernel = kernel;
  operation->grid = grid.x;
  operation->grid_y = grid.y;
  operation->block = block.x;
  operation->arguments.assign(static_cast<std::size_t>(kernel->argument_bytes), 0xee);
  for (int i = 0; i < kernel->num_arguments; ++i) {
    const auto& argument = kernel->arguments[i];
    std::memcpy(operation->arguments.data() + argument.offset, arguments[i],
                static_cast<std::size_t>(argument.size));
  }
  ++state().work[kernel->name].launches;
  enqueue(std::move(operation));
  return cudaSuccess;
}

// --- memory
// -------------------------------------------------------------------------------------------------

cudaError_t cudaMalloc(void** out, std::size_t bytes) {
  const Call call(Call::asks_for_memory);
  if (call.fails()) return call.error();
  if (live_bytes(current_device) + bytes > settings().device_bytes)
    return failed(cudaErrorMemoryAllocation);
  state().sizes.push_back(bytes);
  if (state().counts.arrays == settings().short_array)
    bytes -= std::min(settings().short_bytes, bytes - 1);
  *out = bytes == 0
             ? nullptr
             : reinterpret_cast<void*>(take_memory(bytes, current_device, state().dice() % 4));
  return cudaSuccess;
}
cudaError_t cudaFree(void* at) {
  const Call call(Call::frees);
  if (at == nullptr) return cudaSuccess;
  const Block* block = block_of(at, 1);
  if (block == nullptr || block->begin != reinterpret_cast<std::uint64_t>(at)) {
    complain("cudaFree of what is no allocation");
    return failed(cudaErrorInvalidValue);
  }
  const bool good = drain_all(block->device);
  give_back(reinterpret_cast<std::uint64_t>(at));
  return call.fails() ? call.error() : good ? cudaSuccess : failed(cudaErrorIllegalAddress);
}
cudaError_t cudaMallocHost(void** out, std::size_t bytes) {
  const Call call(Call::asks_for_memory);
  if (call.fails()) return call.error();
  *out = take_pinned(bytes);
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* at) {
  const Call call(Call::frees);
  if (at == nullptr) return cudaSuccess;
  for (int device = 0; device < most_devices; ++device) drain_all(device);
  if (!give_pinned(at)) {
    complain("cudaFreeHost of what is not page-locked");
    return failed(cudaErrorInvalidValue);
  }
  return call.fails() ? call.error() : cudaSuccess;
}
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  const Call call;
  if (call.fails()) return call.error();
  *free = (settings().device_bytes - live_bytes(current_device)) * settings().times_overstated;
  *total = settings().device_bytes;
  return cudaSuccess;
}

/// As its documentation allows: from pageable memory it returns when the bytes are staged, before
/// they are on the device.
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  const Call call;
  if (call.fails()) return call.error();
  if (bytes == 0) return cudaSuccess;
  const bool to_device = kind == cudaMemcpyHostToDevice;
  if (to_device != is_device_address(to) || to_device == is_device_address(from))
    return failed(cudaErrorInvalidValue);
  Stream& stream = *state().streams.at(default_stream(current_device));
  auto operation =
      operation_on(stream, to_device ? Operation::Kind::to_device : Operation::Kind::to_host);
  const bool shortened =
      settings().short_array != 0 && state().counts.arrays == settings().short_array;
  if (to_device && shortened && block_of(to, bytes) == nullptr)
    bytes -= std::min(settings().short_bytes, bytes - 1);
  if (!is_of_one_block(to_device ? to : from, bytes, "a copy"))
    return failed(cudaErrorInvalidValue);
  operation->at = reinterpret_cast<std::uint64_t>(to_device ? to : from);
  operation->bytes = bytes;
  if (to_device) {
    const auto* begin = static_cast<const unsigned char*>(from);
    operation->staged.assign(begin, begin + bytes);
    if (++state().counts.copies_to_device != settings().array_not_copied)
      enqueue(std::move(operation));
    return cudaSuccess;
  }
  operation->to = to;
  if (Pinned* pinned = pinned_at(to, bytes)) close_pinned(*pinned, stream.number);
  enqueue(std::move(operation));
  return drain(stream) ? cudaSuccess : failed(cudaErrorIllegalAddress);
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t where) {
  const Call call;
  if (call.fails()) return call.error();
  Stream* stream = stream_of(where);
  if (stream == nullptr || kind != cudaMemcpyDeviceToHost || is_device_address(to))
    return failed(cudaErrorInvalidValue);
  if (bytes == 0) return cudaSuccess;
  if (!is_of_one_block(from, bytes, "an asynchronous copy")) return failed(cudaErrorInvalidValue);
  auto operation = operation_on(*stream, Operation::Kind::to_host);
  operation->at = reinterpret_cast<std::uint64_t>(from);
  operation->bytes = bytes;
  operation->to = to;
  if (Pinned* pinned = pinned_at(to, bytes)) {
    close_pinned(*pinned, stream->number);
  } else {
    complain("an asynchronous copy to memory that is not page-locked");
  }
  enqueue(std::move(operation));
  return cudaSuccess;
}
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t where) {
  const Call call;
  if (call.fails()) return call.error();
  Stream* stream = stream_of(where);
  if (stream == nullptr) return failed(cudaErrorInvalidResourceHandle);
  if (bytes == 0) return cudaSuccess;
  if (!is_of_one_block(to, bytes, "a fill")) return failed(cudaErrorInvalidValue);
  auto operation = operation_on(*stream, Operation::Kind::fill);
  operation->at = reinterpret_cast<std::uint64_t>(to);
  operation->bytes = bytes;
  operation->value = static_cast<unsigned char>(value);
  enqueue(std::move(operation));
  return cudaSuccess;
}
cudaError_t cudaMemset(void* to, int value, std::size_t bytes) {
  return cudaMemsetAsync(to, value, bytes, nullptr);
}

// --- streams and devices
// ----------------------------------------------------------------------------------------------

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* out, unsigned flags) {
  const Call call;
  if (call.fails()) return call.error();
  if (flags != cudaStreamNonBlocking) {
    complain("a stream that blocks, which is not modelled");
    return failed(cudaErrorNotSupported);
  }
  *out = reinterpret_cast<cudaStream_t>(
      static_cast<std::intptr_t>(new_stream(current_device, state().next_stream++)) + 1);
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t where) {
  const Call call(Call::frees);
  Stream* stream = stream_of(where);
  if (stream == nullptr) {
    complain("cudaStreamDestroy of what is no stream");
    return failed(cudaErrorInvalidResourceHandle);
  }
  drain(*stream);
  state().streams.erase(stream->number);
  return call.fails() ? call.error() : cudaSuccess;
}
/// A wait that fails has not waited.
cudaError_t cudaStreamSynchronize(cudaStream_t where) {
  const Call call;
  run_some();
  if (call.fails()) return call.error();
  Stream* stream = stream_of(where);
  if (stream == nullptr) return failed(cudaErrorInvalidResourceHandle);
  if (++state().counts.stream_waits == settings().no_stream_wait) return cudaSuccess;
  return drain(*stream) ? cudaSuccess : failed(cudaErrorIllegalAddress);
}
cudaError_t cudaDeviceSynchronize() {
  const Call call;
  if (call.fails()) return call.error();
  if (settings().no_device_wait) return cudaSuccess;
  return drain_all(current_device) ? cudaSuccess : failed(cudaErrorIllegalAddress);
}
cudaError_t cudaGetDeviceCount(int* count) {
  *count = settings().devices;
  return *count > 0 ? cudaSuccess : failed(cudaErrorNoDevice);
}
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= settings().devices || device >= most_devices)
    return failed(cudaErrorInvalidDevice);
  current_device = device;
  const Call call;
  return call.fails() ? call.error() : cudaSuccess;
}
cudaError_t cudaGetDevice(int* device) {
  *device = current_device;
  return cudaSuccess;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  std::memset(static_cast<void*>(properties), 0, sizeof *properties);
  std::snprintf(properties->name, sizeof properties->name, "CUDA on the CPU");
  properties->totalGlobalMem = settings().device_bytes;
  properties->major = 9;
  properties->multiProcessorCount = 1;
  return cudaSuccess;
}

// --- errors
// -------------------------------------------------------------------------------------------------

cudaError_t cudaGetLastError() {
  const cudaError_t error = last_error;
  last_error = cudaSuccess;
  return error;
}
cudaError_t cudaPeekAtLastError() { return last_error; }
const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "no error";
    case cudaErrorInvalidValue:
      return "invalid argument";
    case cudaErrorMemoryAllocation:
      return "out of memory";
    case cudaErrorLaunchFailure:
      return "unspecified launch failure";
    case cudaErrorIllegalAddress:
      return "an illegal memory access was encountered";
    case cudaErrorDevicesUnavailable:
      return "CUDA-capable device(s) is/are busy or unavailable";
    default:
      return "some error of CUDA";
  }
}
}
