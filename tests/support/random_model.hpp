// SPDX-License-Identifier: Apache-2.0
// Small random models that hold everything a model may hold: cycles and acyclic ends, reference
// products that are neither 1 nor on the diagonal, waste treatment (negative reference),
// self-consumption, duplicates, signs and factors, every kind of uncertainty, presampled arrays
// with NaN, unreachable processes, several demands and categories. The same seed gives the same
// model everywhere.
//
//     const RandomModel m = random_model(7, {.num_processes = 30, .feedback = 0.9});
//     const Problem problem = m.compile();
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "tests/support/draft.hpp"

namespace plume::testing {

struct RandomModelOptions {
  std::uint32_t num_processes = 24;
  std::uint32_t num_flows = 8;
  std::uint32_t num_categories = 3;
  std::uint32_t num_demands = 2;
  double feedback = 0.5;   ///< spectral radius of the static intermediate demand
  double sigma = 0.2;      ///< relative spread of uncertain numbers
  double uncertain = 0.7;  ///< share of numbers that are
  double arrays = 0.1;     ///< share of numbers that are presampled, too
  bool normalised = false;
  bool weighted = false;
  bool only_lognormal = false;  ///< no number can change its sign
  bool every_kind = false;      ///< those drawn from tables, too
};

struct RandomModel {
  Draft draft;
  std::vector<DemandVector> demands;

  [[nodiscard]] const Model& model() const { return draft.model(); }
  [[nodiscard]] Problem compile(const CompileOptions& options = {}) const {
    return draft.compile(demands, options);
  }
};

class RandomModelMaker {
 public:
  RandomModelMaker(std::uint64_t seed, const RandomModelOptions& options)
      : random_(seed), options_(options) {}

  RandomModel make() {
    place_products();
    add_technosphere();
    add_biosphere();
    add_characterisation();
    for (std::uint32_t d = 0; d < options_.num_demands; ++d) {
      std::vector<std::pair<std::string, double>> items;
      for (std::uint32_t i = 0; i <= d % 3; ++i)
        items.emplace_back(product(below(n() / 2)), between(0.1, 10.0));
      result_.demands.push_back(result_.draft.demand(items));
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::uint32_t n() const { return options_.num_processes; }
  double unit() { return (static_cast<double>(random_() >> 11) + 0.5) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double p) { return unit() < p; }
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(unit() * limit); }
  static std::string process(std::uint32_t i) { return "a" + std::to_string(i); }
  static std::string product(std::uint32_t i) { return "p" + std::to_string(i); }
  static std::string flow(std::uint32_t i) { return "f" + std::to_string(i); }
  static std::string category(std::uint32_t i) { return "c" + std::to_string(i); }

  /// Products in another order than their processes, so that references are off the diagonal.
  void place_products() {
    std::vector<std::uint32_t> order(n());
    std::iota(order.begin(), order.end(), 0u);
    for (std::uint32_t i = n(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    for (const std::uint32_t i : order) result_.draft.builder().product(product(i));
    for (std::uint32_t i = 0; i < n(); ++i) result_.draft.builder().process(process(i));
    // A process may have its first name from its product, and may not say what it makes.
    for (std::uint32_t i = 0; i < n(); ++i) {
      if (chance(0.8)) result_.draft.refer(process(i), product(i));
    }
  }

  /// Z_ij: intermediate demand of process j for product i per unit of each, scaled to the wanted
  /// spectral radius. The first and last fifths only take from later ones (acyclic); the last two
  /// processes supply nobody (unreachable).
  void add_technosphere() {
    std::vector<std::vector<double>> z(n(), std::vector<double>(n(), 0.0));
    for (std::uint32_t j = 0; j < n(); ++j) {
      const bool in_cycle = j >= n() / 5 && j < n() - n() / 5;
      for (int k = 0; k < 4; ++k) {
        const std::uint32_t first = in_cycle ? n() / 5 : j + 1;
        if (first + 2 >= n()) break;
        const std::uint32_t i = first + below(n() - 2 - first);
        if (i != j) z[i][j] = between(0.01, 1.0);
      }
      if (chance(0.2)) z[j][j] = between(0.01, 0.3);
    }
    const double radius = spectral_radius(z);
    for (auto& row : z) {
      for (double& value : row) value *= radius > 0 ? options_.feedback / radius : 1.0;
    }
    std::vector<double> reference(n());
    for (std::uint32_t j = 0; j < n(); ++j) {
      reference[j] = std::exp2(between(-2.0, 3.0)) * (chance(0.15) ? -1.0 : 1.0);
      add(Matrix::technosphere, j, j, reference[j], 0.3, false);
    }
    for (std::uint32_t j = 0; j < n(); ++j) {
      for (std::uint32_t i = 0; i < n(); ++i) {
        if (z[i][j] != 0.0)
          add(Matrix::technosphere, i, j, -z[i][j] * reference[i], options_.uncertain, true);
      }
    }
  }

  static double spectral_radius(const std::vector<std::vector<double>>& z) {
    std::vector<double> x(z.size(), 1.0), y(z.size());
    double radius = 0.0;
    for (int step = 0; step < 300; ++step) {
      double largest = 0.0;
      for (std::size_t i = 0; i < z.size(); ++i) {
        y[i] = 1e-9 * x[i];
        for (std::size_t j = 0; j < z.size(); ++j) y[i] += z[i][j] * x[j];
        largest = std::max(largest, y[i]);
      }
      radius = largest;
      for (std::size_t i = 0; i < z.size(); ++i) x[i] = y[i] / largest;
    }
    return radius;
  }

  void add_biosphere() {
    for (std::uint32_t j = 0; j < n(); ++j) {
      for (std::uint32_t k = 0; k < 3; ++k) {
        const double value =
            std::exp(between(-3.0, 3.0)) * (!options_.only_lognormal && chance(0.2) ? -1.0 : 1.0);
        add(Matrix::biosphere, below(options_.num_flows), j, value, options_.uncertain, true);
      }
    }
  }

  void add_characterisation() {
    for (std::uint32_t k = 0; k < options_.num_categories; ++k) {
      for (std::uint32_t f = 0; f < options_.num_flows; ++f) {
        if (f == k || chance(0.6))
          add(Matrix::characterisation, f, k, std::exp(between(-2.0, 4.0)), 0.4, true);
      }
    }
    for (std::uint32_t f = 0; options_.normalised && f < options_.num_flows; ++f) {
      if (f < options_.num_categories || chance(0.8))
        add(Matrix::normalisation, f, 0, std::exp(between(-2.0, 2.0)), 0.4, false);
    }
    if (options_.weighted) add(Matrix::weighting, 0, 0, between(0.2, 3.0), 0.5, false);
  }

  /// One number, perhaps as two exchanges on one cell.
  void add(Matrix matrix, std::uint32_t row, std::uint32_t column, double value, double uncertain,
           bool may_split) {
    if (may_split && chance(0.15)) {
      add_one(matrix, row, column, 0.3 * value, uncertain);
      value *= 0.7;
    }
    add_one(matrix, row, column, value, uncertain);
  }

  void add_one(Matrix matrix, std::uint32_t row, std::uint32_t column, double value,
               double uncertain) {
    const int sign = value < 0 && chance(0.5) ? -1 : 1;
    const double factor = chance(0.2) ? 1e-3 : 1.0;
    const double amount = value / (sign * factor);
    const Uncertainty u = chance(uncertain) ? uncertainty_of(amount) : Uncertainty{};
    Draft& draft = result_.draft;
    switch (matrix) {
      case Matrix::technosphere:
        draft.technosphere(product(row), process(column), amount, u);
        break;
      case Matrix::biosphere:
        draft.biosphere(flow(row), process(column), amount, u);
        break;
      case Matrix::characterisation:
        draft.characterisation(flow(row), category(column), amount, u);
        break;
      case Matrix::normalisation:
        draft.normalisation(flow(row), amount, u);
        break;
      case Matrix::parameter:
        return;
      case Matrix::weighting:
        draft.weighting(category(column), amount, u);
        break;
    }
    draft.times(sign, factor);
    if (chance(options_.arrays)) presample(amount);
  }

  Uncertainty uncertainty_of(double amount) {
    const double s = options_.sigma, size = std::abs(amount);
    const double low = amount - 1.7 * s * size, high = amount + 1.9 * s * size;
    if (options_.every_kind && chance(0.7)) return rarer_one(amount, s * size);
    switch (options_.only_lognormal ? 0 : below(8)) {
      case 0:
      case 1:
      case 2:
        return lognormal(amount, s);
      case 3:
        return normal(amount, s * size);
      case 4:
        return uniform(low, high);
      case 5:
        return triangular(low, amount, high);
      case 6:
        return truncated(lognormal(amount, s), chance(0.5) ? low : Uncertainty::not_given, high);
      default:
        return truncated(normal(amount, s * size), low,
                         chance(0.5) ? high : Uncertainty::not_given);
    }
  }

  /// A distribution around `amount` of one of the kinds that plain lognormals, normals, uniforms
  /// and triangulars are not.
  Uncertainty rarer_one(double amount, double spread) {
    Uncertainty u;
    const double low = amount - spread, high = amount + spread;
    const auto set = [&u](DistributionKind kind, double loc, double scale, double shape) {
      u.kind = kind;
      u.loc = loc, u.scale = scale, u.shape = shape;
    };
    switch (below(10)) {
      case 0:
        set(DistributionKind::gamma, low, spread / 2.0, 2.0);
        break;
      case 1:
        set(DistributionKind::weibull, low, spread, 1.5);
        u.maximum = high + spread;
        break;
      case 2:
        set(DistributionKind::beta, 2.0, 0.0, 5.0);
        u.minimum = low, u.maximum = high;
        break;
      case 3:
        set(DistributionKind::generalized_extreme_value, amount, spread / 3.0, 0.1);
        u.minimum = low, u.maximum = high;
        break;
      case 4:
        set(DistributionKind::students_t, amount, spread / 3.0, 4.0);
        u.minimum = low, u.maximum = high;
        break;
      case 5:
        set(DistributionKind::beta_pert, amount, 4.0, 0.0);
        u.minimum = low, u.maximum = high;
        break;
      case 6:
        if (low * high <= 0.0) return uniform(low, high);
        set(DistributionKind::log_uniform, 0.0, 0.0, 0.0);
        u.minimum = low, u.maximum = high;
        break;
      default: {
        const bool mixed = chance(0.3);
        set(mixed         ? DistributionKind::mixture
            : chance(0.5) ? DistributionKind::histogram
                          : DistributionKind::categorical,
            Uncertainty::not_given, Uncertainty::not_given, Uncertainty::not_given);
        DistributionTable table;
        table.rows = {{low, amount, 1.0, mixed ? uniform(low, amount) : Uncertainty{}},
                      {amount, high, 3.0, mixed ? normal(amount, spread / 4.0) : Uncertainty{}}};
        u.table = std::make_shared<const DistributionTable>(std::move(table));
      }
    }
    return u;
  }

  void presample(double amount) {
    std::vector<double> values;
    const std::uint32_t count = 3 + below(5);
    for (std::uint32_t i = 0; i < count; ++i) {
      values.push_back(chance(0.3) ? std::numeric_limits<double>::quiet_NaN()
                                   : amount * (1.0 + options_.sigma * between(-1.0, 1.0)));
    }
    result_.draft.columns(values, chance(0.5) ? ColumnOrder::sequential : ColumnOrder::random);
  }

  std::mt19937_64 random_;
  RandomModelOptions options_;
  RandomModel result_;
};

inline RandomModel random_model(std::uint64_t seed, const RandomModelOptions& options = {}) {
  return RandomModelMaker(seed, options).make();
}

}  // namespace plume::testing
