// SPDX-License-Identifier: Apache-2.0
// What makes each score of a result, and what makes it uncertain: the processes with the largest
// direct contributions to the static score, and the uncertain numbers with the largest first-order
// shares of its variance. It travels as one JSON text in the result's provenance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

struct ScoreDrivers {
  struct Contribution {
    std::string process;  ///< "electricity, low voltage (CN)"
    double score = 0.0;   ///< in the unit of the category; static amounts
    /// Ends of the 95 % interval to first order: of the lognormal with the contribution's mean and
    /// standard deviation. NaN: not known.
    double lower = std::numeric_limits<double>::quiet_NaN(), upper = lower;
  };
  struct Parameter {
    std::string name;         ///< "factor of carbon dioxide in climate change"
    std::uint64_t count = 1;  ///< numbers that share its draw
    double share = 0.0;       ///< of the first-order variance
  };
  std::size_t demand = 0, category = 0;  ///< positions in the result
  std::vector<Contribution> contributions;
  /// of all uncertain numbers, to first order; 0: nothing is drawn, or it is not known
  double variance = 0.0;
  std::vector<Parameter> parameters;
};

[[nodiscard]] std::string to_json(const std::vector<ScoreDrivers>& drivers);
/// Throws std::exception for a text that is none; empty: none.
[[nodiscard]] std::vector<ScoreDrivers> score_drivers_from_json(std::string_view text);

}  // namespace plume
