// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_checks.hpp"

#include <gtest/gtest.h>

namespace plume::line_checks_test {
namespace {

ActivityLine line_of(const char* source, const char* scope, const char* period,
                     const char* evidence) {
  ActivityLine line;
  line.record.source = source;
  line.record.scope = scope;
  line.record.period = period;
  line.record.evidence = evidence;
  line.factors = {"f"};
  return line;
}

TEST(LineChecks, OneDocumentIsCountedOnceAScope) {
  Findings findings;
  check_evidence({line_of("p", "2 location", "2023", "D"), line_of("p", "2 market", "2023", "D")},
                 findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  check_evidence({line_of("p", "1", "2023", "D"), line_of("p", "1", "2023", "D")}, findings);
  ASSERT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(findings.list()[0].code, "E0720");
}

TEST(LineChecks, PeriodsOfOneSourceMustNotOverlap) {
  Findings findings;
  check_periods({line_of("p", "1", "2023-01", ""), line_of("p", "1", "2023-02", ""),
                 line_of("q", "1", "2023", "")},
                findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  check_periods({line_of("p", "1", "2023-01/2023-03", ""), line_of("p", "1", "2023-03", "")},
                findings);
  ASSERT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(findings.list()[0].code, "E0722");
}

TEST(LineChecks, ScopeTwoIsAskedForInBothWays) {
  Findings findings;
  check_both_ways({line_of("p", "2 location", "", ""), line_of("p", "2 market", "", "")}, {},
                  findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  check_both_ways({line_of("p", "2 market", "", "")}, {}, findings);
  ASSERT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(findings.list()[0].code, "W0723");
}

}  // namespace
}  // namespace plume::line_checks_test
