// SPDX-License-Identifier: Apache-2.0
#include "host/report/score_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "host/report/text.hpp"

namespace plume {
namespace {}  // namespace

ReportTable score_table(const ReportInput& input, std::size_t demand, const Labels& labels) {
  const OutputAxes& axes = input.header.axes;
  ReportTable table;
  table.id = "scores-" + std::to_string(demand + 1);
  table.caption = printable(axes.demands.at(demand).name);
  if (!axes.demands[demand].unit.empty())
    table.caption += " [" + printable(axes.demands[demand].unit) + "]";
  table.columns = {{labels("column.category")}, {labels("column.unit")}};
  for (const char* key : {"static", "median", "mean", "se", "shift", "sd", "lower", "upper"}) {
    table.columns.push_back({labels("column." + std::string(key)), ReportColumn::number});
  }
  for (std::size_t category = 0; category < axes.categories.size(); ++category) {
    const OutputRow row = output_row(input, demand, category);
    const Summary& s = row.summary;
    const Rounding rounding =
        rounding_by_error(s.se_mean, std::vector{row.static_score, s.median, s.mean, s.sd,
                                                 s.quantiles[lower95], s.quantiles[upper95]});
    Rounding error_rounding = rounding_by_error(s.se_mean, std::vector{s.se_mean});
    error_rounding.scientific = rounding.scientific;
    const auto number = [&](double value) { return Cell::number(value, rounding); };
    table.rows.push_back(
        {Cell::words(printable(row.category_name())), Cell::words(printable(row.category.unit)),
         number(row.static_score), number(s.median), number(s.mean),
         Cell::number(s.se_mean, error_rounding, s.count > 0 ? labels("word.not_known") : ""),
         Cell::change(row.static_score, s.mean), number(s.sd), number(s.quantiles[lower95]),
         number(s.quantiles[upper95])});
  }
  return table;
}

Rounding headline_rounding(const Summary& s) {
  const std::vector values{s.mean, s.quantiles[lower95], s.quantiles[upper95]};
  Rounding rounding = rounding_by_error(s.sd, values);
  if (s.se_mean > 0.0)
    rounding.place = std::max(rounding.place, rounding_by_error(s.se_mean, values).place);
  return rounding;
}

std::string headline(double value, const Summary& summary) {
  return rounded(value, headline_rounding(summary));
}

}  // namespace plume
