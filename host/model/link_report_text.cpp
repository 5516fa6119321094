// SPDX-License-Identifier: Apache-2.0
#include "host/model/link_report_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/base/error.hpp"
#include "host/base/json_text.hpp"

namespace plume {
namespace {

using nlohmann::json;

json json_of(const std::vector<Finding>& findings) {
  json list = json::array();
  for (const Finding& each : findings)
    list.push_back(
        {each.code, each.place.file, each.place.line, each.place.column, each.problem, each.hint});
  return list;
}

std::vector<Finding> findings_in(const json& list) {
  std::vector<Finding> findings;
  for (const json& each : list) {
    Finding& finding = findings.emplace_back();
    each.at(0).get_to(finding.code);
    each.at(1).get_to(finding.place.file);
    each.at(2).get_to(finding.place.line);
    each.at(3).get_to(finding.place.column);
    each.at(4).get_to(finding.problem);
    each.at(5).get_to(finding.hint);
    if (finding.code.empty()) throw Error("a finding of it has no code");
  }
  return findings;
}

void add_tally(Tally& into, const Tally& from) {
  for (const auto& [name, count] : from) add_to(into, name, count);
}

}  // namespace

std::string stored_link_report(const LinkReport& report) {
  json cut_offs = json::array();
  for (const LinkReport::CutOff& each : report.cut_offs) {
    cut_offs.push_back({each.process, each.product_id, each.product, each.unit, each.location,
                        each.reason, each.amount});
  }
  json across = json::array();
  for (const LinkReport::Across& each : report.across) {
    across.push_back({each.process, each.product_id, each.product, each.unit, each.maker_id,
                      each.maker, each.maker_location, each.maker_unit, each.model, each.reason,
                      each.amount, each.factor});
  }
  const json whole = {{"formats", report.formats},
                      {"processes", report.processes},
                      {"products", report.products},
                      {"exchanges", report.exchanges},
                      {"distributions", report.distributions},
                      {"downgraded", report.downgraded},
                      {"formulas", report.formulas},
                      {"links", report.links},
                      {"allocation", report.allocation},
                      {"units", report.units},
                      {"flows", report.flows},
                      {"ignored", report.ignored},
                      {"cut_offs", cut_offs},
                      {"across", across},
                      {"details", json_of(report.details)}};
  return json_text(whole);
}

LinkReport link_report_of(std::string_view text) {
  LinkReport report;
  try {
    const json whole = parse_json(text);
    const auto read = [&whole](const char* name, auto& into) { whole.at(name).get_to(into); };
    read("formats", report.formats);
    read("processes", report.processes);
    read("products", report.products);
    read("exchanges", report.exchanges);
    read("distributions", report.distributions);
    read("downgraded", report.downgraded);
    read("formulas", report.formulas);
    read("links", report.links);
    read("allocation", report.allocation);
    read("units", report.units);
    read("flows", report.flows);
    read("ignored", report.ignored);
    for (const json& each : whole.at("cut_offs")) {
      LinkReport::CutOff cut;
      each.at(0).get_to(cut.process);
      each.at(1).get_to(cut.product_id);
      each.at(2).get_to(cut.product);
      each.at(3).get_to(cut.unit);
      each.at(4).get_to(cut.location);
      each.at(5).get_to(cut.reason);
      each.at(6).get_to(cut.amount);
      report.cut_offs.push_back(std::move(cut));
    }
    for (const json& each : whole.value("across", json::array())) {  // absent in files of before
      LinkReport::Across link;
      each.at(0).get_to(link.process);
      std::size_t at = 0;
      for (std::string* each_text :
           {&link.product_id, &link.product, &link.unit, &link.maker_id, &link.maker,
            &link.maker_location, &link.maker_unit, &link.model, &link.reason})
        each.at(++at).get_to(*each_text);
      each.at(10).get_to(link.amount);
      each.at(11).get_to(link.factor);
      report.across.push_back(std::move(link));
    }
    report.details = findings_in(whole.at("details"));
  } catch (const json::exception& error) {
    throw Error(std::string("the report of its links is damaged: ") + error.what());
  }
  return report;
}

std::string stored_findings(const std::vector<Finding>& findings) {
  return json_text(json_of(findings));
}

std::vector<Finding> findings_of(std::string_view text) {
  try {
    return findings_in(parse_json(text));
  } catch (const json::exception& error) {
    throw Error(std::string("its findings are damaged: ") + error.what());
  }
}

void add_to(LinkReport& report, const LinkReport& other,
            const std::vector<std::uint32_t>& processes) {
  for (const std::string& format : other.formats) {
    if (std::find(report.formats.begin(), report.formats.end(), format) == report.formats.end())
      report.formats.push_back(format);
  }
  report.processes += other.processes;
  report.products += other.products;
  add_tally(report.exchanges, other.exchanges);
  for (const auto& [holder, kinds] : other.distributions)
    add_tally(report.distributions[holder], kinds);
  add_tally(report.downgraded, other.downgraded);
  add_tally(report.formulas, other.formulas);
  add_tally(report.links, other.links);
  add_tally(report.allocation, other.allocation);
  add_tally(report.units, other.units);
  add_tally(report.flows, other.flows);
  add_tally(report.ignored, other.ignored);
  for (LinkReport::CutOff cut : other.cut_offs) {
    if (cut.process >= processes.size())
      throw Error("the report of its links names a process that is not there");
    cut.process = processes[cut.process];
    report.cut_offs.push_back(std::move(cut));
  }
  for (LinkReport::Across link : other.across) {
    if (link.process >= processes.size())
      throw Error("the report of its links names a process that is not there");
    link.process = processes[link.process];
    report.across.push_back(std::move(link));
  }
  report.details.insert(report.details.end(), other.details.begin(), other.details.end());
}

}  // namespace plume
