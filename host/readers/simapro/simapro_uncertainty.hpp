// SPDX-License-Identifier: Apache-2.0
// The distribution columns of SimaPro, kind;f1;f2;f3 behind an amount a:
//
//     Lognormal   f1 is the square of the geometric standard deviation: median |a|, σ = ln(f1) / 2
//     Normal      f1 is twice the standard deviation: mean a, σ = f1 / 2; or what the study says
//     Triangle    from f2 over the mode a to f3
//     Uniform     from f2 to f3
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "host/link/inventory_data.hpp"
#include "host/study/study.hpp"

namespace plume {

/// `fields` are NaN where the file has no number. Nothing for "Undefined" and no kind at all.
[[nodiscard]] std::optional<RawUncertainty> simapro_uncertainty(
    std::string_view kind, double amount, const std::array<double, 3>& fields, TextPool& texts,
    NormalSpread normals = NormalSpread::two_sd);

}  // namespace plume
