// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/problem_view.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace plume::problem_view_test {
namespace {

// What goes to a device goes as bytes.
static_assert(std::is_trivially_copyable_v<ProblemView>);
static_assert(std::is_trivially_copyable_v<PlainDraw> && std::is_trivially_copyable_v<WideDraw> &&
              std::is_trivially_copyable_v<ArrayDraw>);
static_assert(std::is_trivially_copyable_v<Block> && std::is_trivially_copyable_v<BioTarget>);

TEST(ProblemView, DrawsHaveNoHiddenBytes) {
  // Compared and hashed as bytes: every byte belongs to a field.
  EXPECT_EQ(24u, sizeof(PlainDraw));
  EXPECT_EQ(8u + 6 * 4 + 6 * 8 + 8, sizeof(WideDraw));
  EXPECT_EQ(3 * 8 + 4 * 4 + 8u, sizeof(ArrayDraw));
  EXPECT_EQ(8u, sizeof(BioTarget));
  EXPECT_EQ(4u * 4, sizeof(CopulaRow));
  EXPECT_EQ(5 * 8 + 2 * 4u, sizeof(StudentMix));
  EXPECT_EQ(4 * 4 + 8u, sizeof(ShareMember));
  EXPECT_EQ(2 * 4 + 8u, sizeof(ShareGroup));
}

TEST(ProblemView, IsEmptyByDefault) {
  const ProblemView view;
  EXPECT_EQ(0u, view.num_rows);
  EXPECT_EQ(0u, view.num_demands);
  EXPECT_EQ(0u, view.num_blocks);
  EXPECT_EQ(0u, view.technosphere.num_lognormal + view.biosphere.num_wide +
                    view.characterisation.num_array);
  EXPECT_EQ(nullptr, view.initial_slot);
  EXPECT_EQ(nullptr, view.entry_normalisation);
  EXPECT_EQ(no_slot, view.weighting_slot);
  EXPECT_EQ(0u, view.latin_hypercube);
}

}  // namespace
}  // namespace plume::problem_view_test
