// SPDX-License-Identifier: Apache-2.0
#include "host/model/link_report.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "host/base/json_text.hpp"

namespace plume {
namespace {

/// The details, then the findings that are none of them.
std::vector<Finding> all_of(const LinkReport& report, const Findings& findings) {
  std::vector<Finding> list = report.details;
  std::set<std::string> codes;
  for (const Finding& each : report.details) codes.insert(each.code);
  for (const Finding& each : findings.list()) {
    if (codes.count(each.code) == 0) list.push_back(each);
  }
  return list;
}

std::string quoted_cell(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"') result += '"';
    result += letter;
  }
  return result + '"';
}

/// The names that stand in every report, also where nothing was counted.
Tally with_zeros(Tally tally, std::initializer_list<const char*> names) {
  for (const char* name : names) tally.emplace(name, 0);
  return tally;
}

}  // namespace

void add_to(Tally& tally, std::string_view name, std::uint64_t count) {
  if (const auto known = tally.find(name); known != tally.end())
    known->second += count;
  else
    tally.emplace(name, count);
}

std::string to_json(const LinkReport& report, const Findings& findings, bool with_cut_offs) {
  nlohmann::ordered_json json;
  std::string formats;
  for (const std::string& format : report.formats)
    formats += (formats.empty() ? "" : ", ") + format;
  json["format"] = formats;
  json["processes"] = report.processes;
  json["products"] = report.products;
  json["exchanges"] = with_zeros(report.exchanges, {"reference", "by_product", "input", "waste",
                                                    "avoided", "emission", "resource"});
  json["distributions"] = report.distributions;
  json["downgraded"] = report.downgraded;
  json["formulas"] = with_zeros(report.formulas, {"exchange", "parameter", "factor", "allocation"});
  json["links"] =
      with_zeros(report.links, {"provider", "only_maker", "rule", "cut_off", "ambiguous"});
  json["allocation"] = report.allocation;
  json["units"] = with_zeros(report.units, {"converted"});
  json["flows"] = with_zeros(report.flows, {"with_factor", "without_factor"});
  json["ignored"] = report.ignored;
  if (with_cut_offs) {
    json["cut_offs"] = nlohmann::ordered_json::array();
    for (const LinkReport::CutOff& each : report.cut_offs) {
      json["cut_offs"].push_back({{"process", each.process},
                                  {"product", each.product_id},
                                  {"name", each.product},
                                  {"amount", each.amount},
                                  {"unit", each.unit},
                                  {"location", each.location},
                                  {"reason", each.reason}});
    }
    json["across"] = nlohmann::ordered_json::array();
    for (const LinkReport::Across& each : report.across) {
      json["across"].push_back({{"process", each.process},
                                {"product", each.product_id},
                                {"name", each.product},
                                {"amount", each.amount},
                                {"unit", each.unit},
                                {"maker", each.maker_id},
                                {"maker_name", each.maker},
                                {"maker_location", each.maker_location},
                                {"maker_unit", each.maker_unit},
                                {"model", each.model},
                                {"factor", each.factor},
                                {"reason", each.reason}});
    }
  }
  json["findings"] = nlohmann::ordered_json::array();
  for (const Finding& each : with_cut_offs ? all_of(report, findings) : findings.list()) {
    json["findings"].push_back({{"code", each.code},
                                {"severity", name_of(each.severity())},
                                {"file", each.place.file},
                                {"line", each.place.line},
                                {"problem", each.problem},
                                {"hint", each.hint}});
  }
  return json_text(json);
}

std::string findings_table(const LinkReport& report, const Findings& findings) {
  std::string text = "code,severity,file,line,problem,hint\n";
  for (const Finding& each : all_of(report, findings)) {
    text += each.code;
    text += ',';
    text += name_of(each.severity());
    text += ',' + quoted_cell(each.place.file) + ',' +
            (each.place.line == 0 ? "" : std::to_string(each.place.line)) + ',' +
            quoted_cell(each.problem) + ',' + quoted_cell(each.hint) + '\n';
  }
  return text;
}

}  // namespace plume
