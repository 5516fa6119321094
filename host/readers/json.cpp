// SPDX-License-Identifier: Apache-2.0
#include "host/readers/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/base/json_text.hpp"
#include "host/base/numbers.hpp"
#include "host/base/utf8.hpp"

namespace plume {
namespace {

bool is_true(std::string_view text) {
  return text == "true" || text == "TRUE" || text == "True" || text == "1";
}

std::uint32_t line_of(std::string_view text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return static_cast<std::uint32_t>(1 + std::count(text.begin(), end, '\n'));
}

}  // namespace

std::optional<Json> read_json(const Archive& archive, std::string_view name, Findings& findings) {
  std::optional<std::string> text = archive.read(name, findings);
  if (!text) return std::nullopt;
  const std::string content = without_byte_order_mark(std::move(*text));
  try {
    return parse_json(content);
  } catch (const Json::parse_error& error) {
    findings.add("E0830", {archive.display_name(name), line_of(content, error.byte), 0},
                 fmt::format("the file is no JSON from byte {} on", error.byte),
                 "it is damaged or cut off; export the package again");
  } catch (const Json::exception&) {
    findings.add("E0830", {archive.display_name(name), 0, 0},
                 "the file holds a number that is out of range", "numbers are at most 1.8e308");
  }
  return std::nullopt;
}

const Json* find_of(const Json& object, std::initializer_list<const char*> keys) {
  if (!object.is_object()) return nullptr;
  for (const char* key : keys) {
    const auto found = object.find(key);
    if (found != object.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

std::string_view text_of(const Json& object, std::initializer_list<const char*> keys) {
  const Json* found = find_of(object, keys);
  return found != nullptr && found->is_string()
             ? std::string_view(found->get_ref<const std::string&>())
             : std::string_view{};
}

std::optional<double> number_of(const Json& object, std::initializer_list<const char*> keys) {
  const Json* found = find_of(object, keys);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) return found->get<double>();
  if (found->is_string()) {
    NumberTrouble trouble;
    return parse_double(found->get_ref<const std::string&>(), trouble);
  }
  return std::nullopt;
}

bool flag_of(const Json& object, std::initializer_list<const char*> keys) {
  const Json* found = find_of(object, keys);
  if (found == nullptr) return false;
  if (found->is_boolean()) return found->get<bool>();
  if (found->is_string()) return is_true(found->get_ref<const std::string&>());
  return found->is_number() && found->get<double>() != 0.0;
}

std::string_view reference_of(const Json& object, const char* key) {
  const Json* found = find_of(object, {key});
  return found == nullptr ? std::string_view{} : text_of(*found, "@id");
}

const Json& list_of(const Json& object, std::initializer_list<const char*> keys) {
  static const Json none = Json::array();
  const Json* found = find_of(object, keys);
  return found != nullptr && found->is_array() ? *found : none;
}

void count_ignored(const Json& object, std::string_view what,
                   std::initializer_list<std::string_view> used, Tally& ignored) {
  if (!object.is_object()) return;
  std::string name;
  for (const auto& [key, value] : object.items()) {
    if (std::find(used.begin(), used.end(), key) != used.end()) continue;
    name.assign(what);
    name += '.';
    name += key;
    add_to(ignored, name);
  }
}

}  // namespace plume
