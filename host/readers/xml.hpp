// SPDX-License-Identifier: Apache-2.0
// XML documents of model files: parsed in place by pugixml, which expands no entities of a
// document's own and follows no links, so that a file can neither grow in memory nor reach for
// others. Namespace prefixes are passed over: names are compared behind the colon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

/// A document with the text it points into.
struct XmlFile {
  std::string text;
  pugi::xml_document document;
};

/// Lines of the nodes of a document, for files that hold many datasets. Made before the text is
/// parsed in place; a text that is not UTF-8 has no lines, since pugixml copies it.
class XmlLines {
 public:
  explicit XmlLines(std::string_view text);
  /// From 1; 0 unknown.
  [[nodiscard]] std::uint32_t line_of(const pugi::xml_node& node) const;

 private:
  std::vector<std::size_t> ends_;  ///< offsets of line feeds
  bool is_known_ = true;
};

/// Whether the first kilobytes of a file hold these words, such as a namespace, in UTF-8 or UTF-16.
[[nodiscard]] bool begins_with_words(std::string_view text, std::string_view words);

/// Parses `file.text`; false with a finding (E0840) where it is no XML. `name` is for the finding.
bool parse_xml(XmlFile& file, const std::string& name, Findings& findings);

/// "meanValue" of "olca:meanValue".
[[nodiscard]] std::string_view local_name(std::string_view name);

[[nodiscard]] pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);

/// The text of a child; of several the English one, or else the first. Blanks at both ends are not
/// part of it.
[[nodiscard]] std::string_view text_of(const pugi::xml_node& node, std::string_view name);

[[nodiscard]] std::string_view attribute_of(const pugi::xml_node& node, std::string_view name);

/// A number with a decimal point; "INF" and "Infinity" are infinite. Nothing where the text is no
/// number.
[[nodiscard]] std::optional<double> xml_number(std::string_view text);

}  // namespace plume
