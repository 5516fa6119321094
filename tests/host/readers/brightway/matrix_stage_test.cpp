// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/matrix_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/host/readers/brightway/package_fixture.hpp"
#include "tests/support/findings.hpp"

namespace plume::matrix_stage_test {
namespace {

using plume::testing::cells_of;
using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double nan = Uncertainty::not_given;

/// Columns 0 … of a weighting-like matrix with rows named by number, so that the policies stand
/// alone.
struct Stage {
  Findings findings;
  MatrixStage stage{findings};
  Model model;
  std::vector<std::uint32_t> model_arrays;

  struct Row {
    std::uint32_t row;
    double amount;
    int sign = 1;
    double factor = 1.0;
  };

  static StagedGroup group(const std::vector<Row>& rows, bool intra, bool inter) {
    StagedGroup group;
    group.sum_intra = intra;
    group.sum_inter = inter;
    group.file = "data.npy";
    for (const Row& row : rows) {
      Exchange exchange;
      exchange.matrix = Matrix::weighting;
      exchange.row = row.row;
      exchange.amount = row.amount;
      exchange.sign = static_cast<std::int8_t>(row.sign);
      exchange.factor = row.factor;
      exchange.line = static_cast<std::uint32_t>(group.exchanges.size() + 1);
      group.exchanges.push_back(exchange);
    }
    return group;
  }
  void vector(const std::vector<Row>& rows, bool intra = true, bool inter = false,
              double uniform_width = 0.0) {
    StagedGroup staged = group(rows, intra, inter);
    if (uniform_width > 0.0) {
      for (const Row& row : rows) {
        Uncertainty uncertainty;
        uncertainty.kind = DistributionKind::uniform;
        uncertainty.minimum = row.amount - uniform_width;
        uncertainty.maximum = row.amount + uniform_width;
        staged.uncertainties.push_back(uncertainty);
      }
    }
    stage.add(std::move(staged));
  }
  void array(const std::vector<Row>& rows, const std::vector<std::vector<double>>& values,
             bool intra = true, bool inter = false) {
    StagedGroup staged = group(rows, intra, inter);
    staged.is_array = true;
    staged.array.num_rows = static_cast<std::uint32_t>(rows.size());
    staged.array.num_columns = static_cast<std::uint32_t>(values[0].size());
    for (const auto& row : values)
      staged.array.values.insert(staged.array.values.end(), row.begin(), row.end());
    stage.add(std::move(staged));
  }
  std::vector<std::string> emit() {
    ModelBuilder builder(model);
    model_arrays = stage.emit(builder);
    return cells_of(model, Matrix::weighting);
  }
};

TEST(MatrixStage, DuplicatesInAGroupStandBesideEachOther) {
  Stage s;
  s.vector({{1, 2}, {2, 5}, {1, 3}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2", "2 = 5", "1 = 3"));
  EXPECT_NE(s.model.exchanges[0].key, s.model.exchanges[2].key);
}

TEST(MatrixStage, OrOnlyTheLastCounts) {
  Stage s;
  s.vector({{1, 2}, {2, 5}, {1, 3}, {1, 4}}, false);
  EXPECT_THAT(s.emit(), ElementsAre("2 = 5", "1 = 4"));
}

// What was overwritten is out of its cell: an array with a gap lies over one number, not over two.
TEST(MatrixStage, AnOverwrittenDuplicateIsNotBeneathAnArray) {
  Stage s;
  s.vector({{1, 2}, {1, 3}, {1, 4}}, false);
  s.array({{1, 0}}, {{nan, 9}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = 4 array 0 row 0"));
  EXPECT_FALSE(s.findings.has_errors());
  Stage both;
  both.vector({{1, 2}, {1, 3}});
  both.array({{1, 0}}, {{nan, 9}});
  (void)both.emit();
  EXPECT_TRUE(both.findings.has_errors());
}

// Nor does it hold a later group's sums together with what replaced it.
TEST(MatrixStage, AnOverwrittenDuplicateIsNotAddedToLater) {
  Stage s;
  s.vector({{1, 2}, {1, 3}}, false);
  s.vector({{1, 7}}, true, true);
  s.vector({{1, 8}}, true, false);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 8"));
}

TEST(MatrixStage, ALaterGroupReplacesAllOfACell) {
  Stage s;
  s.vector({{1, 2}, {1, 3}, {2, 5}});
  s.vector({{1, 7}, {1, 8}});
  EXPECT_THAT(s.emit(), ElementsAre("2 = 5", "1 = 7", "1 = 8"));
}

TEST(MatrixStage, OrAddsToIt) {
  Stage s;
  s.vector({{1, 2}});
  s.vector({{1, 7}, {1, 8}}, true, true);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2", "1 = 7", "1 = 8"));
}

TEST(MatrixStage, LastInTheGroupAddedToEarlierGroups) {
  Stage s;
  s.vector({{1, 2}});
  s.vector({{1, 7}, {1, 8}, {1, 9}}, false, true);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2", "1 = 9"));
}

TEST(MatrixStage, ThePolicyIsThatOfTheLaterGroup) {
  Stage s;
  s.vector({{1, 2}}, true, true);
  s.vector({{1, 3}}, true, true);
  s.vector({{1, 4}}, true, false);
  s.vector({{1, 5}}, true, true);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 4", "1 = 5"));
}

TEST(MatrixStage, NanInsertsNothing) {
  Stage s;
  s.vector({{1, 2}, {2, 5}});
  s.vector({{1, nan}, {2, 6, 1, nan}, {3, nan}});
  s.vector({{2, 7}, {2, nan}}, false);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2", "2 = 7"));
}

// So a package that replaces amounts keeps the draws of those it replaces.
TEST(MatrixStage, AReplacementHasTheKeyOfWhatItReplaces) {
  Stage alone, replaced;
  alone.vector({{1, 2}});
  replaced.vector({{1, 2}});
  replaced.vector({{1, 3}});
  (void)alone.emit();
  (void)replaced.emit();
  EXPECT_EQ(alone.model.exchanges[0].key, replaced.model.exchanges[0].key);
}

TEST(MatrixStage, UncertaintiesFollowTheirExchanges) {
  Stage s;
  s.vector({{1, 2}, {2, 5}}, true, false, 1.0);
  s.vector({{1, 3}}, true, false);
  EXPECT_THAT(s.emit(), ElementsAre("2 = 5 uniform", "1 = 3"));
  EXPECT_EQ(s.model.uncertainties.at(s.model.exchanges[0].uncertainty).minimum, 4.0);
  EXPECT_EQ(s.model.uncertainties.size(), 1u);
}

TEST(MatrixStage, AnArrayOnAFreeCellStartsAtItsFirstValue) {
  Stage s;
  s.array({{1, 0, -1, 10.0}, {2, 0}}, {{3, 4}, {nan, 6}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = -30 array 0 row 0", "2 = 6 array 0 row 1"));
  // no insertion: the cell is 0 there
  EXPECT_THAT(s.model.arrays.at(0).values, ElementsAre(3, 4, 0, 6));
  EXPECT_THAT(s.model_arrays, ElementsAre(0));
}

TEST(MatrixStage, AnArrayOverOneExchangeKeepsItsStaticAmount) {
  Stage s;
  s.vector({{1, 2, -1}}, true, false, 1.0);
  s.array({{1, 0, -1}}, {{3, 4}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = -2 array 0 row 0"));
  EXPECT_EQ(s.model.exchanges[0].sign, -1);
  EXPECT_EQ(s.model.exchanges[0].amount, 2.0);
}

TEST(MatrixStage, AlsoInOtherTerms) {
  Stage s;
  s.vector({{1, 2, -1, 5.0}});
  s.array({{1, 0}}, {{-30, -40}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = -10 array 0 row 0"));
  EXPECT_EQ(s.model.exchanges[0].sign, 1);
  EXPECT_THAT(s.model.arrays[0].values, ElementsAre(-30, -40));
}

TEST(MatrixStage, AnArrayWithGapsKeepsTheDistributionBeneath) {
  Stage s;
  s.vector({{1, 2, -1}}, true, false, 1.0);
  s.array({{1, 0, -1}}, {{nan, 4}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = -2 uniform array 0 row 0"));
  EXPECT_TRUE(std::isnan(s.model.arrays[0].values[0]));
  EXPECT_EQ(s.model.arrays[0].values[1], 4.0);
}

// The record can have one sign and factor: those of the distribution that shows through the gaps.
TEST(MatrixStage, GapsInOtherTermsTurnTheArray) {
  Stage s;
  s.vector({{1, 2, -1, 5.0}}, true, false, 1.0);
  s.array({{1, 0}}, {{nan, -40}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = -10 uniform array 0 row 0"));
  EXPECT_EQ(s.model.exchanges[0].sign, -1);
  EXPECT_EQ(s.model.exchanges[0].factor, 5.0);
  EXPECT_EQ(s.model.arrays[0].values[1], 8.0);  // −1 · 5 · 8 = −40
}

TEST(MatrixStage, GapsOverAZeroFactorAreZero) {
  Stage s;
  s.vector({{1, 2, 1, 0.0}}, true, false, 1.0);
  s.array({{1, 0}}, {{nan, 4}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = 0 array 0 row 0"));
  EXPECT_THAT(s.model.arrays[0].values, ElementsAre(0, 4));
}

TEST(MatrixStage, ARowOfNanIsNoRow) {
  Stage s;
  s.vector({{1, 2}});
  s.array({{1, 0}}, {{nan, nan}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2"));
  EXPECT_THAT(s.model.arrays, IsEmpty());
  EXPECT_THAT(s.model_arrays, ElementsAre(no_index));
}

TEST(MatrixStage, AnArrayAddedToWhatIsThere) {
  Stage s;
  s.vector({{1, 2}}, true, false, 1.0);
  s.array({{1, 0}}, {{nan, 4}}, true, true);
  EXPECT_THAT(s.emit(), ElementsAre("1 = 2 uniform", "1 = 4 array 0 row 0"));
  EXPECT_THAT(s.model.arrays[0].values, ElementsAre(0, 4));
}

TEST(MatrixStage, AVectorReplacesAnArray) {
  Stage s;
  s.array({{1, 0}, {2, 0}}, {{3, 4}, {5, 6}});
  s.vector({{1, 9}});
  EXPECT_THAT(s.emit(), ElementsAre("2 = 5 array 0 row 1", "1 = 9"));
}

TEST(MatrixStage, DuplicateRowsOfAnArray) {
  Stage summed, last;
  summed.array({{1, 0}, {1, 0}}, {{3, 4}, {nan, 6}});
  last.array({{1, 0}, {1, 0, -1, 2.0}}, {{3, 4}, {nan, 6}}, false);

  EXPECT_THAT(summed.emit(), ElementsAre("1 = 3 array 0 row 0", "1 = 6 array 0 row 1"));
  EXPECT_THAT(summed.model.arrays[0].values, ElementsAre(3, 4, 0, 6));
  // Column 0 keeps the 3 of the first row, in the second's terms: −1 · 2 · −1.5.
  EXPECT_THAT(last.emit(), ElementsAre("1 = 3 array 0 row 1"));
  EXPECT_THAT(last.model.arrays[0].values, ElementsAre(3, 4, -1.5, 6));
}

TEST(MatrixStage, DuplicateRowsOfAnArrayReplaceOnce) {
  Stage s;
  s.vector({{1, 100}});
  s.array({{1, 0}, {1, 0}}, {{3, 4}, {5, 6}});
  EXPECT_THAT(s.emit(), ElementsAre("1 = 3 array 0 row 0", "1 = 5 array 0 row 1"));
}

TEST(MatrixStageFindings, GapsOverSeveralExchanges) {
  Stage s;
  s.vector({{1, 2}, {1, 3}, {2, 4}});
  s.array({{2, 0}, {1, 0}}, {{1, 2}, {nan, 4}});
  EXPECT_THAT(
      lines(s.findings),
      ElementsAre("data.npy:2: error E0315: the row has NaN over a cell that several exchanges "
                  "fill; which value holds there "
                  "cannot be kept; write the values of the earlier data where the array has NaN"));
}

TEST(MatrixStageFindings, GapsOverAnArray) {
  Stage s;
  s.array({{1, 0}}, {{1, 2}});
  s.array({{1, 0}}, {{nan, 4}});
  EXPECT_THAT(
      lines(s.findings),
      ElementsAre("data.npy:1: error E0315: the row has NaN over a cell that an earlier array "
                  "fills; which value holds there "
                  "cannot be kept; write the values of the earlier data where the array has NaN"));
}

TEST(MatrixStageFindings, GapsInOneOfTwoDuplicateRows) {
  Stage s;
  s.vector({{1, 2}});
  s.array({{1, 0}, {1, 0}}, {{1, 2}, {nan, 4}});
  EXPECT_THAT(plume::testing::codes(s.findings), ElementsAre("E0315"));
}

TEST(MatrixStageFindings, NoGapsNoComplaint) {
  Stage s;
  s.vector({{1, 2}, {1, 3}});
  s.array({{1, 0}}, {{1, 2}});
  s.array({{1, 0}}, {{3, 4}});
  EXPECT_THAT(lines(s.findings), IsEmpty());
  EXPECT_THAT(s.emit(), ElementsAre("1 = 1 array 0 row 0"));
}

}  // namespace
}  // namespace plume::matrix_stage_test
