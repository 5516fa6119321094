// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_factors.hpp"

#include <fmt/format.h>

#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

const EmissionFactor* find_factor(const FactorLibrary& library, const std::string& id, const Place& place,
                                  Findings& findings) {
  const EmissionFactor* factor = library.find(id);
  if (factor != nullptr) return factor;
  const std::string near = did_you_mean(id, library.ids());
  findings.add("E0724", place, fmt::format("there is no factor '{}'", id),
               near.empty() ? std::string("'plume factors WORDS' searches the library") : near);
  return nullptr;
}

bool check_unit(const ActivityLine& line, const MeasureUnit& unit, const EmissionFactor& factor, Findings& findings) {
  if (same_dimension(unit, factor.activity)) return true;
  findings.add("E0717", line.unit_place,
               fmt::format("'{}' cannot be multiplied by '{}', which is per {}", line.record.source, factor.id,
                           factor.unit_activity),
               "convert the amount, or name a conversion such as a heating value in the column 'via'");
  return false;
}

void check_emission(const ActivityLine& line, const EmissionFactor& factor, Findings& findings) {
  if (factor.is_conversion())
    findings.add("E0725", line.factor_place,
                 fmt::format("'{}' converts {}, and emits nothing", factor.id, factor.unit()),
                 "name it in the column 'via', and an emission factor here");
  else if (!same_dimension(factor.emission, *parse_unit("kg")))
    findings.add("E0717", line.factor_place,
                 fmt::format("factor '{}' gives {}, which is no mass", factor.id, factor.unit_emission),
                 same_dimension(factor.emission, *parse_unit("tC"))
                     ? "an emission factor gives kg or t of a gas; carbon becomes CO2 by the factor 'carbon_to_co2', "
                       "with this one in the column 'via'"
                     : "an emission factor gives kg or t of a gas");
}

}  // namespace

bool is_process(const std::string& factor) { return factor.starts_with("process:"); }

std::uint32_t find_product(const ModelBuilder& models, const std::string& factor) {
  const std::string id = factor.substr(8);
  const std::uint32_t product = models.find_product(id);
  if (product != no_index) return product;
  const std::uint32_t process = models.find_process(id);
  return process == no_index ? no_index : models.model().processes[process].reference_product;
}

void check_line_factors(const ActivityLine& line, const Quantities& quantities, const FactorLibrary& library,
                        const ModelBuilder& models, Findings& findings) {
  MeasureUnit unit = line.number.unit;
  if (!line.of.empty()) {
    const Quantity* of = find_quantity(quantities, line.of, line.of_place, findings);
    if (of == nullptr) return;
    unit = unit * of->dimension;
  }
  for (const std::string& id : line.via) {
    const EmissionFactor* factor = find_factor(library, id, line.factor_place, findings);
    if (factor == nullptr || !check_unit(line, unit, *factor, findings)) return;
    unit = factor->emission;
  }
  for (const std::string& id : line.factors) {
    if (is_process(id)) {
      if (find_product(models, id) == no_index)
        findings.add("E0724", line.factor_place,
                     fmt::format("there is no process '{}' in the models of the study", id.substr(8)),
                     "give the id of a process or product");
      continue;
    }
    const EmissionFactor* factor = find_factor(library, id, line.factor_place, findings);
    if (factor != nullptr && check_unit(line, unit, *factor, findings)) check_emission(line, *factor, findings);
  }
}

}  // namespace plume
