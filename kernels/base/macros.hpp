// SPDX-License-Identifier: Apache-2.0
// The one marker for functions that run on host and device, and the namespace that keeps
// instruction sets apart.
//
// CPU lane code is compiled once per instruction set (kernels/engine/lanes_*.cpp). Everything such
// code touches lives in the inline namespace PLUME_ISA, so that no inline function compiled for
// AVX-512 can be linked into the rest.
#pragma once

#include <cstddef>

#if defined(__CUDACC__)
#define PLUME_HD __host__ __device__
#define PLUME_INLINE __forceinline__
#else
#define PLUME_HD
#define PLUME_INLINE inline __attribute__((always_inline))
#endif

// A function that a GPU thread calls, with registers of its own; part of its caller on a CPU.
#if defined(__CUDACC__)
#define PLUME_APART __noinline__
#else
#define PLUME_APART PLUME_INLINE
#endif

// The other way round: called on a CPU, where many callers would else each have their own.
#if defined(__CUDACC__)
#define PLUME_CALLED_ON_CPU PLUME_INLINE
#else
#define PLUME_CALLED_ON_CPU __attribute__((noinline))
#endif

// Before a loop of few, fixed turns: unroll it wholly.
#if defined(__CUDACC__)
#define PLUME_UNROLL _Pragma("unroll")
#else
#define PLUME_UNROLL _Pragma("GCC unroll 8")
#endif

// Before a loop in which a GPU thread has no register to spare: one turn at a time.
#if defined(__CUDACC__)
#define PLUME_ROLLED _Pragma("unroll 1")
#else
#define PLUME_ROLLED
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

#if defined(__CUDA_ARCH__)
namespace plume {
/// A pointer into global memory that the compiler shall keep as it is, and not take apart into its
/// base and its parts at every use.
template <class T>
__device__ __forceinline__ T* kept_whole(T* pointer) {
  std::size_t at = __cvta_generic_to_global(pointer);
  asm("mov.u64 %0, %0;" : "+l"(at));
  return static_cast<T*>(__cvta_global_to_generic(at));
}
}  // namespace plume
#define PLUME_KEPT_WHOLE(pointer) ::plume::kept_whole(pointer)
#else
#define PLUME_KEPT_WHOLE(pointer) (pointer)
#endif

#define PLUME_ISA_BEGIN \
  namespace plume {     \
  inline namespace PLUME_ISA {
#define PLUME_ISA_END \
  }                   \
  }
