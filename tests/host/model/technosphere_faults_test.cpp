// SPDX-License-Identifier: Apache-2.0
#include "host/model/technosphere_faults.hpp"

#include <gmock/gmock.h>

#include "host/model/builder.hpp"
#include "tests/support/draft.hpp"

namespace plume::technosphere_faults_test {
namespace {

using testing::Draft;
using ::testing::IsEmpty;

TEST(TechnosphereFaults, NoneInASoundModel) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", -1.0).refer("a", "p").refer("b", "q");
  EXPECT_THAT(technosphere_faults(draft.model()), IsEmpty());
}

TEST(TechnosphereFaults, NameTheProcessOrTheProductTheyAreOf) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).refer("a", "p");
  draft.technosphere("q", "b", 2.0).technosphere("q", "b", -2.0).refer("b", "q");
  draft.technosphere("x", "a", -1.0);
  draft.builder().process("idle");
  const std::vector<TechnosphereFault> faults = technosphere_faults(draft.model());
  ASSERT_EQ(3u, faults.size());
  EXPECT_EQ("E0407", faults[0].code);
  EXPECT_EQ(1u, faults[0].process);
  EXPECT_EQ("E0408", faults[1].code);
  EXPECT_EQ(2u, faults[1].process);
  EXPECT_EQ("E0409", faults[2].code);
  EXPECT_EQ(no_index, faults[2].process);
  EXPECT_EQ(2u, faults[2].product);
}

TEST(TechnosphereFaults, AShapeIsAMatterOfAll) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("p", "b", 1.0);
  const std::vector<TechnosphereFault> faults = technosphere_faults(draft.model());
  ASSERT_EQ(1u, faults.size());
  EXPECT_EQ("E0406", faults[0].code);
  EXPECT_EQ(no_index, faults[0].process);
  EXPECT_EQ(no_index, faults[0].product);
}

TEST(TechnosphereFaults, NothingOfAnEmptyTechnosphere) {
  Draft draft;
  draft.biosphere("co2", "a", 1.0);
  EXPECT_THAT(technosphere_faults(draft.model()), IsEmpty());
  Findings findings;
  check_technosphere(draft.model(), findings);
  ASSERT_EQ(1u, findings.list().size());
  EXPECT_EQ("E0405", findings.list()[0].code);
}

}  // namespace
}  // namespace plume::technosphere_faults_test
