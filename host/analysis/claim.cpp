// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/claim.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "host/base/constants.hpp"
#include "host/stats/interval.hpp"
#include "host/stats/order_statistics.hpp"
#include "host/stats/student.hpp"

namespace plume {

namespace {

constexpr std::array<double, 5> confidences = {0.50, 0.80, 0.90, 0.95, 0.99};
constexpr std::size_t num_curve_points = 121;

/// Volume that makes net 0 in one iteration: nothing where nothing is emitted, infinite where
/// nothing is delivered.
double volume_needed(double gross, double share) {
  if (gross <= 0.0) return 0.0;
  return share > 0.0 ? gross / share : infinity;
}

ClaimFigures::Needed needed_for(std::span<const double> sorted, double confidence) {
  const auto finite =
      std::span(sorted.begin(), std::lower_bound(sorted.begin(), sorted.end(), infinity));
  const double size = static_cast<double>(sorted.size());
  // Where delivery alone fails as often as the claim may, the sample would say "no volume" or a
  // volume beyond measure by chance.
  const double delivered = static_cast<double>(finite.size()) / size;
  const double delivered_se = std::sqrt(delivered * (1.0 - delivered) / size);
  const bool above = delivered - z95 * delivered_se > confidence || finite.size() == sorted.size();
  const double last_used = std::ceil((size - 1.0) * confidence);
  if (!above || last_used >= static_cast<double>(finite.size()))
    return {confidence, infinity, std::numeric_limits<double>::quiet_NaN()};
  double se = quantile_se(sorted, confidence);
  if (std::isinf(se)) se = std::numeric_limits<double>::quiet_NaN();
  return {confidence, quantile_of_sorted(sorted, confidence), se};
}

/// Figures of net, and the sorted volumes that each iteration needs.
ClaimFigures figures_of(std::span<const double> gross, std::span<const double> share,
                        const ClaimSamples& samples, double share_static,
                        std::vector<double>& volumes) {
  ClaimFigures figures;
  const double nominal = samples.nominal;
  figures.static_net =
      rounded_net(samples.gross_static, nominal * share_static, net_rounding_double);
  const std::size_t size = gross.size();
  const double n = static_cast<double>(size);
  std::vector<double> net(size);
  volumes.resize(size);
  double met = 0.0, sum = 0.0, short_sum = 0.0;
  for (std::size_t i = 0; i < size; ++i) {
    net[i] = rounded_net(gross[i], nominal * share[i], samples.rounding);
    volumes[i] = volume_needed(gross[i], share[i]);
    sum += net[i];
    met += net[i] <= 0.0 ? 1.0 : 0.0;
    short_sum += std::max(net[i], 0.0);
  }
  figures.mean = sum / n;
  figures.probability = met / n;
  figures.probability_se = std::sqrt(figures.probability * (1.0 - figures.probability) / n);
  const WilsonInterval interval = wilson_interval(met, n);
  figures.probability_lower = interval.lower;
  figures.probability_upper = interval.upper;
  figures.shortfall = short_sum / n;
  double squares = 0.0;
  for (const double value : net) squares += std::pow(std::max(value, 0.0) - figures.shortfall, 2);
  figures.shortfall_se =
      size > 1 ? std::sqrt(squares / (n - 1.0) / n) : std::numeric_limits<double>::quiet_NaN();
  std::sort(net.begin(), net.end());
  figures.lower = quantile_of_sorted(net, 0.025);
  figures.median = quantile_of_sorted(net, 0.5);
  figures.p90 = quantile_of_sorted(net, 0.9);
  figures.p95 = quantile_of_sorted(net, 0.95);
  figures.upper = quantile_of_sorted(net, 0.975);
  std::sort(volumes.begin(), volumes.end());
  for (const double confidence : confidences)
    figures.needed.push_back(needed_for(volumes, confidence));
  return figures;
}

double share_at_most(std::span<const double> sorted, double volume, double rounding) {
  const auto end = std::upper_bound(sorted.begin(), sorted.end(), volume * (1.0 + rounding));
  return static_cast<double>(end - sorted.begin()) / static_cast<double>(sorted.size());
}

}  // namespace

double rounded_net(double gross, double credits, double rounding) {
  const double net = gross - credits;
  return std::abs(net) <= rounding * (std::abs(gross) + std::abs(credits)) / 2.0 ? 0.0 : net;
}

WilsonInterval wilson_interval(double met, double n) {
  const double centre = (met + z95 * z95 / 2.0) / (n + z95 * z95);
  const double half = z95 / (n + z95 * z95) * std::sqrt(met * (n - met) / n + z95 * z95 / 4.0);
  return {std::max(centre - half, 0.0), std::min(centre + half, 1.0)};
}

std::string claim_verdict(const ClaimFigures& figures, double required_probability) {
  if (figures.probability_lower >= required_probability) return "demonstrated";
  if (figures.probability_upper <= 1.0 - required_probability) return "not met";
  return "not demonstrated";
}

ClaimSummary judge_claim(const ClaimSamples& samples, const ClaimRule& rule) {
  ClaimSummary claim;
  std::vector<double> gross, share;
  const std::size_t size = samples.share.empty()
                               ? samples.gross.size()
                               : std::min(samples.gross.size(), samples.share.size());
  gross.reserve(size);
  share.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double realised = samples.share.empty() ? 1.0 : samples.share[i];
    if (std::isnan(samples.gross[i]) || std::isnan(realised)) continue;
    gross.push_back(samples.gross[i]);
    share.push_back(realised);
    claim.realised_mean += realised;
  }
  if (gross.empty()) return claim;
  claim.present = true;
  claim.gross_static = samples.gross_static;
  claim.nominal = samples.nominal;
  claim.realised_mean *= samples.nominal / static_cast<double>(gross.size());

  std::vector<double> face_volumes, adjusted_volumes;
  const std::vector<double> face_share(gross.size(), 1.0);
  claim.face = figures_of(gross, face_share, samples, 1.0, face_volumes);
  claim.risk_adjusted = figures_of(gross, share, samples, samples.share_static, adjusted_volumes);

  double end = 1.5 * samples.nominal;
  for (const ClaimFigures* figures : {&claim.face, &claim.risk_adjusted})
    for (const ClaimFigures::Needed& needed : figures->needed)
      if (needed.confidence < 0.97 && std::isfinite(needed.nominal))
        end = std::max(end, 1.1 * needed.nominal);
  if (end > 0.0)
    for (std::size_t i = 0; i < num_curve_points; ++i) {
      const double volume =
          end * static_cast<double>(i) / static_cast<double>(num_curve_points - 1);
      claim.curve_credits.push_back(volume);
      claim.curve_face.push_back(share_at_most(face_volumes, volume, samples.rounding));
      claim.curve_adjusted.push_back(share_at_most(adjusted_volumes, volume, samples.rounding));
    }

  claim.verdict =
      claim_verdict(rule.risk_adjusted ? claim.risk_adjusted : claim.face, rule.probability);
  return claim;
}

}  // namespace plume
