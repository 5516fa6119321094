// SPDX-License-Identifier: Apache-2.0
// What tests of the face share: a model in memory whose scores are known, and how it is run.
#pragma once

#include <string>
#include <utility>

#include "host/api/plume.hpp"

namespace plume::api {

/// One process that makes steel and emits CO2, of which a kilogram counts three times.
inline Arrays steel_works(Amount emission) {
  Arrays arrays;
  arrays.products = {{"steel"}};
  arrays.processes = {{"works"}};
  arrays.flows = {{"co2"}};
  arrays.categories = {{"gwp"}};
  arrays.technosphere = {{0, 0, 1.0}};
  arrays.biosphere = {{0, 0, std::move(emission)}};
  arrays.characterisation = {{0, 0, 3.0}};
  return arrays;
}

inline RunSettings on_cpu(std::string result = {}) {
  RunSettings settings;
  settings.result = std::move(result);
  settings.device = "cpu";
  settings.threads = 1;
  settings.batch = 1024;
  return settings;
}

}  // namespace plume::api
