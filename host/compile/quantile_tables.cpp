// SPDX-License-Identifier: Apache-2.0
#include "host/compile/quantile_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "kernels/api/problem_view.hpp"

namespace plume {
namespace {

constexpr int num_nodes = smooth_degree + 1;
constexpr double tolerance = 1e-11;
constexpr double least_width = 0.005;  // of an interval of ln t: kinks that no halving resolves
constexpr double least_tail = 0x1p-33;
constexpr double no_zero = 1e-300;  // below it a quantile counts as 0
constexpr double pi = std::numbers::pi;

using Coefficients = std::array<double, num_nodes>;

double chebyshev_node(int i) { return std::cos(pi * (i + 0.5) / num_nodes); }

/// The polynomial in d through f(chebyshev_node(i)): Chebyshev coefficients, then powers.
Coefficients interpolate(const Coefficients& f) {
  Coefficients chebyshev{}, power{}, before{}, current{};
  for (int k = 0; k < num_nodes; ++k) {
    double sum = 0.0;
    for (int i = 0; i < num_nodes; ++i)
      sum += f[static_cast<std::size_t>(i)] * std::cos(pi * k * (i + 0.5) / num_nodes);
    chebyshev[static_cast<std::size_t>(k)] = (k == 0 ? 1.0 : 2.0) * sum / num_nodes;
  }
  before[0] = 1.0;  // T₀
  current[1] = 1.0;
  for (std::size_t j = 0; j < num_nodes; ++j)
    power[j] = chebyshev[0] * before[j] + chebyshev[1] * current[j];
  for (std::size_t k = 2; k < num_nodes; ++k) {
    Coefficients next{};
    for (std::size_t j = 0; j < num_nodes; ++j)
      next[j] = (j > 0 ? 2.0 * current[j - 1] : 0.0) - before[j];
    for (std::size_t j = 0; j < num_nodes; ++j) power[j] += chebyshev[k] * next[j];
    before = std::exchange(current, next);
  }
  return power;
}

double evaluate(const Coefficients& c, double d) {
  double sum = c.back();
  for (int k = smooth_degree - 1; k >= 0; --k) sum = sum * d + c[static_cast<std::size_t>(k)];
  return sum;
}

/// One half of a quantile function: y at distance t from an end.
class Half {
 public:
  struct Segment {
    double from, to;  ///< ln t
    bool exponential;
    double sign;  ///< exponential: y = sign · e^P
    Coefficients p;
  };

  Half(const Distribution& distribution, bool upper, double floor)
      : distribution_(distribution), upper_(upper), floor_(floor) {}

  /// Over ln t in [from, to], rising.
  void add(double from, double to) {
    const Segment linear = fit(from, to, false);
    if (error_of(linear) <= 1.0) return segments_.push_back(linear);
    const bool halve = to - from > least_width;
    if (const double low = y(from), high = y(to);
        (low > 0.0 && high > 0.0) || (low < 0.0 && high < 0.0)) {
      const Segment exponential = fit(from, to, true);
      const double error = error_of(exponential);
      if (error <= 1.0) return segments_.push_back(exponential);
      if (!halve) return segments_.push_back(error < error_of(linear) ? exponential : linear);
    } else if (!halve) {
      return segments_.push_back(linear);
    }
    const double middle = 0.5 * (from + to);
    add(from, middle);
    add(middle, to);
  }

  [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }

 private:
  [[nodiscard]] double y(double log_t) const {
    const double t = std::exp(log_t);
    return distribution_.y(upper_ ? Probability{1.0 - t, t} : Probability{t, 1.0 - t});
  }
  [[nodiscard]] double at(const Segment& s, double d) const {
    return y(s.from + 0.5 * (s.to - s.from) * (d + 1.0));
  }

  [[nodiscard]] Segment fit(double from, double to, bool exponential) const {
    Segment s{from, to, exponential, 1.0, {}};
    if (exponential && y(from) < 0.0) s.sign = -1.0;
    Coefficients f;
    for (int i = 0; i < num_nodes; ++i) {
      const double value = at(s, chebyshev_node(i));
      f[static_cast<std::size_t>(i)] =
          exponential ? std::log(std::max(s.sign * value, no_zero)) : value;
    }
    s.p = interpolate(f);
    return s;
  }

  /// The largest error between the nodes, in tolerances.
  [[nodiscard]] double error_of(const Segment& s) const {
    double largest = 0.0;
    for (int i = 0; i <= num_nodes; ++i) {
      const double d = std::cos(pi * i / num_nodes), exact = at(s, d), p = evaluate(s.p, d);
      const double error = std::fabs((s.exponential ? s.sign * std::exp(p) : p) - exact);
      largest =
          std::max(largest, error / (tolerance * std::max({std::fabs(exact), floor_, no_zero})));
    }
    return largest;
  }

  const Distribution& distribution_;
  bool upper_;
  double floor_;
  std::vector<Segment> segments_;
};

/// Rows of the smooth table of one continuous distribution, stretched over [begin, end) of u: value
/// = offset + factor · y.
void add_smooth(const Distribution& d, double offset, double factor, double begin, double end,
                std::vector<double>& begins, std::vector<double>& records) {
  const double width = end - begin;
  // Where y passes through 0, errors are relative to its spread.
  const double spread = std::fabs(d.y({0.75, 0.25}) - d.y({0.25, 0.75}));
  const double floor = d.least_y() >= 0.0 || d.most_y() <= 0.0 ? 0.0 : spread;
  // A triangular's mode is a kink.
  double kink = 0.5;
  if (d.standard().form == StandardDistribution::Form::triangular) {
    const StandardDistribution& s = d.standard();
    const double from = s.cumulative(d.least_y()).lower, to = s.cumulative(d.most_y()).lower;
    kink = std::clamp((s.first - from) / (to - from), 0.0, 1.0);
  }
  for (const bool upper : {false, true}) {
    Half half(d, upper, floor);
    const double edge = upper ? 1.0 - kink : kink;
    const double most = std::log(0.5);
    double from = std::log(least_tail);
    if (edge > least_tail && edge < 0.5) {
      half.add(from, std::log(edge));
      from = std::log(edge);
    }
    half.add(from, most);
    std::vector<Half::Segment> segments = half.segments();
    if (upper) std::reverse(segments.begin(), segments.end());
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const Half::Segment& s = segments[i];
      const double t = std::exp(upper ? s.to : s.from);
      double u = upper ? end - width * t : begin + width * t;
      if (i == 0) u = upper ? begin + 0.5 * width : begin;
      begins.push_back(u);
      const double half_width = 0.5 * (s.to - s.from);
      const double slope = upper ? -1.0 / width : 1.0 / width;
      records.insert(
          records.end(),
          {upper ? end : begin, slope, 1.0 / half_width, -0.5 * (s.from + s.to) / half_width,
           offset, s.exponential ? 0.0 : factor, s.exponential ? factor * s.sign : 0.0});
      records.insert(records.end(), s.p.begin(), s.p.end());
    }
  }
}

/// The key of a continuous distribution: everything y depends on.
std::vector<double> key_of(const Distribution& d) {
  return {static_cast<double>(d.standard().form), d.standard().first, d.standard().second,
          d.least_y(), d.most_y()};
}

}  // namespace

std::uint64_t QuantileTables::append(const std::vector<double>& key,
                                     const std::vector<double>& begins,
                                     const std::vector<double>& records) {
  std::size_t padded = 1;
  while (padded < begins.size()) padded *= 2;
  const std::uint64_t offset = values_.size();
  values_.push_back(static_cast<double>(padded));
  values_.insert(values_.end(), begins.begin(), begins.end());
  values_.resize(values_.size() + padded - begins.size(), 2.0);
  values_.insert(values_.end(), records.begin(), records.end());
  offset_of_.emplace(key, offset);
  return offset;
}

QuantileTables::Place QuantileTables::place_of(const Distribution& d) {
  const bool smooth = d.shape() == Distribution::Shape::continuous || !d.components().empty();
  std::vector<double> key;
  if (d.shape() == Distribution::Shape::continuous) {
    key = key_of(d);
  } else {
    for (const Distribution::Piece& piece : d.pieces()) {
      key.insert(key.end(), {piece.begin, piece.end, piece.low, piece.high});
      if (piece.component == Distribution::no_component) continue;
      const Distribution& component = d.components()[piece.component];
      key.insert(key.end(), {component.offset(), component.factor()});
      const std::vector<double> own = key_of(component);
      key.insert(key.end(), own.begin(), own.end());
    }
  }
  if (const auto known = offset_of_.find(key); known != offset_of_.end())
    return {known->second, smooth};

  std::vector<double> begins, records;
  if (d.shape() == Distribution::Shape::continuous) {
    add_smooth(d, 0.0, 1.0, 0.0, 1.0, begins, records);
  } else {
    for (const Distribution::Piece& piece : d.pieces()) {
      if (piece.component != Distribution::no_component) {
        const Distribution& component = d.components()[piece.component];
        add_smooth(component, component.offset(), component.factor(), piece.begin, piece.end,
                   begins, records);
        continue;
      }
      begins.push_back(piece.begin);
      if (smooth) {
        records.insert(records.end(), {piece.begin, 1.0, 0.0, 0.0, piece.low, 0.0, 0.0});
        records.insert(records.end(), num_nodes, 0.0);
      } else {
        records.insert(records.end(), {piece.begin, piece.low,
                                       (piece.high - piece.low) / (piece.end - piece.begin), 0.0});
      }
    }
  }
  return {append(key, begins, records), smooth};
}

}  // namespace plume
