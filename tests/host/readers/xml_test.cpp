// SPDX-License-Identifier: Apache-2.0
#include "host/readers/xml.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/findings.hpp"

namespace plume::xml_test {
namespace {

using ::testing::ElementsAre;
using testing::lines;

TEST(Xml, NamesAreComparedBehindTheirPrefix) {
  XmlFile file;
  Findings findings;
  file.text = R"(<e:a xmlns:e="x"><e:b e:id="7">two</e:b></e:a>)";
  ASSERT_TRUE(parse_xml(file, "a.xml", findings));
  const pugi::xml_node root = file.document.document_element();
  EXPECT_EQ(local_name(root.name()), "a");
  EXPECT_EQ(text_of(root, "b"), "two");
  EXPECT_EQ(attribute_of(child_of(root, "b"), "id"), "7");
  EXPECT_FALSE(child_of(root, "c"));
}

TEST(Xml, OfSeveralLanguagesTheEnglishText) {
  XmlFile file;
  Findings findings;
  file.text =
      R"(<a><name xml:lang="de">Stahl</name><name xml:lang="en"> steel </name><x xml:lang="zh">y</x></a>)";
  ASSERT_TRUE(parse_xml(file, "a.xml", findings));
  EXPECT_EQ(text_of(file.document.document_element(), "name"), "steel");
  EXPECT_EQ(text_of(file.document.document_element(), "x"), "y");
}

TEST(Xml, NumbersAreReadInWhole) {
  EXPECT_EQ(xml_number(" 1.5e-3 "), 1.5e-3);
  EXPECT_EQ(xml_number("+2"), 2.0);
  EXPECT_TRUE(std::isinf(*xml_number("INF")));
  EXPECT_TRUE(std::isinf(*xml_number("Infinity")));
  for (const char* none : {"", "1,5", "1.5e", "0x10", "12 kg", "-"})
    EXPECT_EQ(xml_number(none), std::nullopt) << none;
}

TEST(Xml, NodesHaveTheLineTheyBeginAt) {
  XmlFile file;
  Findings findings;
  file.text = "<a>\n<b/>\n\n<c\nd='1'/></a>";
  const XmlLines lines_of_file(file.text);
  ASSERT_TRUE(parse_xml(file, "a.xml", findings));
  const pugi::xml_node root = file.document.document_element();
  EXPECT_EQ(lines_of_file.line_of(root), 1u);
  EXPECT_EQ(lines_of_file.line_of(child_of(root, "b")), 2u);
  EXPECT_EQ(lines_of_file.line_of(child_of(root, "c")), 4u);
  EXPECT_EQ(XmlLines(std::string_view("\xFF\xFE<\0a\0", 6)).line_of(root), 0u);
}

TEST(Xml, WhatIsNoXmlIsAFindingWithItsLine) {
  XmlFile file;
  Findings findings;
  file.text = "<a>\n<b>\n</a>";
  EXPECT_FALSE(parse_xml(file, "a.xml", findings));
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          "a.xml:3: error E0840: the file is no XML: Start-end tags mismatch; it is damaged or "
          "cut off; export it again"));
}

TEST(Xml, EntitiesOfADocumentAreNotExpanded) {
  XmlFile file;
  Findings findings;
  file.text =
      R"(<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a><name>&c;</name></a>)";
  ASSERT_TRUE(parse_xml(file, "a.xml", findings));
  EXPECT_EQ(text_of(file.document.document_element(), "name"), "&c;");
}

}  // namespace
}  // namespace plume::xml_test
