// SPDX-License-Identifier: Apache-2.0
// The rows that keep Gauss-Seidel sweeps from converging, as far as the scores see it: those that
// acceleration should mix.
//
// An error in every supply is swept away with the static values, a few times over. In each sweep
// the rows' parts of the error estimate are compared; a row counts by the largest share it ever
// has. Large rows lead in the first sweeps, the members of slow cycles, however small, in the last
// ones. And before them all come the rows that feed strongly back to earlier ones: where a draw
// drives such a cycle beyond one, only mixing its rows holds it. On a model of 100,000 processes
// whose cyclic block has 52,000 rows, the 2,000 rows that matter most left 2 of 64 lanes unsolved
// after 60 sweeps, and so did 25,000; with the 2,100 of strong feedback none was.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix/row_matrix.hpp"

namespace plume {

/// For each of `counts` (at least one) a list, ascending: the rows of strong feedback among begin …
/// end, and at most so many others. `weight`: of the error estimate; `size`: of the unknowns; both
/// by row of the matrix.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> slow_rows(
    const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end, std::span<const double> weight,
    std::span<const double> size, const std::vector<std::uint32_t>& counts);

}  // namespace plume
