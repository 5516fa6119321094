// SPDX-License-Identifier: Apache-2.0
#include "host/units/gas_names.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "host/base/edit_distance.hpp"
#include "host/base/letter_case.hpp"

namespace plume {
namespace {

struct Row {
  std::string_view name;
  std::vector<std::string_view> others = {};
};

const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {"CO2",
       {"carbon dioxide", "二氧化碳", "Kohlendioxid", "Kohlenstoffdioxid", "dioxyde de carbone"}},
      {"CO2e",
       {"CO2eq", "CO2 equiv", "CO2 equivalent", "CO2 equivalents", "CO2äq", "CO2Äq",
        "CO2-Äquivalent", "CO2-Äquivalente", "CO2当量", "二氧化碳当量", "carbon dioxide equivalent",
        "carbon dioxide equivalents", "eq CO2", "éq CO2", "CDE", "CO2e all gases"}},
      {"CH4", {"methane", "甲烷", "Methan", "méthane"}},
      {"N2O",
       {"nitrous oxide", "dinitrogen monoxide", "dinitrogen oxide", "氧化亚氮", "一氧化二氮",
        "Lachgas", "Distickstoffmonoxid", "protoxyde d'azote"}},
      {"SF6", {"sulfur hexafluoride", "sulphur hexafluoride", "六氟化硫"}},
      {"NF3", {"nitrogen trifluoride", "三氟化氮"}},
      {"SO2F2", {"sulfuryl fluoride", "sulphuryl fluoride"}},
      {"CF4", {"PFC-14", "R-14", "tetrafluoromethane", "perfluoromethane", "四氟化碳", "全氟甲烷"}},
      {"C2F6", {"PFC-116", "R-116", "hexafluoroethane", "perfluoroethane", "六氟乙烷"}},
      {"HFC-23", {"R-23", "CHF3", "trifluoromethane", "fluoroform"}},
      {"HFC-32", {"R-32", "CH2F2", "difluoromethane"}},
      {"HFC-125", {"R-125", "C2HF5", "CHF2CF3", "pentafluoroethane"}},
      {"HFC-134a", {"R-134a", "CH2FCF3", "1,1,1,2-tetrafluoroethane"}},
      {"HFC-143a", {"R-143a", "CH3CF3", "1,1,1-trifluoroethane"}},
      {"HFC-152a", {"R-152a", "CH3CHF2", "1,1-difluoroethane"}},
      {"HFC-227ea", {"R-227ea", "FM-200", "CF3CHFCF3"}},
      {"HFC-245fa", {"R-245fa"}},
      {"HCFC-22", {"R-22", "CHClF2", "chlorodifluoromethane"}},
      {"HCFC-141b", {"R-141b"}},
      {"CFC-11", {"R-11", "CCl3F"}},
      {"CFC-12", {"R-12", "CCl2F2"}},
      {"Halon-1301", {"R-13B1", "CBrF3"}},
      {"R-410A"},
      {"R-404A"},
      {"R-407C"},
      {"R-507A", {"R-507"}},
  };
  return rows;
}

/// Longest first, so that "nonfossil" is not read as "fossil".
constexpr std::pair<std::string_view, GasOrigin> origins[] = {
    {"reportseparately", GasOrigin::not_said},  // a remark beside "biogenic"
    {"biologicalorigin", GasOrigin::living},
    {"nonbiogenic", GasOrigin::fossil},
    {"fossilfuels", GasOrigin::fossil},
    {"fossilfuel", GasOrigin::fossil},
    {"nonfossil", GasOrigin::living},
    {"biogenous", GasOrigin::living},
    {"biobased", GasOrigin::living},
    {"biogenic", GasOrigin::living},
    {"biological", GasOrigin::living},
    {"biogène", GasOrigin::living},
    {"biomass", GasOrigin::living},
    {"biofuel", GasOrigin::living},
    {"biogas", GasOrigin::living},
    {"biogen", GasOrigin::living},
    {"fossile", GasOrigin::fossil},
    {"生物质", GasOrigin::living},
    {"非化石", GasOrigin::living},
    {"生物源", GasOrigin::living},
    {"化石", GasOrigin::fossil},
    {"生物", GasOrigin::living},
    {"fossil", GasOrigin::fossil},
    {"bio", GasOrigin::living},
};

/// Of emissions in CO2e: electricity whose own generation alone is counted.
constexpr std::string_view direct = "direct";

const std::map<std::string, const Row*, std::less<>>& index() {
  static const auto made = [] {
    std::map<std::string, const Row*, std::less<>> keys;
    for (const Row& row : table()) {
      keys.emplace(gas_key(row.name), &row);
      for (const std::string_view other : row.others) keys.emplace(gas_key(other), &row);
    }
    return keys;
  }();
  return made;
}

const Row* row_of(std::string_view key) {
  const auto found = index().find(key);
  if (found != index().end()) return found->second;
  // "CF4 (PFC-14)": a name, and another of the same gas behind it.
  for (std::size_t i = 1; i < key.size(); ++i) {
    const auto first = index().find(key.substr(0, i)), second = index().find(key.substr(i));
    if (first != index().end() && second != index().end() && first->second == second->second)
      return first->second;
  }
  return nullptr;
}

/// Takes words of origin off both ends of the key until a gas is left.
const Row* strip(std::string& key, GasOrigin& origin) {
  const Row* row = row_of(key);
  bool found = true;
  while (row == nullptr && found) {
    found = false;
    for (const auto& [word, means] : origins) {
      const bool behind = key.size() > word.size() && std::string_view(key).ends_with(word);
      const bool before = key.size() > word.size() && std::string_view(key).starts_with(word);
      if (!behind && !before) continue;
      if (means != GasOrigin::not_said && origin != GasOrigin::not_said && means != origin)
        return nullptr;
      if (means != GasOrigin::not_said) origin = means;
      key = behind ? key.substr(0, key.size() - word.size()) : key.substr(word.size());
      found = true;
      break;
    }
    row = row_of(key);
  }
  return row;
}

}  // namespace

std::string GasName::text() const {
  switch (origin) {
    case GasOrigin::not_said:
      return name;
    case GasOrigin::fossil:
      return name + " (fossil)";
    case GasOrigin::living:
      return name + (name == "CH4" ? " (non-fossil)" : " (biogenic)");
  }
  return name;
}

std::string gas_key(std::string_view text) {
  std::string key;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view three = text.substr(i, 3);
    if (byte < 0x80) {
      const char c = lower_case(text[i]);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
      ++i;
    } else if (three.size() == 3 && three >= "₀" && three <= "₉") {
      key += static_cast<char>('0' + (static_cast<unsigned char>(three[2]) - 0x80));
      i += 3;
    } else if (text.substr(i, 2) == "\u00a0") {
      i += 2;
    } else if ((three >= "\u2000" && three <= "\u2015") || three == "\u2212" || three == "\u202f" ||
               three == "（" || three == "）" || three == "，") {
      i += 3;
    } else if (text.substr(i, 2) == "Ä") {
      key += "ä";
      i += 2;
    } else {
      key += text[i++];
    }
  }
  return key;
}

std::optional<GasName> read_gas(std::string_view text) {
  std::string key = gas_key(text);
  GasName gas;
  const Row* row = strip(key, gas.origin);
  if (row == nullptr && key.ends_with(direct)) {
    key.resize(key.size() - direct.size());
    row = row_of(key);
    if (row != nullptr && row->name != "CO2e") return {};
  }
  if (row == nullptr) return {};
  gas.name = row->name;
  // A sum of gases has no one origin: its CO2 of living origin would stand outside of the sum, the
  // rest not.
  if (gas.name == "CO2e" && gas.origin == GasOrigin::living) return {};
  if (gas.name == "CO2e") gas.origin = GasOrigin::not_said;
  return gas;
}

std::string gas_hint(std::string_view text) {
  const std::string key = gas_key(text);
  if (key.starts_with("co2e") && key.size() > 4)
    return "write CO2e; where a part of it is of living origin, give CO2 (biogenic), CH4 and N2O "
           "in rows of their own";
  for (const char* carbon : {"co2", "ch4"}) {
    if (!key.starts_with(carbon) && !key.ends_with(carbon)) continue;
    return carbon == std::string_view("co2")
               ? "write 'CO2', 'CO2 (fossil)', 'CO2 (biogenic)' or 'CO2e'"
               : "write 'CH4', 'CH4 (fossil)' or 'CH4 (non-fossil)'";
  }
  std::vector<std::string> keys;
  for (const auto& each : index()) keys.push_back(each.first);
  const std::vector<std::string> near = nearest(key, keys, 1);
  return near.empty() ? std::string()
                      : "did you mean '" + std::string(index().at(near.front())->name) + "'?";
}

SubstanceMass mass_of(const GasName& gas, std::string_view substance) {
  using Kind = SubstanceMass::Kind;
  const std::string key = gas_key(substance);
  if (key.empty()) return {};
  const auto element = [&](const char* of, std::initializer_list<std::string_view> names) {
    return gas.name == of && std::find(names.begin(), names.end(), key) != names.end();
  };
  if (element("N2O", {"n", "n2on", "nitrogen", "nasn2o", "n2oasn"}))
    return {Kind::converted, 44.0 / 28.0, "44/28"};
  if (element("CH4", {"c", "ch4c", "carbon", "casch4", "ch4asc"}))
    return {Kind::converted, 16.0 / 12.0, "16/12"};
  if (element("CO2", {"c", "co2c", "carbon", "casco2", "co2asc"}))
    return {Kind::converted, 44.0 / 12.0, "44/12"};
  const auto named = read_gas(substance);
  if (!named)
    return gas_key(gas.name) == key ? SubstanceMass{} : SubstanceMass{Kind::contradiction, 0.0, {}};
  if (named->name == gas.name) {
    const bool one_is_silent =
        named->origin == GasOrigin::not_said || gas.origin == GasOrigin::not_said;
    // "kg CO2 (biogenic)" of the gas "CO2" would count what stands outside of the sum.
    // So would "kg CH4 (fossil)" of "CH4", which counts by the potential of methane of living
    // origin.
    const bool weighs_more = gas.name == "CH4" && gas.origin == GasOrigin::not_said &&
                             named->origin == GasOrigin::fossil;
    if (named->origin == gas.origin ||
        (one_is_silent && !named->is_outside_the_sum() && !weighs_more))
      return {};
    return {Kind::contradiction, 0.0, {}};
  }
  if (named->name == "CO2e" && gas.is_outside_the_sum()) return {Kind::contradiction, 0.0, {}};
  if (named->name == "CO2e")
    return gas.name == "CO2" ? SubstanceMass{} : SubstanceMass{Kind::co2e, 1.0, {}};
  if (gas.name == "CO2e" && *named == GasName{"CO2", GasOrigin::not_said}) return {};
  return {Kind::contradiction, 0.0, {}};
}

bool is_substance_of_gas(std::string_view text) {
  const std::string key = gas_key(text);
  for (const char* part :
       {"c", "n", "carbon", "nitrogen", "n2on", "ch4c", "co2c", "nh3n", "noxn", "no3n"})
    if (key == part) return true;
  return read_gas(text).has_value();
}

}  // namespace plume
