// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "host/api/factors.hpp"
#include "host/base/csv_cell.hpp"
#include "host/base/json_text.hpp"
#include "host/base/numbers.hpp"
#include "host/cli/commands.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

constexpr std::size_t width = 100;

/// Lines of at most 100 columns, all but the first indented.
void add_wrapped(std::string& text, const std::string& words, std::size_t indent) {
  const std::string lines = wrapped(printable(words), width - indent);
  const std::string before(indent, ' ');
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size() - 1);
    text += before + lines.substr(from, end + 1 - from);
    from = end + 1;
  }
}

std::string with_gas(const api::Factor& f) { return f.is_conversion ? "" : " " + f.gas; }

/// All that is known of one.
std::string entry(const api::Factor& f) {
  std::string text = f.id + "\n";
  add_wrapped(text, f.name + "; " + f.category + "; " + f.region + " " + f.year, 2);
  add_wrapped(text, format_exact(f.value) + " " + f.unit() + with_gas(f) + "; " + f.uncertainty, 2);
  add_wrapped(text, "source: " + f.source, 2);
  add_wrapped(text, "confidence: " + f.confidence, 2);
  if (!f.note.empty()) add_wrapped(text, "note: " + f.note, 2);
  return text;
}

/// The 95 % interval in percent of the value.
std::string interval(const api::Factor& f) {
  if (f.distribution.empty()) return "not published";
  if (!f.lower95 || !f.upper95 || f.value <= 0.0) return f.distribution;
  const auto percent = [&](double end) {
    const double change = 100.0 * (end / f.value - 1.0);
    return (change < 0.0 ? "-" : "+") + format_significant(std::abs(change), 2) + " %";
  };
  return percent(*f.lower95) + " " + percent(*f.upper95);
}

std::size_t columns_of(const std::string& lines) {
  std::size_t most = 0;
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size());
    most = std::max(most, display_width(std::string_view(lines).substr(from, end - from)));
    from = end + 1;
  }
  return most;
}

/// One line each. Ids are whole, for they are copied; where they are long, other columns give way.
std::string table_of(const std::vector<api::Factor>& found) {
  TextTable table({"id", "value", "unit", "95 %", "region", "year", "gas"},
                  {TextTable::left, TextTable::right, TextTable::left, TextTable::right,
                   TextTable::left, TextTable::left, TextTable::left});
  for (const api::Factor& f : found) {
    table.add({f.id, f.value == 0.0 ? "0" : format_significant(f.value, 4), f.unit(), interval(f),
               f.region, f.year, f.is_conversion ? "" : f.gas});
  }
  std::string text = table.to_string();
  for (std::size_t last = 6; last > 1 && columns_of(text) > width; --last) {
    table.drop_column(last);
    text = table.to_string();
  }
  return text;
}

std::string as_text(const api::FactorSearch& made) {
  std::string text;
  if (made.found.size() == 1) text = entry(made.found.front());
  if (made.found.size() > 1)
    text = table_of(made.found) + "\nplume factors --id ID says all of one.\n";
  text += std::to_string(made.found.size()) + " of " + std::to_string(made.num_factors) +
          " factors; library " + made.version + ", SHA-256\n" + made.sha256 + "\n";
  for (const std::string& hint : made.hints) text += printable(hint) + "\n";
  return text;
}

std::string as_json(const api::FactorSearch& made) {
  nlohmann::ordered_json json;
  json["version"] = made.version;
  json["sha256"] = made.sha256;
  json["factors"] = nlohmann::ordered_json::array();
  for (const api::Factor& f : made.found) {
    auto& each = json["factors"].emplace_back();
    each = {{"id", f.id},
            {"name", f.name},
            {"category", f.category},
            {"region", f.region},
            {"year", f.year},
            {"value", f.value},
            {"unit_emission", f.unit_emission},
            {"unit_activity", f.unit_activity},
            {"gas", f.gas},
            {"uncertainty", f.uncertainty},
            {"source", f.source},
            {"note", f.note},
            {"confidence", f.confidence}};
    each["distribution"] = f.distribution;
    if (f.lower95) each["lower95"] = *f.lower95;
    if (f.upper95) each["upper95"] = *f.upper95;
  }
  for (const std::string& hint : made.hints) json["hints"].push_back(printable(hint));
  // What was asked for may be no UTF-8.
  return json_text(json, 2) + "\n";
}

std::string as_csv(const std::vector<api::Factor>& found) {
  std::string csv =
      "id,name,category,region,year,value,unit_emission,unit_activity,gas,uncertainty,source,note,"
      "confidence\n";
  for (const api::Factor& f : found) {
    const std::string cells[] = {f.id,
                                 f.name,
                                 f.category,
                                 f.region,
                                 f.year,
                                 format_exact(f.value),
                                 f.unit_emission,
                                 f.unit_activity,
                                 f.gas,
                                 f.uncertainty,
                                 f.source,
                                 f.note,
                                 f.confidence};
    for (std::size_t i = 0; i < std::size(cells); ++i)
      csv += (i == 0 ? "" : ",") + csv_quoted(cells[i]);
    csv += "\n";
  }
  return csv;
}

}  // namespace

ExitStatus factors_command(const Invocation& invocation, const Console& console) {
  const api::FactorSearch made =
      api::search_factors({invocation.words, invocation.region, invocation.year,
                           invocation.category, invocation.gas, invocation.id});
  if (invocation.format == ReportFormat::csv) {
    console.out << as_csv(made.found);
    for (const std::string& hint : made.hints) console.err << "plume: " << printable(hint) << '\n';
  } else {
    console.out << (invocation.format == ReportFormat::json ? as_json(made) : as_text(made));
  }
  // A script that names one factor must learn that there is none; to search and find nothing is an
  // answer.
  return made.found.empty() && !invocation.id.empty() ? ExitStatus::bad_input : ExitStatus::done;
}

}  // namespace plume
