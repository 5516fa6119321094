// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/link_summary.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "host/base/json_text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const LinkSummary::Demand& demand) {
  Json json;
  json["inputs"] = demand.inputs;
  json["inputs_cut_off"] = demand.inputs_cut_off;
  json["products_cut_off"] = demand.products_cut_off;
  json["flows"] = demand.flows;
  json["flows_without_factor"] = demand.flows_without_factor;
  json["cut_offs"] = Json::array();
  for (const LinkSummary::CutOff& each : demand.cut_offs) {
    json["cut_offs"].push_back({{"product", each.product},
                                {"amount", each.amount},
                                {"unit", each.unit},
                                {"consumers", each.consumers},
                                {"largest_consumer", each.consumer},
                                {"reason", each.reason}});
  }
  json["without_factor"] = Json::array();
  for (const LinkSummary::Unvalued& each : demand.without_factor) {
    json["without_factor"].push_back({{"flow", each.flow},
                                      {"compartment", each.compartment},
                                      {"amount", each.amount},
                                      {"unit", each.unit}});
  }
  json["incomplete_share"] = Json::array();
  for (const double share : demand.incomplete_share)
    json["incomplete_share"].push_back(std::isnan(share) ? Json() : Json(share));
  return json;
}

LinkSummary::Demand demand_of(const Json& json) {
  LinkSummary::Demand demand;
  json.at("inputs").get_to(demand.inputs);
  json.at("inputs_cut_off").get_to(demand.inputs_cut_off);
  json.at("products_cut_off").get_to(demand.products_cut_off);
  json.at("flows").get_to(demand.flows);
  json.at("flows_without_factor").get_to(demand.flows_without_factor);
  for (const Json& each : json.at("cut_offs")) {
    LinkSummary::CutOff& cut = demand.cut_offs.emplace_back();
    each.at("product").get_to(cut.product);
    each.at("amount").get_to(cut.amount);
    each.at("unit").get_to(cut.unit);
    each.at("consumers").get_to(cut.consumers);
    each.at("largest_consumer").get_to(cut.consumer);
    each.at("reason").get_to(cut.reason);
  }
  for (const Json& each : json.at("without_factor")) {
    LinkSummary::Unvalued& flow = demand.without_factor.emplace_back();
    each.at("flow").get_to(flow.flow);
    each.at("compartment").get_to(flow.compartment);
    each.at("amount").get_to(flow.amount);
    each.at("unit").get_to(flow.unit);
  }
  for (const Json& each : json.at("incomplete_share"))
    demand.incomplete_share.push_back(each.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                     : each.get<double>());
  return demand;
}

/// Calls visit(key, member) for every tally.
template <class S, class Visit>
void for_each_tally(S& summary, const Visit& visit) {
  visit("exchanges", summary.exchanges);
  visit("links", summary.links);
  visit("allocation", summary.allocation);
  visit("units", summary.units);
  visit("flows", summary.flows);
  visit("downgraded", summary.downgraded);
  visit("formulas", summary.formulas);
  visit("ignored", summary.ignored);
}

}  // namespace

std::string to_json(const LinkSummary& summary) {
  if (summary.empty()) return {};
  Json json;
  json["formats"] = summary.formats;
  json["processes"] = summary.processes;
  json["products"] = summary.products;
  for_each_tally(summary, [&](const char* key, const Tally& tally) { json[key] = tally; });
  json["across"] = Json::array();
  for (const LinkSummary::Across& each : summary.across) {
    json["across"].push_back({{"product", each.product},
                              {"unit", each.unit},
                              {"maker", each.maker},
                              {"maker_unit", each.maker_unit},
                              {"model", each.model},
                              {"reason", each.reason},
                              {"factor", each.factor},
                              {"inputs", each.inputs}});
  }
  json["demands"] = Json::array();
  for (const LinkSummary::Demand& each : summary.demands) json["demands"].push_back(json_of(each));
  return json_text(json);
}

LinkSummary link_summary_from_json(std::string_view text) {
  LinkSummary summary;
  if (text.empty()) return summary;
  const Json json = parse_ordered_json(text);
  json.at("formats").get_to(summary.formats);
  json.at("processes").get_to(summary.processes);
  json.at("products").get_to(summary.products);
  for_each_tally(summary, [&](const char* key, Tally& tally) { json.at(key).get_to(tally); });
  for (const Json& each : json.value("across", Json::array())) {  // absent in results of before
    LinkSummary::Across& link = summary.across.emplace_back();
    each.at("product").get_to(link.product);
    each.at("unit").get_to(link.unit);
    each.at("maker").get_to(link.maker);
    each.at("maker_unit").get_to(link.maker_unit);
    each.at("model").get_to(link.model);
    each.at("reason").get_to(link.reason);
    each.at("factor").get_to(link.factor);
    each.at("inputs").get_to(link.inputs);
  }
  for (const Json& each : json.at("demands")) summary.demands.push_back(demand_of(each));
  return summary;
}

}  // namespace plume
