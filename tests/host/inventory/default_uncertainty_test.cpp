// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/default_uncertainty.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_tables.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::default_uncertainty_test {
namespace {

struct Study {
  FactorLibrary library;
  InventoryRows rows;
  Findings findings;
};

Study study_of(const std::vector<StudyInventory::DefaultUncertainty>& defaults) {
  testing::InventoryFiles files(
      {.activities = "source,scope,amount,unit,of,factor,uncertainty\na,1,10,MWh,,none,\nb,1,10,"
                     "MWh,,none,2 %\n"
                     "c,1,10,MWh,,sure,constant\nd,1,0,MWh,,none,\ne,1,,,power,none,\n",
       .quantities = "quantity,of,amount,unit\npower,,5,MWh\npart,power,0.5,1\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
                  "none,electricity,MWh,kg,CO2,400,,x\nsure,electricity,MWh,kg,CO2,400,constant,x\n"
                  "unused,electricity,MWh,kg,CO2,400,,x\n"});
  files.inventory.default_uncertainty = defaults;
  Study study;
  Model model;
  study.rows = read_inventory_tables(files.inventory, study.library, model, study.findings);
  apply_default_uncertainty(files.inventory, study.rows, study.library, study.findings);
  return study;
}

TEST(DefaultUncertainty, IsTakenWhereNoneIsKnownCountedAndTold) {
  const Study study =
      study_of({{"activity", "5 %", {}}, {"quantity", "1 %", {}}, {"factor", "10 %", {}}});
  const auto& lines = study.rows.lines;
  EXPECT_EQ(5.0, lines[0].number.written_percent);
  EXPECT_EQ("5 % (default)", lines[0].record.uncertainty);
  EXPECT_EQ(2.0, lines[1].number.written_percent) << "its own";
  EXPECT_TRUE(lines[2].number.uncertainty.is_certain()) << "certain by its own word";
  EXPECT_TRUE(lines[3].number.uncertainty.is_certain()) << "nothing has no spread";
  EXPECT_TRUE(lines[4].number.uncertainty.is_certain()) << "the one of 'of' is no datum";
  EXPECT_FALSE(study.rows.quantities.at("power").rows[0].number.uncertainty.is_certain());
  EXPECT_TRUE(study.rows.quantities.at("part").rows[0].number.uncertainty.is_certain())
      << "a share of another";
  EXPECT_EQ("the study's default: normal, sd 20.4 (95 %: 360 to 440)",
            study.library.find("none")->uncertainty_text());
  EXPECT_EQ("constant", study.library.find("sure")->uncertainty_text());
  EXPECT_EQ("no uncertainty published", study.library.find("unused")->uncertainty_text());
  EXPECT_EQ(
      "note N0742: 1 numbers of the kind activity have no uncertainty of their own and are drawn "
      "with the study's "
      "default, 5 %; a "
      "default is a judgement: reports should say whose\n"
      "note N0742: 1 numbers of the kind quantity have no uncertainty of their own and are drawn "
      "with the study's "
      "default, 1 %; a "
      "default is a judgement: reports should say whose\n"
      "note N0742: 1 numbers of the kind factor have no uncertainty of their own and are drawn "
      "with the study's "
      "default, 10 %; a "
      "default is a judgement: reports should say whose",
      study.findings.to_string());
}

TEST(DefaultUncertainty, AFactorKeepsTheHalfWidthAsItIsWritten) {
  const Study study = study_of({{"factor", "150 %", {}}});
  EXPECT_EQ(150.0, study.library.find("none")->written_percent);
  EXPECT_FALSE(study.library.find("sure")->written_percent);
}

TEST(DefaultUncertainty, ATextThatCannotBeUnderstood) {
  EXPECT_EQ(
      "error E0746: the default uncertainty 'much' of factor cannot be understood; write a "
      "half-width such as 5 %, "
      "'meter class 0.5', "
      "pedigree scores, or normal(sd), lognormal(sigma), uniform(a, b), triangular(a, mode, b), "
      "pert(a, mode, b), "
      "beta(a, b), "
      "bernoulli(p), constant",
      study_of({{"factor", "much", {}}}).findings.to_string());
}

TEST(DefaultUncertainty, WithoutOneNothingIsDrawn) {
  const Study study = study_of({});
  EXPECT_TRUE(study.rows.lines[0].number.uncertainty.is_certain());
  EXPECT_EQ("", study.findings.to_string());
}

}  // namespace
}  // namespace plume::default_uncertainty_test
