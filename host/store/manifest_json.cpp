// SPDX-License-Identifier: Apache-2.0
#include "host/store/manifest_json.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/base/json_text.hpp"
#include "host/store/provenance_json.hpp"
#include "host/store/schema.hpp"

namespace plume {

using nlohmann::json;

std::string manifest_to_json(const PartsManifest& manifest) {
  const ResultHeader& header = manifest.header;
  json text;
  text["plume_type"] = "parts";
  text["version"] = {schema::part::major_version, schema::part::minor_version};
  text["study"] = header.study_name;
  text["seed"] = header.seed;
  text["first"] = manifest.first;
  text["iterations"] = manifest.iterations;
  text["stop_rule"] = manifest.stop_rule;
  if (!header.samples) text["samples"] = false;
  if (header.score_bits < 52) text["score_bits"] = header.score_bits;
  text["demands"] = json::array();
  for (const auto& demand : header.axes.demands)
    text["demands"].push_back({{"name", demand.name}, {"unit", demand.unit}});
  text["categories"] = json::array();
  for (const auto& category : header.axes.categories) {
    text["categories"].push_back(
        {{"id", category.id}, {"name", category.name}, {"unit", category.unit}});
  }
  text["static_scores"] = header.static_scores;  // not a number: null
  text["provenance"] = parse_json(provenance_to_json(header.provenance));
  return json_text(text, 1) + "\n";
}

PartsManifest manifest_from_json(const std::string& text) {
  const json read = parse_json(text);
  if (read.value("plume_type", "") != "parts")
    throw std::runtime_error("it is no manifest of parts");
  if (const auto version = read.at("version").get<std::vector<std::uint32_t>>();
      version.empty() || version[0] != schema::part::major_version) {
    throw std::runtime_error("it is of format " + std::to_string(version.empty() ? 0 : version[0]) +
                             "; this Plume reads format " +
                             std::to_string(schema::part::major_version));
  }
  PartsManifest manifest;
  ResultHeader& header = manifest.header;
  header.study_name = read.at("study").get<std::string>();
  header.seed = read.at("seed").get<std::uint64_t>();
  manifest.first = read.at("first").get<std::uint64_t>();
  manifest.iterations = read.at("iterations").get<std::uint64_t>();
  manifest.stop_rule = read.at("stop_rule").get<bool>();
  header.iterations_planned = manifest.iterations;
  header.samples = read.value("samples", true);
  header.score_bits = read.value("score_bits", 52u);
  for (const json& demand : read.at("demands")) {
    header.axes.demands.push_back(
        {demand.at("name").get<std::string>(), demand.at("unit").get<std::string>()});
  }
  for (const json& category : read.at("categories")) {
    header.axes.categories.push_back({category.at("id").get<std::string>(),
                                      category.at("name").get<std::string>(),
                                      category.at("unit").get<std::string>()});
  }
  for (const json& score : read.at("static_scores")) {
    header.static_scores.push_back(score.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                   : score.get<double>());
  }
  if (header.axes.num_outputs() == 0 || header.static_scores.size() != header.axes.num_outputs()) {
    throw std::runtime_error("it has not one static score for each output");
  }
  header.provenance = provenance_from_json(json_text(read.at("provenance")));
  return manifest;
}

}  // namespace plume
