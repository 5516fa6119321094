// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA bench_avx2
#define BENCH_NAME "avx2"
#include "bench/kernels.inl"

plume::bench::Kernels plume::bench::kernels_avx2() { return plume::bench_avx2::timed::all(); }
