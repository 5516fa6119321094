// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_graph.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/add_formula.hpp"

namespace plume::formula_graph_test {
namespace {

using testing::add;

TEST(FormulaGraph, EqualPartsAreOneNode) {
  FormulaGraph graph;
  const FormulaNode p = graph.parameter(0), q = graph.parameter(1);
  const FormulaNode first = add(graph, "2 * (p + q)", {p, q});
  const std::size_t before = graph.nodes().size();
  EXPECT_EQ(add(graph, "2*(p+q)", {p, q}), first);
  EXPECT_EQ(graph.nodes().size(), before);
  EXPECT_EQ(graph.values({1.0, 2.0})[first], 6.0);
}

TEST(FormulaGraph, AGraphThatGrewIsWorkedOutFromWhereItWas) {
  FormulaGraph graph;
  const FormulaNode p = graph.parameter(0);
  (void)add(graph, "p * 2", {p});
  std::vector<double> values;
  graph.extend(values, [](std::uint32_t) { return 3.0; });
  const FormulaNode later = add(graph, "p * 2 + q", {p, graph.parameter(1)});
  graph.extend(values, [](std::uint32_t number) { return number == 1 ? 10.0 : -1.0; });
  EXPECT_EQ(values[later], 16.0) << "what was known is kept";
  values[p] = 4.0;
  graph.work_out(values);
  EXPECT_EQ(values[later], 18.0);
}

TEST(FormulaGraph, NumbersAloneAreWorkedOutAtOnce) {
  FormulaGraph graph;
  EXPECT_TRUE(graph.is_number(add(graph, "2 * (3 + sqrt(16))", {})));
  EXPECT_EQ(graph.nodes()[add(graph, "if(1 > 0; 7; 1/0)", {})].value, 7.0);
  EXPECT_TRUE(std::isnan(graph.nodes()[add(graph, "1/0", {})].value));
}

TEST(FormulaGraph, DerivativesAreThoseOfDifferences) {
  const char* texts[] = {"p*q",         "p/q",       "p^q",        "p^3",      "sqrt(p)", "exp(p)",
                         "ln(p*q)",     "log10(p)",  "sin(p)",     "cos(p*q)", "tan(p)",  "cot(p)",
                         "asin(p/9)",   "acos(p/9)", "atan(p)",    "sinh(p)",  "cosh(p)", "tanh(p)",
                         "max(p;q)",    "min(p;q)",  "abs(0-p)",   "sqr(p)",   "p mod q", "frac(p)",
                         "if(p>q;p;q)", "-p - q",    "avg(p;q;q)", "floor(p)"};
  for (const char* text : texts) {
    FormulaGraph graph;
    const std::vector<FormulaNode> parameters = {graph.parameter(0), graph.parameter(1)};
    const FormulaNode node = add(graph, text, parameters);
    const std::vector<double> at = {1.7, 0.6};
    std::vector<double> weights(graph.nodes().size());
    weights[node] = 1.0;
    const std::vector<double> derivatives = graph.derivatives(graph.values(at), weights);
    for (std::size_t k = 0; k < 2; ++k) {
      std::vector<double> up = at, down = at;
      up[k] += 1e-5;
      down[k] -= 1e-5;
      const double slope = (graph.values(up)[node] - graph.values(down)[node]) / 2e-5;
      EXPECT_NEAR(derivatives[parameters[k]], slope, 1e-6 * std::max(1.0, std::abs(slope)))
          << text << " by " << k;
    }
  }
}

}  // namespace
}  // namespace plume::formula_graph_test
