// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <random>
#include <string>

namespace plume::formula_test {
namespace {

using ::testing::ElementsAre;

const std::map<std::string, double> known = {{"a", 2.0}, {"b", 3.0}, {"x1", -1.5}, {"_y", 0.25}};

double value(const std::string& text, FormulaLanguage language = FormulaLanguage::openlca,
             char decimal = '.') {
  FormulaError error;
  const auto formula = parse_formula(text, formula_dialect(language, decimal), error);
  if (!formula) {
    ADD_FAILURE() << text << ": " << error.why << " at " << error.at;
    return 0.0;
  }
  std::vector<double> values;
  for (const std::string& name : formula->names()) values.push_back(known.at(name));
  return formula->evaluate(values);
}

std::string why_not(const std::string& text, FormulaLanguage language = FormulaLanguage::openlca) {
  FormulaError error;
  if (parse_formula(text, formula_dialect(language), error)) return "it is one";
  return error.why + " @" + std::to_string(error.at);
}

TEST(Formula, NumbersAndNames) {
  EXPECT_EQ(value("1.5e-3"), 1.5e-3);
  EXPECT_EQ(value(".5"), 0.5);
  EXPECT_EQ(value("5."), 5.0);
  EXPECT_EQ(value(" A \r\n+ b "), 5.0);
  EXPECT_EQ(value("x1*_y"), -0.375);
  FormulaError error;
  const auto formula =
      parse_formula("Mass*(1+LOSS)*mass", formula_dialect(FormulaLanguage::simapro), error);
  EXPECT_THAT(formula->names(), ElementsAre("mass", "loss"));
  const auto exact = parse_formula("Mass*mass", formula_dialect(FormulaLanguage::python), error);
  EXPECT_THAT(exact->names(), ElementsAre("Mass", "mass"));
}

TEST(Formula, OperatorsBindAsInArithmetic) {
  EXPECT_EQ(value("1+2*3"), 7.0);
  EXPECT_EQ(value("(1+2)*3"), 9.0);
  EXPECT_EQ(value("8/4/2"), 1.0);
  EXPECT_EQ(value("8-4-2"), 2.0);
  EXPECT_EQ(value("-2^2"), -4.0);
  EXPECT_EQ(value("2^-1"), 0.5);
  EXPECT_EQ(value("2^3^2"), 512.0);
  EXPECT_EQ(value("-a--b"), 1.0);
  EXPECT_EQ(value("7 div 2"), 3.0);
  EXPECT_EQ(value("7 mod 4 + 1"), 4.0);
  EXPECT_EQ(value("-7 mod 4"), -3.0);
}

TEST(Formula, ComparisonsAndLogicAreOneOrZero) {
  EXPECT_EQ(value("a < b"), 1.0);
  EXPECT_EQ(value("a >= b"), 0.0);
  EXPECT_EQ(value("a = 2"), 1.0);
  EXPECT_EQ(value("a <> 2"), 0.0);
  EXPECT_EQ(value("a = 2 and b = 2 or 1"), 1.0);
  EXPECT_EQ(value("1 xor 1"), 0.0);
  EXPECT_EQ(value("not (a > b)"), 1.0);
  EXPECT_EQ(value("and(1; 1; 0)"), 0.0);
  EXPECT_EQ(value("or(0; 0; 2)"), 1.0);
}

TEST(Formula, FunctionsTakeTheirArguments) {
  EXPECT_EQ(value("IF(a > b; 10; 20)"), 20.0);
  EXPECT_EQ(value("iff(a < b; 10; 1/0)"), 10.0);  // what is not chosen does no harm
  EXPECT_EQ(value("min(3; 1; 2)"), 1.0);
  EXPECT_EQ(value("max(3; 1; 7; 2)"), 7.0);
  EXPECT_EQ(value("sum(1; 2; 3)"), 6.0);
  EXPECT_EQ(value("avg(1; 2; 6)"), 3.0);
  EXPECT_EQ(value("sqr(3)"), 9.0);
  EXPECT_EQ(value("sqrt(16)"), 4.0);
  EXPECT_EQ(value("power(2; 10)"), 1024.0);
  EXPECT_EQ(value("round(2.5) + round(-2.5)"), 0.0);
  EXPECT_EQ(value("int(-2.7)"), -2.0);
  EXPECT_DOUBLE_EQ(value("frac(2.75)"), 0.75);
  EXPECT_EQ(value("log(1000)"), 3.0);
  EXPECT_DOUBLE_EQ(value("ln(exp(2))"), 2.0);
  EXPECT_TRUE(std::isnan(value("sqrt(0-1)")));
}

TEST(Formula, NothingIsMadeOfWhatIsNoNumber) {
  for (const char* text :
       {"1/0", "1/(1/0)", "ln(0)", "IF(ln(-1) > 0; 1; 2)", "not(0/0)", "min(1; 0/0)", "max(0/0; 1)",
        "(0/0)^0", "exp(1000)", "0/0 and 0", "IF(0/0; 1; 1)"})
    EXPECT_TRUE(std::isnan(value(text))) << text;
  EXPECT_EQ(value("IF(a < b; 10; 1/(1/0))"), 10.0);
}

TEST(Formula, PythonHasItsOwnRemaindersAndRounding) {
  const auto python = [](const char* text) { return value(text, FormulaLanguage::python); };
  EXPECT_EQ(python("-7 % 3"), 2.0);
  EXPECT_EQ(python("7 % -3"), -2.0);
  EXPECT_EQ(python("-6 % 3"), 0.0);
  EXPECT_EQ(python("round(2.5) + 10 * round(3.5) + 100 * round(-0.5)"), 42.0);
  EXPECT_EQ(python("round(2.4) + 10 * round(2.6)"), 32.0);
  EXPECT_EQ(value("(0-7) mod 3"), -1.0);
}

TEST(Formula, LanguagesSpellDifferently) {
  EXPECT_EQ(value("1034*0,5", FormulaLanguage::simapro, ','), 517.0);
  EXPECT_EQ(value("max(1,5; 2)", FormulaLanguage::simapro, ','), 2.0);
  EXPECT_EQ(value("max(1, 5)", FormulaLanguage::simapro), 5.0);
  EXPECT_EQ(value("2 ** 3 // 3 + 7 % 4", FormulaLanguage::python), 5.0);
  EXPECT_DOUBLE_EQ(value("log(10)", FormulaLanguage::python), std::log(10.0));
  EXPECT_EQ(why_not("2 ^ 3", FormulaLanguage::python), "'^' is not expected here @2");
}

TEST(Formula, EcoSpold2HasPerCentReferencesAndUnits) {
  FormulaDialect dialect = formula_dialect(FormulaLanguage::ecospold2);
  dialect.unit_factor = [](std::string_view from, std::string_view to) {
    return from == "MJ" && to == "kWh" ? std::optional<double>(1 / 3.6) : std::nullopt;
  };
  const auto parse = [&](const std::string& text) {
    FormulaError error;
    auto formula = parse_formula(text, dialect, error);
    EXPECT_TRUE(formula || !error.why.empty());
    return std::pair{formula, error.why};
  };
  EXPECT_DOUBLE_EQ(parse("3*yield*50%").first->evaluate({2.0}), 3.0);
  EXPECT_DOUBLE_EQ(parse("power(eff;2)+5%").first->evaluate({3.0}), 9.05);
  EXPECT_DOUBLE_EQ(parse("UnitConversion(a+1, 'MJ', \"kWh\")").first->evaluate({35.0}), 10.0);
  EXPECT_DOUBLE_EQ(parse("if(eff>0.5;\r\nratio;ratio*2)").first->evaluate({0.6, 7.0}), 7.0);
  EXPECT_DOUBLE_EQ(parse("AVERAGE(1;2)*ABS(-x)").first->evaluate({2.0}), 3.0);
  const auto references = parse("Ref('AB-1')*2/Ref('AB-1', 'ProductionVolume')").first;
  EXPECT_THAT(references->names(), ElementsAre("ref:ab-1", "ref:ab-1:productionvolume"));
  EXPECT_EQ(parse("UnitConversion(1, 'MJ', 'm')").second, "'MJ' cannot be converted to 'm'");
  EXPECT_EQ(parse("UnitConversion(1)").second, "the unit to convert from is missing");
  EXPECT_EQ(parse("Ref(1)").second, "a text in quotes is expected");
  EXPECT_EQ(parse("Ref('a").second, "a quote is not closed");
}

TEST(Formula, WhatIsNoFormulaSaysWhereAndWhy) {
  EXPECT_EQ(why_not(""), "it is empty @0");
  EXPECT_EQ(why_not("1 +"), "it ends where a number or name is expected @3");
  EXPECT_EQ(why_not("(1"), "a ')' is missing @2");
  EXPECT_EQ(why_not("1)"), "')' is not expected here @1");
  EXPECT_EQ(why_not("2 * rnd(3)"), "the function 'rnd' is not known @4");
  EXPECT_EQ(why_not("sqrt(1; 2)"), "'sqrt' takes 1 arguments, not 2 @0");
  EXPECT_EQ(why_not("2x"), "a name begins behind a number without an operator @0");
  EXPECT_EQ(why_not("1e999"), "its number is out of range @0");
  EXPECT_EQ(why_not("a b"), "'b' is not expected here @2");
}

TEST(Formula, DepthAndLengthAreLimited) {
  EXPECT_EQ(value(std::string(100, '(') + "1" + std::string(100, ')')), 1.0);
  EXPECT_THAT(why_not(std::string(100'000, '(')),
              ::testing::HasSubstr("it is nested deeper than 256 levels"));
  EXPECT_THAT(why_not(std::string(99'999, '-') + "1"),
              ::testing::HasSubstr("it is nested deeper than 256 levels"));
  EXPECT_EQ(why_not(std::string(100'001, '1')), "it is longer than 100,000 characters @0");
  std::string sum = "0";
  for (int i = 0; i < 20'000; ++i) sum += "+1";
  EXPECT_EQ(value(sum), 20'000.0);
}

/// A tree with its value worked out beside its text, so that text → code → value can be compared
/// with it.
struct Tree {
  std::string text;
  double value = 0.0;
};

class Trees {
 public:
  explicit Trees(unsigned seed) : random_(seed) {}
  Tree make(int depth) {
    if (depth == 0 || pick(5) == 0) {
      const auto& entry = *std::next(known.begin(), pick(static_cast<int>(known.size())));
      if (pick(2) == 0) return {entry.first, entry.second};
      const double number = pick(1000) / 8.0;
      return {std::to_string(number), number};
    }
    const Tree a = make(depth - 1), b = make(depth - 1);
    switch (pick(9)) {
      case 0:
        return {"(" + a.text + "+(" + b.text + "))", a.value + b.value};
      case 1:
        return {"(" + a.text + " - (" + b.text + "))", a.value - b.value};
      case 2:
        return {"(" + a.text + ")*(" + b.text + ")", a.value * b.value};
      case 3:
        return {"(" + a.text + ")/(1+sqr(" + b.text + "))", a.value / (1.0 + b.value * b.value)};
      case 4:
        return {"-(" + a.text + ")", -a.value};
      case 5:
        return {"max(" + a.text + ";" + b.text + ")", a.value < b.value ? b.value : a.value};
      case 6:
        return {"if(" + a.text + "<=" + b.text + ";1;" + b.text + ")",
                a.value <= b.value ? 1.0 : b.value};
      case 7:
        return {"sqrt(abs(" + a.text + "))", std::sqrt(std::abs(a.value))};
      default:
        return {"(" + a.text + ">" + b.text + ")", a.value > b.value ? 1.0 : 0.0};
    }
  }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  std::mt19937 random_;
};

TEST(Formula, RandomExpressionsHaveTheValueOfTheirTree) {
  Trees trees(7);
  for (int i = 0; i < 20'000; ++i) {
    Tree tree = trees.make(4);
    const double got = value(tree.text);
    ASSERT_TRUE(got == tree.value || (std::isnan(got) && std::isnan(tree.value)))
        << tree.text << " " << got << " " << tree.value;
  }
}

}  // namespace
}  // namespace plume::formula_test
