// SPDX-License-Identifier: Apache-2.0
#include "host/store/verify_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/printable.hpp"
#include "host/base/version.hpp"
#include "host/record/run_figures.hpp"
#include "host/stats/replicates.hpp"

namespace plume {
namespace {

class Comparison {
 public:
  Comparison(const ResultHeader& header, const std::string& shown)
      : axes_(header.axes),
        shown_(shown),
        same_build_(header.provenance.plume_version == version() &&
                    header.provenance.commit == commit()) {}

  void compare(std::size_t output, const Summary& stored, const Summary& computed) const {
    const auto figure = [&](const char* name, double a, double b) {
      if (!same(a, b)) differ(output, name, a, b);
    };
    figure("count", static_cast<double>(stored.count), static_cast<double>(computed.count));
    figure("mean", stored.mean, computed.mean);
    figure("sd", stored.sd, computed.sd);
    figure("median", stored.median, computed.median);
    figure("minimum", stored.minimum, computed.minimum);
    figure("maximum", stored.maximum, computed.maximum);
    for (std::size_t i = 0; i < stored.quantiles.size(); ++i) {
      figure("quantile", stored.quantiles[i], computed.quantiles[i]);
      if (same_build_) figure("se_quantile", stored.se_quantiles[i], computed.se_quantiles[i]);
    }
    if (!same_build_) return;
    figure("se_mean", stored.se_mean, computed.se_mean);
    figure("se_median", stored.se_median, computed.se_median);
    figure("replicates", static_cast<double>(stored.replicates),
           static_cast<double>(computed.replicates));
  }

 private:
  [[nodiscard]] bool same(double a, double b) const {
    if (a == b || (std::isnan(a) && std::isnan(b))) return true;
    return !same_build_ && std::abs(a - b) <= 1e-12 * std::abs(b);
  }

  [[noreturn]] void differ(std::size_t output, const char* name, double stored,
                           double computed) const {
    const std::size_t categories = axes_.categories.size();
    throw Error(fmt::format("{} is damaged: '{}' of '{}', '{}' is {}, its samples give {}", shown_,
                            name, printable(axes_.demands[output / categories].name),
                            printable(axes_.categories[output % categories].id), stored, computed));
  }

  const OutputAxes& axes_;
  const std::string& shown_;
  bool same_build_;
};

/// What became of the iterations, counted again.
void verify_counts(const ResultFile& file, const std::string& shown) {
  ResultTotals counted;
  std::uint64_t iteration = 0;
  for (const IterationStatus status : file.status()) counted.count(iteration++, status);
  if (!std::equal(std::begin(counted.failed), std::end(counted.failed),
                  std::begin(file.totals().failed))) {
    throw Error(fmt::format(
        "{} is damaged: the counts of its statuses are not those of its iterations", shown));
  }
}

}  // namespace

void verify_statistics(const ResultFile& file, const std::string& shown) {
  const ResultHeader& header = file.header();
  const Comparison comparison(header, shown);
  const std::size_t categories = header.axes.categories.size();
  std::optional<StreamingStatistics> figures;
  if (header.samples) {
    verify_counts(file, shown);
  } else {
    figures = file.figures().statistics();
  }
  const std::uint64_t parts = replicate_length(header.provenance.design);
  for (std::size_t output = 0; output < header.axes.num_outputs(); ++output) {
    if (figures) {
      comparison.compare(output, file.summaries()[output], figures->summary(output));
      continue;
    }
    std::vector<double> column = file.samples(output / categories, output % categories);
    comparison.compare(output, file.summaries()[output], summarise_in_place(column, parts));
  }
}

}  // namespace plume
