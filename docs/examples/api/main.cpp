// SPDX-License-Identifier: Apache-2.0
// kettle [RESULT.h5]: a model made in memory, 10,000 iterations of it, and what they say.
#include <cstdio>
#include <exception>

#include "host/api/plume.hpp"

using namespace plume::api;

// Steel in a kettle, power for the steel works, steel for the power plant; CO2 of both.
static Model kettle_model() {
  Arrays arrays;
  arrays.products = {
      {"kettle", "kettle", "piece"}, {"steel", "steel", "kg"}, {"power", "electricity", "kWh"}};
  arrays.processes = {{"assembly"}, {"steel works"}, {"power plant"}};
  arrays.flows = {{"co2", "carbon dioxide", "kg"}};
  arrays.categories = {{"gwp", "global warming", "kg CO2e"}};
  // row (product), column (process), amount: what is made is positive, what is used negative
  arrays.technosphere = {{0, 0, 1.0}, {1, 1, 1.0}, {2, 2, 1.0}};
  arrays.technosphere.push_back({1, 0, normal(-0.8, 0.05)});
  arrays.technosphere.push_back({2, 0, -1.5});
  arrays.technosphere.push_back({2, 1, uniform(-2.5, -1.5)});
  arrays.technosphere.push_back({1, 2, -0.01});
  // row (flow), column (process)
  arrays.biosphere = {{0, 1, lognormal(1.5, 1.2)}, {0, 2, lognormal(0.5, 1.4)}};
  // row (category), column (flow)
  arrays.characterisation = {{0, 0, 1.0}};
  return Model(arrays);
}

int main(int argc, char** argv) {
  try {
    Study study({.name = "kettles",
                 .demands = {{"one kettle", {{"kettle"}}}},
                 .iterations = 10000,
                 .seed = 7});
    study.set("sampling.design", "lhs");  // any key of a study file
    const Prepared prepared = prepare(study, kettle_model());
    for (const plume::Finding& finding : prepared.findings())
      std::fprintf(stderr, "%s\n", to_string(finding).c_str());
    if (!prepared.ok()) return 3;

    const Result result = Run(prepared).go();
    std::printf("%s: %.4g kg CO2e as it stands\n", result.demand(0).c_str(),
                result.static_score(0, 0));
    std::printf("mean %.4g, 95 %% of %llu iterations below %.4g\n", result.summary(0, 0).mean,
                static_cast<unsigned long long>(result.iterations()), result.quantile(0, 0, 0.95));
    if (argc > 1) result.save(argv[1]);  // for `plume report RESULT.h5`
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
