// SPDX-License-Identifier: Apache-2.0
// What the sections of a process, the lists of substances and the compartments of methods are
// called in SimaPro CSV, and what they mean.
#pragma once

#include <cstdint>
#include <string_view>

namespace plume {

/// What the rows of a section of a process are.
enum class SimaProRole : std::uint8_t {
  product,
  waste_treatment,
  avoided,
  input,
  waste,
  elementary
};

struct SimaProSectionKind {
  std::string_view label;
  SimaProRole role = SimaProRole::input;
  std::string_view compartment = {};
  bool is_input = false;  ///< of elementary flows
};

/// nullptr for a section that holds no exchanges, or is not read.
[[nodiscard]] const SimaProSectionKind* simapro_section_kind(std::string_view label);

/// Whether the section shares products out by the kinds of waste in them, which is not read.
[[nodiscard]] bool is_simapro_waste_split(std::string_view label);

/// "Airborne emissions" → "air": the compartment of a list of substances; empty for another list.
[[nodiscard]] std::string_view simapro_compartment_of_list(std::string_view list);

/// "Non mat." → "non material", in any case; empty where methods have no such compartment.
[[nodiscard]] std::string_view simapro_compartment_in_methods(std::string_view name);

}  // namespace plume
