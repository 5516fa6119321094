// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/macros.hpp"

#include <gtest/gtest.h>

#include <string>

// Two instruction sets in one program: each body has a name of its own, and callers see one of
// them.
PLUME_ISA_BEGIN
PLUME_HD PLUME_INLINE const char* compiled_for() { return "default"; }
PLUME_ISA_END

#undef PLUME_ISA
#define PLUME_ISA isa_other
namespace plume {
namespace other_program {
inline namespace PLUME_ISA {
PLUME_HD PLUME_INLINE const char* compiled_for() { return "other"; }
}  // namespace PLUME_ISA
}  // namespace other_program
}  // namespace plume

TEST(Macros, KeepInstructionSetsApartByName) {
  EXPECT_EQ(std::string("default"), plume::compiled_for());
  EXPECT_EQ(std::string("default"), plume::isa_default::compiled_for());
  EXPECT_EQ(std::string("other"), plume::other_program::isa_other::compiled_for());
}

TEST(Macros, MarkNothingForTheHostCompiler) {
#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
  EXPECT_STREQ("", TEXT(PLUME_HD));
#undef TEXT
#undef TEXT_OF
}
