// SPDX-License-Identifier: Apache-2.0
// XML as a row of events: what begins, what ends, what stands between. Nothing is built in memory,
// so a sheet of millions of elements costs no more than its text; a declaration of entities is not
// looked at, so none can grow.
//
//     XmlReader xml(text);
//     while (xml.next()) {
//       if (xml.event() == XmlReader::Event::begin && xml.name() == "row") use(xml.attribute("r"));
//     }
//     if (!xml.fault().empty()) …
//
// Names are given without their prefix (<x:row> is a row). An empty element <a/> begins and ends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

class XmlReader {
 public:
  enum class Event : std::uint8_t { begin, end, text };
  static constexpr std::size_t deepest = 200;

  explicit XmlReader(std::string_view text) : rest_(text) {}

  /// False at the end, or at what is no XML: fault() then says what.
  bool next();

  [[nodiscard]] Event event() const { return event_; }
  [[nodiscard]] std::string_view name() const { return name_; }  ///< of what begins or ends
  /// of Event::text, entities resolved
  [[nodiscard]] const std::string& text() const { return text_; }
  /// of what begins; empty where it has none
  [[nodiscard]] std::string attribute(std::string_view name) const;
  [[nodiscard]] bool has_attribute(std::string_view name) const;
  [[nodiscard]] std::string_view fault() const { return fault_; }

 private:
  struct Attribute {
    std::string_view name, value;
  };
  bool fail(std::string_view why);
  bool skip_to(std::string_view end, std::string_view why);
  bool read_text();
  bool read_tag();
  bool read_attributes(std::string_view tag);
  bool end_element(std::string_view name);

  std::string_view rest_;
  Event event_ = Event::text;
  std::string_view name_, fault_;
  std::string text_;
  std::vector<Attribute> attributes_;
  std::vector<std::string_view> open_;
  bool empty_element_ = false;
};

/// The text with &lt; &gt; &amp; &quot; &apos; and &#…; resolved; other entities stay as they are
/// written.
[[nodiscard]] std::string resolve_entities(std::string_view text);

}  // namespace plume
