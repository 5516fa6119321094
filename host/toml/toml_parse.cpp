// SPDX-License-Identifier: Apache-2.0
// Here, and nowhere else, toml++ is compiled.
#define TOML_IMPLEMENTATION
#include "host/toml/toml_parse.hpp"

#include <string>
#include <vector>

namespace plume {
namespace {

/// What a TOML error most often comes from.
std::string hint_for(std::string_view reason) {
  const auto says = [&](std::string_view words) {
    return reason.find(words) != std::string_view::npos;
  };
  if (says("escape sequence") || says("hex digit")) return "in a path write '/' for '\\'";
  if (says("saw ','")) return "decimals use '.'";
  if (says("could not determine value type"))
    return "text stands in quotes; decimals use '.', as in 0.5";
  if (says("cannot redefine existing"))
    return "each key and [table] stands once; only [[table]] may repeat";
  return {};
}

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

bool breaks_assertion(std::string_view text) {
  try {
    (void)toml::parse(text, std::string_view{});
  } catch (const TomlAssertion&) {
    return true;
  } catch (const toml::parse_error&) {
  }
  return false;
}

/// The first line with which the text breaks an assertion. The parser goes from line to line, so
/// halving finds it.
std::uint32_t line_of_assertion(std::string_view text) {
  std::vector<std::size_t> ends;  // of the lines
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') ends.push_back(i + 1);
  ends.push_back(text.size());
  std::size_t good = 0, bad = ends.size();
  while (bad - good > 1) {
    const std::size_t middle = good + (bad - good) / 2;
    (breaks_assertion(text.substr(0, ends[middle - 1])) ? bad : good) = middle;
  }
  return static_cast<std::uint32_t>(bad);
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, std::string_view source,
                                      TomlTrouble& trouble) {
  if (auto found = find_toml_trouble(text)) {
    trouble = std::move(*found);
    return std::nullopt;
  }
  try {
    return toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    const std::string reason(error.description());
    trouble = {static_cast<std::uint32_t>(begin.line), static_cast<std::uint32_t>(begin.column),
               lower_first(reason), hint_for(reason)};
  } catch (const TomlAssertion&) {
    trouble = {line_of_assertion(text), 0, "this line is no key, value or [table]",
               "write key = value, [table] or [[table]]"};
  }
  return std::nullopt;
}

}  // namespace plume
