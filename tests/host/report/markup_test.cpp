// SPDX-License-Identifier: Apache-2.0
#include "host/report/markup.hpp"

#include <gtest/gtest.h>

namespace markup_test {
namespace {

TEST(Escaped, NothingOfANameIsMarkup) {
  EXPECT_EQ(plume::escaped("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(plume::escaped("a\nb\x01"
                           "c\xFF"),
            "a b c\xEF\xBF\xBD");
  EXPECT_EQ(plume::escaped("厂 🏭"), "厂 🏭");
}

TEST(EscapedMarkdown, NothingOfANameIsMarkup) {
  EXPECT_EQ(plume::escaped_markdown("a|b *c* [d](e) <f> `g` #h_i"),
            "a\\|b \\*c\\* \\[d\\]\\(e\\) &lt;f&gt; \\`g\\` \\#h\\_i");
  EXPECT_EQ(plume::escaped_markdown("- x"), "\\- x");
  EXPECT_EQ(plume::escaped_markdown("a\nb"), "a b");
}

TEST(Base64, IsThatOfTheStandardsExamples) {
  const char* examples[][2] = {{"", ""},
                               {"f", "Zg=="},
                               {"fo", "Zm8="},
                               {"foo", "Zm9v"},
                               {"foob", "Zm9vYg=="},
                               {"fooba", "Zm9vYmE="},
                               {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) EXPECT_EQ(plume::base64(bytes), text);
}

}  // namespace
}  // namespace markup_test
