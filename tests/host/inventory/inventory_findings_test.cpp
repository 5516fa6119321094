// SPDX-License-Identifier: Apache-2.0
// What users get wrong in tables of an inventory, and what they are told, word for word.
#include <gtest/gtest.h>

#include <string>

#include "host/inventory/inventory_model.hpp"
#include "host/model/builder.hpp"
#include "host/study/study_inventory.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::inventory_findings_test {
namespace {

using testing::TempFolder;

const std::string columns = "source,scope,amount,unit,factor,uncertainty,period\n";
/// A line that draws no finding but the note on its factor.
const std::string good_row = "power,1,5,kWh,own,,\n";
const std::string own_factors =
    "id,name,category,region,unit_activity,unit_emission,gas,value,distribution,p1,p2,source,"
    "confidence\n"
    "own,own,fuel,,kWh,kg,CO2,0.5,normal,0.5,0.01,measured,high\n";

struct Tables {
  std::string activities = columns + good_row, quantities = {}, factors = own_factors, credits = {},
              instruments = {};
  std::string model_category = {};
  bool with_process = false;  ///< the study has a model with a process p1, which makes 1 kg
};

std::string findings_of(const Tables& tables) {
  TempFolder folder;
  StudyInventory inventory;
  const auto file = [&folder](const char* name, const std::string& text,
                              std::vector<StudyInventory::File>& files) {
    if (text.empty()) return;
    const std::filesystem::path path = folder.write(name, text);
    files.push_back({path, name});
  };
  file("a.csv", tables.activities, inventory.activities);
  file("q.csv", tables.quantities, inventory.quantities);
  file("i.csv", tables.instruments, inventory.instruments);
  file("f.csv", tables.factors, inventory.factors);
  file("c.csv", tables.credits, inventory.credits);
  inventory.model_category = tables.model_category;
  Model model;
  if (tables.with_process) {
    ModelBuilder builder(model);
    Exchange made;
    made.row = builder.product("p1"), made.column = builder.process("p1"), made.amount = 1.0;
    builder.add(made);
    model.products[0].unit = model.processes[0].unit = "kg";
    model.processes[0].reference_product = 0;
  }
  Findings findings;
  (void)add_inventory(inventory, nullptr, model, findings);
  std::string text = findings.to_string();
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

TEST(InventoryWords, AGoodTableHasNoFinding) { EXPECT_EQ("", findings_of({})); }

TEST(InventoryWords, UncertaintyThatCannotBeUnderstood) {
  EXPECT_EQ(
      "a.csv:2:19: error E0711: uncertainty 'five percent' cannot be understood; write a "
      "half-width such as 5 %, "
      "'meter class 0.5', pedigree scores, or normal(sd), lognormal(sigma), uniform(a, b), "
      "triangular(a, mode, b), "
      "pert(a, mode, b), beta(a, b), bernoulli(p), constant",
      findings_of({.activities = columns + "power,1,5,kWh,own,five percent,\n"}));
}

TEST(InventoryWords, RowsWithoutAName) {
  EXPECT_EQ("a.csv:2:1: error E0712: a row names no source; give each a name",
            findings_of({.activities = columns + ",1,5,kWh,own,,\n"}));
  EXPECT_EQ("q.csv:2:1: error E0712: a row names no quantity; give each a name",
            findings_of({.quantities = "quantity,of,amount,unit\n,,5,kWh\n"}));
}

TEST(InventoryWords, ALineWithoutAFactor) {
  EXPECT_EQ(
      "a.csv:2:15: error E0714: 'power' has no factor; name a factor of the library (plume factors "
      "…) or of a table of "
      "the study",
      findings_of({.activities = columns + "power,1,5,kWh,,,\n"}));
}

TEST(InventoryWords, ARowThatNamesAFactorTwice) {
  EXPECT_EQ(
      "a.csv:2:15: error E0770: 'power' names 'own' twice: it would count twice; name each factor "
      "and each conversion "
      "once in a row",
      findings_of({.activities = columns + "power,1,5,kWh,own;own,,\n"}));
}

TEST(InventoryWords, AQuantityThatNothingIsOf) {
  const std::string quantities =
      "quantity,of,amount,unit,report\nfuel,,5,kWh,\nFuel,fuel,1,1,\nstock,,1,t,yes\n";
  EXPECT_EQ(
      "q.csv:3:1: note N0773: no line is of the quantity 'Fuel': it counts nowhere; name it in the "
      "column 'of' of a "
      "line, or write yes in "
      "the column 'report'",
      findings_of({.quantities = quantities}));
}

TEST(InventoryWords, ACategoryOfIsoThatIsNone) {
  EXPECT_EQ(
      "a.csv:2:7: error E0715: iso '9' is none of the categories of ISO 14064-1; give 1 to 6, or "
      "leave it empty: it "
      "follows from scope and "
      "category",
      findings_of({.activities = "source,scope,iso,amount,unit,factor\npower,1,9,5,kWh,own\n"}));
}

TEST(InventoryWords, AnAmountThatIsInCo2eAlready) {
  const std::string factors = own_factors +
                              "burnt,burnt,fuel,,kg,kg,CO2,3,normal,3,0.1,measured,high\nsame,same,"
                              "fuel,,kg,kg,CO2e,1,constant,,,x,high\n";
  EXPECT_EQ(
      "a.csv:2:9: warning W0738: 'gas' is an amount of CO2e already, and 'burnt' multiplies it by "
      "3 kg/kg; give the "
      "amount of what is burnt "
      "or bought, or a factor of 1",
      findings_of({.activities = columns + "gas,1,5,kg CO2e,burnt,,\n", .factors = factors}));
  EXPECT_EQ("",
            findings_of({.activities = columns + "gas,1,5,kg CO2e,same,,\n", .factors = factors}));
}

TEST(InventoryWords, CreditsThatAreNoShares) {
  EXPECT_EQ(
      "c.csv:2:14: error E0716: realised 70 is not a share; give a part of 1, such as 0.7",
      findings_of(
          {.credits =
               "project,nominal,unit,realised,delivery,retired\nforest,100,t,70,0.95,2023\n"}));
}

TEST(InventoryWords, AQuantityThatIsNotThere) {
  EXPECT_EQ("a.csv:2:12: error E0718: there is no quantity 'steem'; did you mean 'steam'?",
            findings_of({.activities = "source,scope,amount,unit,of,factor\npower,1,1,,steem,own\n",
                         .quantities = "quantity,of,amount,unit\nsteam,,5,kWh\n"}));
}

TEST(InventoryWords, APeriodThatIsNone) {
  EXPECT_EQ(
      "a.csv:2:20: error E0721: period '2023-13' is none; write 2023, 2023-H1, 2023-Q2, 2023-04, "
      "2023-04-17, or two of "
      "them with / between",
      findings_of({.activities = columns + "power,1,5,kWh,own,,2023-13\n"}));
}

TEST(InventoryWords, ScopeTwoOneWayOnly) {
  EXPECT_EQ(
      "warning W0723: scope 2 is given by location alone; the GHG Protocol asks for market-based "
      "rows, too, with a "
      "residual mix for what no contract covers",
      findings_of({.activities = columns + "power,2 location,5,kWh,own,,\n"}));
  EXPECT_EQ(
      "warning W0723: scope 2 is given by market alone; the GHG Protocol asks for location-based "
      "rows, too",
      findings_of({.activities = columns + "power,2 market,5,kWh,own,,\n"}));
}

const std::string whole =
    "quantity,of,amount,unit,report\npower bought,,100,MWh,\nheat bought,,5,t,yes\n";
const std::string instrument_columns = "instrument,covers,of,amount,unit,quality,factor\n";

TEST(InventoryWords, InstrumentsThatCoverMoreThanTheWhole) {
  EXPECT_EQ("", findings_of({.quantities = whole,
                             .instruments = instrument_columns +
                                            "PPA,power bought,power bought,0.6,1,8,\n"
                                            "GEC,power bought,,40,MWh,,\n"}))
      << "all of it may be covered";
  EXPECT_EQ(
      "i.csv:3:19: error E0730: instruments cover 101 % of 'power bought'; no more than what is "
      "consumed can be "
      "covered: correct the volumes, and leave the rest out",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns +
                                  "PPA,power bought,power bought,0.6,1,,\n"
                                  "GEC,power bought,,41,MWh,,\nmore,power bought,,1,MWh,,\n"}));
  EXPECT_EQ(
      "i.csv:2:17: error E0730: 'PPA' covers 'none bought', of which there is nothing; no more "
      "than what is consumed "
      "can be covered: correct the volumes, and leave the rest out",
      findings_of({.quantities = "quantity,of,amount,unit\nnone bought,,0,MWh\n",
                   .instruments = "instrument,covers,amount,unit\nPPA,none bought,41,MWh\n"}));
}

TEST(InventoryWords, InstrumentsOfWhatIsNotThereOrOfAnotherKind) {
  EXPECT_EQ(
      "i.csv:2:5: error E0718: there is no quantity 'power bough'; did you mean 'power bought'?",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns + "PPA,power bough,,40,MWh,,\n"}));
  EXPECT_EQ(
      "i.csv:2:18: error E0717: 'PPA' and 'heat bought', which it covers, have units of different "
      "kinds; give the "
      "volume in a unit such as MWh, or as a share with the quantity in 'of'",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns + "PPA,heat bought,,40,MWh,,\n"}));
  EXPECT_EQ(
      "i.csv:2:1: error E0729: there is a quantity 'power bought' already; an instrument is a "
      "quantity of its own: "
      "give it another name\n"
      "i.csv:3:1: error E0712: a row names no instrument; give each a name\n"
      "i.csv:4:19: error E0713: the volume of 'GEC' is below 0; give what the contract covers as a "
      "positive amount",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns +
                                  "power bought,power bought,,40,MWh,,\n,power bought,,40,MWh,,\n"
                                  "GEC,power bought,,-40,MWh,,\n"}));
}

TEST(InventoryWords, AnInstrumentThatCoversItself) {
  EXPECT_EQ(
      "i.csv:2:5: error E0719: instrument 'PPA' covers itself; name the quantity of which it "
      "covers a part, such as "
      "the "
      "power bought",
      findings_of(
          {.quantities = whole, .instruments = instrument_columns + "PPA,PPA,,40,MWh,,\n"}));
}

TEST(InventoryWords, QualityOfInstruments) {
  EXPECT_EQ(
      "i.csv:2:26: error E0731: quality 'good' is no number of criteria; say how many of the eight "
      "quality criteria of "
      "the Scope 2 Guidance the instrument meets: 0 to 8; empty: not stated",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns + "PPA,power bought,,40,MWh,good,\n"}));
  EXPECT_EQ(
      "i.csv:2:26: warning W0732: 'PPA' meets 5 of the 8 quality criteria of the Scope 2 Guidance, "
      "and counts nothing: "
      "it "
      "has no factor, and no row of scope 2 is of 'power bought'; add a row of scope '2 market' of "
      "what no contract "
      "covers, with the factor of the residual mix",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns + "PPA,power bought,,40,MWh,5,\n"}));
}

TEST(InventoryWords, AnInstrumentThatFailsNeedsAFactor) {
  EXPECT_EQ(
      "warning W0723: scope 2 is given by market alone; the GHG Protocol asks for location-based "
      "rows, too\n"
      "i.csv:2:26: error E0764: 'PPA' meets 5 of the 8 quality criteria of the Scope 2 Guidance, "
      "and no row says by "
      "which "
      "factor its volume is counted; add a row of scope '2 market' of what no contract covers, "
      "with the factor of the "
      "residual mix",
      findings_of({.quantities = whole,
                   .instruments = instrument_columns + "PPA,power bought,,40,MWh,5,own\n"}));
}

TEST(InventoryWords, CarbonIsNoMassOfCarbonDioxide) {
  const std::string in_carbon =
      "id,name,category,region,unit_activity,unit_emission,gas,value,distribution,p1,p2,source,"
      "confidence\n"
      "own,own,fuel,,kWh,tC,CO2e,0.5,normal,0.5,0.01,measured,high\n";
  EXPECT_EQ(
      "a.csv:2:15: error E0717: factor 'own' gives tC, which is no mass; an emission factor gives "
      "kg or t of a gas; "
      "carbon becomes CO2 by the factor 'carbon_to_co2', with this one in the column 'via'\n"
      "f.csv:2:19: error E0734: factor 'own': the unit 'tC' names another substance than the gas "
      "'CO2e'; correct "
      "unit_emission or gas",
      findings_of({.factors = in_carbon}));
  EXPECT_EQ("c.csv:2:12: error E0717: credits are no mass in this unit; give kg or t",
            findings_of({.credits = "project,nominal,unit,retired\nforest,100,t C,2023\n"}));
}

TEST(InventoryWords, AConversionInPlaceOfAFactor) {
  EXPECT_EQ(
      "a.csv:2:13: error E0725: 'heat' converts MJ/Nm3, and emits nothing; name it in the column "
      "'via', and an "
      "emission factor here",
      findings_of(
          {.activities = columns + "gas,1,5,Nm3,heat,,\n",
           .factors = own_factors + "heat,heat,property,,Nm3,MJ,-,38.9,,,,supplier,high\n"}));
}

TEST(InventoryWords, AFactorWithoutPublishedUncertainty) {
  EXPECT_EQ(
      "f.csv:2: note N0726: factor 'own' has no published uncertainty: nothing is drawn for it; "
      "this does not mean "
      "that it is certain; give it one in a table of the study to count it",
      findings_of(
          {.factors =
               "id,name,category,region,unit_activity,unit_emission,gas,value,distribution,p1,p2,"
               "source,confidence\nown,own,fuel,,kWh,kg,CO2,0.5,,,,measured,high\n"}));
}

TEST(InventoryWords, AGasWithoutAWarmingPotential) {
  const std::string told =
      findings_of({.activities = columns + "leak,1,5,kWh,odd,,\n",
                   .factors = own_factors +
                              "odd,odd,fuel,,kWh,kg,XF9,0.5,normal,0.5,0.01,measured,high\n"
                              "gwp20_ar6_xf9,xf9,GWP,,kg,kg CO2e,XF9,5,normal,5,0.01,book,high\n"});
  EXPECT_NE(
      std::string::npos,
      told.find(
          "error E0727: there is no GWP of 'XF9' in AR6-100; add a row of category GWP for this "
          "gas to a factor table of the study"))
      << told << "\na potential of another set is none in this one";
}

TEST(InventoryWords, AmountsAndFactorsThatSpeakOfDifferentThings) {
  const auto told = [](const char* unit, const char* factor) {
    return findings_of(
        {.activities = columns + "boiler,1,5," + unit + "," + factor + ",,\n",
         .factors = own_factors +
                    "net,net,fuel,,TJ (NCV),kg,CO2,56100,normal,56100,10,measured,high\n"
                    "gwp,gwp,GWP,,kg,kg CO2e,SF6,25200,normal,25200,10,measured,high\n"
                    "cz,cz,PV,,kg Cz-Si,kg,CO2,5,normal,5,0.1,measured,high\n"
                    "n,n,soil,,kg N,kg,N2O,0.01,normal,0.01,0.001,measured,high\n"});
  };
  for (const char* unit : {"MWh (Gross CV)", "MWh (HHV)", "MWh (gcv)", "MWh (Hs)", "MWh HHV"})
    EXPECT_EQ(
        "a.csv:2:12: error E0717: 'boiler' is in energy of gross calorific value, and 'net' is per "
        "TJ (NCV); convert "
        "the "
        "amount: net is about 0.95 of gross for coal and oil, 0.90 for natural gas (IPCC 2006, "
        "vol. 2, ch. 1); or take "
        "a "
        "factor of the same kind",
        told(unit, "net"))
        << unit;
  for (const char* unit : {"MWh (Net CV)", "MWh (LHV)", "MWh (Hi)", "GJ (NCV)"})
    EXPECT_EQ("", told(unit, "net")) << unit;
  EXPECT_EQ(
      "a.csv:2:12: warning W0738: 'boiler' says '(bill)', which is not known, where 'net' counts "
      "per TJ (NCV); write "
      "(NCV) "
      "or (GCV), or leave the note out",
      told("MWh (bill)", "net"));
  EXPECT_EQ(
      "a.csv:2:12: note N0747: 'boiler' does not say by which calorific value its energy is "
      "counted: it is taken as "
      "net, as "
      "'net' is; write 'MWh (NCV)' if it is so; gas bills are often gross",
      told("MWh", "net"));
  EXPECT_EQ(
      "a.csv:2:12: error E0734: 'boiler' is a mass of CO2e, and 'gwp' takes a mass of SF6; correct "
      "the unit of the "
      "amount or "
      "its factor",
      told("kg CO2e", "gwp"));
  EXPECT_EQ("", told("kg SF6", "gwp"));
  EXPECT_EQ(
      "a.csv:2:12: warning W0738: 'boiler' is an amount of MG-Si, and 'cz' is per kg Cz-Si; "
      "correct the unit of the "
      "amount or "
      "its factor, or leave the name of the substance out",
      told("kg MG-Si", "cz"));
  EXPECT_EQ("", told("kg N", "n"));
  EXPECT_NE(std::string::npos, told("kg CO2", "n").find("E0734"));
}

TEST(InventoryWords, AUnitThatIsNotKnownGivesOneError) {
  EXPECT_EQ(
      "a.csv:2:12: error E0709: unit 'tonnnes' is not known; did you mean 't'? docs/inventory.md "
      "lists the units",
      findings_of({.activities = columns + "boiler,1,5,tonnnes,own,,\n"}));
  EXPECT_EQ(
      "f.csv:2:15: error E0709: unit 'firkin' is not known; docs/inventory.md lists the units",
      findings_of(
          {.factors =
               "id,name,category,region,unit_activity,unit_emission,gas,value,distribution,p1,p2,"
               "source,confidence\nown,own,fuel,,firkin,kg,CO2,0.5,normal,0.5,0.01,measured,"
               "high\n"}));
}

TEST(InventoryWords, ProcessesOfAModelWithoutItsCategory) {
  EXPECT_EQ(
      "error E0728: lines use processes of a model, but its category 'gwp' does not exist; name "
      "the category that "
      "holds kg CO2e as inventory.model_category",
      findings_of({.activities = columns + "steel,1,5,kg,process:p1,,\n",
                   .model_category = "gwp",
                   .with_process = true}));
}

}  // namespace
}  // namespace plume::inventory_findings_test
