// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_sections.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "host/base/letter_case.hpp"

namespace plume {
namespace {

constexpr SimaProSectionKind known_sections[] = {
    {"Products", SimaProRole::product},
    {"Waste treatment", SimaProRole::waste_treatment},
    {"Waste scenario", SimaProRole::waste_treatment},
    {"Avoided products", SimaProRole::avoided},
    {"Materials/fuels", SimaProRole::input},
    {"Electricity/heat", SimaProRole::input},
    {"Materials/assemblies", SimaProRole::input},
    {"Assembly", SimaProRole::input},
    {"Processes", SimaProRole::input},
    {"Additional life cycles", SimaProRole::input},
    {"Waste to treatment", SimaProRole::waste},
    {"Resources", SimaProRole::elementary, "resource", true},
    {"Emissions to air", SimaProRole::elementary, "air"},
    {"Emissions to water", SimaProRole::elementary, "water"},
    {"Emissions to soil", SimaProRole::elementary, "soil"},
    {"Final waste flows", SimaProRole::elementary, "final waste"},
    {"Non material emissions", SimaProRole::elementary, "non material"},
    {"Social issues", SimaProRole::elementary, "social"},
    {"Economic issues", SimaProRole::elementary, "economic"},
};

/// Compartments as methods name them, and lists of substances.
struct KnownCompartment {
  std::string_view in_methods, list, name;
};
constexpr KnownCompartment known_compartments[] = {
    {"raw", "Raw materials", "resource"},
    {"air", "Airborne emissions", "air"},
    {"water", "Waterborne emissions", "water"},
    {"soil", "Emissions to soil", "soil"},
    {"waste", "Final waste flows", "final waste"},
    {"non mat.", "Non material emissions", "non material"},
    {"social", "Social issues", "social"},
    {"economic", "Economic issues", "economic"},
};

/// Sections that share out by the kinds of waste in a product, which are not read.
constexpr std::string_view shared_out[] = {
    "Separated waste", "Remaining waste", "Waste scenarios",    "Disposal scenarios",
    "Disassemblies",   "Reuses",          "Reference assembly", "Waste/Disposal scenario"};

}  // namespace

const SimaProSectionKind* simapro_section_kind(std::string_view label) {
  const auto* found =
      std::find_if(std::begin(known_sections), std::end(known_sections),
                   [&](const SimaProSectionKind& each) { return each.label == label; });
  return found == std::end(known_sections) ? nullptr : found;
}

bool is_simapro_waste_split(std::string_view label) {
  return std::find(std::begin(shared_out), std::end(shared_out), label) != std::end(shared_out);
}

std::string_view simapro_compartment_of_list(std::string_view list) {
  for (const KnownCompartment& each : known_compartments) {
    if (each.list == list) return each.name;
  }
  return {};
}

std::string_view simapro_compartment_in_methods(std::string_view name) {
  const std::string lower = lower_case(name);
  for (const KnownCompartment& each : known_compartments) {
    if (each.in_methods == lower) return each.name;
  }
  return {};
}

}  // namespace plume
