// SPDX-License-Identifier: Apache-2.0
// 100,000 random expressions: written in each language, parsed, joined into graphs, assembled into
// programs and run by every instruction set. Beside them the value that the expression was built
// with, in long double, which knows neither the parser nor the kernels.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "host/formula/formula_program.hpp"
#include "tests/kernels/formula/formula_probe.hpp"
#include "tests/support/instruction_sets.hpp"

namespace plume::random_expressions_test {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t num_names = 4;
const std::array<const char*, num_names> names = {"alpha", "beta_2", "g", "delta"};

/// A text with what it comes to in every lane. No operation makes much of a small error: roots stay
/// away from 0, conditions from jumps.
struct Tree {
  std::string text;
  std::array<long double, lanes> value{};
};

class Writer {
 public:
  Writer(FormulaLanguage language, unsigned seed, const double (&registers)[num_names][lanes])
      : language_(language), registers_(registers), random_(seed) {}

  Tree make(int depth) {
    if (depth == 0 || pick(6) == 0) return leaf();
    const Tree a = make(depth - 1), b = make(depth - 1);
    switch (pick(14)) {
      case 0:
        return both("(" + a.text + "+" + b.text + ")", a, b, [](auto x, auto y) { return x + y; });
      case 1:
        return both("(" + a.text + " - " + b.text + ")", a, b,
                    [](auto x, auto y) { return x - y; });
      case 2:
        return both("(" + a.text + "*" + b.text + ")", a, b, [](auto x, auto y) { return x * y; });
      case 3:
        return both("(" + a.text + "/(1+(" + b.text + ")" + power_sign() + "2))", a, b,
                    [](auto x, auto y) { return x / (1 + y * y); });
      case 4:
        return both("-(" + a.text + ")", a, b, [](auto x, auto) { return -x; });
      case 5:
        return both("max(" + a.text + separator() + b.text + ")", a, b,
                    [](auto x, auto y) { return x < y ? y : x; });
      case 6:
        return both("min(" + a.text + separator() + b.text + ")", a, b,
                    [](auto x, auto y) { return y < x ? y : x; });
      case 7:
        return both("sqrt(1+abs(" + a.text + "))", a, b,
                    [](auto x, auto) { return std::sqrt(1 + std::abs(x)); });
      case 8:
        return both("exp(0-abs(" + a.text + "))", a, b,
                    [](auto x, auto) { return std::exp(-std::abs(x)); });
      case 9:
        return both("ln(1+abs(" + a.text + "))", a, b,
                    [](auto x, auto) { return std::log(1 + std::abs(x)); });
      case 10:
        return both("sin(" + a.text + "/(1+abs(" + b.text + ")))", a, b,
                    [](auto x, auto y) { return std::sin(x / (1 + std::abs(y))); });
      case 11:
        return both(std::string("if(") + names[0] + ">0" + separator() + a.text + separator() +
                        b.text + ")",
                    a, b, [&](auto x, auto y) { return registers_[0][lane_] > 0 ? x : y; });
      case 12:
        return both("atan(" + a.text + ")", a, b, [](auto x, auto) { return std::atan(x); });
      default:
        return both("(" + a.text + ")/" + number_text(4.5), a, b,
                    [](auto x, auto) { return x / 4.5L; });
    }
  }

 private:
  template <class Combine>
  Tree both(std::string text, const Tree& a, const Tree& b, Combine combine) {
    Tree tree{std::move(text), {}};
    for (lane_ = 0; lane_ < lanes; ++lane_)
      tree.value[lane_] = combine(a.value[lane_], b.value[lane_]);
    return tree;
  }
  Tree leaf() {
    Tree tree;
    if (pick(2) == 0) {
      const auto name = static_cast<std::size_t>(pick(num_names));
      tree.text = names[name];
      if (language_ != FormulaLanguage::python && pick(2) == 0)
        tree.text[0] = static_cast<char>(tree.text[0] - 32);
      for (std::size_t lane = 0; lane < lanes; ++lane) tree.value[lane] = registers_[name][lane];
      return tree;
    }
    const double number = pick(4000) / 64.0;
    tree.text = number_text(number);
    tree.value.fill(number);
    return tree;
  }
  [[nodiscard]] std::string number_text(double number) const {
    std::string text = std::to_string(number);
    if (language_ == FormulaLanguage::simapro) text[text.find('.')] = ',';
    return text;
  }
  [[nodiscard]] std::string separator() const {
    return language_ == FormulaLanguage::ecospold2 || language_ == FormulaLanguage::python ? ", "
                                                                                           : "; ";
  }
  [[nodiscard]] std::string power_sign() const {
    return language_ == FormulaLanguage::python ? "**" : "^";
  }
  int pick(std::size_t count) { return static_cast<int>(random_() % count); }

  FormulaLanguage language_;
  const double (&registers_)[num_names][lanes];
  std::mt19937 random_;
  std::size_t lane_ = 0;
};

class RandomExpressions : public ::testing::TestWithParam<FormulaLanguage> {};

TEST_P(RandomExpressions, HaveTheValueThatTheyWereBuiltWith) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> any(-3.0, 3.0);
  alignas(64) double drawn[num_names][lanes];
  for (auto& each : drawn)
    for (double& value : each) value = any(random);
  const FormulaDialect dialect =
      formula_dialect(GetParam(), GetParam() == FormulaLanguage::simapro ? ',' : '.');
  Writer writer(GetParam(), 17 + static_cast<unsigned>(GetParam()), drawn);
  constexpr int formulas_together = 25;  // of one program, so that they share parts and registers
  for (int round = 0; round < 1000; ++round) {
    FormulaGraph graph;
    std::vector<FormulaNode> parameters;
    for (std::uint32_t i = 0; i < num_names; ++i) parameters.push_back(graph.parameter(i));
    std::array<std::vector<FormulaStore>, formula_lists> stores;
    std::vector<Tree> trees;
    for (std::uint32_t i = 0; i < formulas_together; ++i) {
      trees.push_back(writer.make(4));
      FormulaError error;
      const std::optional<Formula> formula = parse_formula(trees.back().text, dialect, error);
      ASSERT_TRUE(formula) << trees.back().text << ": " << error.why;
      std::vector<FormulaNode> nodes;
      for (const std::string& name : formula->names()) {
        for (std::uint32_t k = 0; k < num_names; ++k) {
          if (name == names[k]) nodes.push_back(parameters[k]);
        }
      }
      ASSERT_EQ(nodes.size(), formula->names().size());
      stores[i % formula_lists].push_back({graph.add(*formula, nodes), i, 1.0, false});
    }
    const FormulaProgram program = assemble(
        graph, graph.values(std::vector<double>(num_names, 1.0)), {0, 1, 2, 3}, num_names, stores);
    auto probes =
        testing::probes_of_this_cpu(testing::formula_probe_baseline, testing::formula_probe_avx2,
                                    testing::formula_probe_avx512);
    probes.push_back(testing::formula_probe_scalar());
    for (const auto& probe : probes) {
      std::vector<double> space(program.num_registers * lanes + 8);
      double* registers = space.data();
      while (reinterpret_cast<std::uintptr_t>(registers) % 64 != 0) ++registers;
      std::copy(&drawn[0][0], &drawn[0][0] + num_names * lanes, registers);
      alignas(64) float slots[formulas_together][lanes];
      probe.program(program.steps.data(), static_cast<std::uint32_t>(program.steps.size()),
                    program.constants.data(), registers, &slots[0][0]);
      for (int i = 0; i < formulas_together; ++i) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          const auto wanted = static_cast<double>(trees[static_cast<std::size_t>(i)].value[lane]);
          ASSERT_NEAR(slots[i][lane], wanted, 2e-7 * std::max(1.0, std::abs(wanted)))
              << trees[static_cast<std::size_t>(i)].text << " on " << probe.name;
        }
      }
    }
  }
}

std::string name_of(const ::testing::TestParamInfo<FormulaLanguage>& language) {
  constexpr const char* languages[] = {"openlca", "ecospold2", "simapro", "python"};
  return languages[static_cast<int>(language.param)];
}

INSTANTIATE_TEST_SUITE_P(Languages, RandomExpressions,
                         ::testing::Values(FormulaLanguage::openlca, FormulaLanguage::ecospold2,
                                           FormulaLanguage::simapro, FormulaLanguage::python),
                         name_of);

}  // namespace
}  // namespace plume::random_expressions_test
