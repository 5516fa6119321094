// SPDX-License-Identifier: Apache-2.0
// The published figures of all outputs, and the variables of a result file that hold them: one list
// for those who write files, read them, and hand results on in memory.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "host/stats/summary.hpp"
#include "host/store/schema.hpp"

namespace plume {

/// A variable, and what of a Summary it holds.
struct SummaryVariable {
  using Levels = std::array<double, quantile_levels.size()>;

  schema::Variable variable;
  std::variant<double Summary::*, std::uint64_t Summary::*, Levels Summary::*> member;
};

/// In the order in which a file has them.
inline constexpr std::array<SummaryVariable, 11> summary_variables = {{
    {schema::mean, &Summary::mean},
    {schema::se_mean, &Summary::se_mean},
    {schema::se_median, &Summary::se_median},
    {schema::sd, &Summary::sd},
    {schema::median, &Summary::median},
    {schema::minimum, &Summary::minimum},
    {schema::maximum, &Summary::maximum},
    {schema::count, &Summary::count},
    {schema::replicates, &Summary::replicates},
    {schema::quantile, &Summary::quantiles},
    {schema::se_quantile, &Summary::se_quantiles},
}};

/// [output] or [level][output]; numbers of iterations are whole numbers.
using SummaryValues = std::variant<std::vector<double>, std::vector<std::int64_t>>;

[[nodiscard]] SummaryValues values_of(const SummaryVariable& variable,
                                      std::span<const Summary> summaries);
/// The other way: `values` are those of values_of() for as many summaries.
void put_values(const SummaryVariable& variable, const SummaryValues& values,
                std::span<Summary> summaries);

}  // namespace plume
