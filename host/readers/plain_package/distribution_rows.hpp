// SPDX-License-Identifier: Apache-2.0
// distributions.csv: the rows of empirical distributions, choices, histograms and mixtures, which
// other tables name by id.
//
//   id, weight (default 1), and for
//   empirical, categorical   value
//   histogram                low, high
//   mixture                  the uncertainty columns, with value as the amount; or value alone, a
//                            certain component
//
// The same rows may serve as different kinds. Findings: E0250 to E0253.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

class DistributionRows {
 public:
  void read(std::string_view text, const std::string& file, Findings& findings);
  /// Rows may be missing: an unknown id is then no finding.
  void set_incomplete() { complete_ = false; }

  /// The rows of an id as a distribution of that kind; null, with a finding, where there are none
  /// or cells are missing.
  [[nodiscard]] std::shared_ptr<const DistributionTable> find(std::string_view id,
                                                              DistributionKind kind,
                                                              const Place& place,
                                                              Findings& findings);

 private:
  struct Row {
    double value, low, high, weight;  ///< NaN: not given
    Uncertainty component;
    Place place;
  };
  std::map<std::string, std::vector<Row>, std::less<>> rows_;
  std::map<std::pair<std::string, DistributionKind>, std::shared_ptr<const DistributionTable>>
      made_;
  bool complete_ = true;
};

}  // namespace plume
