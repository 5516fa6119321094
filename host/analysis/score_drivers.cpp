// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/score_drivers.hpp"

#include <nlohmann/json.hpp>

#include "host/base/json_text.hpp"

namespace plume {

using Json = nlohmann::ordered_json;

std::string to_json(const std::vector<ScoreDrivers>& drivers) {
  Json list = Json::array();
  for (const ScoreDrivers& of : drivers) {
    Json each = {{"demand", of.demand}, {"category", of.category}, {"variance", of.variance}};
    each["contributions"] = Json::array();
    for (const auto& c : of.contributions) {
      // JSON has no NaN: null.
      each["contributions"].push_back(
          {{"process", c.process}, {"score", c.score}, {"lower", c.lower}, {"upper", c.upper}});
    }
    each["parameters"] = Json::array();
    for (const auto& p : of.parameters)
      each["parameters"].push_back({{"name", p.name}, {"count", p.count}, {"share", p.share}});
    list.push_back(std::move(each));
  }
  return json_text(list);
}

std::vector<ScoreDrivers> score_drivers_from_json(std::string_view text) {
  std::vector<ScoreDrivers> drivers;
  if (text.empty()) return drivers;
  for (const Json& each : parse_ordered_json(text)) {
    ScoreDrivers& of = drivers.emplace_back();
    of.demand = each.at("demand").get<std::size_t>();
    of.category = each.at("category").get<std::size_t>();
    of.variance = each.at("variance").get<double>();
    for (const Json& c : each.at("contributions")) {
      const auto end = [&](const char* key) {
        return c.contains(key) && c[key].is_number() ? c[key].get<double>()
                                                     : std::numeric_limits<double>::quiet_NaN();
      };
      of.contributions.push_back({c.at("process").get<std::string>(), c.at("score").get<double>(),
                                  end("lower"), end("upper")});
    }
    for (const Json& p : each.at("parameters")) {
      of.parameters.push_back({p.at("name").get<std::string>(), p.at("count").get<std::uint64_t>(),
                               p.at("share").get<double>()});
    }
  }
  return drivers;
}

}  // namespace plume
