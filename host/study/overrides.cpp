// SPDX-License-Identifier: Apache-2.0
#include "host/study/overrides.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "host/base/numbers.hpp"
#include "host/toml/toml_parse.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

std::optional<toml::table> parse(std::string_view text, std::string_view source) {
  TomlTrouble ignored;
  return parse_toml(text, source, ignored);
}

/// `value` if it is one TOML value, else the TOML string that holds it.
std::string as_toml(const std::string& value) {
  const std::optional<toml::table> parsed = parse("v = " + value, {});
  if (parsed && parsed->size() == 1 && parsed->contains("v")) return value;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\')
      quoted += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

/// Moves all of `from` into `into`. Returns the key where a value of `into` stands in the way of a
/// table, if any.
std::optional<std::string> merge(toml::table& into, toml::table&& from) {
  for (auto&& [key, node] : from) {
    toml::node* present = into.get(key.str());
    if (present != nullptr && node.is_table() && !present->is_table())
      return std::string(key.str());
    if (present != nullptr && node.is_table()) {
      if (auto obstacle = merge(*present->as_table(), std::move(*node.as_table())))
        return fmt::format("{}.{}", key.str(), *obstacle);
      continue;
    }
    std::move(node).visit([&, &k = key](auto&& value) {
      into.insert_or_assign(k, std::forward<decltype(value)>(value));
    });
  }
  return std::nullopt;
}

/// "model.mass" → "set.mass": of [[model]], which there may be several of, parameters are set, in
/// each that has them.
std::optional<std::string> parameter_of(const toml::table& study, const std::string& key) {
  constexpr std::string_view models = "model.", set = "set.";
  if (!key.starts_with(models) || study.get("model") == nullptr || !study.get("model")->is_array())
    return std::nullopt;
  const std::string rest = key.substr(models.size());
  return rest.starts_with(set) ? rest : std::string(set) + rest;
}

void set_parameter(toml::table& study, const std::string& key, const std::string& parameter,
                   const std::string& value, Findings& findings) {
  const std::string source = fmt::format("{}{}={}", override_source, key, value);
  for (toml::node& model : *study.get("model")->as_array()) {
    std::optional<toml::table> parsed = parse(parameter + " = " + as_toml(value), source);
    if (!parsed || !model.is_table() || merge(*model.as_table(), std::move(*parsed))) {
      findings.add(
          "E0130", {source, 0, 0}, fmt::format("'{}' is no parameter that can be set", key),
          "write for instance --set model.mass=15 or --set 'model.\"name of a process\".mass=15'");
      return;
    }
  }
}

}  // namespace

void apply_overrides(toml::table& study, const std::vector<Override>& overrides,
                     Findings& findings) {
  for (const auto& [key, value] : overrides) {
    if (const std::optional<std::string> parameter = parameter_of(study, key)) {
      set_parameter(study, key, *parameter, value, findings);
      continue;
    }
    const std::string source = fmt::format("{}{}={}", override_source, key, value);
    std::optional<toml::table> parsed;
    if (key.find_first_of("\r\n[=#") == std::string::npos)
      parsed = parse(key + " = " + as_toml(value), source);
    if (!parsed || parsed->size() != 1) {
      findings.add("E0130", {source, 0, 0}, fmt::format("'{}' is not a key", key),
                   "write for instance --set sampling.seed=7");
      continue;
    }
    if (const auto obstacle = merge(study, std::move(*parsed))) {
      const bool is_list = study.at_path(*obstacle).is_array();
      findings.add("E0130", {source, 0, 0},
                   fmt::format("'{}' is {}, and has no keys to set", *obstacle,
                               is_list ? "a list" : "a value"),
                   "--set reaches the keys of tables such as sampling, solver, stop, result");
    }
  }
}

}  // namespace plume
