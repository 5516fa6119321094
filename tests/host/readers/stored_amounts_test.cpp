// SPDX-License-Identifier: Apache-2.0
#include "host/readers/stored_amounts.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "host/readers/ecospold2/ecospold2.hpp"
#include "host/readers/open_source.hpp"
#include "host/readers/openlca_jsonld/openlca_jsonld.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"

namespace plume::stored_amounts_test {
namespace {

namespace fs = std::filesystem;
using testing::codes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;
using testing::RawInventory;

class StoredAmountsTest : public ::testing::Test {
 protected:
  RawParameter parameter(std::string_view name, double value, std::string_view formula = {}) {
    RawParameter result;
    result.name = raw.text(name);
    result.formula = raw.text(formula);
    result.value = value;
    return result;
  }
  std::size_t compare(double amount, std::string_view formula,
                      FormulaLanguage language = FormulaLanguage::openlca) {
    RawProcess& process = raw.process(
        "mill", {raw.out("steel", 1).reference().id("1"), raw.in("coal", amount).id("2")});
    raw.data.exchanges[0].variable = raw.text("made");
    raw.data.exchanges[1].formula = raw.text(formula);
    process.first_parameter = 0;
    process.num_parameters = static_cast<std::uint32_t>(raw.data.parameters.size());
    StoredAmounts check(raw.data, formula_dialect(language), raw.findings);
    check.add_global(parameter("everywhere", 10.0));
    return check.compare(process, "db.zip/mill.json");
  }
  RawInventory raw;
};

TEST_F(StoredAmountsTest, WhatAFormulaGivesIsNotTold) {
  raw.data.parameters = {parameter("Mass ", 15.0), parameter("gross", 16.5, "mass*1.1")};
  EXPECT_EQ(compare(28.5, "2+GROSS+everywhere*made"), 2u);
  EXPECT_THAT(lines(raw.findings), IsEmpty());
}

TEST_F(StoredAmountsTest, ContradictionsHaveBothNumbers) {
  raw.data.parameters = {parameter("gross", 17.0, "15*1.1")};
  EXPECT_EQ(compare(2.0000001, "2"), 2u);
  EXPECT_THAT(lines(raw.findings), ElementsAre("db.zip/mill.json: warning W0695: parameter 'gross' "
                                               "of 'mill' is 17, and its formula '15*1.1' "
                                               "gives 16.5; the stored value stands"));
}

TEST_F(StoredAmountsTest, WhatCannotBeWorkedOutIsTold) {
  EXPECT_EQ(compare(2.0, "nothing*2"), 0u);
  EXPECT_THAT(lines(raw.findings),
              ElementsAre("db.zip/mill.json: warning W0696: the formula 'nothing*2' of exchange 0 "
                          "of 'mill' cannot be worked "
                          "out: there is no parameter 'nothing'; the stored value stands"));
}

TEST_F(StoredAmountsTest, ReferencesOfEcoSpold2AreExchanges) {
  EXPECT_EQ(compare(3.0, "3*Ref('1')", FormulaLanguage::ecospold2), 1u);
  EXPECT_THAT(lines(raw.findings), IsEmpty());
}

TEST_F(StoredAmountsTest, WithoutFormulasNothingIsDone) { EXPECT_EQ(compare(3.0, ""), 0u); }

const fs::path shared = fs::path(PLUME_SOURCE_DIR) / ".." / "shared";

/// Reads one source with its reader alone.
InventoryData read(const Format& format, const fs::path& path, Findings& findings) {
  const std::optional<Archive> archive = open_source(path, findings);
  Model model;
  ModelBuilder builder(model);
  InventoryData data;
  const StudyModel wanted;
  format.read({{&*archive, &wanted, 0}}, {builder, data}, findings);
  return data;
}

TEST(StoredAmountsOfUsLci, All456FormulasHaveTheirStoredAmounts) {
  if (!fs::exists(shared / "data" / "uslci")) GTEST_SKIP() << "../shared/data is absent";
  std::ifstream file(shared / "golden" / "formulas_uslci.json");
  const nlohmann::json golden = nlohmann::json::parse(file);
  std::map<std::string, std::multimap<std::string, double>> expected;  // by file: formula and value
  for (const nlohmann::json& item : golden["items"]) {
    ASSERT_TRUE(item["agree"].get<bool>());
    expected[item["file"]].emplace(
        item["process"].get<std::string>() + "\n" + item["formula"].get<std::string>(),
        item["evaluated"]);
  }
  ASSERT_FALSE(expected.empty());
  for (const auto& [name, formulas] : expected) {
    if (!fs::exists(shared / "data" / name)) continue;
    Findings findings;
    const InventoryData data = read(openlca_jsonld_format(), shared / "data" / name, findings);
    EXPECT_THAT(codes(findings), ::testing::Not(::testing::Contains("W0695")))
        << findings.to_string();
    EXPECT_THAT(codes(findings), ::testing::Not(::testing::Contains("W0696")))
        << findings.to_string();
    // Each formula of the list is worked out here too, from its process.
    std::size_t count = 0;
    for (const RawProcess& process : data.processes) {
      ParameterScope scope(formula_dialect(FormulaLanguage::openlca));
      for (std::uint32_t i = 0; i < process.num_parameters; ++i) {
        const RawParameter& each = data.parameters[process.first_parameter + i];
        if (each.formula == no_text)
          scope.add(data.text(each.name), each.value);
        else
          scope.add_formula(data.text(each.name), data.text(each.formula));
      }
      for (auto [key, value] : formulas) {
        const std::string prefix = std::string(data.text(process.id)) + "\n";
        if (!key.starts_with(prefix)) continue;
        std::string why;
        const std::optional<double> got = scope.evaluate(key.substr(prefix.size()), why);
        ASSERT_TRUE(got) << key << ": " << why;
        EXPECT_NEAR(*got, value, 1e-12 * std::abs(value)) << key;
        ++count;
      }
    }
    EXPECT_EQ(count, formulas.size()) << name;
  }
}

TEST(StoredAmountsOfOcelot, TheOneThatItsFormulaContradictsIsTold) {
  const fs::path path =
      shared / "data" / "ecospold_samples" / "ocelot" / "parameterized_multioutput.xml";
  if (!fs::exists(path)) GTEST_SKIP() << "../shared/data is absent";
  Findings findings;
  read(ecospold2_format(), path, findings);
  ASSERT_THAT(codes(findings), ::testing::Contains("W0695").Times(1));
  EXPECT_THAT(
      findings.to_string(),
      ::testing::HasSubstr(
          "exchange 2 of 'Aliana Price' is 34, and its formula 'raiden_thompson' gives 42"));
  EXPECT_THAT(codes(findings), ::testing::Not(::testing::Contains("W0696")));
}

}  // namespace
}  // namespace plume::stored_amounts_test
