// SPDX-License-Identifier: Apache-2.0
// What a study says of draws that depend on each other: [[group]], [[composition]],
// [[correlation]], [[switch]], [[in_step]]. docs/dependence.md explains and shows them. Here they
// are read; host/study/resolve_dependence.hpp finds their exchanges in the model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

class TomlTable;

/// Exchanges by what they are: all that is given must hold; of several texts one. A text is an id,
/// a name, or a pattern with *.
struct ExchangeSelector {
  std::optional<Matrix> matrix;
  std::vector<std::string> processes, products, flows, categories, locations, units, tags,
      exchanges;
  std::string group;  ///< instead of all others: a group of the study or of the model's files
  Place place;

  [[nodiscard]] std::string text() const;  ///< {process = "mill", flow = "co2"}
};

struct StudyGroup {
  std::string name;
  std::vector<ExchangeSelector> members;
  std::string each;  ///< "flow", …: one group for each; empty: one for all
  Place place;
};

struct StudyComposition {
  std::string name;
  std::vector<ExchangeSelector> members, pinned;
  std::optional<double> total;
  bool dirichlet = false;
  std::optional<double> concentration;
  std::optional<double> sd;  ///< of the share of `sd_of`
  std::vector<ExchangeSelector> sd_of;
  Place place, total_place, spread_place;
};

struct StudyCorrelation {
  std::string name;
  std::vector<ExchangeSelector> inputs;
  std::vector<std::vector<double>> matrix;
  enum class Measure : std::uint8_t { normal, spearman, kendall } measure = Measure::normal;
  double degrees = 0.0;  ///< of freedom; 0: a Gaussian copula
  Place place, matrix_place;
};

struct StudySwitch {
  std::string name;
  struct Option {
    std::string name;
    double weight;
  };
  std::vector<Option> options;
  struct Values {
    std::vector<ExchangeSelector> members;
    bool factors = false;                  ///< the values multiply what the exchange is otherwise
    std::map<std::string, double> values;  ///< by option
    Place place;
  };
  std::vector<Values> values;
  std::filesystem::path path;  ///< of the table that some of the values come from; empty: none
  std::string written_path;
  Place place;
};

struct StudyInStep {
  std::string name;
  std::vector<std::string> arrays;
  Place place;
};

struct StudyDependence {
  std::vector<StudyGroup> groups;
  std::vector<StudyComposition> compositions;
  std::vector<StudyCorrelation> correlations;
  std::vector<StudySwitch> switches;
  std::vector<StudyInStep> in_step;
};

/// Reads the tables of `top`. Paths are relative to `folder`. Findings: 010x, 015x.
[[nodiscard]] StudyDependence read_dependence(const TomlTable& top, const std::string& file,
                                              const std::filesystem::path& folder,
                                              Findings& findings);

}  // namespace plume
