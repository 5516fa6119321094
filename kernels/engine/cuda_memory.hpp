// SPDX-License-Identifier: Apache-2.0
// Device memory and errors of the CUDA engine. Only .cu files include this.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace plume {

/// Where a failure changes nothing, as in a destructor. The runtime keeps the last error until it
/// is asked for: cleared, it is not taken for one of the next call.
inline void forget_error(cudaError_t status) {
  if (status != cudaSuccess) cudaGetLastError();
}

/// Throws what went wrong and in which call; out of memory as std::bad_alloc, so that callers may
/// try smaller. The error is told once: a context that it did not destroy stays usable.
inline void check_cuda(cudaError_t status, const char* doing) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  if (status == cudaErrorMemoryAllocation) throw std::bad_alloc();
  throw std::runtime_error(std::string("CUDA failed while ") + doing + ": " +
                           cudaGetErrorString(status));
}

/// Plain device memory (never managed), freed at the end of its life.
class DeviceBytes {
 public:
  DeviceBytes() = default;
  explicit DeviceBytes(std::size_t bytes) {
    if (bytes > 0) check_cuda(cudaMalloc(&data_, bytes), "allocating device memory");
  }
  ~DeviceBytes() { forget_error(cudaFree(data_)); }
  DeviceBytes(DeviceBytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  DeviceBytes& operator=(DeviceBytes&& other) noexcept {
    std::swap(data_, other.data_);
    return *this;
  }
  DeviceBytes(const DeviceBytes&) = delete;
  DeviceBytes& operator=(const DeviceBytes&) = delete;
  [[nodiscard]] void* get() const { return data_; }

 private:
  void* data_ = nullptr;
};

/// Page-locked host memory: what asynchronous copies need.
class PinnedBytes {
 public:
  PinnedBytes() = default;
  explicit PinnedBytes(std::size_t bytes) {
    if (bytes > 0) check_cuda(cudaMallocHost(&data_, bytes), "allocating pinned host memory");
  }
  ~PinnedBytes() { forget_error(cudaFreeHost(data_)); }
  PinnedBytes(PinnedBytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  PinnedBytes& operator=(PinnedBytes&& other) noexcept {
    std::swap(data_, other.data_);
    return *this;
  }
  PinnedBytes(const PinnedBytes&) = delete;
  PinnedBytes& operator=(const PinnedBytes&) = delete;
  [[nodiscard]] void* get() const { return data_; }

 private:
  void* data_ = nullptr;
};

class CudaStream {
 public:
  CudaStream() {
    check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream");
  }
  ~CudaStream() {
    if (stream_ != nullptr) forget_error(cudaStreamDestroy(stream_));
  }
  CudaStream(CudaStream&& other) noexcept : stream_(std::exchange(other.stream_, nullptr)) {}
  CudaStream& operator=(CudaStream&&) = delete;
  CudaStream(const CudaStream&) = delete;
  CudaStream& operator=(const CudaStream&) = delete;
  [[nodiscard]] cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

}  // namespace plume
