// SPDX-License-Identifier: Apache-2.0
#include "host/model/validate.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "host/model/builder.hpp"
#include "tests/support/findings.hpp"

namespace plume::validate_test {
namespace {

using plume::testing::codes;
using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

/// Builds models in a few words; exchange i stands in line i + 2 of the package "m".
struct Draft {
  Model model;
  Findings findings;

  Draft() { model.sources = {{"m", "plume package", "", {"exchanges.csv", "factors.csv"}}}; }

  Draft& add(Matrix matrix, const std::string& row, const std::string& column, double amount,
             const std::string& id = {}) {
    ModelBuilder builder(model);
    Exchange e;
    e.matrix = matrix;
    e.row = matrix == Matrix::technosphere ? builder.product(row) : builder.flow(row);
    e.column =
        matrix == Matrix::characterisation ? builder.category(column) : builder.process(column);
    e.amount = amount;
    e.table = matrix == Matrix::characterisation ? 1 : 0;
    e.line = static_cast<std::uint32_t>(model.exchanges.size() + 2);
    builder.add(e, {}, id);
    return *this;
  }
  Draft& product(const std::string& row, const std::string& column, double amount,
                 const std::string& id = {}) {
    return add(Matrix::technosphere, row, column, amount, id);
  }
  Draft& refer(const std::string& process, const std::string& product) {
    ModelBuilder builder(model);
    const std::uint32_t column = builder.process(process);
    const std::uint32_t row = builder.product(product);
    model.processes[column].reference_product = row;
    return *this;
  }
  Draft& scored() {
    return add(Matrix::biosphere, "co2", "a", 1.0).add(Matrix::characterisation, "co2", "gwp", 1.0);
  }

  std::vector<std::string> check() {
    validate(model, findings);
    return lines(findings);
  }
};

Draft two_processes() {
  Draft draft;
  draft.product("p", "a", 1.0).product("q", "b", 2.0).product("q", "a", -0.5).scored();
  return draft;
}

TEST(Validate, FindsNothingInASoundModel) {
  EXPECT_THAT(two_processes().check(), IsEmpty());
  EXPECT_THAT(two_processes().refer("a", "p").refer("b", "q").check(), IsEmpty());
}

TEST(Validate, AcceptsTreatmentOfWaste) {
  // b treats the waste w that a makes; whether or not b says so.
  Draft draft;
  draft.product("p", "a", 1.0).product("w", "a", 0.3).product("w", "b", -1.0).scored();
  EXPECT_THAT(draft.check(), IsEmpty());
  EXPECT_THAT(draft.refer("b", "w").check(), IsEmpty());
}

TEST(Validate, RefusesNumbersThatAreNotFinite) {
  Draft draft = two_processes();
  draft.model.exchanges[2].amount = nan;
  draft.model.exchanges[4].factor = inf;
  EXPECT_THAT(
      draft.check(),
      ElementsAre(
          "m/exchanges.csv:4: error E0401: amount nan of product 'q' in process 'a' is not "
          "finite; write a finite number",
          "m/factors.csv:6: error E0402: factor inf of factor of flow 'co2' in category 'gwp' "
          "is not finite; conversion, allocation and rescale factors must be finite"));
}

TEST(Validate, PresampledExchangesNeedNoAmountButFiniteValues) {
  Draft draft = two_processes();
  draft.model.arrays = {{"scenarios", 1, 3, {1.0, nan, 2.0}, ColumnOrder::random, 0, 1}};
  draft.model.exchanges[2].amount = nan;
  draft.model.exchanges[2].array = 0;
  EXPECT_THAT(draft.check(), IsEmpty());
  draft.model.arrays[0].num_rows = 2;
  draft.model.arrays[0].values = {1.0, nan, 2.0, 3.0, inf, -inf};
  EXPECT_THAT(
      draft.check(),
      ElementsAre("error E0403: presampled array 'scenarios' holds infinite values (2 of them, the "
                  "first in row 2, column 2); write finite numbers, or NaN where a column does not "
                  "speak of an exchange"));
}

TEST(Validate, RefusesTwoExchangesOfOneIdentity) {
  Draft draft = two_processes();
  draft.product("q", "a", -0.1, "e1").product("p", "b", -0.1, "e1");
  EXPECT_THAT(draft.check(), ElementsAre("m/exchanges.csv:8: error E0404: product 'p' in process "
                                         "'b' has the same identity as product 'q' in "
                                         "process 'a' at m/exchanges.csv:7, and would get the same "
                                         "draws; give every exchange an id that is "
                                         "used once"));
}

TEST(Validate, DuplicatesOnACellAreNoFault) {
  EXPECT_THAT(two_processes().product("q", "a", -0.1).product("q", "a", -0.1).check(), IsEmpty());
}

TEST(Validate, RefusesAnEmptyTechnosphere) {
  const char* const words =
      "error E0405: the technosphere is empty: the model has no process that makes a product; a "
      "model needs at least "
      "one "
      "process with a product";
  Draft draft;
  draft.scored();
  EXPECT_THAT(draft.check(), ElementsAre(words));
  EXPECT_EQ(lines([] {
              Draft empty;
              empty.check();
              return empty.findings;
            }())[0],
            words);
}

TEST(Validate, RefusesMoreProductsThanProcesses) {
  Draft draft = two_processes();
  draft.product("r", "a", 0.4).product("s", "b", -1.0).refer("a", "p").refer("b", "q");
  draft.model.products[2].name = "heat";
  EXPECT_THAT(draft.check(), ElementsAre("error E0406: the technosphere is not square: 4 products, "
                                         "2 processes; products that no process "
                                         "makes: 's'; processes with several products: 'a'; every "
                                         "product needs one process that makes it, "
                                         "every process one product"));
}

TEST(Validate, RefusesMoreProcessesThanProducts) {
  Draft draft = two_processes();
  draft.product("p", "c", 1.0).product("q", "d", -1.0);
  EXPECT_THAT(draft.check(), ElementsAre("error E0406: the technosphere is not square: 2 products, "
                                         "4 processes; processes that make no "
                                         "product: 'd'; products with several makers: 'p'; every "
                                         "product needs one process that makes it, "
                                         "every process one product"));
}

TEST(Validate, ListsAtMostTenNames) {
  Draft draft = two_processes();
  for (int i = 0; i < 13; ++i) draft.product("x" + std::to_string(i), "a", -1.0);
  EXPECT_THAT(draft.check(),
              ElementsAre(HasSubstr(
                  "'x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9' and 3 more;")));
}

TEST(Validate, RefusesAReferenceProductOfNetZero) {
  Draft draft = two_processes();
  draft.product("q", "b", -2.0).refer("b", "q").refer("a", "p");
  EXPECT_THAT(
      draft.check(),
      ElementsAre(
          "m/exchanges.csv:3: error E0407: the reference product 'q' of process 'b' has a net "
          "amount of 0; what a process makes, less what it uses of it, must not be 0"));
  Draft none = two_processes();
  none.refer("a", "p").refer("b", "p");
  EXPECT_THAT(
      none.check(),
      ElementsAre(
          "error E0407: process 'b' has no amount of its reference product 'p'; give the amount "
          "that the process makes (or, below 0, the waste that it treats)"));
}

TEST(Validate, APresampledReferenceMayBeZeroInTheStaticModel) {
  Draft draft = two_processes();
  draft.refer("b", "q");
  draft.model.arrays = {{"x", 1, 1, {2.0}, ColumnOrder::random, 0, 1}};
  draft.model.exchanges[1].amount = 0.0;
  draft.model.exchanges[1].array = 0;
  EXPECT_THAT(draft.check(), IsEmpty());
}

TEST(Validate, RefusesAProcessThatMakesNothing) {
  Draft draft = two_processes();
  draft.product("r", "c", 0.0).product("r", "a", 1.0);
  EXPECT_THAT(
      draft.check(),
      ElementsAre(
          "error E0408: process 'c' makes nothing: it has no technosphere amount other than 0; "
          "give it a product, or leave it out"));
}

TEST(Validate, RefusesAProductThatNoProcessMakes) {
  Draft draft = two_processes();
  draft.refer("a", "p")
      .refer("b", "q")
      .product("r", "a", -1.0)
      .product("p", "c", 1.0)
      .refer("c", "p");
  EXPECT_THAT(
      draft.check(),
      ElementsAre(
          "error E0409: no process makes product 'r'; add a process that makes it, or correct "
          "its id where it is used"));
  Draft unused = two_processes();
  unused.product("p", "c", 1.0);
  ModelBuilder(unused.model).product("r");
  EXPECT_THAT(
      unused.check(),
      ElementsAre(
          "error E0409: no process makes product 'r'; it stands in no process; add one that "
          "makes it, or leave it out"));
}

TEST(Validate, DoubtsAProductThatMayBeAWaste) {
  // c makes p out of r without saying what it is for: to treat r, or to make p with r missing its
  // maker.
  Draft draft = two_processes();
  draft.product("r", "c", -1.0).product("p", "c", 1.0);
  EXPECT_THAT(
      draft.check(),
      ElementsAre("warning W0410: no positive amount of 1 product: 'r'; right for a waste that is "
                  "treated; otherwise the process that makes it is missing"));
}

TEST(Validate, WarnsWhereEveryScoreIsZero) {
  Draft no_flows;
  no_flows.product("p", "a", 1.0).add(Matrix::characterisation, "co2", "gwp", 1.0);
  EXPECT_THAT(
      no_flows.check(),
      ElementsAre("warning W0430: the biosphere is empty: no process has an elementary flow, and "
                  "every score is zero; add the elementary flows of the processes"));
  Draft no_factors;
  no_factors.product("p", "a", 1.0).add(Matrix::biosphere, "co2", "a", 1.0);
  EXPECT_THAT(
      no_factors.check(),
      ElementsAre("warning W0431: the model has no characterisation factor, and every score is "
                  "zero; add the factors of at least one impact category"));
  Draft strangers;
  strangers.product("p", "a", 1.0)
      .add(Matrix::biosphere, "CO2", "a", 1.0)
      .add(Matrix::characterisation, "co2", "gwp", 1.0);
  EXPECT_THAT(strangers.check(),
              ElementsAre("warning W0432: no elementary flow of the processes has a "
                          "characterisation factor, and every score "
                          "is zero; processes and factors must use the same flow ids"));
}

TEST(Validate, WhatIsDrawnOrPresampledIsThereThoughItsAmountIsZero) {
  Uncertainty normal;
  normal.kind = DistributionKind::normal;
  normal.loc = 0.0;
  normal.scale = 1.0;
  for (const Matrix uncertain : {Matrix::biosphere, Matrix::characterisation}) {
    for (const bool presampled : {false, true}) {
      Draft draft;
      draft.product("p", "a", 1.0);
      draft.add(Matrix::biosphere, "co2", "a", uncertain == Matrix::biosphere ? 0.0 : 1.0);
      draft.add(Matrix::characterisation, "co2", "gwp",
                uncertain == Matrix::characterisation ? 0.0 : 1.0);
      Exchange& e = draft.model.exchanges[uncertain == Matrix::biosphere ? 1 : 2];
      if (presampled) {
        draft.model.arrays = {{"x", 1, 2, {0.0, 2.0}, ColumnOrder::random, 0, 1}};
        e.array = 0;
      } else {
        draft.model.uncertainties = {normal};
        e.uncertainty = 0;
      }
      EXPECT_THAT(draft.check(), IsEmpty());
    }
  }
  // A distribution that cannot be drawn makes nothing of a 0.
  Draft never;
  never.product("p", "a", 1.0)
      .add(Matrix::biosphere, "co2", "a", 0.0)
      .add(Matrix::characterisation, "co2", "gwp", 1.0);
  normal.scale = -1.0;
  never.model.uncertainties = {normal};
  never.model.exchanges[1].uncertainty = 0;
  never.check();
  EXPECT_THAT(codes(never.findings), ElementsAre("W0411", "W0430"));
}

TEST(Validate, NamesEmptyCategoriesAndCountsFlowsWithoutFactor) {
  Draft draft = two_processes();
  ModelBuilder(draft.model).category("toxicity");
  for (const char* flow : {"f1", "f2", "f3", "f4"}) draft.add(Matrix::biosphere, flow, "b", 1.0);
  EXPECT_THAT(
      draft.check(),
      ElementsAre(
          "warning W0433: no factor in these categories, and their scores are zero: 'toxicity'; "
          "add their factors, or leave them out",
          "note N0434: no factor in any category for 4 flows that processes exchange: 'f1', "
          "'f2', 'f3' and 1 more; they do not count in any score"));
}

TEST(Validate, ChecksDistributionsToo) {
  Draft draft = two_processes();
  draft.model.uncertainties = {{0.0, 0.0, nan, nan, nan, DistributionKind::lognormal, false}};
  draft.model.exchanges[0].uncertainty = 0;
  draft.check();
  EXPECT_THAT(codes(draft.findings), ElementsAre("W0411"));
  EXPECT_EQ(draft.model.exchanges[0].uncertainty, no_index);
}

TEST(Audit, CountsWhatTheModelHolds) {
  Draft draft = two_processes();
  draft.product("q", "a", -0.1).product("w", "c", -1.0).refer("c", "w").refer("a", "p");
  draft.add(Matrix::biosphere, "ch4", "b", 1.0);
  draft.model.uncertainties = {{0.0, 0.1, nan, nan, nan, DistributionKind::lognormal, false},
                               {0.0, 0.1, nan, nan, nan, DistributionKind::normal, false}};
  draft.model.exchanges[0].uncertainty = 0;
  draft.model.exchanges[3].uncertainty = 1;
  draft.model.exchanges[4].array = 0;
  const ModelAudit figures = audit(draft.model);
  EXPECT_THAT(figures.num_exchanges, ElementsAre(5, 2, 1, 0, 0, 0));
  EXPECT_THAT(figures.num_uncertain, ElementsAre(1, 1, 0, 0, 0, 0));
  EXPECT_THAT(figures.num_presampled, ElementsAre(0, 0, 1, 0, 0, 0));
  EXPECT_THAT(figures.num_by_kind,
              ElementsAre(0, 6, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_EQ(figures.num_duplicates, 1u);
  EXPECT_EQ(figures.num_negative_reference, 1u);
  EXPECT_EQ(figures.num_flows_without_factor, 1u);
}

}  // namespace
}  // namespace plume::validate_test
