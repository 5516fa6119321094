// SPDX-License-Identifier: Apache-2.0
#include "host/store/summary_variables.hpp"

#include <cstddef>

namespace plume {
namespace {

using Summaries = std::span<const Summary>;
using Levels = SummaryVariable::Levels;

SummaryValues column_of(Summaries summaries, double Summary::*member) {
  std::vector<double> column;
  column.reserve(summaries.size());
  for (const Summary& summary : summaries) column.push_back(summary.*member);
  return column;
}

SummaryValues column_of(Summaries summaries, std::uint64_t Summary::*member) {
  std::vector<std::int64_t> column;
  column.reserve(summaries.size());
  for (const Summary& summary : summaries)
    column.push_back(static_cast<std::int64_t>(summary.*member));
  return column;
}

SummaryValues column_of(Summaries summaries, Levels Summary::*member) {
  std::vector<double> column;
  column.reserve(quantile_levels.size() * summaries.size());
  for (std::size_t level = 0; level < quantile_levels.size(); ++level) {
    for (const Summary& summary : summaries) column.push_back((summary.*member)[level]);
  }
  return column;
}

using Target = std::span<Summary>;

void put_column(const SummaryValues& values, double Summary::*member, Target summaries) {
  const auto& column = std::get<std::vector<double>>(values);
  for (std::size_t i = 0; i < summaries.size(); ++i) summaries[i].*member = column.at(i);
}

void put_column(const SummaryValues& values, std::uint64_t Summary::*member, Target summaries) {
  const auto& column = std::get<std::vector<std::int64_t>>(values);
  for (std::size_t i = 0; i < summaries.size(); ++i)
    summaries[i].*member = static_cast<std::uint64_t>(column.at(i));
}

void put_column(const SummaryValues& values, Levels Summary::*member, Target summaries) {
  const auto& column = std::get<std::vector<double>>(values);
  for (std::size_t level = 0; level < quantile_levels.size(); ++level) {
    for (std::size_t i = 0; i < summaries.size(); ++i)
      (summaries[i].*member)[level] = column.at(level * summaries.size() + i);
  }
}

}  // namespace

SummaryValues values_of(const SummaryVariable& variable, std::span<const Summary> summaries) {
  return std::visit([&](auto member) { return column_of(summaries, member); }, variable.member);
}

void put_values(const SummaryVariable& variable, const SummaryValues& values,
                std::span<Summary> summaries) {
  std::visit([&](auto member) { put_column(values, member, summaries); }, variable.member);
}

}  // namespace plume
