// SPDX-License-Identifier: Apache-2.0
#include "bench/bandwidth.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#if PLUME_BENCH_CUDA
#include <cuda_runtime_api.h>
#endif

namespace plume::bench {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

double read_bandwidth(std::size_t bytes) {
  const std::vector<double> data(std::max<std::size_t>(bytes / sizeof(double), 1 << 16) / 32 * 32,
                                 1.0);
  double best = 0.0, sink = 0.0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const double start = now();
    double sum[32] = {};
    for (std::size_t i = 0; i < data.size(); i += 32) {
      for (std::size_t j = 0; j < 32; ++j) sum[j] += data[i + j];
    }
    for (const double s : sum) sink += s;
    best = std::max(best, static_cast<double>(data.size() * sizeof(double)) / (now() - start));
  }
  return sink > 0.0 ? best : 0.0;
}

#if PLUME_BENCH_CUDA
double device_copy_bandwidth(int ordinal, std::size_t bytes) {
  void *from = nullptr, *to = nullptr;
  double best = 0.0;
  if (cudaSetDevice(ordinal) == cudaSuccess && cudaMalloc(&from, bytes) == cudaSuccess &&
      cudaMalloc(&to, bytes) == cudaSuccess && cudaMemset(from, 1, bytes) == cudaSuccess) {
    for (int repeat = 0; repeat < 5; ++repeat) {
      cudaDeviceSynchronize();
      const double start = now();
      cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice);
      if (cudaDeviceSynchronize() != cudaSuccess) break;
      best = std::max(best, 2.0 * static_cast<double>(bytes) / (now() - start));
    }
  }
  cudaFree(from);
  cudaFree(to);
  cudaGetLastError();
  return best;
}
#else
double device_copy_bandwidth(int, std::size_t) { return 0.0; }
#endif

}  // namespace plume::bench
