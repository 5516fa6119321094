// SPDX-License-Identifier: Apache-2.0
// Where every iteration of a large system is to prove its scores (proof.hpp): the system and its
// right-hand sides, as lanes see them.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "host/compile/compiler.hpp"
#include "host/compile/plausible_range.hpp"
#include "host/compile/proof.hpp"
#include "host/matrix/row_matrix.hpp"

namespace plume {
namespace {

bool is_before(const Triplet& a, const Triplet& b) {
  return a.row != b.row ? a.row < b.row : a.column < b.column;
}

/// Of a number whose draws have this variance; one where that is no number, or far more.
double relative_spread(double variance, double value) {
  const double share = value != 0.0 ? std::sqrt(variance) / std::abs(value) : 0.0;
  return share < 1.0 ? share : 1.0;
}

/// Which columns a row before theirs reads, and the terms of the longest row: of all entries that a
/// lane has, those that are statically zero, too.
void look_at_entries(const Problem& problem, ProvenSystem& system) {
  const std::uint32_t n = problem.num_rows;
  system.read_early.assign(n, problem.dense);
  for (std::uint32_t row = 0; row < n; ++row) {
    std::uint32_t terms = problem.row_diagonal[row + 1] - problem.row_diagonal[row];
    const auto count = [&](const std::vector<std::uint32_t>& begin,
                           const std::vector<std::uint32_t>& column) {
      for (std::uint32_t k = begin[row]; k < begin[row + 1]; ++k) {
        if (k < column.size() && column[k] > row) system.read_early[column[k]] = true;
      }
      terms += begin[row + 1] - begin[row];
    };
    count(problem.row_fixed, problem.fixed_column);
    count(problem.row_slot, problem.slot_column);
    system.most_terms = std::max(system.most_terms, terms);
  }
}

}  // namespace

/// False where the static system itself proves nothing.
bool Compiler::prepare_proofs() {
  const std::uint32_t n = problem_.num_rows;
  std::vector<double> diagonal(n, 0.0);
  std::vector<Triplet> cells = scaled_cells(diagonal);
  std::sort(cells.begin(), cells.end(), is_before);
  const Spreads spreads = spreads_of(cells, diagonal);
  const RowMatrix matrix = RowMatrix::from_cells(cells, diagonal);
  ProvenSystem system{matrix, spreads.cell, spreads.diagonal, {}, 0};
  look_at_entries(problem_, system);
  std::optional<Proof> proof = plan_proof(system, sides_to_prove(), problem_.tolerance);
  if (!proof) return false;
  problem_.proof = std::move(proof->tables);
  problem_.depth = std::move(proof->depth);
  problem_.certify_always = problem_.may_cancel = true;
  problem_.certificate_target = problem_.tolerance;
  problem_.fp32_unknowns = false;
  return true;
}

/// `cells` by row and column.
Compiler::Spreads Compiler::spreads_of(const std::vector<Triplet>& cells,
                                       const std::vector<double>& diagonal) const {
  Spreads spreads{std::vector<double>(cells.size(), 0.0),
                  std::vector<double>(diagonal.size(), 0.0)};
  if (!is_drawn(Matrix::technosphere)) return spreads;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()] || !process_of_[e.product()] || !maker_of(e.product())) continue;
    const std::uint32_t row = row_of_node_[maker_of(e.product())].value;
    const std::uint32_t column = row_of_node_[node_of_[e.process()]].value;
    const double spread = std::ldexp(plausible_range(model_, e).spread(e.static_value()),
                                     row_scale_[row] + problem_.row_exponent[column]);
    if (row == column) {
      spreads.diagonal[row] += spread * spread;
      continue;
    }
    const auto cell =
        std::lower_bound(cells.begin(), cells.end(), Triplet{row, column, 0.0}, is_before);
    if (cell != cells.end() && cell->row == row && cell->column == column)
      spreads.cell[static_cast<std::size_t>(cell - cells.begin())] += spread * spread;
  }
  for (std::size_t k = 0; k < cells.size(); ++k)
    spreads.cell[k] = relative_spread(spreads.cell[k], cells[k].value);
  for (std::size_t row = 0; row < diagonal.size(); ++row)
    spreads.diagonal[row] = relative_spread(spreads.diagonal[row], diagonal[row]);
  return spreads;
}

std::vector<ProvenSide> Compiler::sides_to_prove() const {
  const std::uint32_t n = problem_.num_rows;
  std::vector<ProvenSide> sides;
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    const auto part = [&](const std::vector<double>& of) {
      return std::span<const double>(of).subspan(d * n, n);
    };
    ProvenSide side{part(problem_.demand), part(problem_.initial), part(problem_.error_weight), {}};
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      const double size = size_of_score(supply_[d], gross_[d], k);
      std::vector<double> share(n, 0.0);
      for (std::uint32_t row = 0; row < n && size > 0.0; ++row) {
        const double of_unit = magnitude_[k][node_of_row_[RowId{row}].value];
        share[row] = std::ldexp(of_unit, problem_.row_exponent[row]) / size;
      }
      side.share.push_back(std::move(share));
    }
    sides.push_back(std::move(side));
  }
  return sides;
}

}  // namespace plume
