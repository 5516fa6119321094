// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_units.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/report/number.hpp"

namespace plume {
namespace {

/// Letters and digits in lower case, with raised and lowered digits as digits: "kg CO₂-eq." is
/// "kgco2eq".
std::string letters_of(std::string text) {
  for (const auto& [small, plain] :
       {std::pair{"₂", '2'}, std::pair{"²", '2'}, std::pair{"³", '3'}}) {
    for (std::size_t at; (at = text.find(small)) != std::string::npos;)
      text.replace(at, std::string_view(small).size(), 1, plain);
  }
  std::string out;
  for (const char c : text) {
    const char low = lower_case(c);
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) out += low;
  }
  return out;
}

}  // namespace

std::optional<double> kilograms_of_co2e(const std::string& unit) {
  constexpr std::pair<std::string_view, double> masses[] = {
      {"g", 1e-3}, {"kg", 1.0}, {"t", 1e3}, {"kt", 1e6}, {"mt", 1e9}};
  const std::string letters = letters_of(unit);
  for (const std::string_view name : {"co2equivalents", "co2equivalent", "co2eq", "co2e", "co2"}) {
    if (!letters.ends_with(name)) continue;
    const std::string_view mass = std::string_view(letters).substr(0, letters.size() - name.size());
    for (const auto& [known, kilograms] : masses) {
      if (mass == known) return kilograms;
    }
    return {};
  }
  return {};
}

std::optional<std::string> declared_unit(const std::string& unit) {
  constexpr std::pair<std::string_view, const char*> known[] = {
      {"l", "liter"},           {"liter", "liter"},
      {"litre", "liter"},       {"kg", "kilogram"},
      {"kilogram", "kilogram"}, {"m3", "cubic meter"},
      {"kwh", "kilowatt hour"}, {"mj", "megajoule"},
      {"tkm", "ton kilometer"}, {"tonkilometer", "ton kilometer"},
      {"m2", "square meter"},   {"piece", "piece"},
      {"pcs", "piece"},         {"unit", "piece"},
      {"items", "piece"},       {"h", "hour"},
      {"hour", "hour"}};
  const std::string letters = letters_of(unit);
  for (const auto& [name, declared] : known) {
    if (letters == name) return declared;
  }
  return {};
}

std::string pact_decimal(double value) {
  std::string text = format_exact(value);
  if (text.find('e') == std::string::npos) return text;
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  return decimal(value, {std::min(exponent - 16, 0), false});
}

}  // namespace plume
