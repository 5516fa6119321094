// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_map>

#include "host/base/letter_case.hpp"

namespace plume {
namespace {

constexpr int deepest = 256;
constexpr std::size_t longest = 100'000;

struct Function {
  std::string_view name;
  FormulaOp op;
  int arguments;  ///< −1: one or more
};

/// Functions of all languages, in lower case. `log` is that of the language.
constexpr Function functions[] = {
    {"abs", FormulaOp::absolute, 1},       {"sqr", FormulaOp::square, 1},
    {"sqrt", FormulaOp::root, 1},          {"exp", FormulaOp::exponential, 1},
    {"ln", FormulaOp::natural_log, 1},     {"lg", FormulaOp::decimal_log, 1},
    {"log10", FormulaOp::decimal_log, 1},  {"log", FormulaOp::decimal_log, 1},
    {"sin", FormulaOp::sine, 1},           {"cos", FormulaOp::cosine, 1},
    {"tan", FormulaOp::tangent, 1},        {"cot", FormulaOp::cotangent, 1},
    {"cotan", FormulaOp::cotangent, 1},    {"asin", FormulaOp::arc_sine, 1},
    {"arcsin", FormulaOp::arc_sine, 1},    {"acos", FormulaOp::arc_cosine, 1},
    {"arccos", FormulaOp::arc_cosine, 1},  {"atan", FormulaOp::arc_tangent, 1},
    {"arctan", FormulaOp::arc_tangent, 1}, {"sinh", FormulaOp::sine_h, 1},
    {"cosh", FormulaOp::cosine_h, 1},      {"tanh", FormulaOp::tangent_h, 1},
    {"floor", FormulaOp::floor, 1},        {"ceil", FormulaOp::ceiling, 1},
    {"round", FormulaOp::round, 1},        {"int", FormulaOp::truncate, 1},
    {"trunc", FormulaOp::truncate, 1},     {"frac", FormulaOp::fraction, 1},
    {"pow", FormulaOp::power, 2},          {"power", FormulaOp::power, 2},
    {"ipower", FormulaOp::power, 2},       {"min", FormulaOp::minimum, -1},
    {"max", FormulaOp::maximum, -1},       {"sum", FormulaOp::add, -1},
    {"avg", FormulaOp::divide, -1},        {"mean", FormulaOp::divide, -1},
    {"average", FormulaOp::divide, -1},    {"if", FormulaOp::select, 3},
    {"iff", FormulaOp::select, 3},         {"iif", FormulaOp::select, 3},
    {"and", FormulaOp::logical_and, -1},   {"or", FormulaOp::logical_or, -1},
    {"not", FormulaOp::logical_not, 1},
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

double truth(bool value) { return value ? 1.0 : 0.0; }

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Python's, whatever the rounding mode of the processor.
double rounded_half_even(double x) {
  const double nearest = std::round(x);
  return std::abs(x - std::trunc(x)) == 0.5 ? 2.0 * std::round(x / 2.0) : nearest;
}

/// Python's: what fmod leaves (which is exact), brought to the sign of b.
double floored_modulo(double a, double b) {
  const double rest = std::fmod(a, b);
  return rest != 0.0 && (rest < 0.0) != (b < 0.0) ? rest + b : rest;
}

}  // namespace

class FormulaParser {
 public:
  FormulaParser(std::string_view text, const FormulaDialect& dialect, FormulaError& error)
      : text_(text), dialect_(dialect), error_(error) {}

  std::optional<Formula> parse() {
    if (text_.size() > longest) return fail("it is longer than 100,000 characters");
    blanks();
    if (at_ == text_.size()) return fail("it is empty");
    if (!disjunction()) return std::nullopt;
    if (at_ != text_.size()) return fail(fmt::format("'{}' is not expected here", text_[at_]));
    return std::move(formula_);
  }

 private:
  std::nullopt_t fail(std::string why) {
    if (error_.why.empty()) error_ = {at_, std::move(why)};
    return std::nullopt;
  }
  bool wrong(std::string why) {
    fail(std::move(why));
    return false;
  }

  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  [[nodiscard]] bool is_ecospold() const { return dialect_.language == FormulaLanguage::ecospold2; }
  [[nodiscard]] bool is_python() const { return dialect_.language == FormulaLanguage::python; }

  /// A sign at this place; blanks behind it are passed over.
  bool sign(std::string_view wanted) {
    if (text_.substr(at_, wanted.size()) != wanted) return false;
    at_ += wanted.size();
    blanks();
    return true;
  }

  /// An operator that is a word: "and", not the beginning of "andes" and not the function "and(…)".
  bool word(std::string_view wanted) {
    const std::string_view here = text_.substr(at_, wanted.size());
    if (lower_case(here) != wanted) return false;
    const std::size_t end = at_ + wanted.size();
    if (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) return false;
    at_ = end;
    blanks();
    return true;
  }

  bool emit(FormulaOp op) {
    formula_.code_.push_back({op, 0, 0.0});
    return true;
  }
  bool emit(double value) {
    formula_.code_.push_back({FormulaOp::number, 0, value});
    return true;
  }

  struct Depth {
    explicit Depth(int& value) : value_(++value) {}
    ~Depth() { --value_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    int& value_;
  };

  bool disjunction() {
    const Depth depth(depth_);
    if (depth_ > deepest) return wrong("it is nested deeper than 256 levels");
    if (!conjunction()) return false;
    for (;;) {
      FormulaOp op = FormulaOp::logical_or;
      if (word("xor"))
        op = FormulaOp::logical_xor;
      else if (!word("or") && !sign("||") && !(!is_python() && sign("|")))
        return true;
      if (!conjunction()) return false;
      emit(op);
    }
  }

  bool conjunction() {
    if (!comparison()) return false;
    while (word("and") || sign("&&") || (!is_python() && sign("&"))) {
      if (!comparison()) return false;
      emit(FormulaOp::logical_and);
    }
    return true;
  }

  bool comparison() {
    if (!sum()) return false;
    for (;;) {
      FormulaOp op;
      if (sign("<>") || sign("!="))
        op = FormulaOp::not_equal;
      else if (sign("<="))
        op = FormulaOp::less_equal;
      else if (sign(">="))
        op = FormulaOp::greater_equal;
      else if (sign("<"))
        op = FormulaOp::less;
      else if (sign(">"))
        op = FormulaOp::greater;
      else if (sign("==") || sign("="))
        op = FormulaOp::equal;
      else
        return true;
      if (!sum()) return false;
      emit(op);
    }
  }

  bool sum() {
    if (!product()) return false;
    for (;;) {
      if (sign("+")) {
        if (!product()) return false;
        emit(FormulaOp::add);
      } else if (sign("-")) {
        if (!product()) return false;
        emit(FormulaOp::subtract);
      } else {
        return true;
      }
    }
  }

  bool product() {
    if (!unary()) return false;
    for (;;) {
      FormulaOp op;
      if (is_python() && sign("//"))
        op = FormulaOp::floor;  // of the quotient
      else if (sign("/"))
        op = FormulaOp::divide;
      else if (text_.substr(at_, 2) != "**" && sign("*"))
        op = FormulaOp::multiply;
      else if (!is_python() && word("div"))
        op = FormulaOp::whole_quotient;
      else if (!is_python() && word("mod"))
        op = FormulaOp::modulo;
      else if (is_python() && sign("%"))
        op = FormulaOp::floored_modulo;
      else
        return true;
      if (!unary()) return false;
      if (op == FormulaOp::floor) emit(FormulaOp::divide);
      emit(op);
    }
  }

  bool unary() {
    const Depth depth(depth_);
    if (depth_ > deepest) return wrong("it is nested deeper than 256 levels");
    if (sign("+")) return unary();
    if (sign("-")) return unary() && emit(FormulaOp::negate);
    if (text_.substr(at_, 2) != "!=" && sign("!")) return unary() && emit(FormulaOp::logical_not);
    const std::size_t before = at_;
    if (word("not")) {
      if (at_ < text_.size() && text_[at_] == '(') {
        at_ = before;  // the function
        return power();
      }
      return unary() && emit(FormulaOp::logical_not);
    }
    return power();
  }

  bool power() {
    if (!value()) return false;
    while (is_ecospold() && sign("%")) {
      emit(100.0);
      emit(FormulaOp::divide);
    }
    if (sign("**") || (!is_python() && sign("^"))) return unary() && emit(FormulaOp::power);
    return true;
  }

  bool value() {
    if (at_ == text_.size()) return wrong("it ends where a number or name is expected");
    const char c = text_[at_];
    if (is_digit(c) ||
        (c == dialect_.decimal && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))
      return number();
    if (is_letter(c)) return name();
    if (sign("(")) {
      if (!disjunction()) return false;
      return sign(")") || wrong("a ')' is missing");
    }
    return wrong(fmt::format("'{}' is not expected here", c));
  }

  bool number() {
    std::string digits;
    std::size_t end = at_;
    const auto take_digits = [&] {
      while (end < text_.size() && is_digit(text_[end])) digits += text_[end++];
    };
    take_digits();
    if (end < text_.size() && text_[end] == dialect_.decimal) {
      digits += '.';
      ++end;
      take_digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
      if (exponent < text_.size() && is_digit(text_[exponent])) {
        digits += 'e';
        if (text_[exponent - 1] == '-') digits += '-';
        end = exponent;
        take_digits();
      }
    }
    double result = 0.0;
    const auto [stop, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (trouble != std::errc{} || stop != digits.data() + digits.size())
      return wrong("its number is out of range");
    if (end < text_.size() && is_letter(text_[end]))
      return wrong("a name begins behind a number without an operator");
    at_ = end;
    blanks();
    return emit(result);
  }

  bool name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view written = text_.substr(begin, at_ - begin);
    blanks();
    if (at_ < text_.size() && text_[at_] == '(') return call(written, begin);
    return variable(dialect_.ignores_case ? lower_case(written) : std::string(written));
  }

  bool variable(const std::string& known) {
    const auto [index, is_new] =
        indices_.emplace(known, static_cast<std::uint32_t>(formula_.names_.size()));
    formula_.code_.push_back({FormulaOp::name, index->second, 0.0});
    if (is_new) formula_.names_.push_back(known);
    return true;
  }

  bool separator() { return sign(";") || (dialect_.comma_separates && sign(",")); }

  /// 'a text' in quotes of either kind.
  bool quoted(std::string& text) {
    if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"'))
      return wrong("a text in quotes is expected");
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return wrong("a quote is not closed");
    text = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    blanks();
    return true;
  }

  /// ('exchange id') or ('exchange id', 'ProductionVolume')
  bool reference() {
    std::string id, what;
    sign("(");
    if (!quoted(id) || (separator() && !quoted(what))) return false;
    if (!sign(")")) return wrong("a ')' is missing");
    return variable(formula_reference(id, what));
  }

  /// (x, 'MJ', 'kWh')
  bool unit_conversion() {
    std::string from, to;
    sign("(");
    if (!disjunction()) return false;
    if (!separator()) return wrong("the unit to convert from is missing");
    if (!quoted(from)) return false;
    if (!separator()) return wrong("the unit to convert to is missing");
    if (!quoted(to)) return false;
    const std::optional<double> factor =
        dialect_.unit_factor == nullptr ? std::nullopt : dialect_.unit_factor(from, to);
    if (!factor) return wrong(fmt::format("'{}' cannot be converted to '{}'", from, to));
    if (!sign(")")) return wrong("a ')' is missing");
    emit(*factor);
    return emit(FormulaOp::multiply);
  }

  bool call(std::string_view written, std::size_t begin) {
    const std::string lower = lower_case(written);
    if (is_ecospold() && lower == "ref") return reference();
    if (is_ecospold() && lower == "unitconversion") return unit_conversion();
    const auto* function = std::find_if(std::begin(functions), std::end(functions),
                                        [&](const Function& each) { return each.name == lower; });
    if (function == std::end(functions)) {
      at_ = begin;
      return wrong(fmt::format("the function '{}' is not known", written));
    }
    sign("(");
    FormulaOp op = function->op;
    if (is_python() && lower == "log") op = FormulaOp::natural_log;
    if (is_python() && op == FormulaOp::round) op = FormulaOp::round_half_even;
    int count = 0;
    for (bool more = true; more; ++count) {
      if (!disjunction()) return false;
      const bool chains = function->arguments < 0 && count > 0;
      if (chains) emit(op == FormulaOp::divide ? FormulaOp::add : op);
      more = separator();
    }
    if (!sign(")")) return wrong("a ')' is missing");
    if (function->arguments >= 0 && count != function->arguments) {
      at_ = begin;
      return wrong(
          fmt::format("'{}' takes {} arguments, not {}", written, function->arguments, count));
    }
    if (function->arguments >= 0) return emit(op);
    if (op != FormulaOp::divide) return true;
    emit(static_cast<double>(count));  // of a mean
    return emit(op);
  }

  std::string_view text_;
  const FormulaDialect& dialect_;
  FormulaError& error_;
  Formula formula_;
  std::unordered_map<std::string, std::uint32_t> indices_;  ///< of names
  std::size_t at_ = 0;
  int depth_ = 0;
};

FormulaDialect formula_dialect(FormulaLanguage language, char decimal) {
  FormulaDialect dialect;
  dialect.language = language;
  dialect.decimal = decimal;
  dialect.comma_separates = language != FormulaLanguage::openlca && decimal != ',';
  dialect.ignores_case = language != FormulaLanguage::python;
  return dialect;
}

std::string formula_reference(std::string_view id, std::string_view what) {
  return lower_case(what.empty() ? fmt::format("ref:{}", id) : fmt::format("ref:{}:{}", id, what));
}

std::optional<Formula> parse_formula(std::string_view text, const FormulaDialect& dialect,
                                     FormulaError& error) {
  error = {};
  return FormulaParser(text, dialect, error).parse();
}

std::optional<double> formula_constant(std::string_view name) {
  if (name == "pi") return std::numbers::pi;
  if (name == "e") return std::numbers::e;
  if (name == "true") return 1.0;
  if (name == "false") return 0.0;
  return std::nullopt;
}

namespace {

/// What numbers make; of the range of doubles or not.
double raw_value(FormulaOp op, double a, double b) {
  switch (op) {
    case FormulaOp::negate:
      return -a;
    case FormulaOp::logical_not:
      return truth(a == 0.0);
    case FormulaOp::add:
      return a + b;
    case FormulaOp::subtract:
      return a - b;
    case FormulaOp::multiply:
      return a * b;
    case FormulaOp::divide:
      return a / b;
    case FormulaOp::power:
      return std::pow(a, b);
    case FormulaOp::modulo:
      return std::fmod(a, b);
    case FormulaOp::floored_modulo:
      return floored_modulo(a, b);
    case FormulaOp::whole_quotient:
      return std::trunc(a / b);
    case FormulaOp::less:
      return truth(a < b);
    case FormulaOp::less_equal:
      return truth(a <= b);
    case FormulaOp::equal:
      return truth(a == b);
    case FormulaOp::not_equal:
      return truth(a != b);
    case FormulaOp::greater:
      return truth(a > b);
    case FormulaOp::greater_equal:
      return truth(a >= b);
    case FormulaOp::logical_and:
      return truth(a != 0.0 && b != 0.0);
    case FormulaOp::logical_or:
      return truth(a != 0.0 || b != 0.0);
    case FormulaOp::logical_xor:
      return truth((a != 0.0) != (b != 0.0));
    case FormulaOp::minimum:
      return b < a ? b : a;
    case FormulaOp::maximum:
      return a < b ? b : a;
    case FormulaOp::absolute:
      return std::abs(a);
    case FormulaOp::square:
      return a * a;
    case FormulaOp::root:
      return std::sqrt(a);
    case FormulaOp::exponential:
      return std::exp(a);
    case FormulaOp::natural_log:
      return std::log(a);
    case FormulaOp::decimal_log:
      return std::log10(a);
    case FormulaOp::sine:
      return std::sin(a);
    case FormulaOp::cosine:
      return std::cos(a);
    case FormulaOp::tangent:
      return std::tan(a);
    case FormulaOp::cotangent:
      return 1.0 / std::tan(a);
    case FormulaOp::arc_sine:
      return std::asin(a);
    case FormulaOp::arc_cosine:
      return std::acos(a);
    case FormulaOp::arc_tangent:
      return std::atan(a);
    case FormulaOp::sine_h:
      return std::sinh(a);
    case FormulaOp::cosine_h:
      return std::cosh(a);
    case FormulaOp::tangent_h:
      return std::tanh(a);
    case FormulaOp::floor:
      return std::floor(a);
    case FormulaOp::ceiling:
      return std::ceil(a);
    case FormulaOp::round:
      return std::round(a);
    case FormulaOp::round_half_even:
      return rounded_half_even(a);
    case FormulaOp::truncate:
      return std::trunc(a);
    case FormulaOp::fraction:
      return a - std::trunc(a);
    default:
      return a;
  }
}

}  // namespace

int formula_operands(FormulaOp op) {
  switch (op) {
    case FormulaOp::number:
    case FormulaOp::name:
      return 0;
    case FormulaOp::select:
      return 3;
    case FormulaOp::add:
    case FormulaOp::subtract:
    case FormulaOp::multiply:
    case FormulaOp::divide:
    case FormulaOp::power:
    case FormulaOp::modulo:
    case FormulaOp::floored_modulo:
    case FormulaOp::whole_quotient:
    case FormulaOp::less:
    case FormulaOp::less_equal:
    case FormulaOp::equal:
    case FormulaOp::not_equal:
    case FormulaOp::greater:
    case FormulaOp::greater_equal:
    case FormulaOp::logical_and:
    case FormulaOp::logical_or:
    case FormulaOp::logical_xor:
    case FormulaOp::minimum:
    case FormulaOp::maximum:
      return 2;
    default:
      return 1;
  }
}

/// Nothing is made of what is no number: not a comparison, and not a quotient that is 0 again.
double formula_value(FormulaOp op, double a, double b, double c) {
  if (op == FormulaOp::select) return std::isfinite(a) ? (a != 0.0 ? b : c) : no_number;
  const bool are_numbers = std::isfinite(a) && (formula_operands(op) < 2 || std::isfinite(b));
  const double result = are_numbers ? raw_value(op, a, b) : no_number;
  return std::isfinite(result) ? result : no_number;
}

double Formula::evaluate(const std::vector<double>& values) const {
  std::vector<double> stack;
  stack.reserve(code_.size());
  for (const Step& step : code_) {
    if (step.op == FormulaOp::number || step.op == FormulaOp::name) {
      stack.push_back(step.op == FormulaOp::number ? step.value : values[step.index]);
      continue;
    }
    const auto count = static_cast<std::size_t>(formula_operands(step.op));
    const double* operands = stack.data() + stack.size() - count;
    const double result = formula_value(step.op, operands[0], operands[count > 1 ? 1 : 0],
                                        operands[count > 2 ? 2 : 0]);
    stack.resize(stack.size() - count);
    stack.push_back(result);
  }
  return stack.back();
}

}  // namespace plume
