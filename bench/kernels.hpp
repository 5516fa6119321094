// SPDX-License-Identifier: Apache-2.0
// The kernels that bench_kernels times, compiled once per instruction set. Plain types only: no
// inline function of the standard library may be compiled for an instruction set that the caller
// may lack.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/engine/workspace.hpp"

namespace plume::bench {

struct Kernels {
  const char* name;
  /// Over `count` iterations (a multiple of 16) of two parameters.
  void (*words)(std::uint64_t seed, std::uint64_t first, std::size_t count, std::uint32_t* out);
  void (*lognormal)(const PlainDraw& draw, std::uint64_t first, std::size_t count, float* out);
  void (*normal)(const PlainDraw& draw, std::uint64_t first, std::size_t count, float* out);
  void (*wide)(const WideDraw& draw, const double* tables, std::uint64_t first, std::size_t count,
               double* out);
  /// One group of 16 lanes of a problem.
  void (*draw)(const ProblemView&, LaneTypes, const Workspace&, std::uint64_t first);
  void (*solve)(const ProblemView&, LaneTypes, const Workspace&, const BatchOutput&,
                std::uint64_t first);
  /// all rows of demand 0, once
  void (*sweep)(const ProblemView&, LaneTypes, const Workspace&);
  /// the largest block, full depth
  void (*accelerate)(const ProblemView&, LaneTypes, const Workspace&);
  void (*score)(const ProblemView&, LaneTypes, const Workspace&, const BatchOutput&,
                std::uint64_t first);
};

Kernels kernels_baseline();
Kernels kernels_avx2();
Kernels kernels_avx512();

}  // namespace plume::bench
