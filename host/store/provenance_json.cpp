// SPDX-License-Identifier: Apache-2.0
#include "host/store/provenance_json.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "host/base/hash.hpp"
#include "host/base/json_text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

/// Calls visit(key, member) for every plain text of a Provenance, const or not: one list for
/// writing and reading.
template <class P, class Visit>
void for_each_text(P& provenance, Visit visit) {
  visit("plume_version", provenance.plume_version);
  visit("commit", provenance.commit);
  visit("compiler", provenance.compiler);
  visit("device", provenance.device);
  visit("precision", provenance.precision);
  visit("design", provenance.design);
  visit("lognormal_anchor", provenance.lognormal_anchor);
  visit("drawn", provenance.drawn);
  visit("started", provenance.started);
  visit("finished", provenance.finished);
  visit("command", provenance.command);
  visit("study_path", provenance.study_path);
  visit("study_text", provenance.study_text);
  visit("inventory", provenance.inventory);
  visit("links", provenance.links);
  visit("drivers", provenance.drivers);
}

/// The same for what the first-order analysis made of the sampling.
template <class F, class Visit>
void for_each_number(F& first_order, Visit visit) {
  visit("sobol_dimensions", first_order.sobol_dimensions);
  visit("sobol_share", first_order.sobol_share);
  visit("controls", first_order.controls);
  visit("freeze_below", first_order.freeze_below);
  visit("frozen", first_order.frozen);
  visit("frozen_share", first_order.frozen_share);
}

template <class Value>
void take(const Json& json, const char* key, Value& value) {
  if (const auto found = json.find(key); found != json.end()) found->get_to(value);
}

}  // namespace

std::string provenance_to_json(const Provenance& provenance) {
  Json json = Json::object();
  for_each_text(provenance, [&](const char* key, const std::string& text) { json[key] = text; });
  json["tolerance"] = provenance.tolerance;
  json["memory_per_lane"] = provenance.memory_per_lane;
  json["memory_of_lanes"] = provenance.memory_of_lanes;
  json["memory_peak"] = provenance.memory_peak;
  Json first_order = Json::object();
  for_each_number(provenance.first_order,
                  [&](const char* key, auto number) { first_order[key] = number; });
  json["first_order"] = std::move(first_order);
  json["lognormals"] = {{"count", provenance.lognormals.count},
                        {"at_mean", provenance.lognormals.at_mean},
                        {"largest_mean_to_median", provenance.lognormals.largest_mean_to_median}};
  json["overrides"] = provenance.overrides;
  json["poles"] = provenance.poles;
  json["inputs"] = Json::array();
  for (const InputFile& input : provenance.inputs) {
    json["inputs"].push_back(
        {{"path", input.path}, {"format", input.format}, {"sha256", input.sha256}});
  }
  json["warnings"] = provenance.warnings;
  json["parts"] = Json::array();
  for (const RunPart& part : provenance.parts) {
    json["parts"].push_back({{"first_iteration", part.first_iteration},
                             {"iterations", part.iterations},
                             {"started", part.started},
                             {"finished", part.finished},
                             {"device", part.device},
                             {"command", part.command},
                             {"seconds", part.seconds}});
  }
  return json_text(json, 2);
}

Provenance provenance_from_json(const std::string& text) {
  const Json json = parse_ordered_json(text);
  if (!json.is_object()) throw std::runtime_error("it is not a JSON object");
  Provenance provenance;
  for_each_text(provenance, [&](const char* key, std::string& value) { take(json, key, value); });
  take(json, "tolerance", provenance.tolerance);
  take(json, "memory_per_lane", provenance.memory_per_lane);
  take(json, "memory_of_lanes", provenance.memory_of_lanes);
  take(json, "memory_peak", provenance.memory_peak);
  if (const auto found = json.find("lognormals"); found != json.end()) {
    take(*found, "count", provenance.lognormals.count);
    take(*found, "at_mean", provenance.lognormals.at_mean);
    double& ratio = provenance.lognormals.largest_mean_to_median;
    const auto written = found->find("largest_mean_to_median");
    // as JSON writes what is beyond all doubles
    if (written != found->end() && written->is_null()) {
      ratio = std::numeric_limits<double>::infinity();
    } else {
      take(*found, "largest_mean_to_median", ratio);
    }
  }
  if (const auto found = json.find("first_order"); found != json.end()) {
    for_each_number(provenance.first_order,
                    [&](const char* key, auto& number) { take(*found, key, number); });
  }
  take(json, "overrides", provenance.overrides);
  take(json, "poles", provenance.poles);
  take(json, "warnings", provenance.warnings);
  if (const auto inputs = json.find("inputs"); inputs != json.end()) {
    for (const Json& entry : *inputs) {
      InputFile input;
      take(entry, "path", input.path);
      take(entry, "format", input.format);
      take(entry, "sha256", input.sha256);
      provenance.inputs.push_back(std::move(input));
    }
  }
  if (const auto parts = json.find("parts"); parts != json.end()) {
    for (const Json& entry : *parts) {
      RunPart part;
      take(entry, "first_iteration", part.first_iteration);
      take(entry, "iterations", part.iterations);
      take(entry, "started", part.started);
      take(entry, "finished", part.finished);
      take(entry, "device", part.device);
      take(entry, "command", part.command);
      take(entry, "seconds", part.seconds);
      provenance.parts.push_back(std::move(part));
    }
  }
  return provenance;
}

std::string input_digest(const Provenance& provenance) {
  std::string lines = "study " + sha256(provenance.study_text) + "\n";
  for (const std::string& override_text : provenance.overrides)
    lines += "override " + override_text + "\n";
  for (const InputFile& input : provenance.inputs) lines += "input " + input.sha256 + "\n";
  return sha256(lines);
}

}  // namespace plume
