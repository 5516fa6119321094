// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/base_year_lines.hpp"

#include <gmock/gmock.h>

#include <string>

namespace plume::base_year_lines_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Lines of diesel at one site.
class BaseYear : public ::testing::Test {
 protected:
  void add(const std::string& period, bool base_year, const std::string& site = "A",
           const std::string& scope = "1") {
    InventoryRecord::Line line;
    line.source = "diesel";
    line.site = site;
    line.scope = scope;
    line.period = period;
    line.base_year = base_year;
    record_.lines.push_back(line);
  }
  /// "line: base line × share, …" of each line that is compared.
  [[nodiscard]] std::vector<std::string> compared() const {
    std::vector<std::string> words;
    const BaseYearLines lines = base_year_lines(record_);
    for (std::size_t i = 0; i < lines.of.size(); ++i) {
      for (const BaseYearShare& each : lines.of[i])
        words.push_back(std::to_string(i) + ": " + std::to_string(each.line) + " x " +
                        std::to_string(each.share).substr(0, 4));
    }
    return words;
  }
  InventoryRecord record_;
};

TEST_F(BaseYear, AYearIsComparedWithAYear) {
  add("2024", false), add("2021", true);
  EXPECT_THAT(compared(), ElementsAre("0: 1 x 1.00"));
}

TEST_F(BaseYear, MonthsAreComparedWithMonths) {
  add("2024-01", false), add("2024-02", false), add("2021-02", true), add("2021-01", true);
  EXPECT_THAT(compared(), ElementsAre("0: 3 x 1.00", "1: 2 x 1.00"));
}

TEST_F(BaseYear, AYearCountsOnceBesideMonths) {
  add("2024-01", false), add("2024-02", false), add("2024-03", false), add("2024-04", false),
      add("2021", true);
  EXPECT_THAT(compared(), ElementsAre("0: 4 x 0.25", "1: 4 x 0.25", "2: 4 x 0.25", "3: 4 x 0.25"));
}

TEST_F(BaseYear, MonthsCountOnceBesideAYear) {
  add("2024", false), add("2021-01", true), add("2021-02", true);
  EXPECT_THAT(compared(), ElementsAre("0: 1 x 1.00", "0: 2 x 1.00"));
}

TEST_F(BaseYear, AMonthWithoutItsLikeIsSharedByAll) {
  add("2024-01", false), add("2024-02", false), add("2021-01", true), add("2021-03", true);
  EXPECT_THAT(compared(), ElementsAre("0: 2 x 1.00", "0: 3 x 0.50", "1: 3 x 0.50"));
}

TEST_F(BaseYear, TwoInvoicesOfTheSameMonthShareIt) {
  add("2024-01", false), add("2024-01", false), add("2021-01", true);
  EXPECT_THAT(compared(), ElementsAre("0: 2 x 0.50", "1: 2 x 0.50"));
}

TEST_F(BaseYear, OtherSitesAndScopesAreOthers) {
  add("2024", false), add("2021", true, "B"), add("2021", true, "A", "3");
  EXPECT_THAT(compared(), IsEmpty());
  EXPECT_THAT(base_year_lines(record_).given_up, ::testing::UnorderedElementsAre(1u, 2u));
}

}  // namespace
}  // namespace plume::base_year_lines_test
