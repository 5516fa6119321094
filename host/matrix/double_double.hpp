// SPDX-License-Identifier: Apache-2.0
// Sums and products with about 31 digits: a number is the unevaluated sum of two doubles, the
// second at most half a unit of the first. Source: Dekker (1971), "A floating-point technique for
// extending the available precision", Numer. Math. 18; Hida, Li & Bailey (2001), "Algorithms for
// quad-double precision floating point arithmetic".
//
//     DoubleDouble sum;
//     for (…) sum += exact_product(a[i], x[i]);
//     return sum.value();
#pragma once

#include <cmath>

namespace plume {

struct DoubleDouble {
  double high = 0.0, low = 0.0;

  constexpr DoubleDouble() = default;
  constexpr DoubleDouble(double value) : high(value) {}
  constexpr DoubleDouble(double h, double l) : high(h), low(l) {}

  [[nodiscard]] double value() const { return high + low; }

  DoubleDouble& operator+=(DoubleDouble b);
  DoubleDouble& operator-=(DoubleDouble b) { return *this += DoubleDouble{-b.high, -b.low}; }
};

/// a + b without error.
[[nodiscard]] inline DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}
/// The same where |a| ≥ |b|.
[[nodiscard]] inline DoubleDouble exact_sum_ordered(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}
/// a · b without error, unless it underflows.
[[nodiscard]] inline DoubleDouble exact_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

[[nodiscard]] inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = exact_sum(a.high, b.high), low = exact_sum(a.low, b.low);
  const DoubleDouble sum = exact_sum_ordered(high.high, high.low + low.high);
  return exact_sum_ordered(sum.high, sum.low + low.low);
}
[[nodiscard]] inline DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }
[[nodiscard]] inline DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }
[[nodiscard]] inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = exact_product(a.high, b.high);
  return exact_sum_ordered(product.high, product.low + (a.high * b.low + a.low * b.high));
}
[[nodiscard]] inline DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double first = a.high / b.high;
  DoubleDouble rest = a - b * first;
  const double second = rest.high / b.high;
  rest -= b * second;
  return exact_sum_ordered(first, second) + rest.high / b.high;
}
inline DoubleDouble& DoubleDouble::operator+=(DoubleDouble b) { return *this = *this + b; }

}  // namespace plume
