// SPDX-License-Identifier: Apache-2.0
#include "host/cli/machine_lines.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace plume::machine_lines_test {
namespace {

using Json = nlohmann::json;

TEST(MachineLines, AFindingIsAnObjectWithEverythingItSays) {
  Findings findings;
  findings.add("E0709", {"a b.csv", 3, 5}, "unit 'furlong' is \"none\"", "did you mean m?");
  const std::string text = finding_lines(findings);
  ASSERT_TRUE(text.ends_with("\n"));
  EXPECT_EQ(
      Json::parse(text),
      Json::parse(R"({"kind": "finding", "severity": "error", "code": "E0709", "file": "a b.csv",
      "line": 3, "column": 5, "problem": "unit 'furlong' is \"none\"", "hint": "did you mean m?"})"));
}

TEST(MachineLines, WhatIsLeftOutIsCounted) {
  Findings findings;
  for (int i = 0; i < 1000; ++i) findings.add("W0409", {}, "again");
  const std::string text = finding_lines(findings);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
            static_cast<std::ptrdiff_t>(Findings::limit) + 1);
  EXPECT_NE(text.find(R"({"kind":"suppressed","code":"W0409","number":950})"), std::string::npos);
}

TEST(MachineLines, WhateverANameHoldsALineIsOneLineOfJson) {
  Findings findings;
  findings.add("N0001", {"x\ny", 0, 0}, "damaged \xff\x1b[31m", "");
  const std::string text = finding_lines(findings);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(Json::parse(text).at("file"), "x\ny");
}

TEST(MachineLines, ProgressAndMessages) {
  api::Progress progress;
  progress.stage = "sampling";
  progress.done = 10;
  progress.total = 20;
  progress.seconds = 0.5;
  EXPECT_EQ(progress_line(progress),
            R"({"kind":"progress","stage":"sampling","done":10,"total":20,"seconds":0.5})"
            "\n");
  EXPECT_EQ(message_line("interrupted\n"), R"({"kind":"message","text":"interrupted"})"
                                           "\n");
}

}  // namespace
}  // namespace plume::machine_lines_test
