// SPDX-License-Identifier: Apache-2.0
// The functions of kernels/random over arrays, compiled once per instruction set. Plain types only,
// see pack_probe.hpp. Every count is a multiple of 16.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/api/problem_view.hpp"

namespace plume::testing {

struct RandomProbe {
  const char* name;
  void (*normal_from_word)(const std::uint32_t* words, float* out, std::size_t count);
  void (*exp2)(const float* x, float* out, std::size_t count);
  void (*exp)(const double* x, double* out, std::size_t count);
  void (*log)(const double* x, double* out, std::size_t count);
  void (*normal_quantile)(const double* p, const double* complement, double* out,
                          std::size_t count);
  void (*plain_lognormal)(const PlainDraw& draw, const std::uint32_t* words, float* out,
                          std::size_t count);
  void (*plain_normal)(const PlainDraw& draw, const std::uint32_t* words, float* out,
                       std::size_t count);
  void (*wide_draw)(const WideDraw& draw, const std::uint32_t* words, const double* tables,
                    double* out, std::size_t count);
  void (*words)(std::uint64_t seed, std::uint64_t key_a, std::uint64_t key_b, std::uint64_t first,
                std::uint32_t* a, std::uint32_t* b, std::size_t count);
  void (*stratify)(const std::uint32_t* words, std::uint64_t seed, std::uint64_t key,
                   std::uint64_t first, std::uint32_t* out, std::size_t count);
};

RandomProbe random_probe_scalar();
RandomProbe random_probe_baseline();
RandomProbe random_probe_avx2();
RandomProbe random_probe_avx512();

}  // namespace plume::testing
