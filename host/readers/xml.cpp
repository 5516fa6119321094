// SPDX-License-Identifier: Apache-2.0
#include "host/readers/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "host/base/numbers.hpp"

namespace plume {

bool begins_with_words(std::string_view text, std::string_view words) {
  std::string begin(text.substr(0, 4096));
  std::erase(begin, '\0');  // of UTF-16
  return begin.find(words) != std::string::npos;
}

bool parse_xml(XmlFile& file, const std::string& name, Findings& findings) {
  constexpr unsigned options =
      pugi::parse_escapes | pugi::parse_cdata | pugi::parse_wconv_attribute | pugi::parse_eol;
  const std::size_t size = file.text.size();
  const pugi::xml_parse_result parsed =
      file.document.load_buffer_inplace(file.text.data(), size, options);
  if (parsed) return true;
  const auto place =
      std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)), size);
  const auto line = static_cast<std::uint32_t>(
      1 +
      std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
  findings.add("E0840", {name, line, 0},
               fmt::format("the file is no XML: {}", parsed.description()),
               "it is damaged or cut off; export it again");
  return false;
}

XmlLines::XmlLines(std::string_view text) {
  const std::string_view begin = text.substr(0, 4);
  is_known_ = !begin.starts_with("\xFF\xFE") && !begin.starts_with("\xFE\xFF") &&
              begin.find('\0') == std::string_view::npos;
  for (std::size_t at = text.find('\n'); is_known_ && at != std::string_view::npos;
       at = text.find('\n', at + 1))
    ends_.push_back(at);
}

std::uint32_t XmlLines::line_of(const pugi::xml_node& node) const {
  const std::ptrdiff_t offset = node.offset_debug();
  if (!is_known_ || offset < 0) return 0;
  const auto before =
      std::lower_bound(ends_.begin(), ends_.end(), static_cast<std::size_t>(offset));
  return static_cast<std::uint32_t>(before - ends_.begin()) + 1;
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child.name()) == name) return child;
  }
  return {};
}

std::string_view text_of(const pugi::xml_node& node, std::string_view name) {
  std::string_view first;
  bool found = false;
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child.name()) != name) continue;
    const std::string_view text = trim(child.text().get());
    const std::string_view language = child.attribute("xml:lang").value();
    if (language.empty() || language.starts_with("en")) return text;
    if (!found) first = text;
    found = true;
  }
  return first;
}

std::string_view attribute_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (local_name(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::optional<double> xml_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace plume
