// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA bench_baseline
#define BENCH_NAME "baseline"
#include "bench/kernels.inl"

plume::bench::Kernels plume::bench::kernels_baseline() {
  return plume::bench_baseline::timed::all();
}
