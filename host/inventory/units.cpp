// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/units.hpp"

#include <algorithm>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

using Powers = std::array<std::int8_t, MeasureUnit::num_dimensions>;

constexpr Powers none{};
constexpr Powers mass{1};
constexpr Powers length{0, 1};
constexpr Powers area{0, 2};
constexpr Powers volume{0, 3};
constexpr Powers energy{0, 0, 1};
constexpr Powers gas_volume{0, 0, 0, 1};
constexpr Powers pieces{0, 0, 0, 0, 1};
constexpr Powers duration{0, 0, 0, 0, 0, 1};
constexpr Powers transport{1, 1};
constexpr int carbon_place = 9;
constexpr Powers carbon{0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

const NamedUnit* find_unit(std::string_view name) {
  const std::vector<NamedUnit>& all = named_units();
  const auto found = std::find_if(all.begin(), all.end(), [&](const NamedUnit& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '*') {
      if (!word.empty()) words.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

/// "10^4": a power of ten.
std::optional<double> power_of_ten(std::string_view word) {
  if (!word.starts_with("10^") || word.size() != 4 || word[3] < '0' || word[3] > '9') return {};
  double value = 1.0;
  for (char c = '0'; c < word[3]; ++c) value *= 10.0;
  return value;
}

/// A unit without '/'.
std::optional<MeasureUnit> parse_product(std::string_view text) {
  MeasureUnit unit;
  std::string plain(text);
  if (const std::size_t open = plain.find('('); open != std::string::npos) {
    const std::size_t close = plain.find(')', open);
    if (close == std::string::npos) return {};
    const std::string note = plain.substr(open + 1, close - open - 1);
    if (note == "NCV" || note == "GCV") unit.calorific = note;
    plain.erase(open, close - open + 1);
  }
  const std::vector<std::string> words = words_of(plain);
  bool any = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const NamedUnit* named = nullptr;
    if (i + 1 < words.size()) {
      named = find_unit(words[i] + " " + words[i + 1]);
      if (named != nullptr) ++i;
    }
    if (named == nullptr) named = find_unit(words[i]);
    if (named != nullptr && unit.substance.empty()) {
      MeasureUnit factor;
      factor.powers = named->powers;
      factor.factor = named->factor;
      const std::string calorific = unit.calorific;
      unit = unit * factor;
      unit.calorific = calorific;
      any = true;
    } else if (const auto ten = power_of_ten(words[i]); ten && !any) {
      unit.factor *= *ten;
    } else if (any) {
      unit.substance += (unit.substance.empty() ? "" : " ") + words[i];
    } else {
      return {};
    }
  }
  if (!any) return {};
  if (unit.substance == "C" || unit.substance == "carbon") {
    unit.powers[carbon_place] = unit.powers[0];
    unit.powers[0] = 0;
  }
  return unit;
}

}  // namespace

const std::vector<NamedUnit>& named_units() {
  static const std::vector<NamedUnit> all = {
      {"kg", mass, 1.0},
      {"g", mass, 1e-3},
      {"mg", mass, 1e-6},
      {"t", mass, 1e3},
      {"kt", mass, 1e6},
      {"Mt", mass, 1e9},
      {"Mg", mass, 1e3},
      {"Gg", mass, 1e6},
      {"lb", mass, 0.45359237},
      {"short ton", mass, 907.18474},
      {"kgCO2e", mass, 1.0},
      {"kgCO2", mass, 1.0},
      {"tCO2e", mass, 1e3},
      {"tCO2", mass, 1e3},
      {"kgC", carbon, 1.0},
      {"tC", carbon, 1e3},
      {"J", energy, 1e-6},
      {"kJ", energy, 1e-3},
      {"MJ", energy, 1.0},
      {"GJ", energy, 1e3},
      {"TJ", energy, 1e6},
      {"PJ", energy, 1e9},
      {"Wh", energy, 0.0036},
      {"kWh", energy, 3.6},
      {"MWh", energy, 3600.0},
      {"GWh", energy, 3.6e6},
      {"TWh", energy, 3.6e9},
      {"m", length, 1.0},
      {"km", length, 1e3},
      {"mile", length, 1609.344},
      {"m2", area, 1.0},
      {"m²", area, 1.0},
      {"km2", area, 1e6},
      {"ha", area, 1e4},
      {"m3", volume, 1.0},
      {"m³", volume, 1.0},
      {"L", volume, 1e-3},
      {"l", volume, 1e-3},
      {"kL", volume, 1.0},
      {"Nm3", gas_volume, 1.0},
      {"Nm³", gas_volume, 1.0},
      {"tkm", transport, 1e6},
      {"p", pieces, 1.0},
      {"piece", pieces, 1.0},
      {"pieces", pieces, 1.0},
      {"unit", pieces, 1.0},
      {"h", duration, 3600.0},
      {"d", duration, 86400.0},
      {"s", duration, 1.0},
      {"1", none, 1.0},
      {"-", none, 1.0},
      {"%", none, 0.01},
      {"USD", {0, 0, 0, 0, 0, 0, 1}, 1.0},
      {"EUR", {0, 0, 0, 0, 0, 0, 0, 1}, 1.0},
      {"CNY", {0, 0, 0, 0, 0, 0, 0, 0, 1}, 1.0},
  };
  return all;
}

std::optional<MeasureUnit> parse_unit(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto upper = parse_product(trim(text.substr(0, slash)));
  if (slash == std::string_view::npos || !upper) return upper;
  const auto lower = parse_product(trim(text.substr(slash + 1)));
  if (!lower) return {};
  return *upper / *lower;
}

bool same_dimension(const MeasureUnit& a, const MeasureUnit& b) {
  return a.powers == b.powers && (a.calorific.empty() || b.calorific.empty() || a.calorific == b.calorific);
}

double conversion(const MeasureUnit& from, const MeasureUnit& to) { return from.factor / to.factor; }

MeasureUnit operator*(const MeasureUnit& a, const MeasureUnit& b) {
  MeasureUnit product = a;
  for (std::size_t i = 0; i < product.powers.size(); ++i)
    product.powers[i] = static_cast<std::int8_t>(a.powers[i] + b.powers[i]);
  product.factor = a.factor * b.factor;
  product.calorific.clear();
  return product;
}

MeasureUnit operator/(const MeasureUnit& a, const MeasureUnit& b) {
  MeasureUnit inverse = b;
  for (std::int8_t& power : inverse.powers) power = static_cast<std::int8_t>(-power);
  inverse.factor = 1.0 / b.factor;
  MeasureUnit quotient = a * inverse;
  quotient.factor = a.factor / b.factor;
  return quotient;
}

}  // namespace plume
