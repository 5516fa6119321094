// SPDX-License-Identifier: Apache-2.0
// The compiled problem as plain arrays: all that the engine sees. host/compile makes it; pointers
// are host or device memory.
//
//   A' x = f',  x_i = s_i / 2^e_i
//           rows in solving order: consumers before their suppliers
//   g_flow = Σ b' x,  h_k = Σ c g
//
// Rows and columns carry powers of two (exact) that make the static solution and the diagonal O(1);
// they are folded into every parameter below, so the engine never sees them. A value that is drawn
// owns a *slot*; value[slot][lane].
#pragma once

#include <cstdint>

#include "kernels/base/formula_op.hpp"
#include "kernels/base/view.hpp"

namespace plume {

/// A plain lognormal or normal, untruncated: value = a · 2^(b·z) or a + b·z in fp32. Lognormal: 0 <
/// b < 19, so that 2^(b·z) stays within fp32 (|z| ≤ 6.34).
struct PlainDraw {
  std::uint64_t key;
  std::uint32_t target;  ///< slot to fill; in the biosphere's direct lists the flow to add to
  std::uint32_t row;     ///< in the biosphere's direct lists: g[target] += value · x[row]
  float a;
  float b;
};

/// Any other distribution, in fp64. Fields by form, see kernels/random/draw.hpp.
enum class DrawForm : std::uint32_t {
  lognormal,
  normal,
  uniform,
  triangular,
  log_uniform,
  bernoulli,
  whole,
  smooth,
  pieces
};
/// Where a wide draw's word comes from: its own key; or number `origin_index` of the dependent
/// sources (see ProblemView). A reversed word is its complement, u becomes 1 − u: for numbers below
/// 0 whose relative error goes with that of others.
enum class WordOrigin : std::uint32_t {
  own,
  own_reversed,
  copula,
  copula_reversed,
  sobol,
  sobol_reversed
};
struct WideDraw {
  std::uint64_t key;
  std::uint32_t target;
  std::uint32_t row;
  DrawForm form;
  /// 1: t0 … t1 count from the upper end, so that an upper tail keeps its digits
  std::uint32_t mirrored;
  WordOrigin origin;
  std::uint32_t origin_index;
  double a, b;    ///< location and scale of the form
  double t0, t1;  ///< truncation: the uniform is mapped onto [t0, t1]; triangular: second branch
  double minimum, maximum;
  std::uint64_t table;  ///< smooth, pieces: where its table begins in draw_tables
};

/// A presampled value: factor · column(iteration); NaN leaves what the slot holds. Or an option of
/// a switch, likewise.
struct ArrayDraw {
  std::uint64_t offset;  ///< of its row in array_values
  std::uint64_t group_key;
  /// with random = 2: offset in array_values of the num_columns − 1 thresholds of the word
  std::uint64_t stride;
  std::uint32_t num_columns;
  /// 0: column = (iteration / stride) mod num_columns; 1: drawn with group_key; 2: by weights
  std::uint32_t random;
  std::uint32_t target;
  std::uint32_t multiplies;  ///< 1: the slot holds its value times factor · column
  double factor;
};

/// One dimension of a copula: z = Σ_j coefficient[j] · Φ⁻¹(word of key[j]), j < count. Its word is
/// ⌊2³² Φ(z)⌋, or that of Student's t.
struct CopulaRow {
  std::uint32_t first_key, first_coefficient, count;
  std::uint32_t student;  ///< number of its StudentMix; no_slot: a Gaussian copula
};
/// What makes a t copula of a Gaussian one: t = z · √(ν / χ²), one χ² an iteration. Tables as
/// kernels/random/copula.hpp reads them.
struct StudentMix {
  std::uint64_t key;      ///< of the word that χ² is drawn with
  double degrees;         ///< ν
  std::uint64_t low;      ///< offset in copula_table of √(ν / χ²) by u < ½
  std::uint64_t high;     ///< likewise by 1 − u < ½
  std::uint64_t tail;     ///< of the probability beyond |t|, by 1 − |t| / √(ν + t²)
  std::uint32_t octaves;  ///< of low and high
  std::uint32_t tail_octaves;
};

/// Numbers of one list that sum to a fixed total in every iteration: Σ value · inverse = total,
/// `inverse` undoing sign, factor and scale.
struct ShareMember {
  std::uint32_t target;
  std::uint32_t pinned;  ///< 1: keeps its value, the others share what is left
  /// 1: no demand reaches it; it counts in the sum, and its slot is then zero
  std::uint32_t absent;
  std::uint32_t unused;
  double inverse;
};
struct ShareGroup {
  std::uint32_t first, count;  ///< members
  double total;                ///< less pinned members that are fixed
};

struct DrawLists {
  View<PlainDraw> lognormal;
  View<PlainDraw> normal;
  View<WideDraw> wide;
  View<ArrayDraw> array;
  View<ShareGroup> share;  ///< made to sum after all draws
  View<ShareMember> share_member;
  std::uint32_t num_lognormal = 0, num_normal = 0, num_wide = 0, num_array = 0, num_share = 0;
};

/// Amounts that follow drawn parameters: host/formula/formula_program.hpp makes the steps,
/// kernels/formula/evaluate.hpp runs them.
struct FormulaView {
  DrawLists parameters;  ///< targets are registers
  std::uint32_t num_parameters = 0, num_registers = 0;
  View<double> initial;  ///< [num_parameters] values before any draw
  View<FormulaStep> steps;
  /// what several parts need; then stores to technosphere, biosphere, characterisation
  std::uint32_t part_begin[5] = {0, 0, 0, 0, 0};
  View<double> constants;
};
enum class FormulaPart : std::uint32_t { shared, technosphere, biosphere, characterisation };

/// Rows begin … end are solved once in order (acyclic) or swept until they converge.
struct Block {
  std::uint32_t begin, end;
  std::uint32_t iterative;
  /// rows that Anderson acceleration mixes: monitored_row[…]
  std::uint32_t monitor_begin = 0, monitor_end = 0;
  /// likewise from sweep `narrow_sweeps` on; empty: the same
  std::uint32_t wide_begin = 0, wide_end = 0;
};

/// A biosphere entry: g[flow] += value · x[row].
struct BioTarget {
  std::uint32_t flow, row;
};

/// A x = b for several right-hand sides, rows in solving order. The technosphere is one; its
/// transpose, for adjoints, another that shares the drawn values and the diagonal.
struct LinearSystem {
  std::uint32_t num_rows = 0, num_right_sides = 0;

  // Fixed entries are scalars; drawn ones own the slots row_slot[r] … row_slot[r+1]−1.
  View<std::uint32_t> row_fixed;  ///< [num_rows + 1] into fixed_column, fixed_value
  View<std::uint32_t> fixed_column;
  View<double> fixed_value;
  View<std::uint32_t> row_slot;  ///< [num_rows + 1]
  /// [entries]; null: dense, a row's entries are all other columns in order
  View<std::uint32_t> slot_column;
  /// [entries] slot of each entry, of the transpose; null: entry k is slot k
  View<std::uint32_t> slot_of;

  // The diagonal; the transpose, whose rows run the other way, looks it up from the end.
  View<double> diagonal;  ///< [num_rows] fixed part
  /// [num_rows] 1 / diagonal; used where no part of it is drawn
  View<double> inverse_diagonal;
  /// [num_rows + 1] drawn diagonal slots, numbered after the others
  View<std::uint32_t> row_diagonal;
  /// 1: the diagonal of row r is that of num_rows − 1 − r
  std::uint32_t reversed = 0;

  View<Block> blocks;
  std::uint32_t num_blocks = 0, num_monitored = 0, max_monitored = 0;

  // [right-hand side][row]
  View<double> right_side;  ///< null: drawn, in LaneMemory::right_side
  View<double> initial;     ///< static solution
  /// 1 / |initial|, 0 where that is zero; null: divided for where it is needed. Where lanes prove
  /// their scores, 1 / allowed_change, 0 where that is zero
  View<double> inverse_size;
  /// |error of h| ≤ Σ weight·|last change of x|, relative, largest over scores
  View<double> error_weight;
  /// [num_monitored] of all blocks, ascending in each list
  View<std::uint32_t> monitored_row;
  /// [num_monitored][num_slow_modes] the slowest modes of the static sweep
  View<double> slow_mode;
  /// [right-hand side][num_monitored][num_slow_modes] the sum over what a sweep leaves in its trace
  /// is to be added along the mode
  View<double> mode_part;
  /// [row] where certificates begin (kernels/solve/certify.hpp), [right-hand side][row] where
  /// proofs do (kernels/solve/prove.hpp); null: there are none
  View<float> depth;
  /// of proofs: [right-hand side][row] the last change of x that a proof makes one of; and the
  /// largest share of a score that a unit of x comes to
  View<float> allowed_change, importance;
  View<double> expected_depth;  ///< [right-hand side] Σ importance·depth·|x| over Σ importance·|x|
  std::uint32_t proved = 0;     ///< 1: every lane proves its scores
  float first_slack = 0.0f;     ///< how much feedback may grow in a proof
  float rounding_share = 0.0f;  ///< of a supply, that a depth allows for rounding
  double rounding = 0.0;        ///< what the terms of a row lose, over that share
};

/// The technosphere, and everything around it.
struct ProblemView : LinearSystem {
  std::uint64_t seed = 0;
  /// 1: stratify every parameter's uniforms within blocks of 1024 iterations
  std::uint32_t latin_hypercube = 0;
  std::uint32_t num_flows = 0, num_demands = 0, num_categories = 0;

  DrawLists technosphere;
  /// [all slots] values before any draw; null where no array needs them
  View<double> initial_slot;
  std::uint32_t num_slots = 0, num_diagonal_slots = 0;
  /// rows that carry at least 1 % of a score: their sign must not flip
  View<std::uint32_t> sign_row;
  View<std::uint32_t> sign_begin;  ///< [num_right_sides + 1]

  /// Where categories are fewer than demands: h_kd = μ_k · f_d with Aᵀ μ_k = (CB)_kᵀ. The
  /// technosphere itself is then solved for the sum of the demands only, for the signs of supplies.
  /// No right-hand sides: not used.
  LinearSystem adjoint;
  /// [num_demands + 1] entries of f_d, for the adjoint
  View<std::uint32_t> demand_begin;
  View<std::uint32_t> demand_row;
  View<double> demand_value;
  /// [num_flows + 1] into entry_of_flow: the other way round than category_entry
  View<std::uint32_t> flow_entry;
  View<std::uint32_t> entry_of_flow;   ///< [num_entries]
  View<std::uint32_t> entry_category;  ///< [num_entries]

  /// 1 or 4: how many share one pass over the values; chosen by the engine
  std::uint32_t right_sides_at_once = 1;

  // Biosphere: fixed entries, entries drawn on the fly, and entries that own a slot (presampled
  // ones). Fixed ones and each list of drawn ones are sorted by flow, but where there is an
  // adjoint.
  View<BioTarget> bio_fixed;
  View<double> bio_fixed_value;
  std::uint32_t num_bio_fixed = 0;
  DrawLists biosphere;       ///< direct: target is a flow, row a row; no arrays
  View<BioTarget> bio_slot;  ///< [num_bio_slots]
  std::uint32_t num_bio_slots = 0;
  View<double> initial_bio_slot;  ///< [num_bio_slots]
  DrawLists biosphere_slots;

  // Characterisation: entries by category; factor = fixed value or slot of the drawn one, times
  // normalisation and weighting if given.
  View<std::uint32_t> category_entry;  ///< [num_categories + 1]
  View<std::uint32_t> entry_flow;
  View<double> entry_value;        ///< fixed value; ignored where entry_slot is given
  View<std::uint32_t> entry_slot;  ///< no_slot: fixed
  std::uint32_t num_entries = 0, num_factor_slots = 0;
  View<double> initial_factor;  ///< [num_factor_slots]
  /// slot of the flow's normalisation factor; null: not normalised
  View<std::uint32_t> entry_normalisation;
  /// slot of the weighting factor; no_slot: not weighted
  std::uint32_t weighting_slot = 0xffffffffu;
  /// fills factor slots, normalisation and weighting included
  DrawLists characterisation;

  FormulaView formulas;

  View<double> array_values;
  View<double> draw_tables;  ///< of WideDraw::table

  // Sobol points: direction numbers of the dimensions in use, kernels/random/sobol.hpp.
  View<std::uint32_t> sobol_directions;  ///< [dimension][sobol_bits]

  // Control variate: L[output] = Σ weight · (value − mean) over `control`, whose targets number its
  // draws; kernels/solve/control.hpp.
  DrawLists control;
  View<double> control_mean;  ///< [draw]
  /// [draw + 1] into control_output, control_weight
  View<std::uint32_t> control_begin;
  View<std::uint32_t> control_output;  ///< demand · num_categories + category
  View<double> control_weight;
  std::uint32_t num_control = 0;  ///< draws; 0: no control

  // Dependent words.
  View<CopulaRow> copula_row;
  View<std::uint64_t> copula_key;
  View<double> copula_coefficient;
  View<StudentMix> copula_student;
  View<double> copula_table;

  double tolerance = 1e-7;
  std::uint32_t max_sweeps = 60;

  // What a lane must prove of its scores; kernels/solve/certify.hpp.
  /// 1: every lane is certified; 0: those that look suspicious
  std::uint32_t certify_always = 0;
  /// 1: parts of a score have both signs, and their sizes are summed as well
  std::uint32_t may_cancel = 0;
  /// bound on the relative error of supplies that certified lanes are swept to
  double certificate_target = 0.0;
  View<double> score_size;   ///< [demand][category] what estimates are relative to
  View<double> score_share;  ///< [demand][category] the same over the sum of sizes
};

// Every array of a problem, once: calls visit(View<T>&) with each. What copies a problem, or counts
// its bytes, asks here.

template <class Visit>
void for_each_array(DrawLists& lists, Visit visit) {
  visit(lists.lognormal);
  visit(lists.normal);
  visit(lists.wide);
  visit(lists.array);
  visit(lists.share);
  visit(lists.share_member);
}

template <class Visit>
void for_each_array(LinearSystem& system, Visit visit) {
  visit(system.row_fixed);
  visit(system.fixed_column);
  visit(system.fixed_value);
  visit(system.row_slot);
  visit(system.slot_column);
  visit(system.slot_of);
  visit(system.diagonal);
  visit(system.inverse_diagonal);
  visit(system.row_diagonal);
  visit(system.blocks);
  visit(system.right_side);
  visit(system.initial);
  visit(system.inverse_size);
  visit(system.error_weight);
  visit(system.monitored_row);
  visit(system.slow_mode);
  visit(system.mode_part);
  visit(system.depth);
  visit(system.allowed_change);
  visit(system.importance);
  visit(system.expected_depth);
}

template <class Visit>
void for_each_array(FormulaView& formulas, Visit visit) {
  for_each_array(formulas.parameters, visit);
  visit(formulas.initial);
  visit(formulas.steps);
  visit(formulas.constants);
}

template <class Visit>
void for_each_array(ProblemView& view, Visit visit) {
  for_each_array(static_cast<LinearSystem&>(view), visit);
  for_each_array(view.adjoint, visit);
  for (DrawLists* lists : {&view.technosphere, &view.biosphere, &view.biosphere_slots,
                           &view.characterisation, &view.control})
    for_each_array(*lists, visit);
  for_each_array(view.formulas, visit);
  visit(view.initial_slot);
  visit(view.sign_row);
  visit(view.sign_begin);
  visit(view.demand_begin);
  visit(view.demand_row);
  visit(view.demand_value);
  visit(view.flow_entry);
  visit(view.entry_of_flow);
  visit(view.entry_category);
  visit(view.bio_fixed);
  visit(view.bio_fixed_value);
  visit(view.bio_slot);
  visit(view.initial_bio_slot);
  visit(view.category_entry);
  visit(view.entry_flow);
  visit(view.entry_value);
  visit(view.entry_slot);
  visit(view.initial_factor);
  visit(view.entry_normalisation);
  visit(view.array_values);
  visit(view.draw_tables);
  visit(view.sobol_directions);
  visit(view.control_mean);
  visit(view.control_begin);
  visit(view.control_output);
  visit(view.control_weight);
  visit(view.copula_row);
  visit(view.copula_key);
  visit(view.copula_coefficient);
  visit(view.copula_student);
  visit(view.copula_table);
  visit(view.score_size);
  visit(view.score_share);
}

inline constexpr std::uint32_t anderson_depth = 3;  ///< sweeps that acceleration looks back on
/// of a block; where it has fewer, the others are zero
inline constexpr std::uint32_t num_slow_modes = 4;
/// A sweep's trace is scaled by this power of two, so that squares of what matters stay far from
/// fp32's least numbers.
inline constexpr double trace_scale = 1073741824.0;
/// Sweeps after which lanes that are still at it mix more rows. Nine or ten suffice as a rule;
/// those with strong feedback, or feedback beyond one, converge only if (nearly) all rows that
/// carry it are mixed.
inline constexpr std::uint32_t narrow_sweeps = 16;
/// binary logarithm of the block that stratified designs balance
inline constexpr int sobol_bits = 10;
inline constexpr std::uint32_t no_slot = 0xffffffffu;

// Tables of quantile functions (kernels/random/quantile_table.hpp).
inline constexpr int smooth_degree = 8;
inline constexpr int smooth_record = 16;  ///< doubles a segment: seven fields and nine coefficients
inline constexpr int pieces_record = 4;

}  // namespace plume
