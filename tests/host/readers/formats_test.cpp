// SPDX-License-Identifier: Apache-2.0
#include "host/readers/formats.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace plume::formats_test {
namespace {

TEST(Formats, NamesAreUniqueAndEveryFormatIsWhole) {
  std::set<std::string_view> names;
  for (const Format* format : formats()) {
    EXPECT_TRUE(names.insert(format->name).second) << format->name;
    EXPECT_NE(format->name, "auto");
    EXPECT_NE(format->title, "");
    EXPECT_NE(format->mark, "");
    EXPECT_NE(format->recognises, nullptr);
    EXPECT_NE(format->read, nullptr);
    EXPECT_EQ(find_format(format->name), format);
  }
  EXPECT_EQ(find_format("csv"), nullptr);
}

TEST(Formats, TheContentDecidesNotTheName) {
  const auto found = [](std::map<std::string, std::string> files) -> std::string {
    const Format* format = format_of(Archive::from_memory("ecospold.zip", std::move(files)));
    return format == nullptr ? "" : std::string(format->name);
  };
  EXPECT_EQ(found({{"exchanges.csv", ""}, {"processes.csv", ""}}), "plume");
  // it may carry tables
  EXPECT_EQ(found({{"datapackage.json", "{}"}, {"exchanges.csv", ""}}), "brightway");
  EXPECT_EQ(found({{"readme.txt", ""}}), "");
}

}  // namespace
}  // namespace plume::formats_test
