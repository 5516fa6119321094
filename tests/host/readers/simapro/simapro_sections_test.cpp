// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_sections.hpp"

#include <gtest/gtest.h>

namespace plume::simapro_sections_test {
namespace {

TEST(SimaProSections, LabelsOfExchangesHaveTheirRole) {
  ASSERT_NE(simapro_section_kind("Waste to treatment"), nullptr);
  EXPECT_EQ(simapro_section_kind("Waste to treatment")->role, SimaProRole::waste);
  EXPECT_EQ(simapro_section_kind("Waste scenario")->role, SimaProRole::waste_treatment);
  EXPECT_EQ(simapro_section_kind("Resources")->compartment, "resource");
  EXPECT_TRUE(simapro_section_kind("Resources")->is_input);
  EXPECT_FALSE(simapro_section_kind("Emissions to air")->is_input);
  EXPECT_EQ(simapro_section_kind("Process name"), nullptr);
  EXPECT_EQ(simapro_section_kind("Separated waste"), nullptr);
}

TEST(SimaProSections, WhatSharesOutWasteIsKnownAsSuch) {
  EXPECT_TRUE(is_simapro_waste_split("Separated waste"));
  EXPECT_TRUE(is_simapro_waste_split("Disassemblies"));
  EXPECT_FALSE(is_simapro_waste_split("Waste to treatment"));
}

TEST(SimaProSections, CompartmentsOfListsAndMethodsAreOne) {
  EXPECT_EQ(simapro_compartment_of_list("Airborne emissions"), "air");
  EXPECT_EQ(simapro_compartment_in_methods("Air"), "air");
  EXPECT_EQ(simapro_compartment_of_list("Raw materials"), simapro_compartment_in_methods("RAW"));
  EXPECT_EQ(simapro_compartment_in_methods("Non mat."), "non material");
  EXPECT_EQ(simapro_compartment_of_list("Units"), "");
  EXPECT_EQ(simapro_compartment_in_methods("Space"), "");
}

}  // namespace
}  // namespace plume::simapro_sections_test
