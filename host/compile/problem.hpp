// SPDX-License-Identifier: Apache-2.0
// The compiled problem: the arrays a ProblemView points into, and what leads from its rows back to
// the model.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/compile/draw_moments.hpp"
#include "host/formula/formula_program.hpp"
#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

struct DrawTables {
  std::vector<PlainDraw> lognormal, normal;
  std::vector<WideDraw> wide;
  std::vector<ArrayDraw> array;
  std::vector<FormulaStore> formula;
  std::vector<ShareGroup> share;
  std::vector<ShareMember> share_member;

  /// Of the draws above, where CompileOptions::moments asks for them; else empty.
  std::vector<DrawMoments> lognormal_moments, normal_moments, wide_moments;

  [[nodiscard]] DrawLists view() const;
  [[nodiscard]] std::size_t size() const {
    return lognormal.size() + normal.size() + wide.size() + array.size();
  }
};

/// Parameters that are drawn, and the program that makes amounts of them.
struct FormulaTables {
  DrawTables parameters;        ///< targets are registers
  std::vector<double> initial;  ///< [drawn parameter]
  FormulaProgram program;
  /// by parameter of the model; no_register: it is not drawn
  std::vector<std::uint32_t> register_of;
  std::vector<double> values;                 ///< of the nodes, at what is certain
  std::shared_ptr<const FormulaGraph> graph;  ///< where CompileOptions::moments asks for it

  [[nodiscard]] FormulaView view() const;
};

/// Rows that acceleration mixes, of all blocks one list after the other (see Block), and what is
/// known of the slowest modes of sweeps in them.
struct MonitoredRows {
  std::vector<std::uint32_t> row;
  std::uint32_t longest = 0;  ///< list
  std::vector<double> slow_mode, mode_part;

  void show_in(LinearSystem& system) const;
};

/// Where every lane proves its scores (proof.cpp): what that begins with. See LinearSystem.
struct ProofTables {
  bool used = false;
  std::vector<float> allowed_change, importance;
  std::vector<double> inverse_allowed;  ///< 1 / allowed_change, 0 where that is
  std::vector<double> expected_depth;
  float first_slack = 0.0f, rounding_share = 0.0f;
  double rounding = 0.0;

  void show_in(LinearSystem& system) const;
};

/// The transpose of the technosphere, rows from the last to the first; values are the
/// technosphere's. See LinearSystem.
struct AdjointTables {
  std::vector<std::uint32_t> row_fixed, fixed_column, row_slot, slot_column, slot_of;
  std::vector<double> fixed_value, initial, error_weight;
  std::vector<Block> blocks;
  MonitoredRows monitored;
  std::vector<float> depth;
};

struct Problem {
  std::uint64_t seed = 1;
  bool latin_hypercube = false;
  bool fp32_values = true, fp32_unknowns = false;
  double tolerance = 1e-7;
  std::uint32_t max_sweeps = 60;
  std::uint32_t num_rows = 0, num_flows = 0, num_demands = 0, num_categories = 0;

  // Technosphere, rows in solving order. See ProblemView for each.
  std::vector<std::uint32_t> row_fixed, fixed_column, row_slot, slot_column, row_diagonal;
  std::vector<double> fixed_value, initial_slot, diagonal, inverse_diagonal;
  std::uint32_t num_slots = 0, num_diagonal_slots = 0;
  DrawTables technosphere;
  std::vector<Block> blocks;
  MonitoredRows monitored;
  bool dense = false;                   ///< the engine needs no columns: entry k of row r is slot k
  std::vector<double> demand, initial;  ///< [demand][row]
  std::vector<double> error_weight;     ///< [right-hand side][row]
  std::vector<std::uint32_t> sign_row, sign_begin;

  // What lanes must prove of their scores: certificate.cpp.
  std::vector<float> depth;  ///< [row], of proofs [demand][row]
  ProofTables proof;
  bool certify_always = false, may_cancel = false;
  double certificate_target = 0.0;
  std::vector<double> score_size, score_share;  ///< [demand][category]

  // Where scores come from adjoints: one right-hand side, the sum of the demands; demands as lists;
  // factors by flow.
  bool by_adjoint = false;
  AdjointTables adjoint;
  std::vector<double> sum_demand, sum_initial, demand_value;
  std::vector<std::uint32_t> demand_begin, demand_row, flow_entry, entry_of_flow, entry_category;

  // Biosphere and characterisation.
  std::vector<BioTarget> bio_fixed, bio_slot;
  std::vector<double> bio_fixed_value, initial_bio_slot;
  DrawTables biosphere, biosphere_slots;
  std::vector<std::uint32_t> category_entry, entry_flow, entry_slot, entry_normalisation;
  std::vector<double> entry_value, initial_factor;
  std::uint32_t num_factor_slots = 0, weighting_slot = no_slot;
  DrawTables characterisation;
  FormulaTables formulas;
  std::vector<double> array_values;
  std::vector<double> draw_tables;  ///< of QuantileTables

  // Dependent words.
  std::vector<CopulaRow> copula_row;
  std::vector<std::uint64_t> copula_key;
  std::vector<double> copula_coefficient, copula_table;
  std::vector<StudentMix> copula_student;

  // Sobol points and the control variate; host/analysis/first_order_designs.hpp fills them.
  std::vector<std::uint32_t> sobol_directions, control_begin, control_output;
  DrawTables control;
  std::vector<double> control_mean, control_weight;
  std::vector<double> control_variance;  ///< [demand][category] of L; empty: no control

  // Back to the model.
  std::vector<std::uint32_t> row_process;  ///< model process of each row
  std::vector<std::uint32_t> row_product;  ///< model product of each row
  std::vector<int> row_exponent;           ///< s = x · 2^exponent
  /// entry of A in row r, column c: value · 2^−(row_scale[r] + row_exponent[c])
  std::vector<int> row_scale;
  /// model flow of each flow; no_index: a sum of certain ones
  std::vector<std::uint32_t> flow_index;
  /// [demand][category], fp64 throughout, from the static amounts
  std::vector<double> static_scores;
  std::vector<double> static_supply;  ///< [demand][row], unscaled
  /// [demand] the loop that draws may drive beyond one, in words; empty: none
  std::vector<std::string> demand_pole;
  struct Contribution {
    std::uint32_t process = 0;  ///< of the model
    /// what its own exchanges with the environment make of the static score
    double score = 0.0;
  };
  static constexpr std::size_t most_contributions = 10;
  /// [demand][category]: the largest by size, largest first
  std::vector<std::vector<Contribution>> contributions;

  [[nodiscard]] ProblemView view() const;  ///< valid while the problem lives and does not move
  [[nodiscard]] LaneTypes lane_types() const;
  [[nodiscard]] std::size_t num_drawn() const;  ///< uncertain numbers that reach a score

 private:
  void view_adjoint(ProblemView& view) const;
};

}  // namespace plume
