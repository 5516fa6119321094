// SPDX-License-Identifier: Apache-2.0
// Random models of which a third of the numbers follow two drawn parameters, by every operation
// there is, in all three matrices, beside draws of their own or alone.
#pragma once

#include <cmath>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <utility>

#include "host/model/settle_formulas.hpp"
#include "tests/support/random_model.hpp"

namespace plume::testing {

/// Numbers near 1 made of x, y (both near 1) in ways that use every function.
inline constexpr const char* formulas_near_one[] = {"1 + 0.1 * sin(x) * cos(y)",
                                                    "exp(0.2 * (x - y))",
                                                    "if(x < y; x; 1.1 * y)",
                                                    "sqrt(x * y)",
                                                    "x^1.7 / y^2",
                                                    "1 + 0.1 * ln(x)",
                                                    "max(x; y; 0.9)",
                                                    "min(x; 1.2)",
                                                    "1 + 0.2 * tanh(x - y)",
                                                    "abs(x)",
                                                    "1 + 0.1 * (atan(x) - 0.7)",
                                                    "round(10 * x) / 10",
                                                    "1 + frac(x) / 10",
                                                    "avg(x; y; 1)",
                                                    "1 + 0.1 * log10(x*y)",
                                                    "x / (1 + (y - 1)^2)",
                                                    "1 + 0.1*(x > y) * (y > 0.5)",
                                                    "cosh(x - y)",
                                                    "1 + 0.1 * sinh(x - y)",
                                                    "1 + 0.05 * (x * 7 mod 2)"};

inline RandomModel model_of_formulas(std::uint64_t seed) {
  RandomModel m =
      random_model(seed, {.num_processes = 20, .sigma = 0.15, .uncertain = 0.7, .arrays = 0.05});
  Model& model = m.draft.model();
  m.draft.parameter("x", 1.0, lognormal(1.0, 0.1)).parameter("y", 1.0, uniform(0.8, 1.2));
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i + 2 < model.exchanges.size(); ++i) {
    if (model.exchanges[i].array != no_index || random() % 3 != 0) continue;
    std::swap(model.exchanges[i], model.exchanges.back());
    m.draft.by(std::to_string(std::abs(model.exchanges.back().amount)) + " * (" +
               formulas_near_one[random() % std::size(formulas_near_one)] + ")" +
               (model.exchanges.back().amount < 0 ? " * (0-1)" : ""));
    std::swap(model.exchanges[i], model.exchanges.back());
  }
  Findings findings;
  settle_formulas(model, true, findings);
  return m;
}

}  // namespace plume::testing
