// SPDX-License-Identifier: Apache-2.0
#include "host/units/units.hpp"

#include <gtest/gtest.h>

namespace plume::units_test {
namespace {

double between(const char* from, const char* to) {
  const auto a = parse_unit(from), b = parse_unit(to);
  EXPECT_TRUE(a && b) << from << ", " << to;
  if (!a || !b) return 0.0;
  EXPECT_TRUE(same_dimension(*a, *b)) << from << ", " << to;
  return conversion(*a, *b);
}

TEST(Units, ConvertsByDefinition) {
  EXPECT_DOUBLE_EQ(between("MWh", "kWh"), 1000.0);
  EXPECT_DOUBLE_EQ(between("TJ (NCV)", "MJ"), 1e6);
  EXPECT_DOUBLE_EQ(between("short ton mile", "t km"), 0.90718474 * 1.609344);
  EXPECT_DOUBLE_EQ(between("10^4 Nm3", "Nm3"), 1e4);
  EXPECT_DOUBLE_EQ(between("kg/TJ", "g/MJ"), 1e-3);
  EXPECT_DOUBLE_EQ(between("%", "1"), 0.01);
  EXPECT_DOUBLE_EQ(between("mmBtu", "GJ"), 1.05505585262);
  EXPECT_DOUBLE_EQ(between("therm", "MJ"), 105.505585262);
  EXPECT_DOUBLE_EQ(between("US therm", "MJ"), 105.4804);
  EXPECT_DOUBLE_EQ(between("gal", "L"), 3.785411784);
  EXPECT_DOUBLE_EQ(between("UK gal", "litre"), 4.54609);
  EXPECT_DOUBLE_EQ(between("tce", "GJ"), 29.3076);
  EXPECT_DOUBLE_EQ(between("toe", "GJ"), 41.868);
  EXPECT_DOUBLE_EQ(between("ft3", "m3"), 0.028316846592);
  EXPECT_DOUBLE_EQ(between("bbl", "L"), 158.987294928);
  EXPECT_DOUBLE_EQ(between("亩", "m2"), 10'000.0 / 15.0);
}

TEST(Units, ReadsWhatPeopleWrite) {
  for (const char* text : {"t", "tonne", "tonnes", "Tonnes", "metric ton", "metric tons", "吨",
                           "1000 kg", "10^3 kg"}) {
    EXPECT_DOUBLE_EQ(between(text, "kg"), 1e3) << text;
  }
  for (const char* text : {"kg", "kgs", "KG", "Kg", "公斤", "千克"})
    EXPECT_DOUBLE_EQ(between(text, "kg"), 1.0) << text;
  for (const char* text : {"L", "l", "litre", "litres", "liter", "liters", "Litres", "升"})
    EXPECT_DOUBLE_EQ(between(text, "L"), 1.0) << text;
  for (const char* text : {"kWh", "kwh", "KWh", "KWH", "度", "千瓦时"})
    EXPECT_DOUBLE_EQ(between(text, "kWh"), 1.0) << text;
  for (const char* text : {"万千瓦时", "万kWh", "万 kWh", "万度"})
    EXPECT_DOUBLE_EQ(between(text, "kWh"), 1e4) << text;
  for (const char* text :
       {"t km", "t.km", "tkm", "t*km", "t·km", "tonne-km", "tonne km", "tonne-kilometre", "吨公里"})
    EXPECT_DOUBLE_EQ(between(text, "t km"), 1.0) << text;
  for (const char* text : {"m3", "m^3", "m³", "cubic metres", "立方米"})
    EXPECT_DOUBLE_EQ(between(text, "m3"), 1.0) << text;
  EXPECT_DOUBLE_EQ(between("m^2", "m2"), 1.0);
  EXPECT_DOUBLE_EQ(between("万立方米", "m3"), 1e4);
  EXPECT_DOUBLE_EQ(between("万元", "CNY"), 1e4);
  EXPECT_DOUBLE_EQ(between("kEUR", "€"), 1e3);
  EXPECT_DOUBLE_EQ(between("M£", "GBP"), 1e6);
  EXPECT_DOUBLE_EQ(between("兆瓦时", "MWh"), 1.0);
  EXPECT_DOUBLE_EQ(between("million Btu", "mmBtu"), 1.0);
  EXPECT_DOUBLE_EQ(between("kg per kWh", "g/Wh"), 1.0);
  EXPECT_DOUBLE_EQ(between("passenger-km", "pkm"), 1.0);
}

TEST(Units, KeepsKindsApart) {
  EXPECT_FALSE(same_dimension(*parse_unit("m3"), *parse_unit("Nm3")));
  EXPECT_FALSE(same_dimension(*parse_unit("kg"), *parse_unit("kWh")));
  EXPECT_FALSE(same_dimension(*parse_unit("TJ (NCV)"), *parse_unit("TJ (GCV)")));
  EXPECT_FALSE(same_dimension(*parse_unit("EUR"), *parse_unit("GBP")));
  EXPECT_FALSE(same_dimension(*parse_unit("t km"), *parse_unit("pkm")));
  EXPECT_TRUE(same_dimension(*parse_unit("kg MG-Si"), *parse_unit("t")));
  EXPECT_TRUE(is_mass(*parse_unit("t CO2e")));
  EXPECT_FALSE(is_mass(*parse_unit("kg/m2")));
}

TEST(Units, KeepsTheSubstanceHoweverItIsJoined) {
  for (const char* text : {"kg CO2e", "kgCO2e", "kg-CO2e", "kg (CO2e)"}) {
    ASSERT_TRUE(parse_unit(text)) << text;
    EXPECT_EQ("CO2e", parse_unit(text)->substance) << text;
  }
  EXPECT_EQ(parse_unit("kg MG-Si")->substance, "MG-Si");
  EXPECT_EQ(parse_unit("kgN2O-N")->substance, "N2O-N");
  EXPECT_EQ(parse_unit("t CO2 eq")->substance, "CO2 eq");
  EXPECT_EQ(parse_unit("gCO2/kWh")->substance, "CO2");
  EXPECT_EQ(parse_unit("m2 wafer")->substance, "wafer");
}

TEST(Units, TheOriginOfAGasIsAPartOfItsName) {
  EXPECT_EQ("CO2 (biogenic)", parse_unit("kg CO2 (biogenic)")->substance);
  EXPECT_EQ("", parse_unit("kg CO2 (biogenic)")->note);
  EXPECT_EQ("CO2", parse_unit("kg CO2 (bill)")->substance);
  EXPECT_EQ("bill", parse_unit("kg CO2 (bill)")->note);
  for (const char* text : {"MTCO2e", "mtCO2e", "tonsCO2e"})
    EXPECT_NE(std::string::npos, read_unit(text).problem.find("has several meanings")) << text;
}

TEST(Units, KnowsTheNamesOfHeatingValues) {
  for (const char* text : {"MWh (GCV)", "MWh (Gross CV)", "MWh (HHV)", "MWh (Hs)", "MWh (gcv)",
                           "MWh HHV", "MWh gross CV", "MWh PCS", "MWh (PCS)", "MWh-HHV"})
    EXPECT_EQ("GCV", parse_unit(text)->calorific) << text;
  for (const char* text : {"TJ (NCV)", "TJ (net CV)", "TJ (LHV)", "TJ (Hi)", "TJ LHV",
                           "TJ (net calorific value)", "GJ-LHV"})
    EXPECT_EQ("NCV", parse_unit(text)->calorific) << text;
  EXPECT_EQ("", parse_unit("MWh (bill)")->calorific);
  EXPECT_EQ("bill", parse_unit("MWh (bill)")->note) << "what is not known is kept";
  EXPECT_EQ("GCV", (*parse_unit("1") * *parse_unit("MWh (GCV)")).calorific)
      << "a share of an energy is that energy";
  EXPECT_EQ("", (*parse_unit("kg/MJ") * *parse_unit("MWh (GCV)")).calorific);
  EXPECT_EQ("Si", (*parse_unit("%") * *parse_unit("kg Si")).substance);
}

TEST(Units, OfGermanTablesAndOldBillsAreKnown) {
  const std::pair<const char*, const char*> same[] = {{"Mio. kWh", "GWh"},  {"Mio kWh", "GWh"},
                                                      {"Mrd. kWh", "TWh"},  {"cu m", "m3"},
                                                      {"Kubikmeter", "m3"}, {"Stück", "p"}};
  for (const auto& [text, usual] : same) {
    ASSERT_TRUE(parse_unit(text)) << text;
    EXPECT_TRUE(same_dimension(*parse_unit(text), *parse_unit(usual))) << text;
    EXPECT_DOUBLE_EQ(parse_unit(text)->factor, parse_unit(usual)->factor) << text;
  }
}

TEST(Units, CarbonIsNoMassOfAGas) {
  for (const char* text : {"tC", "t C", "kg C", "kgC", "t carbon", "kg (C)"}) {
    ASSERT_TRUE(parse_unit(text)) << text;
    EXPECT_FALSE(same_dimension(*parse_unit(text), *parse_unit("t"))) << text;
    EXPECT_TRUE(same_dimension(*parse_unit(text), *parse_unit("tC"))) << text;
    EXPECT_TRUE(is_mass_of_carbon(*parse_unit(text))) << text;
  }
  EXPECT_DOUBLE_EQ(conversion(*parse_unit("t C"), *parse_unit("kgC")), 1000.0);
  EXPECT_FALSE(same_dimension(*parse_unit("tC/GJ"), *parse_unit("t/GJ")));
}

TEST(Units, RefusesWhatIsNone) {
  for (const char* text : {"", "furlong", "kg/", "(NCV)", "kg/firkin", "kg (dry", "MG", "10^4"})
    EXPECT_FALSE(parse_unit(text)) << text;
}

TEST(Units, SaysWhatToWriteInstead) {
  const auto told = [](const char* text) {
    const UnitReading read = read_unit(text);
    EXPECT_FALSE(read.unit) << text;
    return read.problem + "; " + read.hint;
  };
  EXPECT_EQ(
      "unit 'ton': 'ton' has several meanings; write t (1000 kg), short ton (907.18474 kg) or long "
      "ton (1016.0469088 "
      "kg)",
      told("ton"));
  EXPECT_EQ(
      "unit 'ton-km': 'ton' has several meanings; write t (1000 kg), short ton (907.18474 kg) or "
      "long ton "
      "(1016.0469088 kg)",
      told("ton-km"));
  EXPECT_EQ(
      "unit 'MT': 'MT' has several meanings; write t (1000 kg) for a metric ton, Mt for a million "
      "of them",
      told("MT"));
  EXPECT_EQ("unit 'kWh/a' is not known; give the amount of the whole period, in kWh",
            told("kWh/a"));
  EXPECT_EQ("unit 'tonnnes' is not known; did you mean 't'? docs/inventory.md lists the units",
            told("tonnnes"));
  EXPECT_EQ("unit 'xyzzy' is not known; docs/inventory.md lists the units", told("xyzzy"));
}

TEST(Units, TellsWhichMeaningWasTaken) {
  EXPECT_EQ(
      "gal is read as the US gallon (3.785411784 L); the imperial one is 'UK gal' (4.54609 L)",
      read_unit("gallons").remark);
  EXPECT_NE("", read_unit("kg/therm").remark);
  EXPECT_EQ("", read_unit("US gal").remark);
  EXPECT_EQ("", read_unit("kg").remark);
}

}  // namespace
}  // namespace plume::units_test
