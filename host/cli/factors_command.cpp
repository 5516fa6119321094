// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/cli/commands.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/report/csv_cell.hpp"

namespace plume {
namespace {

std::string as_text(const std::vector<const EmissionFactor*>& found) {
  std::string text;
  for (const EmissionFactor* f : found) {
    text += fmt::format("{}\n  {}; {} {}\n  {} {}{}; {}\n  source: {}\n  confidence: {}\n", f->id, f->name, f->region,
                        f->year, format_exact(f->value), f->unit(), f->is_conversion() ? "" : " " + f->gas,
                        f->uncertainty_text(), f->source, f->confidence);
    if (!f->note.empty()) text += "  note: " + f->note + "\n";
  }
  const FactorLibrary& library = built_in_factors();
  text += fmt::format("{} of {} factors; library {}, SHA-256 {}\n", found.size(), library.factors().size(),
                      built_in_factors_version(), sha256(built_in_factors_text()));
  if (found.empty()) text += "Fewer or shorter words find more.\n";
  return text;
}

std::string as_json(const std::vector<const EmissionFactor*>& found) {
  nlohmann::ordered_json json;
  json["version"] = built_in_factors_version();
  json["sha256"] = sha256(built_in_factors_text());
  json["factors"] = nlohmann::ordered_json::array();
  for (const EmissionFactor* f : found) {
    auto& each = json["factors"].emplace_back();
    each = {{"id", f->id},
            {"name", f->name},
            {"category", f->category},
            {"region", f->region},
            {"year", f->year},
            {"value", f->value},
            {"unit_emission", f->unit_emission},
            {"unit_activity", f->unit_activity},
            {"gas", f->gas},
            {"uncertainty", f->uncertainty_text()},
            {"source", f->source},
            {"note", f->note},
            {"confidence", f->confidence}};
    each["distribution"] =
        f->uncertainty.kind == DistributionKind::undefined ? "" : std::string(name_of(f->uncertainty.kind));
    if (f->lower95) each["lower95"] = *f->lower95;
    if (f->upper95) each["upper95"] = *f->upper95;
  }
  return json.dump(2) + "\n";
}

std::string as_csv(const std::vector<const EmissionFactor*>& found) {
  std::string csv =
      "id,name,category,region,year,value,unit_emission,unit_activity,gas,uncertainty,source,note,confidence\n";
  for (const EmissionFactor* f : found) {
    const std::string cells[] = {f->id,
                                 f->name,
                                 f->category,
                                 f->region,
                                 f->year,
                                 format_exact(f->value),
                                 f->unit_emission,
                                 f->unit_activity,
                                 f->gas,
                                 f->uncertainty_text(),
                                 f->source,
                                 f->note,
                                 f->confidence};
    for (std::size_t i = 0; i < std::size(cells); ++i) csv += (i == 0 ? "" : ",") + csv_quoted(cells[i]);
    csv += "\n";
  }
  return csv;
}

}  // namespace

ExitStatus factors_command(const Invocation& invocation, const Console& console) {
  const auto found =
      search(built_in_factors(), {invocation.words, invocation.region, invocation.year, invocation.category});
  console.out << (invocation.format == ReportFormat::json  ? as_json(found)
                  : invocation.format == ReportFormat::csv ? as_csv(found)
                                                           : as_text(found));
  return ExitStatus::done;
}

}  // namespace plume
