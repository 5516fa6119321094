// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_plan.hpp"

#include "host/base/significant_bits.hpp"
#include "host/stats/replicates.hpp"

namespace plume {

PrecisionTarget target_of(const std::optional<StopRule>& stop) {
  PrecisionTarget target;
  if (!stop) return target;
  target.relative_se_mean = stop->relative_se_mean;
  target.min_iterations = stop->min_iterations;
  target.quantiles = stop->quantiles;
  target.quantile_half_width = stop->quantile_half_width;
  target.quantile_scale = stop->quantile_in_own_unit ? WidthScale::absolute : WidthScale::relative;
  target.comparison_half_width = stop->comparison_half_width;
  target.comparisons = stop->comparisons;
  return target;
}

SamplingPlan run_plan(const PreparedStudy& prepared, std::uint64_t end, std::uint64_t batch,
                      std::uint64_t preferred) {
  const Study& study = prepared.study;
  SamplingPlan plan =
      make_plan(end, batch, preferred, prepared.axes.num_outputs(), target_of(study.stop));
  plan.replicate_length = replicate_length(name_of(study.sampling.design));
  if (study.digits > 0) plan.score_bits = bits_for_digits(study.digits);
  plan.bounds = prepared.bounds;
  return plan;
}

}  // namespace plume
