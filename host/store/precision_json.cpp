// SPDX-License-Identifier: Apache-2.0
#include "host/store/precision_json.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/base/json_text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of_scale(WidthScale scale) {
  return scale == WidthScale::absolute ? "absolute" : "relative";
}

double number_or_unknown(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                 : found->get<double>();
}

}  // namespace

std::string precision_to_json(const std::vector<AchievedPrecision>& achieved) {
  Json list = Json::array();
  for (const AchievedPrecision& each : achieved) {
    Json json = {{"rule", name_of(each.rule)},
                 {"wanted", each.wanted},
                 {"reached", each.reached},
                 {"demand", each.demand},
                 {"category", each.category}};
    if (each.rule == PrecisionRule::quantile_half_width) {
      json["level"] = each.level;
      json["scale"] = name_of_scale(each.scale);
    }
    if (each.rule == PrecisionRule::comparison_half_width) json["other_demand"] = each.other_demand;
    list.push_back(std::move(json));
  }
  return json_text(list);
}

std::vector<AchievedPrecision> precision_from_json(const std::string& text) {
  const Json list = parse_ordered_json(text);
  if (!list.is_array()) throw std::runtime_error("it is not a JSON list");
  std::vector<AchievedPrecision> achieved;
  for (const Json& json : list) {
    const std::string rule = json.at("rule").get<std::string>();
    for (const PrecisionRule known :
         {PrecisionRule::relative_se_mean, PrecisionRule::quantile_half_width,
          PrecisionRule::comparison_half_width}) {
      if (rule != name_of(known)) continue;
      AchievedPrecision each;
      each.rule = known;
      each.wanted = number_or_unknown(json, "wanted");
      each.reached = number_or_unknown(json, "reached");
      each.demand = json.at("demand").get<std::uint32_t>();
      each.category = json.at("category").get<std::uint32_t>();
      each.other_demand = json.value("other_demand", std::uint32_t{0});
      each.level = number_or_unknown(json, "level");
      each.scale = json.value("scale", "relative") == std::string("absolute")
                       ? WidthScale::absolute
                       : WidthScale::relative;
      achieved.push_back(each);
    }
  }
  return achieved;
}

}  // namespace plume
