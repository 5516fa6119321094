// SPDX-License-Identifier: Apache-2.0
// First-order variance of every score: from one solution s of A s = f for each demand and one
// adjoint λ for each category,
//
//   ∂h/∂a_ij = −λ_i s_j      ∂h/∂b_fj = c_f s_j      ∂h/∂c_f = g_f         V_p = (∂h/∂p)² Var p,
//           share = V_p / Σ V
//
// and for a parameter of formulas  ∂h/∂p = Σ_e ∂h/∂e · ∂e/∂p  over the numbers e that follow it, by
// one pass backwards through the formulas.
//
// taken at the means of what is drawn; Aᵀ λ = (C B)ᵀ. No iteration is run, no difference quotient
// taken. Exact where h is linear in each number alone with the others at their means and numbers
// are independent of each other: then V_p / Var h is the first-order Sobol index. Sources: Heijungs
// (2010), "Sensitivity coefficients for matrix-based LCA", Int. J. LCA 15; Sobol' (1993).
//
//     // the problem was compiled with CompileOptions::moments
//     const FirstOrder analysis(problem, {});
//     for (const auto& weight : analysis.outputs()[0].top) … analysis.numbers()[weight.number] …
//
// Cost: a few sweeps over the matrix, and one pass over the drawn numbers for each output.
#pragma once

#include <cstdint>
#include <vector>

#include "host/compile/problem.hpp"

namespace plume {

/// A drawn number of known mean and variance, by its place in the problem. Presampled numbers,
/// options of switches, members of sums and dimensions of copulas are not among them: what they
/// contribute is not known from their own distribution.
struct DrawnNumber {
  enum class Table : std::uint8_t {
    technosphere,
    biosphere,
    biosphere_slots,
    characterisation,
    parameters
  };
  enum class Kind : std::uint8_t { lognormal, normal, wide };
  Table table;
  Kind kind;
  std::uint32_t index;      ///< into that list of the table
  std::uint32_t parameter;  ///< numbers that share a key, and so their draws, are one parameter
  std::uint32_t exchange;   ///< of the model
  double mean, sd;
};

struct FirstOrderOptions {
  enum class Around : std::uint8_t { means, medians };
  Around around = Around::means;
  double coverage = 0.999;  ///< of an output's variance that its `top` explains
};

class FirstOrder {
 public:
  FirstOrder(const Problem& problem, const FirstOrderOptions& options);

  struct Weight {
    std::uint32_t number;
    double weight;  ///< ∂h / ∂value
  };
  struct Output {
    double variance = 0.0;    ///< Σ V_p
    std::vector<Weight> top;  ///< the fewest parameters that cover the options' share of it
  };

  /// Where neither the means nor the medians have a solution, all variances are zero and this is
  /// false.
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] const std::vector<DrawnNumber>& numbers() const { return numbers_; }
  [[nodiscard]] std::uint32_t num_parameters() const { return num_parameters_; }
  /// [demand][category]
  [[nodiscard]] const std::vector<Output>& outputs() const { return outputs_; }

  // By parameter, over all outputs.
  [[nodiscard]] const std::vector<double>& largest_share() const { return largest_share_; }
  [[nodiscard]] const std::vector<double>& summed_share() const { return summed_share_; }

  /// The shares of one output, by parameter.
  [[nodiscard]] std::vector<double> shares(std::size_t demand, std::size_t category) const;

  /// What a row's own exchanges make of a score, with the others' means, and its standard deviation
  /// to first order.
  struct Part {
    double mean = 0.0, sd = 0.0;
  };
  /// Of some rows of each output; first_order_parts.cpp. Empty where the adjoints of the rows are
  /// not found.
  [[nodiscard]] std::vector<std::vector<Part>> parts(
      const std::vector<std::vector<std::uint32_t>>& rows_of_output) const;

  /// As many parameters as together have less than `below` of the variance in every output;
  /// `left_out` is the largest sum.
  struct Negligible {
    std::vector<bool> parameter;
    std::uint32_t count = 0;
    double left_out = 0.0;
  };
  [[nodiscard]] Negligible negligible(double below) const;

 private:
  struct Means {
    std::vector<double> slots, bio_slots, factors;
    std::vector<double> biosphere[3];  ///< by kind
    std::vector<double> parameters;    ///< by register
    std::vector<double> formulas;      ///< by node
  };
  void collect(const DrawTables& tables, DrawnNumber::Table table, std::size_t num_slots);
  [[nodiscard]] std::vector<std::uint32_t> rows_of_slots()
      const;  ///< by slot of the technosphere, those of the diagonal included
  void share_parameters(const std::vector<std::uint64_t>& keys);
  [[nodiscard]] Means means(FirstOrderOptions::Around around) const;
  bool solve(const Means& means);
  /// Aᵀ μ = e_row for each row, [row][n]; empty where the sweeps do not converge.
  [[nodiscard]] std::vector<std::vector<double>> adjoints_of(
      const std::vector<std::uint32_t>& rows) const;
  void effects(std::size_t demand, std::size_t category, std::vector<double>& effect) const;
  void variances(const std::vector<double>& effect, std::vector<double>& variance) const;
  [[nodiscard]] Output rank(const std::vector<double>& effect, const std::vector<double>& variance,
                            double coverage);

  // first_order_formulas.cpp
  struct Follower {  ///< a number that follows parameters
    DrawnNumber::Table table;
    std::uint32_t row, column;  ///< as of numbers
    FormulaNode node;
    std::uint32_t slot;
    double factor;
    bool multiplies;
  };
  void collect_followers();
  [[nodiscard]] std::vector<double> values_of_formulas(const std::vector<double>& parameters) const;
  /// ∂slot / ∂node at the means.
  [[nodiscard]] double slope_of(const Follower& follower) const;
  /// From ∂h / ∂node to ∂h / ∂parameter, by register.
  [[nodiscard]] std::vector<double> by_register(std::vector<double> of_node) const;

  const Problem& problem_;
  std::vector<Follower> followers_;
  bool known_ = false;
  std::vector<DrawnNumber> numbers_;
  /// of each number: row and column, flow and row, or slot
  std::vector<std::uint32_t> row_, column_;
  std::vector<std::uint64_t> keys_;
  std::uint32_t num_parameters_ = 0;
  std::vector<Output> outputs_;
  std::vector<double> largest_share_, summed_share_;

  std::vector<double> supply_;     ///< [demand][row], scaled
  std::vector<double> adjoint_;    ///< [category][row], scaled
  std::vector<double> inventory_;  ///< [demand][flow]
  std::vector<double> factor_;     ///< [category][flow] normalised and weighted
  Means means_;
};

}  // namespace plume
