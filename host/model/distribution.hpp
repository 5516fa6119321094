// SPDX-License-Identifier: Apache-2.0
// One uncertainty as it is drawn: value(u) for a uniform u, with truncation by inverse CDF,
// `negative` and the lognormal anchor.
//
//     const Distribution d(uncertainty);          // fault_of(uncertainty) must be none
//     d.value({0.25, 0.75});                                    // what a uniform of 0.25 draws
//
// Truncation to [l, h] maps u onto F(l) … F(h); both that and its complement are sums of positive
// terms, so that neither tail loses digits. `negative` draws −x: the magnitude rises with u.
// A mixture takes component i for u in its share of (0, 1) and maps u back onto (0, 1) within it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/model/standard_distribution.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

class Distribution {
 public:
  explicit Distribution(const Uncertainty& uncertainty);

  /// How the value arises from u.
  enum class Shape : std::uint8_t {
    constant,    ///< certain: NaN, the amount is the caller's
    continuous,  ///< offset() + factor() · y, y truncated
    bernoulli,   ///< 1 for 1 − u < probability_of_one(), else 0
    whole,       ///< offset() + floor(u · num_whole())
    pieces       ///< pieces()
  };
  [[nodiscard]] Shape shape() const { return shape_; }

  [[nodiscard]] double value(Probability u) const;
  [[nodiscard]] DistributionMoments moments() const;
  [[nodiscard]] double least() const;  ///< ends of the values drawn
  [[nodiscard]] double most() const;

  /// Probability of an untruncated draw to lie within the bounds.
  [[nodiscard]] double mass() const { return mass_; }

  // Shape::continuous
  [[nodiscard]] double offset() const { return offset_; }
  [[nodiscard]] double factor() const { return factor_; }
  [[nodiscard]] const StandardDistribution& standard() const { return standard_; }
  [[nodiscard]] bool is_truncated() const { return truncated_; }
  [[nodiscard]] double y(Probability u) const;               ///< the truncated standard quantile
  [[nodiscard]] double least_y() const { return least_y_; }  ///< ends of y
  [[nodiscard]] double most_y() const { return most_y_; }

  // Shape::bernoulli, Shape::whole
  [[nodiscard]] double probability_of_one() const { return factor_; }
  [[nodiscard]] double num_whole() const { return factor_; }

  /// Shape::pieces: u in [begin, end) draws from `low` to `high` uniformly (equal for a single
  /// value), or from a component stretched over it. Ends are multiples of 2⁻³², so that uniforms
  /// within a piece keep their digits.
  struct Piece {
    double begin, end;
    double low, high;
    std::size_t component;  ///< index into components(); no_component: none
  };
  static constexpr std::size_t no_component = static_cast<std::size_t>(-1);
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  [[nodiscard]] const std::vector<Distribution>& components() const { return components_; }

 private:
  void set(const Uncertainty& u);
  void set_continuous(const Uncertainty& u, StandardDistribution standard, double offset,
                      double factor);
  void set_pieces(const Uncertainty& u);
  void truncate(double low, double high);
  [[nodiscard]] DistributionMoments truncated_moments() const;

  Shape shape_ = Shape::constant;
  bool truncated_ = false;
  StandardDistribution standard_;
  double offset_ = 0.0, factor_ = 1.0, mass_ = 1.0;
  Probability from_{0.0, 1.0}, to_{1.0, 0.0};
  double least_y_ = 0.0, most_y_ = 0.0;
  std::vector<Piece> pieces_;
  std::vector<Distribution> components_;
};

}  // namespace plume
