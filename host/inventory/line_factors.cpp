// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_factors.hpp"

#include <fmt/format.h>

#include "host/base/numbers.hpp"
#include "host/inventory/quantities.hpp"

namespace plume {
namespace {

const EmissionFactor* find_factor(const FactorLibrary& library, const std::string& id,
                                  const Place& place, Findings& findings) {
  const EmissionFactor* factor = library.find(id);
  if (factor != nullptr) return factor;
  const std::string near = did_you_mean(id, library.ids());
  findings.add("E0724", place, fmt::format("there is no factor '{}'", id),
               near.empty() ? std::string("'plume factors WORDS' searches the library") : near);
  return nullptr;
}

/// How a heating value is counted is compared; what lies between net and gross depends on the fuel.
bool check_heating_value(const ActivityLine& line, const MeasureUnit& unit,
                         const EmissionFactor& factor, Findings& findings) {
  const std::string& ours = unit.calorific;
  const std::string& theirs = factor.activity.calorific;
  if (ours == theirs || unit.is_unknown || factor.activity.is_unknown) return true;
  if (!ours.empty() && !theirs.empty()) {
    findings.add("E0717", line.unit_place,
                 fmt::format("'{}' is in energy of {} calorific value, and '{}' is per {}",
                             line.record.source, ours == "GCV" ? "gross" : "net", factor.id,
                             factor.unit_activity),
                 "convert the amount: net is about 0.95 of gross for coal and oil, 0.90 for "
                 "natural gas (IPCC 2006, vol. 2, "
                 "ch. 1); or take a factor of the same kind");
    return false;
  }
  const MeasureUnit& silent = ours.empty() ? unit : factor.activity;
  if (!silent.note.empty())
    findings.add("W0738", line.unit_place,
                 fmt::format("'{}' says '({})', which is not known, where '{}' counts per {}",
                             line.record.source, silent.note, factor.id, factor.unit_activity),
                 "write (NCV) or (GCV), or leave the note out");
  else if (ours.empty() && line.via.empty())
    findings.add("N0747", line.unit_place,
                 fmt::format("'{}' does not say by which calorific value its energy is counted: it "
                             "is taken as {}, as '{}' is",
                             line.record.source, theirs == "GCV" ? "gross" : "net", factor.id),
                 fmt::format("write '{} ({})' if it is so; gas bills are often gross",
                             line.record.unit, theirs));
  return true;
}

/// Substances that the amount and the factor name. A potential takes a mass of its gas.
void check_substances(const ActivityLine& line, const MeasureUnit& unit,
                      const EmissionFactor& factor, Findings& findings) {
  const std::string& ours = unit.substance;
  if (ours.empty()) return;
  if (factor.is_gwp) {
    const SubstanceMass::Kind kind = mass_of(factor.gas_name, ours).kind;
    if (kind == SubstanceMass::Kind::converted || kind == SubstanceMass::Kind::same) return;
    findings.add("E0734", line.unit_place,
                 fmt::format("'{}' is a mass of {}, and '{}' takes a mass of {}",
                             line.record.source, ours, factor.id, factor.gas),
                 "correct the unit of the amount or its factor");
    return;
  }
  const std::string& theirs = factor.activity.substance;
  const auto our_gas = read_gas(ours), their_gas = read_gas(theirs);
  const double per_unit = factor.value * factor.emission.factor / factor.activity.factor;
  if (theirs.empty() && our_gas && our_gas->name == "CO2e" && per_unit != 1.0) {
    findings.add(
        "W0738", line.unit_place,
        fmt::format("'{}' is an amount of {} already, and '{}' multiplies it by {} {}",
                    line.record.source, ours, factor.id, format_exact(factor.value), factor.unit()),
        "give the amount of what is burnt or bought, or a factor of 1");
    return;
  }
  if (theirs.empty() || gas_key(ours) == gas_key(theirs)) return;
  if (our_gas && their_gas && our_gas->name == their_gas->name) return;
  const bool of_gases = is_substance_of_gas(ours) && is_substance_of_gas(theirs);
  findings.add(
      of_gases ? "E0734" : "W0738", line.unit_place,
      fmt::format("'{}' is an amount of {}, and '{}' is per {}", line.record.source, ours,
                  factor.id, factor.unit_activity),
      "correct the unit of the amount or its factor, or leave the name of the substance out");
}

bool check_unit(const ActivityLine& line, const MeasureUnit& unit, const EmissionFactor& factor,
                Findings& findings) {
  MeasureUnit ours = unit;
  ours.calorific.clear();
  if (!same_dimension(ours, factor.activity)) {
    findings.add(
        "E0717", line.unit_place,
        fmt::format("'{}' cannot be multiplied by '{}', which is per {}", line.record.source,
                    factor.id, factor.unit_activity),
        "convert the amount, or name a conversion such as a heating value in the column 'via'");
    return false;
  }
  if (!check_heating_value(line, unit, factor, findings)) return false;
  check_substances(line, unit, factor, findings);
  return true;
}

void check_emission(const ActivityLine& line, const EmissionFactor& factor, Findings& findings) {
  const bool is_gas_of_carbon =
      is_mass_of_carbon(factor.emission) &&
      mass_of(factor.gas_name, "C").kind == SubstanceMass::Kind::converted;
  if (factor.is_conversion())
    findings.add("E0725", line.factor_place,
                 fmt::format("'{}' converts {}, and emits nothing", factor.id, factor.unit()),
                 "name it in the column 'via', and an emission factor here");
  else if (!is_mass(factor.emission) && !is_gas_of_carbon)
    findings.add(
        "E0717", line.factor_place,
        fmt::format("factor '{}' gives {}, which is no mass", factor.id, factor.unit_emission),
        is_mass_of_carbon(factor.emission) ? "an emission factor gives kg or t of a gas; carbon "
                                             "becomes CO2 by the factor 'carbon_to_co2', "
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

MeasureUnit unit_at_factor(const ActivityLine& line, const Quantities& quantities,
                           const FactorLibrary& library) {
  if (!line.via.empty()) return library.find(line.via.back())->emission;
  return line.of.empty() ? line.number.unit : line.number.unit * quantities.at(line.of).dimension;
}

void check_line_factors(const ActivityLine& line, const Quantities& quantities,
                        const FactorLibrary& library, const ModelBuilder& models,
                        Findings& findings) {
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
        findings.add(
            "E0724", line.factor_place,
            fmt::format("there is no process '{}' in the models of the study", id.substr(8)),
            "give the id of a process or product");
      continue;
    }
    const EmissionFactor* factor = find_factor(library, id, line.factor_place, findings);
    if (factor != nullptr && check_unit(line, unit, *factor, findings))
      check_emission(line, *factor, findings);
  }
}

}  // namespace plume
