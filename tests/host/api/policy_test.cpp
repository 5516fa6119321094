// SPDX-License-Identifier: Apache-2.0
#include "host/api/policy.hpp"

#include <gmock/gmock.h>

#include "host/model/link_report.hpp"
#include "tests/support/findings.hpp"

namespace plume::api::policy_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PolicyRule, IsAWordForAllOrForOneCode) {
  EXPECT_TRUE(policy_rule("error")->is_error);
  EXPECT_TRUE(policy_rule("error")->code.empty());
  EXPECT_FALSE(policy_rule("warn")->is_error);
  EXPECT_FALSE(policy_rule("downgrade")->is_error);
  EXPECT_EQ(policy_rule("W0801=error")->code, "W0801");
  for (const char* none :
       {"", "ignore", "W0801", "W0801=", "=error", "E0801=error", "W801=error", "W08x1=error"})
    EXPECT_FALSE(policy_rule(none)) << none;
}

class PolicyTest : public ::testing::Test {
 protected:
  PolicyTest() {
    findings.add("W0801", {}, "no reference");
    findings.add("N0434", {}, "no factor");
    findings.add("W0809", {}, "not drawn");
    for (int i = 0; i < 3; ++i) report.details.push_back({"W0809", {}, "not drawn", ""});
  }
  std::vector<std::string> errors(const std::vector<PolicyRule>& rules) {
    apply_policy(rules, report, findings);
    std::vector<std::string> found;
    for (const Finding& each : findings.list()) {
      if (each.severity() == Severity::error) found.push_back(each.code + ": " + each.problem);
    }
    return found;
  }
  LinkReport report;
  Findings findings;
};

TEST_F(PolicyTest, WithoutRulesWarningsAreWarnings) { EXPECT_THAT(errors({}), IsEmpty()); }

TEST_F(PolicyTest, AllWarningsAndTheirDetailsAreCountedButNoNotes) {
  EXPECT_THAT(errors({{"", true}}),
              ElementsAre("E0286: 1 finding of code W0801 is an error by --policy",
                          "E0286: 3 findings of code W0809 are errors by --policy"));
}

TEST_F(PolicyTest, TheLastRuleThatSpeaksOfACodeCounts) {
  EXPECT_THAT(errors({{"", true}, {"W0809", false}}),
              ElementsAre("E0286: 1 finding of code W0801 is an error by --policy"));
}

TEST_F(PolicyTest, ACodeThatWasNotMetIsNoError) {
  EXPECT_THAT(errors({{"W0805", true}}), IsEmpty());
}

}  // namespace
}  // namespace plume::api::policy_test
