// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA bench_avx512
#define BENCH_NAME "avx512"
#include "bench/kernels.inl"

plume::bench::Kernels plume::bench::kernels_avx512() { return plume::bench_avx512::timed::all(); }
