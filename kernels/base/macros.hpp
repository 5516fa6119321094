// SPDX-License-Identifier: Apache-2.0
// The one marker for functions that run on host and device, and the namespace that keeps instruction sets apart.
//
// CPU lane code is compiled once per instruction set (kernels/engine/lanes_*.cpp). Everything such code touches lives in
// the inline namespace PLUME_ISA, so that no inline function compiled for AVX-512 can be linked into the rest.
#pragma once

#if defined(__CUDACC__)
#define PLUME_HD __host__ __device__
#define PLUME_INLINE __forceinline__
#else
#define PLUME_HD
#define PLUME_INLINE inline __attribute__((always_inline))
#endif

// Before a loop of few, fixed turns: unroll it wholly.
#if defined(__CUDACC__)
#define PLUME_UNROLL _Pragma("unroll")
#else
#define PLUME_UNROLL _Pragma("GCC unroll 8")
#endif

#ifndef PLUME_ISA
#define PLUME_ISA isa_default
#endif

// Asks for a cache line that will be read soon. A GPU has other threads to go on with.
#if defined(__CUDACC__)
#define PLUME_PREFETCH(address) static_cast<void>(address)
#else
#define PLUME_PREFETCH(address) __builtin_prefetch(address)
#endif

#define PLUME_ISA_BEGIN \
  namespace plume {     \
  inline namespace PLUME_ISA {
#define PLUME_ISA_END \
  }                   \
  }
