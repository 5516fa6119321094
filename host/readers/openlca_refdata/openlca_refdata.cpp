// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_refdata/openlca_refdata.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/readers/csv_columns.hpp"

namespace plume {
namespace {

constexpr std::string_view factors_folder = "lcia_factors/";

bool recognises(const Archive& archive) {
  return archive.contains("lcia_categories.csv") ||
         (archive.contains("units.csv") && archive.contains("unit_groups.csv"));
}

class TablesReader {
 public:
  TablesReader(const FormatSource& source, InventoryData& data, Findings& findings)
      : archive_(*source.archive),
        source_(source.source),
        wanted_(source.wanted->methods),
        data_(data),
        findings_(findings) {}

  void read() {
    read_units();
    read_methods();
    read_categories();
    read_factors();
    for (const char* name : {"lcia_method_nw_sets.csv", "locations.csv", "currencies.csv"}) {
      if (archive_.contains(name)) add_to(data_.counts.ignored, name);
    }
  }

 private:
  using Row = const CsvColumns&;
  void each_row(const std::string& name, std::vector<std::string> columns,
                const std::function<void(Row)>& take) {
    if (!archive_.contains(name)) return;
    const std::optional<std::string> text = archive_.read(name, findings_);
    if (!text) return;
    CsvColumns rows(*text, archive_.display_name(name), std::move(columns), findings_);
    while (rows.next()) take(rows);
  }

  [[nodiscard]] Text add(std::string_view text) { return data_.texts.add(text); }

  void read_units() {
    // Tables name groups by their names; records by ids.
    std::unordered_map<std::string, Text> groups;
    std::unordered_map<Text, std::string> references;
    each_row("unit_groups.csv", {"ID", "Name", "Reference unit"}, [&](Row row) {
      const Text id = add(row[0]);
      groups.emplace(row[1], id);
      references.emplace(id, row[2]);
    });
    const auto group = [&](std::string_view name) {
      const auto found = groups.find(std::string(name));
      return found == groups.end() ? add(name) : found->second;
    };
    each_row("units.csv", {"ID", "Name", "Conversion factor", "Unit group"}, [&](Row row) {
      RawUnit unit;
      unit.id = add(row[0]);
      unit.name = add(row[1]);
      unit.group = group(row[3]);
      unit.factor = row.number(2).value_or(1.0);
      unit.is_reference = references[unit.group] == row[1];
      unit.source = source_;
      data_.units.push_back(unit);
    });
    each_row("flow_properties.csv", {"ID", "Name", "Unit group"}, [&](Row row) {
      data_.properties.push_back({add(row[0]), add(row[1]), group(row[2]), source_});
    });
  }

  void read_methods() {
    each_row("lcia_method_categories.csv", {"LCIA method", "LCIA category"},
             [&](Row row) { methods_[std::string(row[1])].emplace_back(row[0]); });
  }

  [[nodiscard]] bool is_wanted(std::string_view id, std::string_view name) {
    if (wanted_.empty()) return true;
    const auto asked = [&](std::string_view word) {
      return std::find(wanted_.begin(), wanted_.end(), word) != wanted_.end();
    };
    if (asked(id) || asked(name)) return true;
    const std::vector<std::string>& methods = methods_[std::string(id)];
    return std::any_of(methods.begin(), methods.end(), asked);
  }

  void read_categories() {
    each_row("lcia_categories.csv", {"ID", "Name", "Category", "Reference unit"}, [&](Row row) {
      if (!is_wanted(row[0], row[1])) return;
      RawCategory category;
      category.id = add(row[0]);
      category.name = add(row[1]);
      category.unit = add(row[3]);
      category.method = add(method_of(row[0], row[2]));
      category.source = source_;
      categories_.push_back(category);
    });
  }

  /// The method that was asked for, where a category belongs to several.
  [[nodiscard]] std::string method_of(std::string_view id, std::string_view fallback) {
    const std::vector<std::string>& methods = methods_[std::string(id)];
    for (const std::string& each : methods) {
      if (std::find(wanted_.begin(), wanted_.end(), each) != wanted_.end()) return each;
    }
    return methods.empty() ? std::string(fallback) : methods.front();
  }

  /// A file of factors is named by the beginning of its category's id.
  void read_factors() {
    std::set<std::string> files;
    for (const std::string& name : archive_.names()) {
      if (!name.starts_with(factors_folder) || !name.ends_with(".csv")) continue;
      const std::string stem =
          name.substr(factors_folder.size(), name.size() - factors_folder.size() - 4);
      for (const RawCategory& category : categories_) {
        if (data_.text(category.id).starts_with(stem)) files.insert(name);
      }
    }
    std::map<std::string, std::vector<RawFactor>, std::less<>> factors;
    std::map<std::string, RawPlace, std::less<>> places;
    for (const std::string& name : files) {
      data_.files.push_back({source_, name, true});
      const auto file = static_cast<std::uint32_t>(data_.files.size() - 1);
      each_row(name, {"LCIA category", "Flow", "Flow property", "Flow unit", "Location", "Factor"},
               [&](Row row) {
                 const std::optional<double> value = row.number(5);
                 if (!value) return;
                 auto list = factors.find(row[0]);
                 if (list == factors.end()) {
                   list = factors.emplace(row[0], std::vector<RawFactor>{}).first;
                   places.emplace(row[0], RawPlace{file, 0});
                 }
                 RawFactor factor;
                 factor.flow = add(row[1]);
                 factor.property = add(row[2]);
                 factor.unit = add(row[3]);
                 factor.location = add(row[4]);
                 factor.value = *value;
                 factor.line = row.line();
                 list->second.push_back(factor);
               });
    }
    for (RawCategory& category : categories_) {
      const auto found = factors.find(data_.text(category.id));
      if (found != factors.end()) {
        category.place = places.find(data_.text(category.id))->second;
        category.first_factor = static_cast<std::uint32_t>(data_.factors.size());
        category.num_factors = static_cast<std::uint32_t>(found->second.size());
        data_.factors.insert(data_.factors.end(), found->second.begin(), found->second.end());
      }
      data_.categories.push_back(category);
    }
  }

  const Archive& archive_;
  std::uint32_t source_;
  const std::vector<std::string>& wanted_;
  InventoryData& data_;
  Findings& findings_;
  std::unordered_map<std::string, std::vector<std::string>> methods_;  ///< by category
  std::vector<RawCategory> categories_;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) TablesReader(each, into.data, findings).read();
}

}  // namespace

const Format& openlca_refdata_format() {
  static const Format format{"openlca-refdata", "openLCA reference data",
                             "openLCA's reference data lcia_categories.csv", &recognises, &read};
  return format;
}

}  // namespace plume
