// SPDX-License-Identifier: Apache-2.0
#include "host/study/demand.hpp"

#include <gmock/gmock.h>

#include "host/model/builder.hpp"
#include "tests/support/findings.hpp"

namespace plume::demand_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// steel is made in DE and CN; electricity in DE; scrap is a waste that a process treats; two
/// products are named "coke".
Model model() {
  Model model;
  model.products = {{"p-steel-de", "steel", "kg", "DE"},  {"p-steel-cn", "steel", "kg", "CN"},
                    {"p-el", "electricity", "kWh", "DE"}, {"p-scrap", "scrap", "kg", ""},
                    {"p-coke-1", "coke", "kg", ""},       {"p-coke-2", "coke", "kg", ""},
                    {"p-heat", "heat", "MJ", ""}};
  model.processes = {{"a-steel-de", "steel production", "kg", "DE", 0},
                     {"a-steel-cn", "steel production", "kg", "CN", 1},
                     {"a-el", "electricity, at grid", "kWh", "DE", 2},
                     {"a-scrap", "treatment of scrap", "kg", "", 3},
                     {"a-blind", "blind", "", "", no_index},
                     {"a-heat", "heat", "MJ", "", no_index}};
  ModelBuilder builder(model);
  Exchange e;
  for (std::uint32_t j = 0; j < 4; ++j) {
    e.row = e.column = j;
    e.amount = j == 3 ? -1.0 : 1.0;
    builder.add(e);
  }
  return model;
}

struct Resolved {
  std::vector<DemandVector> vectors;
  Findings findings;

  explicit Resolved(std::vector<DemandItem> items, const Model& m = model()) {
    Study study;
    for (std::size_t i = 0; i < items.size(); ++i)
      items[i].place = {"s.toml", static_cast<std::uint32_t>(i + 1), 0};
    study.demands = {{"fu", std::move(items), {"s.toml", 9, 1}}};
    vectors = resolve_demands(study, m, findings);
  }
  [[nodiscard]] std::vector<std::pair<std::uint32_t, double>> entries() const {
    std::vector<std::pair<std::uint32_t, double>> result;
    for (const auto& entry : vectors.at(0).entries)
      result.emplace_back(entry.product, entry.amount);
    return result;
  }
  [[nodiscard]] std::vector<std::string> said() const { return lines(findings); }
};

DemandItem item(std::string process, double amount = 1.0, std::string location = {},
                std::string unit = {}) {
  return {std::move(process), std::move(location), std::move(unit), amount, {}};
}

TEST(ResolveDemands, FindsByIdAndByName) {
  const std::pair<const char*, std::uint32_t> cases[] = {{"p-steel-cn", 1},
                                                         {"a-steel-cn", 1},
                                                         {"electricity, at grid", 2},
                                                         {"electricity", 2},
                                                         {"heat", 6}};
  for (const auto& [text, product] : cases) {
    const Resolved resolved({item(text, 2.5)});
    EXPECT_THAT(resolved.said(), IsEmpty()) << text;
    EXPECT_THAT(resolved.entries(), ElementsAre(std::pair(product, 2.5))) << text;
  }
}

TEST(ResolveDemands, TheUnitIsThatOfTheOneProduct) {
  EXPECT_EQ(Resolved({item("p-el")}).vectors[0].unit, "kWh");
  EXPECT_EQ(Resolved({item("p-el"), item("p-steel-de")}).vectors[0].unit, "");
  EXPECT_EQ(Resolved({item("p-el")}).vectors[0].name, "fu");
}

TEST(ResolveDemands, ADemandThatIsCalledByAUuidBearsTheNameOfItsProcess) {
  Model with_uuid = model();
  const std::string id = "99963138-ddf9-3b32-9e93-69593d76cb08";
  with_uuid.processes[1].id = id;
  const auto name_of = [&](const std::string& name, const std::string& process) {
    Study study;
    study.demands = {{name, {item(process)}, {}}};
    Findings findings;
    return resolve_demands(study, with_uuid, findings).at(0).name;
  };
  EXPECT_EQ(name_of(id, id), "steel production {CN}");
  EXPECT_EQ(name_of("mine", id), "mine");
  EXPECT_EQ(name_of("a-el", "a-el"), "a-el");
}

TEST(ResolveDemands, AProductIdComesBeforeAProcessId) {
  Model m = model();
  m.products[6].id = "a-el";
  EXPECT_THAT(Resolved({item("a-el")}, m).entries(), ElementsAre(std::pair(6u, 1.0)));
}

TEST(ResolveDemands, ALocationNarrowsAName) {
  EXPECT_THAT(Resolved({item("steel production", 1.0, "CN")}).entries(),
              ElementsAre(std::pair(1u, 1.0)));
  EXPECT_THAT(Resolved({item("steel", 1.0, "DE")}).entries(), ElementsAre(std::pair(0u, 1.0)));
}

TEST(ResolveDemands, ListsTheCandidatesOfAnAmbiguousName) {
  EXPECT_THAT(Resolved({item("steel production"), item("steel"), item("coke")}).said(),
              ElementsAre("s.toml:1: error E0111: 'steel production' is the name of 2 processes: "
                          "'a-steel-de' (DE) and "
                          "'a-steel-cn' (CN); give its id, or a location",
                          "s.toml:2: error E0111: 'steel' is the name of 2 products: 'p-steel-de' "
                          "(DE) and 'p-steel-cn' (CN); "
                          "give its id, or a location",
                          "s.toml:3: error E0111: 'coke' is the name of 2 products: 'p-coke-1' and "
                          "'p-coke-2'; give its id"));
}

TEST(ResolveDemands, OffersTheNearestOfAnUnknownName) {
  EXPECT_THAT(
      Resolved({item("p-steel-dc"), item("Electricity"), item("qqqqqq"), item("steel", 1.0, "FR")})
          .said(),
      ElementsAre("s.toml:1: error E0110: no process or product has the id or name 'p-steel-dc'; "
                  "did you mean "
                  "'p-steel-de', 'p-steel-cn' or 'a-steel-de'?",
                  "s.toml:2: error E0110: no process or product has the id or name 'Electricity'; "
                  "did you mean "
                  "'electricity' or 'electricity, at grid'?",
                  "s.toml:3: error E0110: no process or product has the id or name 'qqqqqq'; give "
                  "the id or exact name "
                  "of a process or product of the model",
                  "s.toml:4: error E0110: 'steel' has no location 'FR'; the model has it at 'CN' "
                  "and 'DE'"));
}

TEST(ResolveDemands, AProcessMustHaveAProduct) {
  EXPECT_THAT(Resolved({item("a-blind")}).said(),
              ElementsAre("s.toml:1: error E0112: the model does not say which product process "
                          "'a-blind' is for; name the "
                          "product demanded instead of the process"));
  EXPECT_THAT(Resolved({item("blind")}).said(),
              ElementsAre("s.toml:1: error E0112: the model does not say which product process "
                          "'blind' is for; name the "
                          "product demanded instead of the process"));
}

TEST(ResolveDemands, UnitsMustAgree) {
  EXPECT_THAT(Resolved({item("p-el", 1.0, "", "kWh")}).said(), IsEmpty());
  EXPECT_THAT(Resolved({item("p-el", 1.0, "", "MJ")}).said(),
              ElementsAre("s.toml:1: error E0113: demand 'fu' asks for 'electricity' (p-el) in "
                          "'MJ', but the model has it in "
                          "'kWh'; units are not converted: write the amount in 'kWh'"));
}

TEST(ResolveDemands, ItemsOfOneProductAreAdded) {
  EXPECT_THAT(
      Resolved({item("p-el", 1.0), item("a-steel-de", 2.0), item("electricity", 0.5)}).entries(),
      ElementsAre(std::pair(2u, 1.5), std::pair(0u, 2.0)));
  const Resolved one_left({item("p-el", 1.0), item("p-heat", 0.0)});
  EXPECT_THAT(one_left.entries(), ElementsAre(std::pair(2u, 1.0)));
  EXPECT_EQ(one_left.vectors[0].unit, "kWh");
}

TEST(ResolveDemands, AnEmptyDemandIsRefused) {
  const char* const words =
      "s.toml:9:1: error E0114: demand 'fu' is empty: all its amounts are 0; ask for an amount "
      "other than 0";
  EXPECT_THAT(Resolved({item("p-el", 0.0)}).said(), ElementsAre(words));
  EXPECT_THAT(Resolved({item("p-el", 1.0), item("p-el", -1.0)}).said(), ElementsAre(words));
}

TEST(ResolveDemands, AsksBackWhereAWasteIsDemanded) {
  EXPECT_THAT(Resolved({item("a-scrap", 2.0)}).said(),
              ElementsAre("s.toml:1: warning W0115: demand 'fu' asks for 2 of 'scrap' (p-scrap), a "
                          "waste that process "
                          "'treatment of scrap' (a-scrap) treats; a positive amount asks for the "
                          "waste itself; -2 asks for its "
                          "treatment"));
  EXPECT_THAT(Resolved({item("a-scrap", -2.0)}).said(), IsEmpty());
}

TEST(ResolveDemands, KeepsTheOrderOfTheStudy) {
  Study study;
  study.demands = {{"two", {item("p-el")}, {}}, {"one", {item("p-heat")}, {}}};
  Findings findings;
  const auto vectors = resolve_demands(study, model(), findings);
  ASSERT_EQ(vectors.size(), 2u);
  EXPECT_EQ(vectors[0].name, "two");
  EXPECT_EQ(vectors[1].name, "one");
}

// Categories.

Model with_categories() {
  Model m;
  m.categories = {{"gwp20", "climate change", "kg"},
                  {"gwp100", "climate change", "kg"},
                  {"ap", "acidification", "mol"}};
  return m;
}

struct Categories {
  std::vector<std::uint32_t> indices;
  Findings findings;
  explicit Categories(const std::vector<std::string>& names, const Model& m = with_categories()) {
    Study study;
    study.path = "s.toml";
    for (const std::string& name : names)
      study.categories.push_back(
          {name, {"s.toml", static_cast<std::uint32_t>(study.categories.size() + 1), 8}});
    indices = resolve_categories(study, m, findings);
  }
  [[nodiscard]] std::vector<std::string> said() const { return lines(findings); }
};

TEST(ResolveCategories, AllWhereNoneIsNamed) {
  EXPECT_THAT(Categories({}).indices, ElementsAre(0u, 1u, 2u));
}

TEST(ResolveCategories, FindsByIdAndNameInTheStudysOrder) {
  const Categories found({"acidification", "gwp20"});
  EXPECT_THAT(found.indices, ElementsAre(2u, 0u));
  EXPECT_THAT(found.said(), IsEmpty());
}

TEST(ResolveCategories, ReportsWhatItCannotFind) {
  EXPECT_THAT(Categories({"climate change", "acidifikation", "land use"}).said(),
              ElementsAre("s.toml:1:8: error E0117: 'climate change' is the name of 2 categories: "
                          "'gwp20' and 'gwp100'; give its id",
                          "s.toml:2:8: error E0116: no category has the id or name "
                          "'acidifikation'; did you mean 'acidification'?",
                          "s.toml:3:8: error E0116: no category has the id or name 'land use'; the "
                          "model has 'climate change' "
                          "(gwp20), 'climate change' (gwp100) and 'acidification' (ap)"));
}

TEST(ResolveCategories, RefusesOneCategoryTwice) {
  EXPECT_THAT(Categories({"ap", "acidification"}).said(),
              ElementsAre("s.toml:2:8: error E0119: category 'acidification' is 'acidification' "
                          "(ap), which stands in the study "
                          "already; name each category once"));
}

TEST(ResolveCategories, RefusesAModelWithoutCategories) {
  EXPECT_THAT(Categories({}, Model{}).said(),
              ElementsAre("s.toml: error E0118: the models hold no impact category; add a model "
                          "with characterisation factors"));
}

}  // namespace
}  // namespace plume::demand_test
