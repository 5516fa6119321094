// SPDX-License-Identifier: Apache-2.0
#include "host/tables/xml_reader.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "host/base/utf8.hpp"

namespace plume {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// One entity without '&' and ';'. False where it is none of the five or a number.
bool append_entity(std::string& text, std::string_view entity) {
  constexpr std::array<std::pair<std::string_view, char>, 5> named = {
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
  for (const auto& [name, letter] : named) {
    if (entity != name) continue;
    text += letter;
    return true;
  }
  if (!entity.starts_with('#')) return false;
  const bool hexadecimal = entity.starts_with("#x") || entity.starts_with("#X");
  const std::string_view digits = entity.substr(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return false;
  append_utf8(text, code == 0 ? 0xFFFD : code);
  return true;
}

}  // namespace

std::string resolve_entities(std::string_view text) {
  std::string result;
  while (true) {
    const std::size_t mark = text.find('&');
    result += text.substr(0, mark);
    if (mark == std::string_view::npos) return result;
    text.remove_prefix(mark);
    constexpr std::size_t longest = 12;
    const std::size_t end = text.substr(0, longest).find(';');
    if (end != std::string_view::npos && append_entity(result, text.substr(1, end - 1))) {
      text.remove_prefix(end + 1);
    } else {
      result += '&';
      text.remove_prefix(1);
    }
  }
}

bool XmlReader::fail(std::string_view why) {
  fault_ = why;
  rest_ = {};
  return false;
}

bool XmlReader::skip_to(std::string_view end, std::string_view why) {
  const std::size_t at = rest_.find(end);
  if (at == std::string_view::npos) return fail(why);
  rest_.remove_prefix(at + end.size());
  return true;
}

bool XmlReader::next() {
  if (!fault_.empty()) return false;
  if (std::exchange(empty_element_, false)) return end_element(name_);
  while (!rest_.empty()) {
    if (rest_[0] != '<') return read_text();
    if (rest_.starts_with("<!--")) {
      if (!skip_to("-->", "a comment never ends")) return false;
    } else if (rest_.starts_with("<![CDATA[")) {
      rest_.remove_prefix(9);
      const std::size_t end = rest_.find("]]>");
      if (end == std::string_view::npos) return fail("a CDATA section never ends");
      text_ = rest_.substr(0, end);
      rest_.remove_prefix(end + 3);
      event_ = Event::text;
      return true;
    } else if (rest_.starts_with("<?")) {
      if (!skip_to("?>", "a declaration never ends")) return false;
    } else if (rest_.starts_with("<!")) {
      return fail("it declares a document type");
    } else {
      return read_tag();
    }
  }
  return open_.empty() ? false : fail("it ends within an element");
}

bool XmlReader::read_text() {
  const std::size_t end = rest_.find('<');
  text_ = resolve_entities(rest_.substr(0, end));
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
  event_ = Event::text;
  return true;
}

bool XmlReader::read_tag() {
  // A '>' within quotes belongs to an attribute.
  std::size_t end = 1;
  char quote = 0;
  for (; end < rest_.size() && (quote != 0 || rest_[end] != '>'); ++end) {
    if (quote == 0 && (rest_[end] == '"' || rest_[end] == '\'')) {
      quote = rest_[end];
    } else if (rest_[end] == quote) {
      quote = 0;
    }
  }
  if (end == rest_.size()) return fail("a tag never ends");
  std::string_view tag = rest_.substr(1, end - 1);
  rest_.remove_prefix(end + 1);
  if (tag.starts_with('/')) {
    tag.remove_prefix(1);
    return end_element(without_prefix(tag.substr(0, tag.find_first_of(blanks))));
  }
  if (tag.ends_with('/')) {
    empty_element_ = true;
    tag.remove_suffix(1);
  }
  const std::size_t name_end = tag.find_first_of(blanks);
  name_ = without_prefix(tag.substr(0, name_end));
  if (name_.empty()) return fail("a tag has no name");
  if (open_.size() == deepest) return fail("its elements lie too deep in each other");
  open_.push_back(name_);
  event_ = Event::begin;
  return read_attributes(name_end == std::string_view::npos ? std::string_view()
                                                            : tag.substr(name_end));
}

bool XmlReader::read_attributes(std::string_view tag) {
  attributes_.clear();
  while (true) {
    const std::size_t begin = tag.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return true;
    tag.remove_prefix(begin);
    const std::size_t equals = tag.find('=');
    if (equals == std::string_view::npos) return fail("an attribute has no value");
    const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n="));
    tag.remove_prefix(equals + 1);
    const std::size_t open = tag.find_first_not_of(blanks);
    if (open == std::string_view::npos || (tag[open] != '"' && tag[open] != '\''))
      return fail("an attribute has no quotes");
    const std::size_t close = tag.find(tag[open], open + 1);
    if (close == std::string_view::npos) return fail("an attribute never ends");
    attributes_.push_back({without_prefix(name), tag.substr(open + 1, close - open - 1)});
    tag.remove_prefix(close + 1);
  }
}

bool XmlReader::end_element(std::string_view name) {
  if (open_.empty() || open_.back() != name) return fail("an element ends that did not begin");
  open_.pop_back();
  name_ = name;
  event_ = Event::end;
  return true;
}

bool XmlReader::has_attribute(std::string_view name) const {
  for (const Attribute& each : attributes_)
    if (each.name == name) return true;
  return false;
}

std::string XmlReader::attribute(std::string_view name) const {
  for (const Attribute& each : attributes_)
    if (each.name == name) return resolve_entities(each.value);
  return {};
}

}  // namespace plume
