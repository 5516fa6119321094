// SPDX-License-Identifier: Apache-2.0
// XML documents of model files: parsed in place by pugixml, which expands no entities of a document's own and follows no links, so that a file
// can neither grow in memory nor reach for others. Namespace prefixes are passed over: names are compared behind the colon.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "host/base/finding.hpp"

namespace plume {

/// A document with the text it points into.
struct XmlFile {
  std::string text;
  pugi::xml_document document;
};

/// Parses `file.text`; false with a finding (E0840) where it is no XML. `name` is for the finding.
bool parse_xml(XmlFile& file, const std::string& name, Findings& findings);

/// "meanValue" of "olca:meanValue".
[[nodiscard]] std::string_view local_name(std::string_view name);

[[nodiscard]] pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);

/// The text of a child; of several the English one, or else the first. Blanks at both ends are not part of it.
[[nodiscard]] std::string_view text_of(const pugi::xml_node& node, std::string_view name);

[[nodiscard]] std::string_view attribute_of(const pugi::xml_node& node, std::string_view name);

/// A number with a decimal point; "INF" and "Infinity" are infinite. Nothing where the text is no number.
[[nodiscard]] std::optional<double> xml_number(std::string_view text);

}  // namespace plume
