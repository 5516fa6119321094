// SPDX-License-Identifier: Apache-2.0
// The inside of compile(): one compilation, step by step. Each step reads what earlier ones left
// and adds its own.
//
//   exchanges by matrix → pairing → reachable nodes → static solution, adjoints → solving order,
//   scaling, precision → numbers → what is certain together → error weights
//
// A *node* is a reachable process, numbered in model order; a *row* is its place in solving order.
// Only compile.cpp and the files of the steps (pair_products, reach, static_solution, singular,
// solving_order, lower_matrices, lower_formulas, collapse, error_weights, certificate,
// prepare_proofs, feedback_spread) include this.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/base/ids.hpp"
#include "host/compile/compile.hpp"
#include "host/compile/lower.hpp"
#include "host/compile/proof.hpp"
#include "host/matrix/graph.hpp"
#include "host/matrix/sparse.hpp"
#include "host/matrix/system_solver.hpp"

namespace plume {

class Compiler {
 public:
  Compiler(const Model& model, const std::vector<DemandVector>& demands,
           const std::vector<std::uint32_t>& categories, const CompileOptions& options,
           Findings& findings)
      : model_(model),
        demands_(demands),
        categories_(categories),
        options_(options),
        findings_(findings) {}

  Problem run();  ///< an empty problem where the findings hold errors

 private:
  // compile.cpp
  void sort_exchanges();
  bool check_factors();
  void report_zero_scores();
  const std::vector<std::uint32_t>& entries(Matrix matrix) const {
    return by_matrix_[static_cast<int>(matrix)];
  }

  // pair_products.cpp
  void pair_products();

  // reach.cpp
  bool reach();
  bool report_unpaired();
  void report_faults();

  // static_solution.cpp
  bool solve_statically();
  void measure_supplies();
  std::vector<std::uint32_t> order_of_flow() const;
  [[nodiscard]] std::vector<Problem::Contribution> largest_contributions(std::size_t category,
                                                                         std::size_t demand) const;
  double size_of_score(const std::vector<double>& supply, const std::vector<double>& gross,
                       std::size_t category) const;
  bool is_drawn(Matrix matrix) const;
  double typical_value(const Exchange& e) const;
  void characterise_statically(std::uint32_t num_nodes);
  bool has_normalisation(std::uint32_t flow);

  // singular.cpp
  struct CyclicBlocks {
    std::vector<std::uint32_t> of;       ///< by node
    std::vector<double> size, diagonal;  ///< by node
    std::uint32_t count = 0;
  };
  struct WorstBlock {
    double condition = 0.0;
    std::vector<double> part;  ///< of each cell, in the order of gross_static_matrix()
  };
  SparseColumns gross_static_matrix() const;
  CyclicBlocks cyclic_blocks() const;
  bool find_worst(const SparseColumns& matrix, const SparseColumns& gross,
                  const CyclicBlocks& blocks, SystemSolver& solver, WorstBlock& worst) const;
  bool check_determined(SystemSolver& solver);
  void report_singular(std::uint32_t node);
  void report_nearly_singular(double lost, const std::vector<double>& part_of_cell,
                              const SparseColumns& gross);
  std::string names_of(const std::vector<std::uint32_t>& nodes) const;
  std::vector<std::uint32_t> smallest_cycle(std::uint32_t node, const SparseColumns& gross,
                                            double& gain) const;

  // solving_order.cpp
  void order_rows();
  void scale();
  [[nodiscard]] std::vector<Triplet> scaled_cells(std::vector<double>& diagonal) const;

  // choose_precision.cpp
  bool is_negligible(const Exchange& exchange) const;
  void choose_precision();

  // lower_matrices.cpp
  LoweredExchange lower_exchange(const Exchange& exchange, double scale, bool draw) const;
  void lower_technosphere();
  std::vector<double> certain_multipliers() const;
  void lower_characterisation();
  void lower_biosphere();

  // lower_formulas.cpp
  void value_formulas();
  void lower_formula(LoweredExchange& lowered, const Exchange& exchange, double scale) const;
  void lower_parameters();

  // collapse.cpp
  void collapse_certain();
  void gather_fixed_emissions();

  // lower_dependence.cpp
  void prepare_dependence();
  void lower_dependence(LoweredExchange& lowered, const Exchange& exchange, double scale) const;
  void note_member(const Exchange& exchange, std::uint32_t slot, double scale);
  std::vector<std::uint32_t> absent_members(Matrix matrix) const;
  LoweredExchange lower_absent(const Exchange& exchange) const;
  void lower_compositions(Matrix matrix, DrawTables& tables,
                          const std::vector<std::uint32_t>& absent);

  // poles.cpp
  struct Pole {
    double gain = 0.0;
    std::string words;
  };
  void find_poles();
  std::vector<Pole> own_poles() const;

  // adjoint_system.cpp
  [[nodiscard]] bool emissions_oppose() const;
  void choose_sides();
  void make_dense();
  void transpose();
  void choose_monitored();

  // certificate.cpp
  void prepare_certificates();
  void judge_estimates();
  [[nodiscard]] double rows_of_estimates() const;
  [[nodiscard]] std::vector<float> static_depths(bool transposed) const;
  struct FlowFactor {
    std::uint32_t category;
    double value;
    double opposed;  ///< share that may have the other sign
  };
  [[nodiscard]] std::vector<std::vector<FlowFactor>> factors_of_flows() const;
  [[nodiscard]] bool has_wide_draws() const;
  struct FarExchange {
    const Exchange* exchange;
    double far;  ///< largest size that it may be drawn with; infinite where nothing is known
  };
  [[nodiscard]] double farthest_share(const std::vector<FarExchange>& exchanges) const;
  [[nodiscard]] double opposed_share(const Exchange& e) const;
  [[nodiscard]] bool scores_may_cancel() const;
  void share_scores();

  // prepare_proofs.cpp
  bool prepare_proofs();
  struct Spreads {
    std::vector<double> cell, diagonal;  ///< relative; of each cell, of each row
  };
  [[nodiscard]] Spreads spreads_of(const std::vector<Triplet>& cells,
                                   const std::vector<double>& diagonal) const;
  [[nodiscard]] std::vector<ProvenSide> sides_to_prove() const;

  // feedback_spread.cpp
  struct FeedbackSpread {
    /// largest relative spread of steps, times the share of a score that passes the row
    double spread = 0.0;
    double steps = 0.0;  ///< largest number of steps, times that share
  };
  [[nodiscard]] FeedbackSpread feedback_spread() const;
  [[nodiscard]] std::vector<double> shares_through() const;

  // error_weights.cpp
  struct StaleReader {  ///< row reads column before the column's row is swept
    std::uint32_t row, column;
    double size;  ///< of the entry, its column scaled
  };
  std::vector<double> opposed_shares(std::size_t side) const;
  std::vector<StaleReader> stale_readers() const;
  void weigh_errors();
  void weigh_adjoint_errors();

  /// The node of the process that a product is solved for.
  [[nodiscard]] NodeId maker_of(ProductId product) const { return node_of_[process_of_[product]]; }

  /// use(row node, column node, value) for every cell of the static technosphere.
  template <class Use>
  void for_each_static(Use use) const {
    for (std::uint32_t column = 0; column < static_matrix_.size; ++column) {
      for (auto k = static_matrix_.column_begin[column];
           k < static_matrix_.column_begin[column + std::size_t{1}]; ++k) {
        use(NodeId{static_cast<std::uint32_t>(static_matrix_.row[static_cast<std::size_t>(k)])},
            NodeId{column}, static_matrix_.value[static_cast<std::size_t>(k)]);
      }
    }
  }

  const Model& model_;
  const std::vector<DemandVector>& demands_;
  const std::vector<std::uint32_t>& categories_;
  const CompileOptions& options_;
  Findings& findings_;
  Problem problem_;

  std::vector<std::uint32_t> by_matrix_[num_matrices];
  std::vector<std::uint64_t> array_offset_;
  std::vector<double> parameter_value_, formula_value_;  // static, by parameter and by node
  mutable QuantileTables quantile_tables_;               // grows as numbers are lowered
  std::vector<std::uint64_t> threshold_offset_;          // of each switch, in array_values
  std::unordered_map<std::uint64_t, std::uint32_t> copula_row_of_key_;
  struct MemberSlot {
    std::uint32_t slot = no_slot;
    double scale = 1.0;
  };
  std::unordered_map<std::uint32_t, MemberSlot> member_slot_;  // of a composition, by exchange
  std::vector<std::uint32_t> category_position_;               // by model category
  Graph process_graph_;                                        // process → products on its column
  IdVector<ProcessId, ProductId> product_of_;                  // the pairing
  IdVector<ProductId, ProcessId> process_of_;
  IdVector<ProductId, bool> product_reached_;
  IdVector<ProcessId, NodeId> node_of_;  // reachable processes
  IdVector<NodeId, ProcessId> process_of_node_;
  std::vector<double> static_diagonal_;      // by node
  SparseColumns static_matrix_;              // by node
  std::vector<std::vector<double>> supply_;  // [demand][node]
  // [demand][node] size of what a supply is the sum of
  std::vector<std::vector<double>> gross_;
  // the same, or by adjoint: their sum alone
  std::vector<std::vector<double>> sides_, gross_sides_;
  std::vector<std::vector<double>> intensity_;            // [category][node] static
  std::vector<std::vector<double>> magnitude_, adjoint_;  // [category][node] of typical values
  std::vector<bool> flow_used_, flow_normalised_;
  std::vector<double> largest_supply_;
  IdVector<RowId, NodeId> node_of_row_;
  IdVector<NodeId, RowId> row_of_node_;
  std::vector<int> row_scale_;
  IdVector<FlowId, SlotId> flow_position_;  // among the problem's flows
};

/// Puts what is drawn of a number into the tables, for a slot or (in the biosphere's direct lists)
/// a flow and row.
void add_draw(DrawTables& tables, LoweredExchange& lowered, std::uint32_t target,
              std::uint32_t row);

/// Whether a number is anything but fixed.
[[nodiscard]] bool owns_slot(const LoweredExchange& lowered);

/// "'name' (location)" of a process, for findings.
[[nodiscard]] std::string describe_process(const Process& process);

}  // namespace plume
