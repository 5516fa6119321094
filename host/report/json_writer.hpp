// SPDX-License-Identifier: Apache-2.0
// Writes JSON text in the order the code says it, two spaces a level. Doubles are exact and shortest, which general JSON
// libraries do not promise.
//
//     JsonWriter json;
//     json.begin_object().member("study", "demo").member("seed", std::uint64_t{7});
//     json.key("outputs").begin_array().end_array();
//     out << json.end_object().text();
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plume {

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);  ///< escaped; bytes that are no UTF-8 become U+FFFD
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);  ///< null if not finite; always with a point or exponent, so that it stays a double
  JsonWriter& value(std::uint64_t number);
  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before_value();
  void new_line();

  std::string text_;
  std::size_t depth_ = 0;
  bool first_ = true;  ///< nothing yet in the innermost bracket
  bool after_key_ = false;
};

}  // namespace plume
