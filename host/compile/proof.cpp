// SPDX-License-Identifier: Apache-2.0
#include "host/compile/proof.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "host/base/constants.hpp"

namespace plume {
namespace {

constexpr std::uint32_t num_pilots = 32;
constexpr int most_pilot_sweeps = 30;
constexpr std::size_t memory = 3;      ///< sweeps that a pilot's acceleration looks back on
constexpr double widest_spread = 0.8;  ///< that a pilot moves an entry by
/// of the median, that a row is allowed to change at least: pilots are few
constexpr double least_change = 0.3;
constexpr double least_supply = 1e-9;  ///< of a scaled supply, that changes are relative to
/// Over the static error, what is left for lanes whose supplies or emissions weigh more.
constexpr double margin = 4.0;
/// of feedback, that a proof adds; the first that the static system can bear
constexpr std::array<float, 3> slacks = {1.0f, 0.25f, 0.05f};
constexpr double reserve = 1.1;  ///< of the slack, for the static depth
constexpr double rounding_share = 0x1p-8;
constexpr int most_depth_sweeps = 400;
constexpr double deepest = 1e6, settled = 1e-4;

/// About normal, the same everywhere: no library's functions.
double about_normal(std::uint32_t entry, std::uint32_t pilot) {
  std::uint64_t h = (std::uint64_t{pilot} << 32 | entry) * 0x9e3779b97f4a7c15u;
  double sum = 0.0;
  h ^= h >> 31;
  h *= 0xbf58476d1ce4e5b9u;
  h ^= h >> 29;
  for (int i = 0; i < 4; ++i) sum += static_cast<double>(h >> (16 * i) & 0xffffu) / 65536.0;
  return (sum - 2.0) * 1.7320508075688772;
}

/// About e^(spread·z): never below one half.
double moved(double spread, double z) {
  const double y = std::min(spread, widest_spread) * z;
  return 1.0 + y + 0.5 * y * y;
}

/// One system as a draw may make it, swept and accelerated as a lane is.
class Pilot {
 public:
  Pilot(const ProvenSystem& system, const ProvenSide& side, std::uint32_t number)
      : system_(system),
        side_(side),
        matrix_(system.matrix),
        x_(side.initial.begin(), side.initial.end()) {
    for (std::size_t k = 0; k < matrix_.value.size(); ++k)
      matrix_.value[k] *=
          moved(system.spread[k], about_normal(static_cast<std::uint32_t>(k), number));
    for (std::size_t row = 0; row < matrix_.diagonal.size(); ++row)
      matrix_.diagonal[row] *= moved(system.diagonal_spread[row],
                                     about_normal(~static_cast<std::uint32_t>(row), number));
  }

  /// The changes of the sweep that passed the tolerance, over the estimate; empty: none did.
  std::vector<double> last_changes(double tolerance) {
    std::vector<double> change(x_.size());
    for (int count = 0; count < most_pilot_sweeps; ++count) {
      double estimate = 0.0;
      for (std::uint32_t row = 0; row < x_.size(); ++row) {
        double sum = side_.right[row];
        matrix_.for_each(row,
                         [&](std::uint32_t column, double value) { sum -= value * x_[column]; });
        const double after = sum / matrix_.diagonal[row];
        change[row] = after - x_[row];
        x_[row] = after;
        estimate += side_.weight[row] * std::abs(change[row]);
      }
      if (!(estimate < infinity)) return {};
      if (estimate <= tolerance) {
        if (!(estimate > 0.0)) return {};
        for (double& c : change) c = std::abs(c) / estimate;
        return change;
      }
      accelerate(change);
    }
    return {};
  }

 private:
  /// Anderson acceleration in the norm of the estimate, over the rows that carry anything into the
  /// next sweep.
  void accelerate(const std::vector<double>& change) {
    const std::size_t n = x_.size();
    std::vector<double> f(n);
    for (std::size_t row = 0; row < n; ++row) f[row] = side_.weight[row] * change[row];
    const std::size_t depth = past_f_.size();
    std::array<std::array<double, memory + 1>, memory> m{};
    for (std::size_t i = 0; i < depth; ++i) {
      for (std::size_t row = 0; row < n; ++row) {
        const double d = f[row] - past_f_[i][row];
        m[i][memory] += d * f[row];
        for (std::size_t j = 0; j <= i; ++j) m[i][j] += d * (f[row] - past_f_[j][row]);
      }
      for (std::size_t j = 0; j < i; ++j) m[j][i] = m[i][j];
    }
    std::array<double, memory> mix{};
    solve(m, mix, depth);
    const std::vector<double> g = x_;
    for (std::size_t i = 0; i < depth; ++i) {
      for (std::size_t row = 0; row < n; ++row) {
        if (system_.read_early[row]) x_[row] -= mix[i] * (g[row] - past_g_[i][row]);
      }
    }
    if (depth == memory) {
      past_f_.erase(past_f_.begin());
      past_g_.erase(past_g_.begin());
    }
    past_f_.push_back(std::move(f));
    past_g_.push_back(g);
  }

  /// Gauss-Jordan without pivots: the matrix is symmetric and positive.
  static void solve(std::array<std::array<double, memory + 1>, memory>& m,
                    std::array<double, memory>& mix, std::size_t depth) {
    double trace = 0.0;
    for (std::size_t i = 0; i < depth; ++i) trace += m[i][i];
    for (std::size_t i = 0; i < depth; ++i) m[i][i] += 1e-12 * trace;
    for (std::size_t i = 0; i < depth; ++i) {
      if (!(m[i][i] > 0.0)) return;
      for (std::size_t j = 0; j < depth; ++j) {
        if (j == i) continue;
        const double factor = m[j][i] / m[i][i];
        for (std::size_t k = i; k <= memory; ++k) m[j][k] -= factor * m[i][k];
      }
    }
    for (std::size_t i = 0; i < depth; ++i) mix[i] = m[i][memory] / m[i][i];
  }

  const ProvenSystem& system_;
  const ProvenSide& side_;
  RowMatrix matrix_;
  std::vector<double> x_;
  std::vector<std::vector<double>> past_f_, past_g_;
};

/// By row: the root of the mean square of what pilots last changed, relative to the supply; one
/// where no pilot came to rest.
std::vector<double> relative_changes(const ProvenSystem& system, std::span<const ProvenSide> sides,
                                     double tolerance) {
  const std::size_t n = system.read_early.size();
  std::vector<double> relative(n, 0.0);
  for (std::uint32_t p = 0; p < num_pilots; ++p) {
    const ProvenSide& side = sides[p % sides.size()];
    const std::vector<double> change = Pilot(system, side, p).last_changes(tolerance);
    for (std::size_t row = 0; row < change.size(); ++row) {
      const double share = change[row] / std::max(std::abs(side.initial[row]), least_supply);
      relative[row] += share * share;
    }
  }
  std::vector<double> early;
  for (std::size_t row = 0; row < n; ++row) {
    relative[row] = std::sqrt(relative[row]);
    if (system.read_early[row] && relative[row] > 0.0) early.push_back(relative[row]);
  }
  double median = 1.0;
  if (!early.empty()) {
    const auto middle = early.begin() + static_cast<std::ptrdiff_t>(early.size() / 2);
    std::nth_element(early.begin(), middle, early.end());
    median = *middle;
  }
  for (std::size_t row = 0; row < n; ++row)
    relative[row] = std::max(relative[row], least_change * median);
  return relative;
}

/// v + φ |x| of the static solution, see kernels/solve/prove.hpp; empty where there is none.
std::vector<double> static_vector(const ProvenSystem& system, const ProvenSide& side,
                                  const std::vector<double>& allowed, double share, double slack) {
  const std::size_t n = allowed.size();
  std::vector<double> v(n, 0.0);
  for (int sweep = 0; sweep < most_depth_sweeps; ++sweep) {
    double change = 0.0;
    for (std::uint32_t row = 0; row < n; ++row) {
      const double x = std::abs(side.initial[row]),
                   diagonal = std::abs(system.matrix.diagonal[row]);
      double sum = share * (diagonal * x + std::abs(side.right[row]));
      system.matrix.for_each(row, [&](std::uint32_t column, double value) {
        sum += std::abs(value) *
               (column > row ? (1.0 + slack) * v[column] + allowed[column] : v[column]);
      });
      const double after = sum / diagonal + share * x;
      if (!(after < deepest * std::max(1.0, x))) return {};
      if (after > 0.0) change = std::max(change, std::abs(after - v[row]) / after);
      v[row] = after;
    }
    if (change < settled) return v;
  }
  return {};
}

double weighed_sum(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double largest_error(const ProvenSide& side, const std::vector<double>& v) {
  double largest = 0.0;
  for (const std::vector<double>& share : side.share)
    largest = std::max(largest, weighed_sum(share, v));
  return largest;
}

}  // namespace

std::optional<Proof> plan_proof(const ProvenSystem& system, std::span<const ProvenSide> sides,
                                double tolerance) {
  const std::size_t n = system.read_early.size();
  const std::vector<double> relative = relative_changes(system, sides, tolerance);
  Proof proof;
  ProofTables& tables = proof.tables;
  const double lost = (system.most_terms + 8.0) * 0x1p-52;
  // What is summed for the rounding of a score (2⁻⁴⁷ of its parts) is in units of that share, too.
  tables.rounding_share = static_cast<float>(rounding_share);
  tables.rounding = (lost + 0x1p-47) / rounding_share;
  for (const float slack : slacks) {
    proof.depth.clear();
    tables.inverse_allowed.clear();
    tables.allowed_change.clear();
    tables.importance.clear();
    tables.expected_depth.clear();
    tables.first_slack = slack;
    bool found = true;
    for (const ProvenSide& side : sides) {
      std::vector<double> allowed(n);
      for (std::size_t row = 0; row < n; ++row)
        allowed[row] = system.read_early[row]
                           ? relative[row] * std::max(std::abs(side.initial[row]), least_supply)
                           : 0.0;
      // In units of what the largest error of a score may be.
      std::vector<double> v;
      for (int twice = 0; twice < 2; ++twice) {
        v = static_vector(system, side, allowed, twice == 0 ? 0.0 : rounding_share,
                          reserve * slack);
        if (v.empty()) break;
        const double error = margin * largest_error(side, v);
        if (!(error > 0.0)) continue;
        for (double& w : allowed) w /= error;
        if (twice == 1) {
          for (double& value : v) value /= error;
        }
      }
      if (v.empty()) {
        found = false;
        break;
      }
      double deep = 0.0, whole = 0.0;
      for (std::size_t row = 0; row < n; ++row) {
        double weight = 0.0;
        for (const auto& share : side.share) weight = std::max(weight, share[row]);
        const double x = std::abs(side.initial[row]);
        deep += weight * v[row];
        whole += weight * x;
        tables.importance.push_back(static_cast<float>(weight));
        tables.allowed_change.push_back(static_cast<float>(allowed[row]));
        const double w = tables.allowed_change.back();
        proof.depth.push_back(static_cast<float>(x > 0.0 ? v[row] / x : 1.0));
        tables.inverse_allowed.push_back(w > 0.0 ? (1.0 + 1e-12) / w : 0.0);
      }
      tables.expected_depth.push_back(whole > 0.0 && deep > 0.0 ? deep / whole : 1.0);
    }
    if (!found) continue;
    tables.used = true;
    return proof;
  }
  return std::nullopt;
}

}  // namespace plume
