// SPDX-License-Identifier: Apache-2.0
#include "host/report/palette.hpp"

#include <gtest/gtest.h>

namespace palette_test {
namespace {

TEST(Contrast, IsThatOfTheGuidelines) {
  EXPECT_NEAR(plume::contrast("#000000", "#ffffff"), 21.0, 1e-12);
  EXPECT_NEAR(plume::contrast("#ffffff", "#ffffff"), 1.0, 1e-12);
  // the well-known grey that just fails
  EXPECT_NEAR(plume::contrast("#777777", "#ffffff"), 4.48, 0.005);
}

TEST(Palettes, EverythingCanBeRead) {
  for (const plume::Palette& palette : {plume::light_palette(), plume::dark_palette()}) {
    for (const std::string& ground : {palette.ground, palette.raised}) {
      for (const std::string& text : {palette.text, palette.quiet, palette.accent}) {
        EXPECT_GE(plume::contrast(text, ground), 4.5) << text << " on " << ground;
      }
      for (const std::string& colour : palette.series) {
        EXPECT_GE(plume::contrast(colour, ground), 3.0) << colour << " on " << ground;
      }
      EXPECT_GE(plume::contrast(palette.axis, ground), 3.0) << ground;
    }
  }
}

TEST(IsColour, SixDigitsAfterAHash) {
  EXPECT_TRUE(plume::is_colour("#0b5A8a"));
  for (const char* text : {"", "#fff", "0b5a8a0", "#0b5a8g", "red", "#0b5a8a;"})
    EXPECT_FALSE(plume::is_colour(text));
}

}  // namespace
}  // namespace palette_test
