// SPDX-License-Identifier: Apache-2.0
// Functions of a probability as tables that every device reads alike: cubics, 128 in each octave of
// (0, 1], so that both ends keep their relative accuracy. kernels/random/copula.hpp reads them.
//
//   piece i of octave k
//           p in 2^(−k−1) (1 + i/128) + [0, 2^(−k−8)); f ≈ c0 + d (c1 + d (c2 + d c3)), d in [0, 1)
//           along the piece
//
// The cubic goes through f at d = 0, 1/3, 2/3, 1, so neighbours meet.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "kernels/api/problem_view.hpp"

namespace plume {

/// Appends the table of f over (2^−octaves, 1]; returns its offset.
std::uint64_t append_octaves(std::vector<double>& table, std::uint32_t octaves,
                             const std::function<double(double)>& f);

/// Tables of a t copula with `degrees` of freedom, 1 to 200: beyond, a Gaussian one is as good.
[[nodiscard]] StudentMix append_student(std::vector<double>& table, double degrees,
                                        std::uint64_t key);

inline constexpr double fewest_degrees = 1.0;
inline constexpr double most_degrees = 200.0;

}  // namespace plume
