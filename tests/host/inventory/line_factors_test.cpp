// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_factors.hpp"

#include <gtest/gtest.h>

namespace plume::line_factors_test {
namespace {

std::string codes_of(const char* unit, std::vector<std::string> via,
                     std::vector<std::string> factors) {
  ActivityLine line;
  line.record.source = "boiler";
  line.number.unit = *parse_unit(unit);
  line.via = std::move(via);
  line.factors = std::move(factors);
  Model model;
  ModelBuilder models(model);
  const std::uint32_t product = models.product("steam");
  EXPECT_EQ(find_product(models, "process:steam"), product);
  Findings findings;
  check_line_factors(line, {}, built_in_factors(), models, findings);
  std::string codes;
  for (const Finding& each : findings.list()) codes += each.code + " ";
  return codes;
}

TEST(LineFactors, EachFactorIsPerUnitOfWhatComesBefore) {
  EXPECT_EQ("", codes_of("t", {"ipcc06_ncv_diesel_oil"}, {"ipcc06_mob_road_co2_gas_diesel_oil"}));
  EXPECT_EQ("E0717 ", codes_of("t", {}, {"ipcc06_mob_road_co2_gas_diesel_oil"}))
      << "kg per TJ, without a heating value";
  EXPECT_EQ("E0725 ", codes_of("t", {}, {"ipcc06_ncv_diesel_oil"}));
  EXPECT_EQ("E0724 ", codes_of("t", {}, {"no such factor"}));
}

TEST(LineFactors, AProcessIsFoundByItsId) {
  EXPECT_TRUE(is_process("process:steam"));
  EXPECT_FALSE(is_process("steam"));
  EXPECT_EQ("", codes_of("kg", {}, {"process:steam"}));
  EXPECT_EQ("E0724 ", codes_of("kg", {}, {"process:water"}));
}

}  // namespace
}  // namespace plume::line_factors_test
