// SPDX-License-Identifier: Apache-2.0
// JSON as text. What reads and writes it is long, and is compiled once, here; others see values
// alone.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace plume {

/// Throws nlohmann::json::parse_error where the text is none, and json::out_of_range for numbers
/// beyond those of fp64.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);
[[nodiscard]] nlohmann::ordered_json parse_ordered_json(std::string_view text);
/// Discarded (is_discarded()) where the text is none.
[[nodiscard]] nlohmann::json parse_if_json(std::string_view text);

/// With `indent` blanks a level; -1: in one line. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::json& value, int indent = -1);
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

}  // namespace plume
