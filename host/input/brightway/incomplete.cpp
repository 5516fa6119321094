// SPDX-License-Identifier: Apache-2.0
#include "host/input/brightway/incomplete.hpp"

#include <cmath>
#include <limits>

namespace plume {

namespace {

constexpr int max_terms = 100'000;
constexpr double precision = std::numeric_limits<double>::epsilon();
constexpr double tiny = 1e-300;  // in place of a zero denominator

double not_zero(double x) { return std::abs(x) < tiny ? tiny : x; }

/// A continued fraction by Lentz' method: value C·D grown one level at a time, each with numerator `a` over denominator
/// `b`.
class Lentz {
 public:
  explicit Lentz(double first) : value_(not_zero(first)), c_(value_) {}
  /// True while the level still changes the value.
  bool add(double a, double b) {
    d_ = 1.0 / not_zero(b + a * d_);
    c_ = not_zero(b + a / c_);
    const double change = c_ * d_;
    value_ *= change;
    return std::abs(change - 1.0) > precision;
  }
  [[nodiscard]] double value() const { return value_; }

 private:
  double value_;
  double c_;
  double d_ = 0.0;
};

/// The part of I_x(a, b) that converges for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  Lentz fraction(1.0);
  bool goes_on = true;
  for (int m = 0; m < max_terms && goes_on; ++m) {
    const double m2 = 2.0 * m;
    if (m > 0) fraction.add(m * (b - m) * x / ((a + m2 - 1) * (a + m2)), 1.0);
    goes_on = fraction.add(-(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1)), 1.0);
  }
  return 1.0 / fraction.value();
}

}  // namespace

double incomplete_gamma(double a, double x) {
  if (x <= 0.0) return 0.0;
  if (std::isinf(x)) return 1.0;
  const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
  if (x < a + 1.0) {
    double term = 1.0 / a;
    double sum = term;
    for (int n = 1; n < max_terms && term > sum * precision; ++n) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  Lentz fraction(x + 1.0 - a);
  for (int n = 1; n < max_terms && fraction.add(-n * (n - a), x + 2.0 * n + 1.0 - a); ++n) {
  }
  return 1.0 - front / fraction.value();
}

double incomplete_beta(double a, double b, double x) {
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(a, b, x) / a;
  return 1.0 - front * beta_fraction(b, a, 1.0 - x) / b;
}

}  // namespace plume
