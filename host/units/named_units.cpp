// SPDX-License-Identifier: Apache-2.0
#include "host/units/named_units.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "host/base/letter_case.hpp"

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
constexpr Powers passenger_transport{0, 1, 0, 0, 1};
constexpr Powers usd{0, 0, 0, 0, 0, 0, 1};
constexpr Powers eur{0, 0, 0, 0, 0, 0, 0, 1};
constexpr Powers cny{0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr Powers gbp{0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr Powers jpy{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr Powers chf{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

constexpr double btu = 1.05505585262e-3;        // MJ, International Table
constexpr double kcal = 4.1868e-3;              // MJ, International Table
constexpr double us_gallon = 3.785411784e-3;    // m3
constexpr double imperial_gallon = 4.54609e-3;  // m3
constexpr double foot = 0.3048, mile = 1609.344;

/// Spelling → row, as written; and lower-case spelling → row, null where two rows differ by
/// capitals alone.
struct Index {
  std::map<std::string, const NamedUnit*, std::less<>> exact, lower;
  Index() {
    for (const NamedUnit& unit : named_units()) {
      add(unit.name, unit);
      for (const std::string_view other : unit.others) add(other, unit);
    }
  }
  void add(std::string_view spelling, const NamedUnit& unit) {
    exact.emplace(spelling, &unit);
    const auto [known, is_new] = lower.emplace(lower_case(spelling), &unit);
    if (!is_new && known->second != &unit) known->second = nullptr;
  }
};

}  // namespace

const std::vector<NamedUnit>& named_units() {
  static const std::vector<NamedUnit> all = {
      {"kg",
       mass,
       1.0,
       {"kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes", "千克",
        "公斤"}},
      {"g", mass, 1e-3, {"gram", "grams", "gramme", "grammes", "克"}},
      {"mg", mass, 1e-6, {"milligram", "milligrams", "毫克"}},
      {"t",
       mass,
       1e3,
       {"tonne", "tonnes", "metric ton", "metric tons", "metric tonne", "metric tonnes",
        "metric-ton", "metric-tons", "T", "吨", "公吨", "噸"}},
      {"kt", mass, 1e6, {"kilotonne", "kilotonnes", "千吨"}},
      {"Mt", mass, 1e9, {"megatonne", "megatonnes", "百万吨"}},
      {"Mg", mass, 1e3, {"megagram", "megagrams"}},
      {"Gg", mass, 1e6, {"gigagram", "gigagrams"}},
      {"Tg", mass, 1e9},
      {"lb", mass, 0.45359237, {"lbs", "lb.", "pound", "pounds"}},
      {"oz", mass, 0.028349523125, {"ounce", "ounces"}},
      {"short ton",
       mass,
       907.18474,
       {"short tons", "US ton", "US tons", "short-ton", "short-tons"}},
      {"long ton",
       mass,
       1016.0469088,
       {"long tons", "imperial ton", "UK ton", "long-ton", "long-tons"}},
      {"斤", mass, 0.5, {"市斤"}},
      {"J", energy, 1e-6, {"joule", "joules"}},
      {"kJ", energy, 1e-3, {"kilojoule", "kilojoules", "千焦"}},
      {"MJ", energy, 1.0, {"megajoule", "megajoules", "兆焦"}},
      {"GJ", energy, 1e3, {"gigajoule", "gigajoules", "吉焦", "百万千焦"}},
      {"TJ", energy, 1e6, {"terajoule", "terajoules", "太焦"}},
      {"PJ", energy, 1e9, {"petajoule", "petajoules"}},
      {"EJ", energy, 1e12},
      {"Wh", energy, 0.0036},
      {"kWh",
       energy,
       3.6,
       {"kW h", "kW·h", "kilowatt hour", "kilowatt hours", "kilowatt-hour", "kilowatt-hours", "度",
        "千瓦时", "千瓦小时"}},
      {"MWh",
       energy,
       3600.0,
       {"MW h", "MW·h", "megawatt hour", "megawatt hours", "megawatt-hour", "megawatt-hours",
        "兆瓦时"}},
      {"GWh", energy, 3.6e6, {"GW h", "gigawatt hour", "gigawatt hours", "吉瓦时"}},
      {"TWh", energy, 3.6e9, {"TW h", "terawatt hour", "terawatt hours"}},
      {"Btu", energy, btu, {"BTU"}},
      {"kBtu", energy, 1e3 * btu},
      {"mmBtu", energy, 1e6 * btu, {"MMBtu", "MMBTU", "million Btu"}},
      {"therm",
       energy,
       1e5 * btu,
       {"therms", "thm"},
       "therm is read as 100,000 Btu of the International Table "
       "(105.5056 MJ); the therm of US gas bills is 105.4804 MJ"},
      {"EC therm", energy, 1e5 * btu, {"EC therms", "therm (EC)"}},
      {"US therm", energy, 105.4804, {"US therms", "therm (US)"}},
      {"kcal",
       energy,
       kcal,
       {"大卡", "千卡"},
       "kcal is read as the calorie of the International Table (4.1868 kJ); "
       "the thermochemical one is 4.184 kJ"},
      {"Mcal",
       energy,
       1e3 * kcal,
       {},
       "Mcal is read as the calorie of the International Table (4.1868 MJ); the "
       "thermochemical one is 4.184 MJ"},
      {"Gcal",
       energy,
       1e6 * kcal,
       {},
       "Gcal is read as the calorie of the International Table (4.1868 GJ); the "
       "thermochemical one is 4.184 GJ"},
      {"tce", energy, 7e6 * kcal, {"吨标准煤", "吨标煤"}},
      {"kgce", energy, 7e3 * kcal, {"千克标准煤", "公斤标准煤"}},
      {"toe", energy, 1e7 * kcal, {"吨油当量"}},
      {"ktoe", energy, 1e10 * kcal},
      {"Mtoe", energy, 1e13 * kcal},
      {"m", length, 1.0, {"metre", "metres", "meter", "meters", "米"}},
      {"km",
       length,
       1e3,
       {"kms", "kilometre", "kilometres", "kilometer", "kilometers", "vkm", "v km", "vehicle-km",
        "vehicle km", "公里", "千米"}},
      {"cm", length, 1e-2, {"厘米"}},
      {"mm", length, 1e-3, {"毫米"}},
      {"mile", length, mile, {"miles", "mi", "英里"}},
      {"nautical mile", length, 1852.0, {"nautical miles", "nmi", "海里"}},
      {"ft", length, foot, {"foot", "feet"}},
      {"m2",
       area,
       1.0,
       {"sqm", "sq m", "square metre", "square metres", "square meter", "square meters", "平方米",
        "平米"}},
      {"km2", area, 1e6, {"平方公里"}},
      {"ha", area, 1e4, {"hectare", "hectares", "公顷"}},
      {"acre", area, 4046.8564224, {"acres"}},
      {"ft2", area, foot * foot, {"sqft", "sq ft", "square foot", "square feet"}},
      {"亩", area, 1e4 / 15.0},
      {"m3",
       volume,
       1.0,
       {"cbm", "cubic metre", "cubic metres", "cubic meter", "cubic meters", "cu m", "cu. m",
        "Kubikmeter", "立方米", "立方", "方"}},
      {"L", volume, 1e-3, {"l", "ltr", "ltrs", "litre", "litres", "liter", "liters", "升", "公升"}},
      {"mL", volume, 1e-6, {"ml", "毫升"}},
      {"hL", volume, 0.1, {"hl"}},
      {"kL", volume, 1.0, {"kl", "kilolitre", "kilolitres", "kiloliter", "kiloliters", "千升"}},
      {"ML", volume, 1e3, {"megalitre", "megalitres", "megaliter", "megaliters"}},
      {"US gal",
       volume,
       us_gallon,
       {"US gallon", "US gallons", "gal (US)", "gallon (US)", "gallons (US)", "USG"}},
      {"UK gal",
       volume,
       imperial_gallon,
       {"UK gallon", "UK gallons", "imp gal", "imperial gallon", "imperial gallons", "Imp gal",
        "gal (UK)", "gallon (UK)", "gallons (UK)"}},
      {"gal",
       volume,
       us_gallon,
       {"gals", "gallon", "gallons"},
       "gal is read as the US gallon (3.785411784 L); the imperial one is 'UK gal' (4.54609 L)"},
      {"bbl",
       volume,
       42.0 * us_gallon,
       {"barrel", "barrels"},
       "bbl is read as the barrel of oil of 42 US gallons "
       "(158.987294928 L)"},
      {"ft3", volume, foot * foot * foot, {"cf", "cu ft", "cubic foot", "cubic feet"}},
      {"Nm3", gas_volume, 1.0, {"标准立方米", "标立方米", "标方", "标立方", "m3 (标)"}},
      {"tkm",
       transport,
       1e6,
       {"tonne kilometre", "tonne kilometres", "tonne-kilometre", "tonne-kilometres",
        "tonne-kilometer", "tonne-kilometers", "吨公里", "吨千米"}},
      {"pkm",
       passenger_transport,
       1e3,
       {"passenger km", "passenger-km", "passenger.km", "p km", "p.km", "person km", "person-km",
        "人公里"}},
      {"passenger mile",
       passenger_transport,
       mile,
       {"passenger-mile", "passenger miles", "passenger-miles"}},
      {"p",
       pieces,
       1.0,
       {"piece", "pieces", "pc", "pcs", "unit", "units", "item", "items", "Stück", "Stk", "Stk.",
        "个", "件", "台", "片"}},
      {"h", duration, 3600.0, {"hr", "hrs", "hour", "hours", "小时"}},
      {"min", duration, 60.0, {"minute", "minutes"}},
      {"d", duration, 86400.0, {"day", "days", "天"}},
      {"s", duration, 1.0, {"sec", "second", "seconds"}},
      {"1", none, 1.0, {"-"}},
      {"%", none, 0.01, {"percent", "％"}},
      {"USD", usd, 1.0, {"US$", "美元"}},
      {"kUSD", usd, 1e3, {"kUS$", "TUSD"}},
      {"MUSD", usd, 1e6, {"million USD"}},
      {"EUR", eur, 1.0, {"€", "euro", "euros", "欧元"}},
      {"kEUR", eur, 1e3, {"k€", "TEUR", "T€"}},
      {"MEUR", eur, 1e6, {"M€", "million EUR", "million euro", "million euros"}},
      {"CNY", cny, 1.0, {"RMB", "yuan", "元", "人民币"}},
      {"kCNY", cny, 1e3, {"kRMB"}},
      {"MCNY", cny, 1e6, {"MRMB", "million CNY", "million RMB"}},
      {"GBP", gbp, 1.0, {"£"}},
      {"kGBP", gbp, 1e3, {"k£"}},
      {"MGBP", gbp, 1e6, {"M£", "million GBP"}},
      {"JPY", jpy, 1.0},
      {"CHF", chf, 1.0},
      {"kCHF", chf, 1e3},
  };
  return all;
}

const std::vector<AmbiguousUnit>& ambiguous_units() {
  static const std::vector<AmbiguousUnit> all = {
      {{"ton", "tons", "ton."},
       "write t (1000 kg), short ton (907.18474 kg) or long ton (1016.0469088 kg)"},
      {{"MT", "mt", "mT"}, "write t (1000 kg) for a metric ton, Mt for a million of them"},
      {{"kiloton", "kilotons", "kton"},
       "write kt (1000 t of 1000 kg), or give it in short ton or long ton"},
      {{"MBtu", "MBTU", "mbtu"}, "write kBtu for a thousand of them, mmBtu for a million"},
      {{"MG"}, "write mg for milligrams, Mg for megagrams (1000 kg)"},
      {{"cal", "Cal"}, "write kcal, or give the energy in MJ"},
      {{"$", "k$", "M$", "dollar", "dollars"}, "write which dollars: USD"},
      {{"¥", "￥", "yen"}, "write CNY or JPY"},
      {{"M"}, "write m for metres; a million of a unit is 10^6"},
      {{"Sm3", "Sm³", "scm", "scf", "SCF", "Scf", "Mcf", "MCF", "mcf", "Mscf", "MMscf", "ccf",
        "CCF"},
       "its conditions or multiple are not known here: give the gas in Nm3 (0 °C, 101.325 kPa; 1 "
       "Sm3 of 15 °C is "
       "0.94795 "
       "Nm3), m3, or its energy"},
  };
  return all;
}

const NamedUnit* find_unit(std::string_view name) {
  static const Index index;
  if (const auto exact = index.exact.find(name); exact != index.exact.end()) return exact->second;
  if (name.size() < 2 || find_ambiguous(name) != nullptr) return nullptr;
  const auto lower = index.lower.find(lower_case(name));
  return lower == index.lower.end() ? nullptr : lower->second;
}

const AmbiguousUnit* find_ambiguous(std::string_view name) {
  const std::vector<AmbiguousUnit>& all = ambiguous_units();
  const auto found = std::find_if(all.begin(), all.end(), [&](const AmbiguousUnit& each) {
    return std::find(each.names.begin(), each.names.end(), name) != each.names.end();
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace plume
