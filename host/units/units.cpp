// SPDX-License-Identifier: Apache-2.0
#include "host/units/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "host/base/edit_distance.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/units/gas_names.hpp"
#include "host/units/named_units.hpp"

namespace plume {
namespace {

constexpr int energy_place = 2;
constexpr int carbon_place = MeasureUnit::num_dimensions - 1;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// One way to write what keyboards and word processors write in several.
std::string plain_text(std::string_view text) {
  std::string plain(text);
  constexpr std::pair<const char*, const char*> same[] = {
      {"\u00a0", " "}, {"\u202f", " "}, {"\u2009", " "}, {"²", "2"},  {"³", "3"},
      {"⁴", "4"},      {"^2", "2"},     {"^3", "3"},     {"（", "("}, {"）", ")"},
      {"／", "/"},     {"·", " "},      {"⋅", " "},      {"×", " "},  {"•", " "},
      {"\u2010", "-"}, {"\u2011", "-"}, {"\u2013", "-"}, {"[", "("},  {"]", ")"},
      {" per ", "/"}};
  replace_all(plain, "10^2", "100");
  replace_all(plain, "10^3", "1000");
  for (const auto& [from, to] : same) replace_all(plain, from, to);
  return plain;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '*') {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

/// "GJ-LHV" is "GJ LHV".
std::vector<std::string> with_basis_apart(const std::vector<std::string>& words) {
  std::vector<std::string> apart;
  for (const std::string& word : words) {
    const std::size_t hyphen = word.rfind('-');
    const bool is_joined = hyphen != std::string::npos && hyphen > 0 &&
                           !calorific_basis(std::string_view(word).substr(hyphen + 1)).empty();
    if (!is_joined) {
      apart.push_back(word);
      continue;
    }
    apart.push_back(word.substr(0, hyphen));
    apart.push_back(word.substr(hyphen + 1));
  }
  return apart;
}

/// "10^4", "1000", "万", "million": so many of the unit behind it.
std::optional<double> multiple(std::string_view word) {
  constexpr std::pair<std::string_view, double> named[] = {
      {"千", 1e3},      {"万", 1e4},       {"百万", 1e6},    {"亿", 1e8},
      {"hundred", 1e2}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9},
      {"Mio.", 1e6},    {"Mio", 1e6},      {"Mrd.", 1e9},    {"Mrd", 1e9}};
  for (const auto& [name, value] : named)
    if (word == name) return value;
  if (!word.starts_with("10")) return {};
  NumberTrouble ignored;
  if (word.starts_with("10^")) {
    const auto power = parse_integer(word.substr(3), 0, 15, ignored);
    return power ? parse_double(fmt::format("1e{}", *power), ignored) : std::nullopt;
  }
  return word.find_first_not_of('0', 1) == std::string_view::npos ? parse_double(word, ignored)
                                                                  : std::nullopt;
}

void take(MeasureUnit& unit, const NamedUnit& named, std::string& remark) {
  for (std::size_t i = 0; i < unit.powers.size(); ++i)
    unit.powers[i] = static_cast<std::int8_t>(unit.powers[i] + named.powers[i]);
  unit.factor *= named.factor;
  if (!named.remark.empty()) remark = named.remark;
}

/// "t.km", "tonne-km": units with a point or hyphen between; empty where a part is none,
/// `ambiguous` where it means several things.
std::vector<const NamedUnit*> units_joined(std::string_view word, std::string_view& ambiguous) {
  std::vector<const NamedUnit*> units;
  std::string_view several;
  while (true) {
    const std::size_t end = word.find_first_of(".-");
    const std::string_view part = word.substr(0, end);
    if (find_ambiguous(part) != nullptr)
      several = part;
    else if (const NamedUnit* unit = find_unit(part))
      units.push_back(unit);
    else
      return {};
    if (end == std::string_view::npos) break;
    word.remove_prefix(end + 1);
  }
  if (several.empty()) return units;
  ambiguous = several;
  return {};
}

/// "kgCO2e", "t-CO2", "kgN2O-N": a unit of mass and a substance that is known, without a blank
/// between.
const NamedUnit* mass_of_substance(std::string_view word, std::string& substance) {
  for (const char* prefix : {"kg", "mg", "Mt", "Mg", "Gg", "kt", "lb", "t", "g"}) {
    const std::string_view name(prefix);
    if (!word.starts_with(name)) continue;
    std::string_view rest = word.substr(name.size());
    while (!rest.empty() && (rest.front() == '-' || rest.front() == '_')) rest.remove_prefix(1);
    if (rest.empty() || !is_substance_of_gas(rest)) continue;
    substance = rest;
    return find_unit(name);
  }
  return nullptr;
}

/// Reads a unit without '/'.
class ProductReader {
 public:
  explicit ProductReader(UnitReading& reading) : reading_(reading) {}

  std::optional<MeasureUnit> read(std::string_view text) {
    if (const NamedUnit* whole = find_unit(text)) {
      take(unit_, *whole, reading_.remark);
      return unit_;
    }
    const std::vector<std::string> words = with_basis_apart(words_of(without_brackets(text)));
    std::size_t i = 0;
    while (i < words.size() && !is_calorific_value(words[i]) && read_unit_word(words, i)) ++i;
    if (failed_ || !any_) return {};
    std::string rest;
    for (; i < words.size(); ++i) rest += (rest.empty() ? "" : " ") + words[i];
    take_rest(rest);
    return unit_;
  }

 private:
  std::string without_brackets(std::string_view text) {
    std::string plain(text);
    for (std::size_t open = plain.find('('); open != std::string::npos; open = plain.find('(')) {
      const std::size_t close = plain.find(')', open);
      if (close == std::string::npos) {
        failed_ = true;
        return {};
      }
      const std::string note(trim(std::string_view(plain).substr(open + 1, close - open - 1)));
      if (const std::string basis = calorific_basis(note); !basis.empty())
        unit_.calorific = basis;
      else if (is_substance_of_gas(note))
        unit_.substance = note;
      else
        unit_.note += (unit_.note.empty() ? "" : ", ") + note;
      plain.replace(open, close - open + 1, " ");
    }
    return plain;
  }

  /// "PCS" behind an energy is the gross calorific value in French, Spanish and Italian, not
  /// pieces.
  bool is_calorific_value(const std::string& word) const {
    return unit_.powers[energy_place] != 0 && !calorific_basis(word).empty();
  }

  /// Whether words[i] (or it and the next, then `i` moves) belong to the unit itself.
  bool read_unit_word(const std::vector<std::string>& words, std::size_t& i) {
    if (i + 1 < words.size()) {
      if (const NamedUnit* two = find_unit(words[i] + " " + words[i + 1])) {
        ++i;
        return took(*two);
      }
    }
    const std::string& word = words[i];
    if (const NamedUnit* one = find_unit(word)) return took(*one);
    if (!any_) {
      if (const auto many = multiple(word)) {
        unit_.factor *= *many;
        return true;
      }
      for (const char* prefix : {"百万", "万", "亿"}) {
        if (!word.starts_with(prefix)) continue;
        const NamedUnit* rest =
            find_unit(std::string_view(word).substr(std::string_view(prefix).size()));
        if (rest == nullptr) continue;
        unit_.factor *= *multiple(prefix);
        return took(*rest);
      }
      if (const NamedUnit* unit = mass_of_substance(word, unit_.substance)) return took(*unit);
    }
    std::string_view ambiguous = word;
    const auto joined = units_joined(word, ambiguous);
    for (const NamedUnit* each : joined) took(*each);
    if (!joined.empty()) return true;
    for (const char* ton : {"MT", "mt", "Tons", "tons", "Ton", "ton"}) {  // "MTCO2e"
      if (!any_ && word.starts_with(ton) &&
          is_substance_of_gas(std::string_view(word).substr(std::string_view(ton).size())))
        ambiguous = ton;
    }
    if (const AmbiguousUnit* several = find_ambiguous(ambiguous)) {
      reading_.problem = fmt::format("'{}' has several meanings", ambiguous);
      reading_.hint = several->hint;
      failed_ = true;
    }
    return false;
  }

  bool took(const NamedUnit& named) {
    take(unit_, named, reading_.remark);
    any_ = true;
    return true;
  }

  /// What follows the unit: a heating value, or the name of the substance.
  void take_rest(const std::string& rest) {
    if (const std::string basis = calorific_basis(rest); !basis.empty())
      unit_.calorific = basis;
    else if (!rest.empty())
      unit_.substance = rest;
    // The origin of a gas is a part of its name: "kg CO2 (biogenic)".
    if (const std::string whole = unit_.substance + " (" + unit_.note + ")";
        !unit_.note.empty() && is_substance_of_gas(unit_.substance) && read_gas(whole)) {
      unit_.substance = whole;
      unit_.note.clear();
    }
    if (unit_.powers[0] != 0 &&
        (unit_.substance == "C" || lower_case(unit_.substance) == "carbon")) {
      unit_.powers[carbon_place] = unit_.powers[0];
      unit_.powers[0] = 0;
    }
  }

  UnitReading& reading_;
  MeasureUnit unit_;
  bool any_ = false, failed_ = false;
};

/// What to write for a unit that is not known.
std::string hint_of(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash != std::string_view::npos) {
    const std::string lower = lower_case(trim(text.substr(slash + 1)));
    for (const char* time : {"a", "yr", "y", "year", "annum", "month", "年", "月"}) {
      if (lower == time && parse_unit(text.substr(0, slash)))
        return fmt::format("give the amount of the whole period, in {}",
                           trim(text.substr(0, slash)));
    }
  }
  std::vector<std::string> names;
  for (const NamedUnit& unit : named_units()) {
    names.emplace_back(unit.name);
    for (const std::string_view other : unit.others) names.emplace_back(other);
  }
  for (const std::string_view part :
       {text, slash == std::string_view::npos ? text : text.substr(slash + 1)}) {
    const std::vector<std::string> near = nearest(trim(part), names, 1);
    const NamedUnit* named = near.empty() ? nullptr : find_unit(near.front());
    if (named != nullptr)
      return fmt::format("did you mean '{}'? docs/inventory.md lists the units", named->name);
  }
  return "docs/inventory.md lists the units";
}

}  // namespace

std::string calorific_basis(std::string_view text) {
  std::string key;
  for (const char c : text)
    if (c != ' ' && c != '.' && c != ',' && c != '-') key += lower_case(c);
  for (const char* net : {"ncv", "net", "netcv", "netcalorificvalue", "netcalvalue", "netbasis",
                          "lhv", "lowerheatingvalue", "lower", "hi", "hu", "pci", "netheatingvalue",
                          "低位", "低位热值", "低位发热量"})
    if (key == net) return "NCV";
  for (const char* gross :
       {"gcv", "gross", "grosscv", "grosscalorificvalue", "grosscalvalue", "grossbasis", "hhv",
        "higherheatingvalue", "higher", "upperheatingvalue", "hs", "ho", "pcs", "grossheatingvalue",
        "高位", "高位热值", "高位发热量"})
    if (key == gross) return "GCV";
  return {};
}

UnitReading read_unit(std::string_view given) {
  UnitReading reading;
  const std::string text(trim(plain_text(trim(given))));
  const std::size_t slash = text.find('/');
  const auto part = [&](std::string_view of) { return ProductReader(reading).read(trim(of)); };
  reading.unit = part(std::string_view(text).substr(0, slash));
  if (reading.unit && slash != std::string::npos) {
    const auto lower = part(std::string_view(text).substr(slash + 1));
    if (lower)
      reading.unit = *reading.unit / *lower;
    else
      reading.unit.reset();
  }
  if (reading.unit) return reading;
  reading.remark.clear();
  if (reading.problem.empty()) {
    reading.problem = fmt::format("unit '{}' is not known", given);
    reading.hint = hint_of(text);
  } else {
    reading.problem = fmt::format("unit '{}': {}", given, reading.problem);
  }
  return reading;
}

std::optional<MeasureUnit> parse_unit(std::string_view text) { return read_unit(text).unit; }

MeasureUnit unknown_unit() {
  MeasureUnit unit;
  unit.is_unknown = true;
  return unit;
}

bool same_dimension(const MeasureUnit& a, const MeasureUnit& b) {
  if (a.is_unknown || b.is_unknown) return true;
  return a.powers == b.powers &&
         (a.calorific.empty() || b.calorific.empty() || a.calorific == b.calorific);
}

bool is_mass(const MeasureUnit& unit) {
  return unit.is_unknown || unit.powers == decltype(unit.powers){1};
}

bool is_mass_of_carbon(const MeasureUnit& unit) {
  decltype(unit.powers) carbon{};
  carbon[carbon_place] = 1;
  return unit.powers == carbon;
}

double conversion(const MeasureUnit& from, const MeasureUnit& to) {
  return from.factor / to.factor;
}

MeasureUnit operator*(const MeasureUnit& a, const MeasureUnit& b) {
  MeasureUnit product = a;
  for (std::size_t i = 0; i < product.powers.size(); ++i)
    product.powers[i] = static_cast<std::int8_t>(a.powers[i] + b.powers[i]);
  product.factor = a.factor * b.factor;
  product.is_unknown = a.is_unknown || b.is_unknown;
  product.calorific = product.powers[energy_place] == 0 ? std::string()
                      : a.calorific.empty()             ? b.calorific
                                                        : a.calorific;
  const bool a_is_number = a.powers == decltype(a.powers){};
  if (product.substance.empty() && a_is_number) product.substance = b.substance;
  if (product.note.empty() && a_is_number) product.note = b.note;
  return product;
}

MeasureUnit operator/(const MeasureUnit& a, const MeasureUnit& b) {
  MeasureUnit inverse = b;
  for (std::int8_t& power : inverse.powers) power = static_cast<std::int8_t>(-power);
  inverse.factor = 1.0 / b.factor;
  inverse.substance.clear();
  inverse.note.clear();
  MeasureUnit quotient = a * inverse;
  quotient.factor = a.factor / b.factor;
  return quotient;
}

}  // namespace plume
