// SPDX-License-Identifier: Apache-2.0
// Direction numbers of Sobol's sequence in up to 256 dimensions.
//
//   v_b = m_b / 2^b,   m_b = 2 a_1 m_{b−1} ⊕ 4 a_2 m_{b−2} ⊕ … ⊕ 2^q m_{b−q} ⊕ m_{b−q}
//           x^q + a_1 x^{q−1} + … + 1 primitive
//
// Polynomials and initial m: Joe & Kuo (2008), "Constructing Sobol sequences with better
// two-dimensional projections", SIAM J. Sci. Comput. 30, 2635-2654, their data set new-joe-kuo-6.
// Recurrence: Bratley & Fox (1988), Algorithm 659.
#pragma once

#include <cstdint>
#include <vector>

namespace plume {

inline constexpr std::uint32_t max_sobol_dimensions = 256;

/// v_1 … v_bits of dimension 0, 1, …, as 32-bit fractions. `dimension` < max_sobol_dimensions,
/// `bits` ≤ 32.
[[nodiscard]] std::vector<std::uint32_t> sobol_directions(std::uint32_t dimension, int bits);

}  // namespace plume
