// SPDX-License-Identifier: Apache-2.0
#include "host/model/inventory_record.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/base/json_text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

// One list of members for both directions: visit(key, member).
template <class F, class Visit>
void members_of_factor(F& f, Visit visit) {
  visit("id", f.id), visit("name", f.name), visit("gas", f.gas), visit("unit", f.unit),
      visit("value", f.value);
  visit("uncertainty", f.uncertainty), visit("u95", f.u95), visit("source", f.source),
      visit("year", f.year);
  visit("region", f.region), visit("confidence", f.confidence),
      visit("from_library", f.from_library);
}
template <class L, class Visit>
void members_of_line(L& l, Visit visit) {
  visit("demand", l.demand), visit("source", l.source), visit("site", l.site),
      visit("period", l.period);
  visit("scope", l.scope), visit("category", l.category), visit("evidence", l.evidence),
      visit("group", l.group);
  visit("place", l.place), visit("iso_category", l.iso_category), visit("base_year", l.base_year);
  visit("amount", l.amount), visit("unit", l.unit), visit("uncertainty", l.uncertainty);
  visit("u95_activity", l.u95_activity), visit("u95_factor", l.u95_factor),
      visit("factors", l.factors);
  visit("activity_lower", l.activity_lower), visit("activity_upper", l.activity_upper);
  visit("factor_lower", l.factor_lower), visit("factor_upper", l.factor_upper);
  visit("bounded", l.bounded);
}
template <class R, class Visit>
void members_of_reading(R& r, Visit visit) {
  visit("quantity", r.quantity), visit("of", r.of), visit("amount", r.amount),
      visit("unit", r.unit);
  visit("uncertainty", r.uncertainty), visit("site", r.site), visit("period", r.period),
      visit("source", r.source);
  visit("evidence", r.evidence), visit("place", r.place);
}
template <class C, class Visit>
void members_of_credit(C& c, Visit visit) {
  visit("project", c.project), visit("registry", c.registry), visit("vintage", c.vintage),
      visit("retired", c.retired);
  visit("method", c.method), visit("evidence", c.evidence), visit("nominal", c.nominal),
      visit("realised", c.realised);
  visit("delivery", c.delivery), visit("reversal", c.reversal), visit("uncertainty", c.uncertainty);
  visit("counted", c.counted), visit("not_counted", c.not_counted);
  visit("retirement_shown", c.retirement_shown), visit("planned", c.planned);
}
template <class I, class Visit>
void members_of_instrument(I& i, Visit visit) {
  visit("name", i.name), visit("kind", i.kind), visit("covers", i.covers),
      visit("volume", i.volume);
  visit("unit", i.unit), visit("share", i.share), visit("uncertainty", i.uncertainty),
      visit("factor", i.factor);
  visit("factor_text", i.factor_text), visit("quality", i.quality), visit("vintage", i.vintage);
  visit("tracking", i.tracking), visit("evidence", i.evidence), visit("place", i.place);
  visit("at_residual", i.at_residual);
}
template <class I, class Visit>
void members_of_indicator(I& i, Visit visit) {
  visit("group", i.group), visit("name", i.name), visit("status", i.status), visit("note", i.note);
  visit("evidence", i.evidence);
}
template <class C, class Visit>
void members_of_claim(C& c, Visit visit) {
  visit("present", c.present), visit("boundary", c.boundary), visit("basis", c.basis),
      visit("credits", c.credits);
  visit("probability", c.probability), visit("materiality", c.materiality),
      visit("statement", c.statement);
  visit("count_unretired", c.count_unretired);
}
template <class T, class Visit>
void members_of_total(T& t, Visit visit) {
  visit("demand", t.demand), visit("kind", t.kind), visit("category", t.category);
}
template <class C, class Visit>
void members_of_category(C& c, Visit visit) {
  visit("id", c.id), visit("kind", c.kind), visit("gas", c.gas), visit("gwp_set", c.gwp_set),
      visit("gwp", c.gwp);
}
template <class R, class Visit>
void members_of_record(R& r, Visit visit) {
  visit("organisation", r.organisation), visit("period", r.period),
      visit("base_period", r.base_period);
  visit("gwp_set", r.gwp_set), visit("library_sha256", r.library_sha256),
      visit("library_version", r.library_version);
  visit("gwp_uncertainty", r.gwp_uncertainty), visit("exclusions", r.exclusions);
}

const auto put = [](Json& json) {
  return [&json](const char* key, const auto& value) { json[key] = value; };
};
const auto take_from = [](const Json& json) {
  return [&json](const char* key, auto& value) {
    if (const auto found = json.find(key); found != json.end()) found->get_to(value);
  };
};

}  // namespace

std::string InventoryRecord::demand_of(std::string_view kind) const {
  const auto found = std::find_if(totals.begin(), totals.end(),
                                  [&](const Total& each) { return each.kind == kind; });
  return found == totals.end() ? std::string() : found->demand;
}

const std::vector<std::string>& indicator_groups() {
  static const std::vector<std::string> all = {
      "infrastructure",           "energy and carbon information system",
      "energy and resource use",  "products",
      "greenhouse gas reduction", "offsets"};
  return all;
}

const std::vector<std::string>& indicator_statuses() {
  static const std::vector<std::string> all = {"met", "partly met", "not met", "not assessed"};
  return all;
}

std::string to_json(const InventoryRecord& record) {
  Json json = Json::object();
  members_of_record(record, put(json));
  members_of_claim(record.claim, put(json["claim"]));
  for (const char* list : {"lines", "readings", "totals", "categories", "factors", "credits",
                           "instruments", "indicators"})
    json[list] = Json::array();
  for (const auto& each : record.lines) {
    Json& line = json["lines"].emplace_back();
    members_of_line(each, put(line));
    if (each.rows != 1) line["rows"] = each.rows;
  }
  for (const auto& each : record.readings)
    members_of_reading(each, put(json["readings"].emplace_back()));
  for (const auto& each : record.totals) members_of_total(each, put(json["totals"].emplace_back()));
  for (const auto& each : record.categories)
    members_of_category(each, put(json["categories"].emplace_back()));
  for (const auto& each : record.factors)
    members_of_factor(each, put(json["factors"].emplace_back()));
  for (const auto& each : record.credits)
    members_of_credit(each, put(json["credits"].emplace_back()));
  for (const auto& each : record.instruments)
    members_of_instrument(each, put(json["instruments"].emplace_back()));
  for (const auto& each : record.indicators)
    members_of_indicator(each, put(json["indicators"].emplace_back()));
  return json_text(json);
}

InventoryRecord inventory_record_from_json(std::string_view text) {
  InventoryRecord record;
  if (text.empty()) return record;
  const Json json = parse_ordered_json(text);
  if (!json.is_object()) throw std::runtime_error("it is not a JSON object");
  members_of_record(record, take_from(json));
  if (json.contains("claim")) members_of_claim(record.claim, take_from(json["claim"]));
  const auto each_of = [&](const char* key, auto& list, auto members) {
    if (!json.contains(key)) return;
    for (const Json& entry : json[key]) members(list.emplace_back(), take_from(entry));
  };
  each_of("lines", record.lines,
          [](auto& to, auto from) { members_of_line(to, from), from("rows", to.rows); });
  each_of("readings", record.readings, [](auto& to, auto from) { members_of_reading(to, from); });
  each_of("totals", record.totals, [](auto& to, auto from) { members_of_total(to, from); });
  each_of("categories", record.categories,
          [](auto& to, auto from) { members_of_category(to, from); });
  each_of("factors", record.factors, [](auto& to, auto from) { members_of_factor(to, from); });
  each_of("credits", record.credits, [](auto& to, auto from) { members_of_credit(to, from); });
  each_of("instruments", record.instruments,
          [](auto& to, auto from) { members_of_instrument(to, from); });
  each_of("indicators", record.indicators,
          [](auto& to, auto from) { members_of_indicator(to, from); });
  return record;
}

}  // namespace plume
