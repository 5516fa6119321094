// SPDX-License-Identifier: Apache-2.0
#include "host/toml/toml_table.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/base/joined.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

std::string_view type_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none:
      break;
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date-time";
  }
  return "nothing";
}

}  // namespace

std::string describe(const toml::node& node) {
  constexpr std::size_t longest = 60;
  if (const auto* text = node.as_string()) {
    std::string_view shown = text->get();
    const bool cut = shown.size() > longest;
    if (cut) {
      std::size_t length = longest;
      while (length > 0 && (static_cast<unsigned char>(shown[length]) & 0xC0) == 0x80)
        --length;  // not inside a character
      shown = shown.substr(0, length);
    }
    return fmt::format("\"{}{}\"", shown, cut ? "…" : "");
  }
  if (const auto* integer = node.as_integer()) return fmt::format("{}", integer->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (const auto* number = node.as_floating_point()) {
    std::string text = format_exact(number->get());
    // as TOML would have it
    if (text.find_first_not_of("+-0123456789") == std::string::npos) text += ".0";
    return text;
  }
  return {};
}

TomlTable::TomlTable(const toml::table& table, std::string path, std::vector<std::string> keys,
                     std::string file, Findings& findings)
    : table_(table), path_(std::move(path)), file_(std::move(file)), findings_(findings) {
  for (const auto& [key, node] : table_) {
    bool known = false;
    for (const std::string& k : keys) known = known || k == key.str();
    if (known) continue;
    std::string hint = did_you_mean(key.str(), keys);
    if (hint.empty()) hint = "known here: " + joined(keys);
    findings_.add("E0102", place_of(key.source()), fmt::format("unknown key '{}'", name(key.str())),
                  std::move(hint));
  }
}

std::string TomlTable::name(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Place TomlTable::place_of(const toml::source_region& source) const {
  if (source.path && source.path->starts_with(override_source)) return {*source.path, 0, 0};
  return {file_, static_cast<std::uint32_t>(source.begin.line),
          static_cast<std::uint32_t>(source.begin.column)};
}

bool TomlTable::is_empty_array(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node != nullptr && node->is_array() && node->as_array()->empty();
}

Place TomlTable::place() const {
  Place place = place_of(table_.source());
  if (path_.empty()) place.line = place.column = 0;
  return place;
}

Place TomlTable::place(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node == nullptr ? place() : place_of(node->source());
}

void TomlTable::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted,
                           std::string hint) const {
  const std::string value = describe(node);
  findings_.add("E0103", place_of(node.source()),
                fmt::format("{}{}{} is {}, and must be {}", name(key), value.empty() ? "" : " = ",
                            value, type_of(node), wanted),
                std::move(hint));
}

void TomlTable::out_of_range(std::string_view key, const toml::node& node,
                             std::string allowed) const {
  findings_.add("E0104", place_of(node.source()),
                fmt::format("{} = {} is out of range", name(key), describe(node)),
                std::move(allowed));
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* text = node->as_string()) return text->get();
  wrong_type(key, *node, "a string", "write it in quotes");
  return std::nullopt;
}

std::optional<std::string> TomlTable::nonempty_text(std::string_view key) const {
  std::optional<std::string> value = text(key);
  if (value && trim(*value).empty()) {
    findings_.add("E0104", place(key), fmt::format("{} is empty", name(key)));
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> TomlTable::id(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node != nullptr && node->is_integer()) return fmt::format("{}", node->as_integer()->get());
  return nonempty_text(key);
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t min,
                                               std::int64_t max) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* integer = node->as_integer()) {
    if (integer->get() >= min && integer->get() <= max) return integer->get();
    out_of_range(key, *node, fmt::format("allowed: {} to {}", min, max));
    return std::nullopt;
  }
  std::string hint;
  if (const auto* number = node->as_floating_point()) {
    const double value = number->get();
    if (std::fabs(value) < 1e15 && value == std::floor(value))
      hint = fmt::format("write {}", static_cast<std::int64_t>(value));
  }
  wrong_type(key, *node, "an integer", std::move(hint));
  return std::nullopt;
}

std::optional<double> TomlTable::number(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* integer = node->as_integer()) return static_cast<double>(integer->get());
  if (const auto* number = node->as_floating_point()) {
    if (std::isfinite(number->get())) return number->get();
    findings_.add("E0104", place(key),
                  fmt::format("{} = {} is not finite", name(key), describe(*node)),
                  "write a finite number");
    return std::nullopt;
  }
  wrong_type(key, *node, "a number", node->is_string() ? "write it without quotes" : "");
  return std::nullopt;
}

std::optional<double> TomlTable::number(std::string_view key, double min, double max) const {
  const std::optional<double> value = number(key);
  if (!value || (*value >= min && *value <= max)) return value;
  out_of_range(key, *table_.get(key),
               fmt::format("allowed: {} to {}", format_exact(min), format_exact(max)));
  return std::nullopt;
}

std::vector<double> TomlTable::numbers(std::string_view key, double min, double max) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, *node, "a list of numbers",
               fmt::format("write {} = [{}]", key, describe(*node)));
    return {};
  }
  std::vector<double> values;
  for (const toml::node& element : *array) {
    const std::optional<double> value = element.value<double>();
    if (!element.is_number() || !value) {
      wrong_type(key, element, "a list of numbers");
    } else if (!(*value >= min && *value <= max)) {
      out_of_range(key, element,
                   fmt::format("allowed: {} to {}", format_exact(min), format_exact(max)));
    } else {
      values.push_back(*value);
    }
  }
  return values;
}

std::vector<TomlTable::TextList> TomlTable::text_lists(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return {};
  constexpr std::string_view wanted = "a list of lists of names";
  const std::string hint = fmt::format("write {} = [[\"a\", \"b\"]]", key);
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, *node, wanted, hint);
    return {};
  }
  std::vector<TextList> lists;
  for (const toml::node& element : *array) {
    const toml::array* inner = element.as_array();
    TextList list;
    list.place = place_of(element.source());
    bool all_texts = inner != nullptr;
    for (std::size_t i = 0; all_texts && i < inner->size(); ++i) {
      const std::optional<std::string> text = (*inner)[i].value_exact<std::string>();
      all_texts = text.has_value();
      if (text) list.texts.push_back(*text);
    }
    if (all_texts)
      lists.push_back(std::move(list));
    else
      wrong_type(key, element, wanted, hint);
  }
  return lists;
}

std::vector<std::string> TomlTable::ids(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return {};
  std::vector<std::string> result;
  const auto take = [&](const toml::node& element) {
    const auto* text = element.as_string();
    if (const auto* integer = element.as_integer()) {
      result.push_back(fmt::format("{}", integer->get()));
    } else if (text == nullptr) {
      wrong_type(key, element, "a string or a list of strings");
    } else if (trim(text->get()).empty()) {
      findings_.add("E0104", place_of(element.source()), fmt::format("{} is empty", name(key)));
    } else {
      result.push_back(text->get());
    }
  };
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& element : *array) take(element);
    if (array->empty()) findings_.add("E0104", place(key), fmt::format("{} is empty", name(key)));
  } else {
    take(*node);
  }
  return result;
}

std::optional<std::vector<std::vector<double>>> TomlTable::rows(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  std::vector<std::vector<double>> result;
  const auto refuse = [&](const toml::node& wrong) {
    wrong_type(key, wrong, "a list of rows of numbers",
               fmt::format("write {} = [[1, 0.5], [0.5, 1]]", key));
    return std::nullopt;
  };
  if (!node->is_array()) return refuse(*node);
  for (const toml::node& row : *node->as_array()) {
    if (!row.is_array()) return refuse(row);
    std::vector<double> numbers;
    for (const toml::node& element : *row.as_array()) {
      const std::optional<double> number = element.value<double>();
      if (!element.is_number() || !number) return refuse(element);
      if (!std::isfinite(*number)) {
        findings_.add("E0104", place_of(element.source()),
                      fmt::format("{} = {} is not finite", name(key), describe(element)),
                      "write a finite number");
        return std::nullopt;
      }
      numbers.push_back(*number);
    }
    result.push_back(std::move(numbers));
  }
  return result;
}

std::optional<bool> TomlTable::flag(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* boolean = node->as_boolean()) return boolean->get();
  wrong_type(key, *node, "a boolean", "write true or false");
  return std::nullopt;
}

std::optional<std::size_t> TomlTable::choice(std::string_view key,
                                             const std::vector<std::string>& allowed) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  const std::string offered = "allowed: " + joined(allowed, ", ", "\"");
  if (!node->is_string()) {
    wrong_type(key, *node, "a string", offered);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < allowed.size(); ++i)
    if (node->as_string()->get() == allowed[i]) return i;
  findings_.add("E0104", place(key),
                fmt::format("{} = {} is not offered", name(key), describe(*node)), offered);
  return std::nullopt;
}

const toml::table* TomlTable::table(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr || node->is_table()) return node == nullptr ? nullptr : node->as_table();
  wrong_type(key, *node, "a table",
             node->is_array() ? fmt::format("write [{0}] once, not [[{0}]]", name(key))
                              : fmt::format("write [{}] and its keys below", name(key)));
  return nullptr;
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return {};
  const std::string hint = fmt::format("write [[{}]] for each", name(key));
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, *node, "an array of tables", hint);
    return {};
  }
  std::vector<const toml::table*> result;
  for (const toml::node& element : *array) {
    if (element.is_table())
      result.push_back(element.as_table());
    else
      wrong_type(key, element, "a table", hint);
  }
  return result;
}

}  // namespace plume
