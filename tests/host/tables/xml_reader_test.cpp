// SPDX-License-Identifier: Apache-2.0
#include "host/tables/xml_reader.hpp"

#include <gtest/gtest.h>

namespace plume::xml_reader_test {
namespace {

/// The events as one line: "<a x=1>", "</a>", "text"; then what is wrong.
std::string events_of(std::string_view text) {
  XmlReader xml(text);
  std::string all;
  while (xml.next()) {
    if (xml.event() == XmlReader::Event::text) {
      all += xml.text();
    } else if (xml.event() == XmlReader::Event::end) {
      all += "</" + std::string(xml.name()) + ">";
    } else {
      all += "<" + std::string(xml.name()) +
             (xml.has_attribute("x") ? " x=" + xml.attribute("x") : "") + ">";
    }
  }
  return all + (xml.fault().empty() ? "" : " ! " + std::string(xml.fault()));
}

TEST(XmlReader, ElementsAttributesAndText) {
  EXPECT_EQ(events_of("<?xml version='1.0'?><a><b x=\"1\"/>t<!-- <c> --></a>"),
            "<a><b x=1></b>t</a>");
  EXPECT_EQ(events_of("<s:a q='>' s:x='a&amp;b'><s:b></s:b></s:a>"), "<a x=a&b><b></b></a>");
  EXPECT_EQ(events_of("<a><![CDATA[<&amp;>]]></a>"), "<a><&amp;></a>");
}

TEST(XmlReader, EntitiesOfTheFormatAreResolvedAndOthersStay) {
  EXPECT_EQ(resolve_entities("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#xe9;"), "<>&\"'ABé");
  EXPECT_EQ(resolve_entities("&unknown; & &#x110000; &#;"), "&unknown; & \xEF\xBF\xBD &#;");
}

TEST(XmlReader, WhatIsNoXmlIsTold) {
  EXPECT_EQ(events_of("<a><b></a>"), "<a><b> ! an element ends that did not begin");
  EXPECT_EQ(events_of("<a>"), "<a> ! it ends within an element");
  EXPECT_EQ(events_of("<a x=1>"), " ! an attribute has no quotes");
  EXPECT_EQ(events_of("<a x=\"1>"), " ! a tag never ends");
  EXPECT_EQ(events_of("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            " ! it declares a document type");
}

TEST(XmlReader, DeepElementsAreRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  XmlReader xml(deep);
  std::size_t count = 0;
  while (xml.next()) ++count;
  EXPECT_EQ(count, XmlReader::deepest);
  EXPECT_EQ(xml.fault(), "its elements lie too deep in each other");
}

}  // namespace
}  // namespace plume::xml_reader_test
