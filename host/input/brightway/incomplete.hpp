// SPDX-License-Identifier: Apache-2.0
// The regularised incomplete gamma and beta functions: distribution functions of gamma, beta and Student's t.
//
//   P(a, x)   = ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt / Γ(a)            series for x < a + 1, else continued fraction (DLMF 8.11, 8.9)
//   I_x(a, b) = ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt / B(a, b)   continued fraction (DLMF 8.17.22), mirrored for large x
//
// Good to about 1e-13 + 1e-14 (a + b), which is what medians of a model's data need.
#pragma once

namespace plume {

/// P(a, x) for a > 0, x >= 0.
[[nodiscard]] double incomplete_gamma(double a, double x);

/// I_x(a, b) for a, b > 0 and 0 <= x <= 1.
[[nodiscard]] double incomplete_beta(double a, double b, double x);

}  // namespace plume
