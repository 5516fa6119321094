// SPDX-License-Identifier: Apache-2.0
#include "host/api/factors.hpp"

#include "host/base/hash.hpp"
#include "host/inventory/factor_search.hpp"

namespace plume::api {
namespace {

Factor factor_of(const EmissionFactor& from) {
  Factor factor;
  factor.id = from.id;
  factor.name = from.name;
  factor.category = from.category;
  factor.region = from.region;
  factor.year = from.year;
  factor.value = from.value;
  factor.unit_emission = from.unit_emission;
  factor.unit_activity = from.unit_activity;
  factor.gas = from.gas;
  factor.is_conversion = from.is_conversion();
  factor.uncertainty = from.uncertainty_text();
  if (from.uncertainty.kind != DistributionKind::undefined)
    factor.distribution = name_of(from.uncertainty.kind);
  factor.lower95 = from.lower95;
  factor.upper95 = from.upper95;
  factor.source = from.source;
  factor.note = from.note;
  factor.confidence = from.confidence;
  return factor;
}

}  // namespace

FactorSearch search_factors(const FactorQuery& query) {
  const FactorLibrary& library = built_in_factors();
  const plume::FactorQuery asked{query.words,    query.region, query.year,
                                 query.category, query.gas,    query.id};
  FactorSearch made;
  for (const EmissionFactor* each : search(library, asked)) made.found.push_back(factor_of(*each));
  if (made.found.empty()) made.hints = search_hints(library, asked);
  made.num_factors = library.factors().size();
  made.version = built_in_factors_version();
  made.sha256 = sha256(built_in_factors_text());
  return made;
}

}  // namespace plume::api
