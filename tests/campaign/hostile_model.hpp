// SPDX-License-Identifier: Apache-2.0
// Models that are out to make a solver say a wrong number: loops within a hair of one, feedback
// driven over it, lognormals over many orders of magnitude, credits that nearly cancel what they
// are taken from, two loops in a row, units that differ by 10^±9, compositions, numbers drawn
// together. And plausible ones beside them (tests/support/random_model.hpp). The same number gives
// the same model.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "host/matrix/correlation.hpp"
#include "tests/support/random_model.hpp"

namespace plume::testing {

class HostileModelMaker {
 public:
  explicit HostileModelMaker(std::uint64_t number) : random_(number * 0x9e3779b97f4a7c15u + 1) {}

  RandomModel make() {
    if (chance(0.45)) return plausible();
    n_ = 2 + below(11);
    // What this model is hostile by.
    radius_ = pick({0.3, 0.7, 0.9, 0.97, 0.995, 0.9999});
    sigma_ = pick({0.05, 0.2, 0.45, 1.0, 3.0, 6.9});
    credits_ = chance(0.4) ? 0.4 : 0.0;
    units_ = chance(0.3) ? 9.0 : 1.0;
    add_technosphere();
    add_emissions();
    if (chance(0.3)) correlate();
    if (chance(0.3)) compose();
    const std::uint32_t demands = chance(0.2) ? 5 : 1 + below(2);
    for (std::uint32_t d = 0; d < demands; ++d)
      result_.demands.push_back(result_.draft.demand(name("p", below(n_)), power(2.0)));
    return std::move(result_);
  }

 private:
  double unit() { return (static_cast<double>(random_() >> 11) + 0.5) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double p) { return unit() < p; }
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(unit() * limit); }
  double pick(std::initializer_list<double> values) {
    return values.begin()[below(static_cast<std::uint32_t>(values.size()))];
  }
  double power(double decades) { return std::pow(10.0, between(-decades, decades)); }
  static std::string name(const char* what, std::uint32_t i) { return what + std::to_string(i); }

  RandomModel plausible() {
    RandomModelOptions o;
    o.num_processes = 8 + below(17);
    o.num_flows = 2 + below(6);
    o.num_categories = 1 + below(3);
    o.num_demands = 1 + below(4);
    o.feedback = pick({0.3, 0.6, 0.9, 0.97});
    o.sigma = pick({0.1, 0.3, 0.6, 1.0});
    o.normalised = chance(0.2);
    o.weighted = chance(0.2);
    o.only_lognormal = chance(0.5);
    o.every_kind = chance(0.3);
    return random_model(random_(), o);
  }

  Uncertainty spread(double amount) {
    if (chance(0.2)) return {};
    switch (below(6)) {
      case 0:
        return normal(amount, std::min(sigma_, 0.5) * std::abs(amount));
      case 1:
        return truncated(lognormal(amount, sigma_), amount < 0 ? 30.0 * amount : 0.03 * amount,
                         amount < 0 ? 0.03 * amount : 30.0 * amount);
      case 2:
        return uniform(amount - 0.9 * std::abs(amount), amount + 0.9 * std::abs(amount));
      default:
        return lognormal(amount, sigma_);
    }
  }

  void add_technosphere() {
    // Each process takes from the next: one or two loops, and what else there is. Shares multiply
    // to the wanted radius.
    const std::uint32_t loops = chance(0.4) && n_ >= 4 ? 2 : 1, length = n_ / loops;
    std::vector<double> scale(n_);
    for (double& s : scale) s = power(0.5 * units_);
    const auto take = [&](std::uint32_t product, std::uint32_t process, double share) {
      const double amount = -share * scale[product] / scale[process];
      result_.draft.technosphere(name("p", product), name("a", process), amount, spread(amount));
      if (chance(0.1))
        result_.draft.columns(
            {amount, 0.5 * amount, std::numeric_limits<double>::quiet_NaN(), 0.9 * amount});
    };
    for (std::uint32_t i = 0; i < n_; ++i) {
      const double made = scale[i] / scale[i];
      result_.draft.technosphere(name("p", i), name("a", i), made,
                                 chance(0.2) ? normal(made, 0.05) : Uncertainty{});
    }
    for (std::uint32_t loop = 0; loop < loops; ++loop) {
      const std::uint32_t first = loop * length, count = loop + 1 == loops ? n_ - first : length;
      for (std::uint32_t i = 0; i < count && count > 1; ++i)
        take(first + (i + 1) % count, first + i, std::pow(radius_, 1.0 / count));
      if (loop > 0) take(first, first - 1, between(0.01, 1.0));
    }
    for (std::uint32_t extra = below(n_); extra > 0; --extra) {
      const std::uint32_t process = below(n_), product = below(n_);
      if (process == product) continue;
      take(product, process,
           (chance(credits_) ? -1.0 : 1.0) * between(0.0, 0.3) * (1.0 - radius_ + 0.01));
    }
  }

  void add_emissions() {
    const std::uint32_t flows = 1 + below(3), categories = 1 + below(2);
    for (std::uint32_t i = 0; i < n_; ++i) {
      if (i > 0 && chance(0.3)) continue;
      const double amount = power(0.7 * units_) * (chance(credits_) ? -1.0 : 1.0);
      result_.draft.biosphere(name("f", below(flows)), name("a", i), amount, spread(amount));
      // What is given back at the chimney, but for a little.
      if (credits_ > 0 && chance(0.3))
        result_.draft.biosphere(name("f", below(flows)), name("a", i), -amount * between(0.9, 1.0),
                                spread(-amount));
    }
    for (std::uint32_t f = 0; f < flows; ++f) {
      for (std::uint32_t k = 0; k < categories; ++k) {
        const double factor = power(1.0) * (chance(0.5 * credits_) ? -1.0 : 1.0);
        if (f == k || chance(0.7))
          result_.draft.characterisation(name("f", f), name("c", k), factor,
                                         chance(0.4) ? spread(factor) : Uncertainty{});
      }
    }
  }

  /// All inputs are drawn with one word in two groups.
  void correlate() {
    Dependence& dependence = result_.draft.model().dependence;
    dependence.shared_key.assign(result_.draft.model().exchanges.size(), 0);
    for (std::size_t i = 0; i < dependence.shared_key.size(); ++i) {
      if (chance(0.5)) dependence.shared_key[i] = 1000 + below(2);
    }
  }

  /// The inputs of a process, or some of them, sum to what they are.
  void compose() {
    Model& model = result_.draft.model();
    const std::uint32_t process = below(n_);
    Composition composition{"mix", 0.0, {}};
    for (std::uint32_t i = 0; i < model.exchanges.size(); ++i) {
      const Exchange& e = model.exchanges[i];
      if (e.matrix != Matrix::technosphere || e.column != process || e.amount >= 0.0 ||
          e.array != no_index)
        continue;
      if (e.uncertainty == no_index ||
          model.uncertainties[e.uncertainty].kind != DistributionKind::lognormal)
        continue;
      composition.members.push_back({i, false});
      composition.total += e.amount;
    }
    if (composition.members.size() >= 2) model.dependence.compositions.push_back(composition);
  }

  std::mt19937_64 random_;
  std::uint32_t n_ = 0;
  double radius_ = 0.0, sigma_ = 0.0, credits_ = 0.0, units_ = 1.0;
  RandomModel result_;
};

inline RandomModel hostile_model(std::uint64_t number) { return HostileModelMaker(number).make(); }

}  // namespace plume::testing
