// SPDX-License-Identifier: Apache-2.0
#include "host/model/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/base/constants.hpp"

namespace plume {
namespace {

using Form = StandardDistribution::Form;

constexpr double two32 = 4294967296.0;

double or_else(double value, double otherwise) { return std::isnan(value) ? otherwise : value; }

double square(double x) { return x * x; }

double normal_density(double z) {
  return std::isinf(z) ? 0.0 : 0.39894228040143267794 * std::exp(-0.5 * z * z);
}

double normal_mass(double low, double high) {
  const StandardDistribution normal;
  const Probability from = normal.cumulative(low), to = normal.cumulative(high);
  return low > 0.0 ? from.upper - to.upper : to.lower - from.lower;
}

/// ∫ f(u, 1 − u) du over (0, 1): u = 1 / (1 + e^(−π sinh s)), trapezoids in s (Takahasi & Mori
/// 1974). Ends may be singular.
template <class F>
double integrate(F f) {
  constexpr double pi = std::numbers::pi, step = 1.0 / 32, reach = 6.0;
  double sum = 0.0;
  for (double s = -reach; s <= reach; s += step) {
    const double e = std::exp(-pi * std::sinh(std::fabs(s)));
    const double tail = e / (1.0 + e), rest = 1.0 / (1.0 + e);
    const double weight = pi * std::cosh(s) * tail * rest;
    if (weight < 1e-290) continue;
    sum += weight * f(s < 0.0 ? Probability{tail, rest} : Probability{rest, tail});
  }
  return sum * step;
}

Probability between(Probability low, Probability high, Probability u) {
  return {u.upper * low.lower + u.lower * high.lower, u.upper * low.upper + u.lower * high.upper};
}

/// The interval of y that a + b·y in [low, high] leaves.
void bounds_of_y(double offset, double factor, double& low, double& high) {
  low = (low - offset) / factor;
  high = (high - offset) / factor;
  if (factor < 0.0) std::swap(low, high);
}

}  // namespace

Distribution::Distribution(const Uncertainty& u) { set(u); }

void Distribution::set(const Uncertainty& u) {
  switch (u.kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return;
    case DistributionKind::lognormal:
      return set_continuous(u, {Form::lognormal, u.scale}, 0.0,
                            (u.negative ? -1.0 : 1.0) * std::exp(u.loc));
    case DistributionKind::normal:
      return set_continuous(u, {Form::normal}, u.loc, u.scale);
    case DistributionKind::uniform:
      return set_continuous(u, {Form::uniform}, u.minimum, u.maximum - u.minimum);
    case DistributionKind::triangular:
      return set_continuous(u, {Form::triangular, (u.loc - u.minimum) / (u.maximum - u.minimum)},
                            u.minimum, u.maximum - u.minimum);
    case DistributionKind::bernoulli: {
      shape_ = Shape::bernoulli;
      const bool zero = !(u.minimum > 0.0) && !(u.maximum < 0.0),
                 one = !(u.minimum > 1.0) && !(u.maximum < 1.0);
      mass_ = (zero ? 1.0 - u.loc : 0.0) + (one ? u.loc : 0.0);
      factor_ = !one ? 0.0 : zero ? u.loc : 1.0;
      return;
    }
    case DistributionKind::discrete_uniform:
      shape_ = Shape::whole;
      offset_ = std::ceil(or_else(u.minimum, 0.0));
      factor_ = std::ceil(u.maximum) - offset_;
      return;
    case DistributionKind::weibull:
    case DistributionKind::gamma: {
      const double sign = u.negative ? -1.0 : 1.0;
      return set_continuous(
          u, {u.kind == DistributionKind::gamma ? Form::gamma : Form::weibull, u.shape},
          sign * or_else(u.loc, 0.0), sign * u.scale);
    }
    case DistributionKind::beta: {
      const double low = or_else(u.minimum, 0.0);
      return set_continuous(u, {Form::beta, u.loc, u.shape}, low, or_else(u.maximum, 1.0) - low);
    }
    case DistributionKind::generalized_extreme_value:
      return set_continuous(u, {Form::extreme_value, or_else(u.shape, 0.0)}, u.loc, u.scale);
    case DistributionKind::students_t:
      return set_continuous(u, {Form::students_t, u.shape}, or_else(u.loc, 0.0),
                            or_else(u.scale, 1.0));
    case DistributionKind::beta_pert: {
      const double lambda = or_else(u.scale, 4.0), width = u.maximum - u.minimum;
      return set_continuous(u,
                            {Form::beta, 1.0 + lambda * (u.loc - u.minimum) / width,
                             1.0 + lambda * (u.maximum - u.loc) / width},
                            u.minimum, width);
    }
    case DistributionKind::log_uniform:
      return set_continuous(u, {Form::log_uniform, std::log(u.maximum / u.minimum)}, 0.0,
                            u.minimum);
    case DistributionKind::empirical:
    case DistributionKind::histogram:
    case DistributionKind::categorical:
    case DistributionKind::mixture:
      return set_pieces(u);
  }
}

void Distribution::set_continuous(const Uncertainty& u, StandardDistribution standard,
                                  double offset, double factor) {
  shape_ = Shape::continuous;
  standard_ = standard;
  offset_ = offset;
  factor_ = factor;
  least_y_ = standard.least();
  most_y_ = standard.most();
  const bool bounds_are_parameters =
      standard.form == Form::uniform || standard.form == Form::triangular ||
      standard.form == Form::beta || standard.form == Form::log_uniform;
  if (!bounds_are_parameters) truncate(or_else(u.minimum, -infinity), or_else(u.maximum, infinity));
}

void Distribution::truncate(double low, double high) {
  bounds_of_y(offset_, factor_, low, high);
  if (low <= least_y_ && high >= most_y_) return;
  truncated_ = true;
  if (low > least_y_) {
    from_ = standard_.cumulative(low);
    least_y_ = low;
  }
  if (high < most_y_) {
    to_ = standard_.cumulative(high);
    most_y_ = high;
  }
  mass_ = from_.lower > 0.5 ? from_.upper - to_.upper : to_.lower - from_.lower;
}

void Distribution::set_pieces(const Uncertainty& u) {
  shape_ = Shape::pieces;
  struct Part {
    double low, high, weight;
    std::size_t component;
  };
  std::vector<Part> parts;
  double all = 0.0, inside = 0.0;
  const double least = or_else(u.minimum, -infinity), most = or_else(u.maximum, infinity);
  for (const DistributionTable::Row& row : u.table->rows) {
    all += row.weight;
    Part part{row.value, row.value, row.weight, no_component};
    if (u.kind == DistributionKind::mixture) {
      if (row.component.is_certain()) {
        if (!(row.value >= least && row.value <= most)) continue;
      } else {
        Distribution distribution(row.component);
        const double own_mass = distribution.mass();
        distribution.truncate(least, most);
        part.weight *= distribution.mass() / own_mass;
        if (!(part.weight > 0.0)) continue;
        part.component = components_.size();
        components_.push_back(std::move(distribution));
      }
    } else if (u.kind == DistributionKind::histogram) {
      part.low = std::max(row.value, least);
      part.high = std::min(row.upper, most);
      if (!(part.low < part.high)) continue;
      part.weight *= (part.high - part.low) / (row.upper - row.value);
    } else if (!(row.value >= least && row.value <= most)) {
      continue;
    }
    inside += part.weight;
    parts.push_back(part);
  }
  mass_ = all > 0.0 ? inside / all : 0.0;
  // The quantile function rises; a choice keeps its order, so that equal tables of several
  // exchanges choose together.
  if (u.kind == DistributionKind::empirical || u.kind == DistributionKind::histogram) {
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.low < b.low; });
  }
  double sum = 0.0, begin = 0.0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i].weight;
    const double end = i + 1 == parts.size() ? 1.0 : std::round(sum / inside * two32) / two32;
    if (end > begin)
      pieces_.push_back({begin, end, parts[i].low, parts[i].high, parts[i].component});
    begin = end;
  }
}

double Distribution::y(Probability u) const {
  const Probability p = truncated_ ? between(from_, to_, u) : u;
  return std::clamp(standard_.quantile(p), least_y_, most_y_);
}

double Distribution::value(Probability u) const {
  switch (shape_) {
    case Shape::constant:
      return Uncertainty::not_given;
    case Shape::continuous:
      return offset_ + factor_ * y(u);
    case Shape::bernoulli:
      return u.upper < factor_ ? 1.0 : 0.0;
    case Shape::whole:
      return offset_ + std::min(std::floor(u.lower * factor_), factor_ - 1.0);
    case Shape::pieces: {
      const auto piece = std::find_if(pieces_.begin(), pieces_.end() - 1,
                                      [&](const Piece& each) { return u.lower < each.end; });
      const double width = piece->end - piece->begin;
      const double after = piece->end == 1.0 ? u.upper : piece->end - u.lower;
      const Probability within{(u.lower - piece->begin) / width, after / width};
      if (piece->component != no_component) return components_[piece->component].value(within);
      return within.upper * piece->low + within.lower * piece->high;
    }
  }
  return Uncertainty::not_given;
}

double Distribution::least() const {
  switch (shape_) {
    case Shape::continuous:
      return factor_ > 0.0 ? offset_ + factor_ * least_y_ : offset_ + factor_ * most_y_;
    case Shape::bernoulli:
      return factor_ < 1.0 ? 0.0 : 1.0;
    case Shape::whole:
      return offset_;
    case Shape::pieces: {
      double low = infinity;
      for (const Piece& piece : pieces_)
        low = std::min(low, piece.component == no_component ? piece.low
                                                            : components_[piece.component].least());
      return low;
    }
    case Shape::constant:
      break;
  }
  return Uncertainty::not_given;
}

double Distribution::most() const {
  switch (shape_) {
    case Shape::continuous:
      return factor_ > 0.0 ? offset_ + factor_ * most_y_ : offset_ + factor_ * least_y_;
    case Shape::bernoulli:
      return factor_ > 0.0 ? 1.0 : 0.0;
    case Shape::whole:
      return offset_ + factor_ - 1.0;
    case Shape::pieces: {
      double high = -infinity;
      for (const Piece& piece : pieces_)
        high =
            std::max(high, piece.component == no_component ? piece.high
                                                           : components_[piece.component].most());
      return high;
    }
    case Shape::constant:
      break;
  }
  return Uncertainty::not_given;
}

DistributionMoments Distribution::truncated_moments() const {
  // Closed forms where they keep their digits; far tails and narrow bounds lose them.
  if (mass_ > 1e-3 && standard_.form == Form::normal) {
    const double low = normal_density(least_y_), high = normal_density(most_y_);
    const double mean = (low - high) / mass_;
    const double edge = (std::isinf(least_y_) ? 0.0 : least_y_ * low) -
                        (std::isinf(most_y_) ? 0.0 : most_y_ * high);
    const double variance = 1.0 + edge / mass_ - mean * mean;
    if (variance > 1e-3) return {mean, variance};
  }
  if (mass_ > 1e-3 && standard_.form == Form::lognormal) {
    const double sigma = standard_.first;
    const double low = least_y_ > 0.0 ? std::log(least_y_) / sigma : -infinity,
                 high = std::log(most_y_) / sigma;
    const double mean =
        std::exp(0.5 * square(sigma)) * normal_mass(low - sigma, high - sigma) / mass_;
    const double second =
        std::exp(2.0 * square(sigma)) * normal_mass(low - 2.0 * sigma, high - 2.0 * sigma) / mass_;
    if (second / square(mean) - 1.0 > 1e-3) return {mean, second - square(mean)};
  }
  if (std::isinf(most_y_) || std::isinf(least_y_)) {
    // A tail that is not cut off decides whether the moments exist.
    const DistributionMoments whole = standard_.moments();
    const bool heavy_tail_is_cut =
        standard_.form == Form::extreme_value && standard_.first > 0.0 && !std::isinf(most_y_);
    if (!std::isfinite(whole.variance) && !heavy_tail_is_cut) {
      if (std::isnan(whole.mean)) return whole;
      return {integrate([this](Probability u) { return y(u); }), infinity};
    }
  }
  const double mean = integrate([this](Probability u) { return y(u); });
  return {mean, integrate([&](Probability u) { return square(y(u) - mean); })};
}

DistributionMoments Distribution::moments() const {
  switch (shape_) {
    case Shape::continuous: {
      const DistributionMoments m = truncated_ ? truncated_moments() : standard_.moments();
      return {offset_ + factor_ * m.mean, square(factor_) * m.variance};
    }
    case Shape::bernoulli:
      return {factor_, factor_ * (1.0 - factor_)};
    case Shape::whole:
      return {offset_ + 0.5 * (factor_ - 1.0), (square(factor_) - 1.0) / 12.0};
    case Shape::pieces: {
      std::vector<DistributionMoments> parts;
      double mean = 0.0;
      for (const Piece& piece : pieces_) {
        parts.push_back(piece.component == no_component
                            ? DistributionMoments{0.5 * (piece.low + piece.high),
                                                  square(piece.high - piece.low) / 12.0}
                            : components_[piece.component].moments());
        mean += (piece.end - piece.begin) * parts.back().mean;
      }
      double variance = 0.0;
      for (std::size_t i = 0; i < parts.size(); ++i)
        variance += (pieces_[i].end - pieces_[i].begin) *
                    (parts[i].variance + square(parts[i].mean - mean));
      return {mean, variance};
    }
    case Shape::constant:
      break;
  }
  return {Uncertainty::not_given, Uncertainty::not_given};
}

DistributionMoments moments_of(const Uncertainty& uncertainty, double amount) {
  if (uncertainty.is_certain()) return {amount, 0.0};
  return Distribution(uncertainty).moments();
}

}  // namespace plume
