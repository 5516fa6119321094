// SPDX-License-Identifier: Apache-2.0
// JSON as exports write it: flags that are texts, references that are objects, keys that are left
// out. Every look-up says what it found or gives the default; nothing throws.
//
//     const std::optional<Json> file = read_json(archive, "processes/1.json", findings);
//     text_of(*file, "name");                      // "" where it is absent or no text
//     // the "@id" of an object, or "" where there is none
//     reference_of(*file, "location");
//     // of the first key that is there; "TRUE" is true
//     flag_of(exchange, {"isInput", "input"});
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"

namespace plume {

using Json = nlohmann::json;

/// The value of a file; a finding (E0830) where it is no JSON. UTF-16 is read where a byte order
/// mark says so.
[[nodiscard]] std::optional<Json> read_json(const Archive& archive, std::string_view name,
                                            Findings& findings);

/// The value of the first of the keys that is there and not null; nullptr for none.
[[nodiscard]] const Json* find_of(const Json& object, std::initializer_list<const char*> keys);

[[nodiscard]] std::string_view text_of(const Json& object, std::initializer_list<const char*> keys);
[[nodiscard]] inline std::string_view text_of(const Json& object, const char* key) {
  return text_of(object, {key});
}

/// A number, or a text that is one in whole.
[[nodiscard]] std::optional<double> number_of(const Json& object,
                                              std::initializer_list<const char*> keys);

[[nodiscard]] bool flag_of(const Json& object, std::initializer_list<const char*> keys);

/// "@id" of the object under the key.
[[nodiscard]] std::string_view reference_of(const Json& object, const char* key);

/// The list under the key; an empty one where there is none.
[[nodiscard]] const Json& list_of(const Json& object, std::initializer_list<const char*> keys);

/// Counts the keys of an object that are not among those used: "exchange.description".
void count_ignored(const Json& object, std::string_view what,
                   std::initializer_list<std::string_view> used, Tally& ignored);

}  // namespace plume
