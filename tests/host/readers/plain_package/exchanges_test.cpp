// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/exchanges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/base/hash.hpp"
#include "tests/host/readers/plain_package/read_texts.hpp"

namespace plume::exchanges_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read_texts;
using testing::Reading;
using testing::steel;
using testing::steel_with;

/// The findings of steel() with these rows as exchanges.
std::vector<std::string> exchange_findings(const std::string& rows) {
  return read_texts(steel_with("exchanges.csv", "process,type,item,amount,unit,id\n" + rows)).lines;
}

TEST(Exchanges, EveryTypeHasItsMatrixAndSign) {
  testing::Texts texts =
      steel_with("exchanges.csv",
                 "process,type,item,amount\nsteel,input,power,2\nsteel,production,heat,3\n"
                 "steel,substitution,power,4\nsteel,emission,co2,5\nsteel,resource,co2,6\n");
  texts["products.csv"] = "id,unit\nheat,MJ\n";
  const Reading reading = read_texts(texts);
  EXPECT_THAT(reading.lines, IsEmpty());
  const std::vector<Exchange>& all = reading.model.exchanges;
  ASSERT_EQ(all.size(), 2u + 5u + 1u);
  const auto static_value = [&](std::size_t row) { return all[2 + row].static_value(); };
  EXPECT_EQ(static_value(0), -2.0);
  EXPECT_EQ(static_value(1), 3.0);
  EXPECT_EQ(static_value(2), 4.0);
  EXPECT_EQ(static_value(3), 5.0);
  EXPECT_EQ(static_value(4), 6.0);
  EXPECT_EQ(all[2].matrix, Matrix::technosphere);
  EXPECT_EQ(all[5].matrix, Matrix::biosphere);
  EXPECT_EQ(reading.model.products[all[3].row].id, "heat");
  EXPECT_EQ(reading.model.processes[all[3].column].id, "steel");
  EXPECT_EQ(all[7].matrix, Matrix::characterisation);
  EXPECT_EQ(all[7].static_value(), 1.0);
}

TEST(Exchanges, ASignThatTurnsTheMeaningRoundIsTold) {
  testing::Texts texts = steel_with(
      "exchanges.csv",
      "process,type,item,amount\nsteel,production,heat,-0.5\nsteel,substitution,power,-4\n"
      "steel,input,power,-1\nsteel,emission,co2,-5\nsteel,production,heat,0\n");
  texts["products.csv"] = "id,unit\nheat,MJ\n";
  EXPECT_THAT(
      read_texts(texts).lines,
      ElementsAre("p/exchanges.csv:2:23: warning W0263: 'production' of -0.5 is below 0, which "
                  "turns its meaning round; a "
                  "waste that is handed on is positive; what a process uses is an input",
                  "p/exchanges.csv:3:26: warning W0263: 'substitution' of -4 is below 0, which "
                  "turns its meaning round; "
                  "a waste that is handed on is positive; what a process uses is an input"));
}

TEST(Exchanges, ACopiedRowIsTold) {
  EXPECT_THAT(
      exchange_findings("steel,emission,co2,5,,\nsteel,input,power,2,,\nsteel,emission,co2,5,,\n"),
      ElementsAre("p/exchanges.csv:4: warning W0261: the row is the same as line 2 in every cell; "
                  "both count; take one out "
                  "if it is a copy"));
}

TEST(Exchanges, KnowTheirTableAndLine) {
  const Reading reading = read_texts(steel());
  std::vector<std::string> places;
  for (const Exchange& exchange : reading.model.exchanges) {
    const Place place = reading.model.place_of(exchange);
    places.push_back(place.file + ":" + std::to_string(place.line));
  }
  EXPECT_THAT(places, ElementsAre("p/processes.csv:2", "p/processes.csv:3", "p/exchanges.csv:2",
                                  "p/exchanges.csv:3", "p/exchanges.csv:4", "p/factors.csv:2"));
}

TEST(Exchanges, KeysComeFromIdsNotFromPlaces) {
  // Another row order and a further exchange elsewhere change no key; two rows of one cell differ.
  const Reading one = read_texts(
      steel_with("exchanges.csv",
                 "process,type,item,amount,id\nsteel,input,power,2,\nsteel,input,power,3,\n"
                 "steel,emission,co2,1,stack\n"));
  const Reading two = read_texts(
      steel_with("exchanges.csv",
                 "id,process,type,item,amount\n,power,emission,co2,9\nstack,steel,emission,co2,1\n"
                 ",steel,input,power,2\n,steel,input,power,3\n"));
  const auto keys = [](const Reading& reading) {
    std::vector<std::uint64_t> all;
    for (const Exchange& exchange : reading.model.exchanges) all.push_back(exchange.key);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
    return all;
  };
  const std::vector<std::uint64_t> keys_one = keys(one);
  const std::vector<std::uint64_t> keys_two = keys(two);
  EXPECT_TRUE(std::includes(keys_two.begin(), keys_two.end(), keys_one.begin(), keys_one.end()));
  EXPECT_TRUE(
      std::binary_search(keys_one.begin(), keys_one.end(), stable_key({"exchange", "stack"})));
}

TEST(Exchanges, UncertaintyColumns) {
  const Reading reading =
      read_texts(steel_with("exchanges.csv",
                            "process,type,item,amount,distribution,gsd\nsteel,input,power,2,"
                            "lognormal,1.1\nsteel,emission,co2,1,,\n"));
  EXPECT_THAT(reading.lines, IsEmpty());
  ASSERT_EQ(reading.model.uncertainties.size(), 1u);
  EXPECT_DOUBLE_EQ(reading.model.uncertainties[0].scale, std::log(1.1));
  EXPECT_EQ(reading.model.exchanges[2].uncertainty, 0u);
  EXPECT_EQ(reading.model.exchanges[3].uncertainty, no_index);
}

TEST(Exchanges, GroupsAndTagsAreNotedByTheirText) {
  testing::Texts texts =
      steel_with("exchanges.csv",
                 "process,type,item,amount,group,tag\nsteel,input,power,2,EF 1,up\n"
                 "steel,emission,co2,5,EF 1,\nsteel,emission,co2,6,,up\n");
  texts["factors.csv"] = "category,flow,amount,group,tag\ngwp,co2,1,EF 2,ipcc\n";
  const Reading reading = read_texts(texts);
  EXPECT_THAT(reading.lines, IsEmpty());
  // Two reference exchanges come first.
  const Dependence& d = reading.model.dependence;
  ASSERT_EQ(d.source_groups.size(), 2u);
  EXPECT_THAT(d.source_groups.at("EF 1"), ElementsAre(2, 3));
  EXPECT_THAT(d.source_groups.at("EF 2"), ElementsAre(5));
  ASSERT_EQ(d.tags.size(), 2u);
  EXPECT_THAT(d.tags.at("up"), ElementsAre(2, 4));
  EXPECT_THAT(d.tags.at("ipcc"), ElementsAre(5));
}

TEST(Exchanges, UnknownIdsWithTheNearest) {
  EXPECT_THAT(
      exchange_findings("stele,input,power,1,,\nsteel,input,powr,1,,\nsteel,emission,co,1,,\nzz,"
                        "input,qqqq,1,,\n"),
      ElementsAre(
          "p/exchanges.csv:2:1: error E0231: unknown process 'stele'; did you mean 'steel'?",
          "p/exchanges.csv:3:13: error E0232: unknown product 'powr'; did you mean 'power'?",
          "p/exchanges.csv:4:16: error E0232: unknown elementary flow 'co'; did you mean 'co2'?",
          "p/exchanges.csv:5:1: error E0231: unknown process 'zz'; declare it in processes.csv",
          "p/exchanges.csv:5:10: error E0232: unknown product 'qqqq'; declare it as the product of "
          "a process in "
          "processes.csv, or in products.csv"));
}

TEST(Exchanges, UnknownType) {
  EXPECT_THAT(
      exchange_findings("steel,imput,power,1,,\nsteel,waste,power,1,,\n"),
      ElementsAre("p/exchanges.csv:2:7: error E0225: unknown type 'imput'; did you mean 'input'?",
                  "p/exchanges.csv:3:7: error E0225: unknown type 'waste'; allowed are input, "
                  "production, substitution, "
                  "emission, resource"));
}

TEST(Exchanges, ItemOfTheWrongKind) {
  EXPECT_THAT(exchange_findings("steel,input,co2,1,,\nsteel,emission,power,1,,\n"),
              ElementsAre("p/exchanges.csv:2:13: error E0233: 'co2' is an elementary flow; type "
                          "'input' takes a product; use the "
                          "type emission or resource",
                          "p/exchanges.csv:3:16: error E0233: 'power' is a product; type "
                          "'emission' takes an elementary flow; use "
                          "the type input, production or substitution"));
}

TEST(Exchanges, ProcessInPlaceOfItsProduct) {
  testing::Texts texts =
      steel_with("exchanges.csv", "process,type,item,amount\nsteel,input,plant,2\n");
  texts["processes.csv"] = "id,unit,product\nplant,kWh,electricity\nsteel,kg,\n";
  EXPECT_THAT(read_texts(texts).lines,
              ElementsAre("p/exchanges.csv:2:13: error E0233: 'plant' is a process; type 'input' "
                          "takes a product; its product is "
                          "'electricity'"));
}

TEST(Exchanges, Units) {
  EXPECT_THAT(exchange_findings(
                  "steel,input,power,1,kWh,\nsteel,input,power,1,MJ,\nsteel,emission,co2,1,g,\n"),
              ElementsAre("p/exchanges.csv:3:21: error E0235: unit 'MJ' is not 'kWh', the unit of "
                          "product 'power'; convert the "
                          "amount; units are compared, not converted",
                          "p/exchanges.csv:4:22: error E0235: unit 'g' is not 'kg', the unit of "
                          "elementary flow 'co2'; convert the "
                          "amount; units are compared, not converted"));
}

TEST(Exchanges, ReferenceProductProducedAgain) {
  EXPECT_THAT(
      exchange_findings("steel,production,steel,1,,\n"),
      ElementsAre("p/exchanges.csv:2:18: error E0236: 'steel' is the reference product of 'steel', "
                  "so processes.csv gives "
                  "its amount; take this row out, and set the column 'amount' of processes.csv"));
  EXPECT_THAT(exchange_findings("steel,input,steel,0.1,,\n"),
              IsEmpty());  // its own consumption is an exchange of its own
}

TEST(Exchanges, OwnIdTwice) {
  EXPECT_THAT(exchange_findings(
                  "steel,input,power,1,,e1\nsteel,emission,co2,1,,e2\npower,emission,co2,1,,e1\n"),
              ElementsAre("p/exchanges.csv:4:23: error E0238: exchange id 'e1' is given twice; it "
                          "stands in line 2 already; two "
                          "exchanges of one id would share their draws"));
}

TEST(Exchanges, EmptyCells) {
  EXPECT_THAT(exchange_findings(",,,,,x\n"),
              ElementsAre("p/exchanges.csv:2:1: error E0220: the cell of column 'process' is "
                          "empty; every row needs one",
                          "p/exchanges.csv:2:2: error E0220: the cell of column 'type' is empty; "
                          "every row needs one",
                          "p/exchanges.csv:2:3: error E0220: the cell of column 'item' is empty; "
                          "every row needs one",
                          "p/exchanges.csv:2:4: error E0220: the cell of column 'amount' is empty; "
                          "every row needs one"));
}

TEST(Exchanges, EveryFaultOfARowIsTold) {
  EXPECT_THAT(
      exchange_findings("stele,input,powr,\"1,5\",,\n"),
      ElementsAre(
          "p/exchanges.csv:2:18: error E0221: amount '1,5' is not a number (decimals use '.'); did "
          "you mean 1.5?",
          "p/exchanges.csv:2:1: error E0231: unknown process 'stele'; did you mean 'steel'?",
          "p/exchanges.csv:2:13: error E0232: unknown product 'powr'; did you mean 'power'?"))
      << "decimals are judged before the rows are read";
}

TEST(Factors, UnknownIdsAndUnits) {
  EXPECT_THAT(
      read_texts(
          steel_with(
              "factors.csv",
              "category,flow,amount,unit\ngwpp,co2,1,kg\ngwp,co22,1,kg\ngwp,co2,1,g\ngwp,co2,x,\n"))
          .lines,
      ElementsAre(
          "p/factors.csv:2:1: error E0234: unknown category 'gwpp'; did you mean 'gwp'?",
          "p/factors.csv:3:5: error E0232: unknown elementary flow 'co22'; did you mean 'co2'?",
          "p/factors.csv:4:11: error E0235: unit 'g' is not 'kg', the unit of elementary flow "
          "'co2'; convert "
          "the amount; "
          "units are compared, not converted",
          "p/factors.csv:5:9: error E0221: amount 'x' is not a number; write it like 12, 0.5 or "
          "1.2e-3, "
          "without a unit"));
}

TEST(Factors, TwoOfOneCellAreAddedWithAWarning) {
  const Reading reading =
      read_texts(steel_with("factors.csv", "category,flow,amount\ngwp,co2,1\ngwp,co2,0.5\n"));
  EXPECT_THAT(
      reading.lines,
      ElementsAre(
          "p/factors.csv:3:5: warning W0211: category 'gwp' has a factor for 'co2' in line 2 "
          "already; both are added; take one out if that is not meant"));
  EXPECT_EQ(std::count_if(reading.model.exchanges.begin(), reading.model.exchanges.end(),
                          [](const Exchange& e) { return e.matrix == Matrix::characterisation; }),
            2);
}

}  // namespace
}  // namespace plume::exchanges_test
