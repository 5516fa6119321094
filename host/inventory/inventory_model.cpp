// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/inventory/amount_uncertainty.hpp"
#include "host/inventory/factor_library.hpp"
#include "host/model/builder.hpp"

namespace plume {
namespace {

/// A number of a table with its unit and uncertainty, and the key that all its copies are drawn with.
struct InventoryNumber {
  double amount = 0.0;
  MeasureUnit unit;
  Uncertainty uncertainty;
  std::uint64_t key = 0;
  std::uint32_t line = 0;
  std::uint16_t table = 0;
};

struct QuantityRow {
  std::string of;
  InventoryNumber number;
  Place of_place, unit_place;
};
struct Quantity {
  std::string unit;  ///< as written in its first row that stands for itself; for reports
  MeasureUnit dimension;
  bool report = false;
  std::vector<QuantityRow> rows;
  Place place;
};

struct ActivityLine {
  InventoryRecord::Line record;
  InventoryNumber number;
  std::string of;
  std::vector<std::string> via, factors;
  Place place, factor_place, unit_place, of_place, scope_place, period_place, evidence_place;
  std::uint32_t root = no_index;
};

/// Error propagation for the half-width of an interval and for each of its sides, in percent squared.
struct SquaredWidths {
  double half = 0.0, lower = 0.0, upper = 0.0;
  SquaredWidths() = default;
  SquaredWidths(const Uncertainty& uncertainty, double value) {
    const PercentEnds ends = ends95_percent(uncertainty, value);
    half = (ends.upper - ends.lower) * (ends.upper - ends.lower) / 4.0;
    lower = ends.lower * ends.lower;
    upper = ends.upper * ends.upper;
  }
  void add(const SquaredWidths& other, double weight) {
    half += weight * weight * other.half;
    lower += weight * weight * other.lower;
    upper += weight * weight * other.upper;
  }
};

std::vector<std::string> items_of(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view item = trim(text.substr(0, end));
    if (!item.empty()) items.emplace_back(item);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return items;
}

bool is_biogenic(const std::string& gas) { return gas.find("biogenic") != std::string::npos; }

/// "CO2 (fossil)" → "CO2": what gases are reported as.
std::string plain_gas(const std::string& gas) { return gas.substr(0, gas.find(" (")); }

/// First and last day of "2023", "2023-04" or two with '/' between, as numbers yyyymmdd that only order; nothing where it is none.
std::optional<std::pair<int, int>> period_of(const std::string& text) {
  const auto one = [](std::string_view part, int& first, int& last) {
    if (part.size() != 4 && part.size() != 7 && part.size() != 10) return false;
    NumberTrouble trouble;
    const auto year = parse_integer(part.substr(0, 4), 1000, 9999, trouble);
    const auto month =
        part.size() > 4 ? parse_integer(part.substr(5, 2), 1, 12, trouble) : std::optional<std::int64_t>(1);
    const auto day =
        part.size() > 7 ? parse_integer(part.substr(8, 2), 1, 31, trouble) : std::optional<std::int64_t>(1);
    if (!year || !month || !day || (part.size() > 4 && part[4] != '-') || (part.size() > 7 && part[7] != '-'))
      return false;
    const auto number = [&](std::int64_t m, std::int64_t d) { return static_cast<int>(*year * 10000 + m * 100 + d); };
    first = number(*month, *day);
    last = number(part.size() > 4 ? *month : 12, part.size() > 7 ? *day : 31);
    return true;
  };
  int first = 0, last = 0, ignored = 0;
  const std::size_t bar = text.find('/');
  if (!one(std::string_view(text).substr(0, bar), first, last)) return {};
  if (bar != std::string::npos && (!one(std::string_view(text).substr(bar + 1), ignored, last) || last < first))
    return {};
  return std::pair{first, last};
}

class InventoryBuilder {
 public:
  InventoryBuilder(const StudyInventory& inventory, const StudyClaim* claim, Model& model, Findings& findings)
      : inventory_(inventory), claim_(claim), model_(model), builder_(model), findings_(findings) {}

  InventoryModel build() {
    library_ = built_in_factors();
    for (const auto& file : inventory_.factors) {
      if (const auto sheet = open(file)) library_.add(*sheet, false, findings_);
    }
    for (const auto& file : inventory_.quantities) read_quantities(file);
    for (const auto& file : inventory_.activities) read_activities(file);
    for (const auto& file : inventory_.instruments) read_instruments(file);
    for (const auto& file : inventory_.credits) read_credits(file);
    check_quantities();
    check_lines();
    if (!findings_.has_errors()) check_instruments();
    if (findings_.has_errors()) return std::move(made_);
    fill_record();
    add_categories();
    for (ActivityLine& line : lines_) add_line(line);
    for (const auto& [name, quantity] : quantities_) {
      if (quantity.report) report_quantity(name, quantity);
    }
    add_credits();
    add_totals();
    characterise();
    for (const auto& [index, key] : shared_) model_.dependence.share(index, key);
    return std::move(made_);
  }

 private:
  // --- reading

  std::optional<Sheet> open(const StudyInventory::File& file) {
    auto sheet = read_sheet(file.path, inventory_.sheet, findings_);
    if (!sheet) return sheet;
    source_ = static_cast<std::uint16_t>(model_.sources.size());
    written_path_ = file.written_path;  // draws must not depend on where the study lies
    model_.sources.push_back({file.written_path, "inventory table", sha256_of_path(file.path)});
    return sheet;
  }

  void error(const char* code, const Place& place, std::string problem, std::string hint) {
    findings_.add(code, place, std::move(problem), std::move(hint));
  }

  /// The number of a row; `negative` says whether it may be below 0.
  InventoryNumber number_of(const Sheet& sheet, const Sheet::Row& row, const char* amount_column, bool optional_amount,
                            const char* unit_column, const char* uncertainty_column) {
    InventoryNumber number;
    number.line = row.start.line;
    number.table = source_;
    const std::size_t amount = sheet.column(amount_column), unit = sheet.column(unit_column),
                      uncertainty = sheet.column(uncertainty_column);
    if (row.text(amount).empty() && optional_amount) {
      number.amount = 1.0;
    } else {
      NumberTrouble trouble;
      const auto value = parse_double(row.text(amount), trouble);
      if (!value) error("E0707", row.place(amount), trouble.problem(amount_column, row.text(amount)), trouble.hint);
      number.amount = value.value_or(0.0);
    }
    const std::string unit_text(unit == Sheet::absent || (row.text(unit).empty() && optional_amount) ? "1"
                                                                                                     : row.text(unit));
    if (const auto parsed = parse_unit(unit_text)) {
      number.unit = *parsed;
    } else {
      error("E0709", row.place(unit), fmt::format("unit '{}' is not known", unit_text),
            "docs/inventory.md lists the units");
    }
    std::string why;
    if (const auto parsed = parse_amount_uncertainty(row.text(uncertainty), number.amount, why)) {
      number.uncertainty = *parsed;
    } else {
      error("E0711", row.place(uncertainty),
            fmt::format("uncertainty '{}' cannot be understood", row.text(uncertainty)), why);
    }
    number.key = stable_key({"inventory", written_path_, std::to_string(row.start.line), amount_column});
    return number;
  }

  void read_quantities(const StudyInventory::File& file) {
    const auto sheet = open(file);
    if (!sheet) return;
    sheet->check_columns({"quantity", "amount", "unit"},
                         {"of", "uncertainty", "report", "source", "evidence", "group", "site", "period"}, findings_);
    for (const Sheet::Row& row : sheet->rows()) {
      const std::string name(row.text(sheet->column("quantity")));
      if (name.empty()) {
        error("E0712", row.place(sheet->column("quantity")), "a row names no quantity", "give each a name");
        continue;
      }
      Quantity& quantity = quantities_[name];
      if (quantity.rows.empty()) quantity.place = row.place(sheet->column("quantity"));
      QuantityRow part;
      part.of = row.text(sheet->column("of"));
      part.of_place = row.place(sheet->column("of"));
      part.unit_place = row.place(sheet->column("unit"));
      part.number = number_of(*sheet, row, "amount", false, "unit", "uncertainty");
      share_by_group(*sheet, row, part.number);
      quantity.report = quantity.report || !row.text(sheet->column("report")).empty();
      quantity.rows.push_back(std::move(part));
    }
  }

  /// An instrument is a quantity, so that others may be `of` it (what no contract covers is the whole less its instruments); with
  /// a factor it is a line of scope 2, market-based, too.
  void read_instruments(const StudyInventory::File& file) {
    const auto sheet = open(file);
    if (!sheet) return;
    sheet->check_columns({"instrument", "covers", "amount", "unit"},
                         {"of", "uncertainty", "kind", "factor", "quality", "vintage", "tracking", "evidence", "group",
                          "site", "period", "source"},
                         findings_);
    for (const Sheet::Row& row : sheet->rows()) {
      const auto text = [&](const char* name) { return std::string(row.text(sheet->column(name))); };
      const auto place = [&](const char* name) { return row.place(sheet->column(name)); };
      InstrumentRow instrument;
      InventoryRecord::Instrument& record = instrument.record;
      record.name = text("instrument");
      record.kind = text("kind");
      record.covers = text("covers");
      record.uncertainty = text("uncertainty");
      record.factor = text("factor");
      record.quality = text("quality");
      record.vintage = text("vintage");
      record.tracking = text("tracking");
      record.evidence = text("evidence");
      record.place = fmt::format("{}:{}", file.written_path, row.start.line);
      instrument.amount_place = place("amount");
      instrument.covers_place = place("covers");
      if (record.name.empty()) {
        error("E0712", place("instrument"), "a row names no instrument", "give each a name");
        continue;
      }
      if (quantities_.count(record.name)) {
        error("E0729", place("instrument"), fmt::format("there is a quantity '{}' already", record.name),
              "an instrument is a quantity of its own: give it another name");
        continue;
      }
      check_quality(record, place("quality"));
      Quantity& quantity = quantities_[record.name];
      quantity.place = place("instrument");
      QuantityRow part;
      part.of = text("of");
      part.of_place = place("of");
      part.unit_place = place("unit");
      part.number = number_of(*sheet, row, "amount", false, "unit", "uncertainty");
      share_by_group(*sheet, row, part.number);
      if (part.number.amount < 0.0)
        error("E0713", place("amount"), fmt::format("the volume of '{}' is below 0", record.name),
              "give what the contract covers as a positive amount");
      quantity.rows.push_back(std::move(part));
      if (!record.factor.empty()) add_instrument_line(*sheet, row, record);
      instruments_.push_back(std::move(instrument));
    }
  }

  void check_quality(const InventoryRecord::Instrument& instrument, const Place& place) {
    if (instrument.quality.empty()) return;
    NumberTrouble trouble;
    const auto met = parse_integer(instrument.quality, 0, 8, trouble);
    if (!met) {
      error("E0731", place, fmt::format("quality '{}' is no number of criteria", instrument.quality),
            "say how many of the eight quality criteria of the Scope 2 Guidance the instrument meets: 0 to 8; empty: "
            "not stated");
    } else if (*met < 8) {
      findings_.add(
          "W0732", place,
          fmt::format("'{}' meets {} of the 8 quality criteria of the Scope 2 Guidance", instrument.name, *met),
          "an instrument counts market-based if it meets them all; otherwise count its volume by the residual "
          "mix");
    }
  }

  void add_instrument_line(const Sheet& sheet, const Sheet::Row& row, const InventoryRecord::Instrument& instrument) {
    const auto text = [&](const char* name) { return std::string(row.text(sheet.column(name))); };
    const auto place = [&](const char* name) { return row.place(sheet.column(name)); };
    ActivityLine line;
    line.record.source = line.of = instrument.name;
    line.record.site = text("site");
    line.record.period = text("period");
    line.record.scope = "2 market";
    line.record.iso_category = "2";
    line.record.evidence = instrument.evidence;
    line.record.place = instrument.place;
    line.record.amount = line.number.amount = 1.0;
    line.number.line = row.start.line;
    line.number.table = source_;
    line.record.base_year = !inventory_.base_period.empty() && line.record.period == inventory_.base_period;
    line.factors = items_of(instrument.factor);
    line.place = row.start;
    line.factor_place = place("factor");
    line.unit_place = place("unit");
    line.of_place = line.scope_place = place("instrument");
    line.period_place = place("period");
    line.evidence_place = place("evidence");
    lines_.push_back(std::move(line));
  }

  void share_by_group(const Sheet& sheet, const Sheet::Row& row, InventoryNumber& number) {
    const std::string group(row.text(sheet.column("group")));
    if (!group.empty()) number.key = stable_key({"inventory group", group});
  }

  void read_activities(const StudyInventory::File& file) {
    const auto sheet = open(file);
    if (!sheet) return;
    sheet->check_columns({"source", "scope", "amount", "unit", "factor"},
                         {"site", "period", "category", "iso", "uncertainty", "evidence", "group", "of", "via"},
                         findings_);
    for (const Sheet::Row& row : sheet->rows()) {
      const auto text = [&](const char* name) { return std::string(row.text(sheet->column(name))); };
      const auto place = [&](const char* name) { return row.place(sheet->column(name)); };
      ActivityLine line;
      InventoryRecord::Line& record = line.record;
      record.source = text("source");
      record.site = text("site");
      record.period = text("period");
      record.scope = text("scope");
      record.category = text("category");
      record.evidence = text("evidence");
      record.group = text("group");
      record.uncertainty = text("uncertainty");
      record.unit = text("unit");
      record.place = fmt::format("{}:{}", file.written_path, row.start.line);
      record.iso_category = text("iso");
      line.of = text("of");
      line.via = items_of(row.text(sheet->column("via")));
      line.factors = items_of(row.text(sheet->column("factor")));
      line.place = row.start;
      line.factor_place = place("factor");
      line.unit_place = place("unit");
      line.of_place = place("of");
      line.scope_place = place("scope");
      line.period_place = place("period");
      line.evidence_place = place("evidence");
      line.number = number_of(*sheet, row, "amount", !line.of.empty(), "unit", "uncertainty");
      share_by_group(*sheet, row, line.number);
      record.amount = line.number.amount;
      record.base_year = !inventory_.base_period.empty() && record.period == inventory_.base_period;
      if (record.source.empty()) error("E0712", place("source"), "a row names no source", "give each a name");
      if (line.number.amount < 0.0)
        error("E0713", place("amount"),
              fmt::format("the activity {} {} is below 0", format_exact(line.number.amount), record.unit),
              "removals are positive amounts of scope 'removal'; what a site makes itself is a quantity");
      if (line.factors.empty())
        error("E0714", line.factor_place, fmt::format("'{}' has no factor", record.source),
              "name a factor of the library (plume factors …) or of a table of the study");
      check_scope(line);
      lines_.push_back(std::move(line));
    }
  }

  void check_scope(ActivityLine& line) {
    InventoryRecord::Line& record = line.record;
    static const std::map<std::string, std::string, std::less<>> iso = {
        {"1", "1"}, {"2 location", "2"}, {"2 market", "2"}, {"3", ""}, {"removal", "1"}, {"outside", ""}};
    const auto known = iso.find(record.scope);
    if (known == iso.end()) {
      error("E0715", line.scope_place, fmt::format("scope '{}' is unknown", record.scope),
            record.scope == "2" ? "say by which electricity: '2 location' or '2 market'; report both"
                                : "one of 1, 2 location, 2 market, 3, removal, outside");
      return;
    }
    if (record.iso_category.empty()) record.iso_category = known->second;
    NumberTrouble trouble;
    const bool is_category = parse_integer(record.category, 1, 15, trouble).has_value();
    if (record.scope == "3" && !is_category)
      error("E0715", line.scope_place,
            fmt::format("scope 3 without a category from 1 to 15 (given: '{}')", record.category),
            "give the category of the GHG Protocol in the column 'category'");
    if (record.scope == "3" && record.iso_category.empty() && is_category) {
      static constexpr const char* of_category[] = {"4", "4", "4", "3", "4", "3", "3", "4",
                                                    "3", "5", "5", "5", "5", "6", "5"};
      record.iso_category = of_category[std::stoi(record.category) - 1];
    }
  }

  void read_credits(const StudyInventory::File& file) {
    const auto sheet = open(file);
    if (!sheet) return;
    sheet->check_columns({"project", "nominal", "unit"},
                         {"realised", "realised_uncertainty", "delivery", "reversal", "reversal_uncertainty",
                          "registry", "vintage", "retired", "method", "evidence"},
                         findings_);
    for (const Sheet::Row& row : sheet->rows()) {
      const auto text = [&](const char* name) { return std::string(row.text(sheet->column(name))); };
      CreditRow credit;
      credit.record.project = text("project");
      credit.record.registry = text("registry");
      credit.record.vintage = text("vintage");
      credit.record.retired = text("retired");
      credit.record.method = text("method");
      credit.record.evidence = text("evidence");
      credit.record.uncertainty = text("realised_uncertainty");
      credit.nominal = number_of(*sheet, row, "nominal", false, "unit", "");
      const auto share = [&](const char* column, const char* uncertainty, double otherwise) {
        InventoryNumber number;
        number.amount = otherwise;
        number.table = source_;
        number.line = row.start.line;
        if (!row.text(sheet->column(column)).empty())
          number = number_of(*sheet, row, column, false, "no unit", uncertainty);
        return number;
      };
      // Shares have no unit, so theirs is read from a column that does not exist.
      const auto check_share = [&](const char* column, const InventoryNumber& number) {
        if (number.amount >= 0.0 && number.amount <= 1.0) return;
        error("E0716", row.place(sheet->column(column)),
              fmt::format("{} {} is not a share", column, format_exact(number.amount)),
              "give a part of 1, such as 0.7");
      };
      credit.realised = share("realised", "realised_uncertainty", 1.0);
      credit.delivery = share("delivery", "", 1.0);
      credit.reversal = share("reversal", "reversal_uncertainty", 0.0);
      check_share("realised", credit.realised);
      check_share("delivery", credit.delivery);
      check_share("reversal", credit.reversal);
      credit.record.realised = credit.realised.amount;
      credit.record.delivery = credit.delivery.amount;
      credit.record.reversal = credit.reversal.amount;
      if (credit.delivery.amount < 1.0) {
        credit.delivery.uncertainty.kind = DistributionKind::bernoulli;
        credit.delivery.uncertainty.loc = credit.delivery.amount;
        credit.delivery.amount = 1.0;  // the static balance assumes delivery
      }
      check_mass(credit.nominal.unit, row.place(sheet->column("unit")), "credits");
      credit.record.nominal = credit.nominal.amount * credit.nominal.unit.factor / 1000.0;
      if (credit.nominal.amount < 0.0)
        error("E0713", row.place(sheet->column("nominal")), "credits are below 0",
              "give bought tonnes as a positive amount");
      credits_.push_back(std::move(credit));
    }
  }

  void check_mass(const MeasureUnit& unit, const Place& place, const char* what) {
    if (same_dimension(unit, *parse_unit("kg"))) return;
    error("E0717", place, fmt::format("{} are no mass in this unit", what), "give kg or t");
  }

  // --- checking

  void check_quantities() {
    for (auto& [name, quantity] : quantities_) {
      std::set<std::string> open_names;
      resolve(name, open_names, quantity.place);
    }
  }

  /// Dimension of a quantity, by its rows; reports cycles, unknown names, mixed units.
  bool resolve(const std::string& name, std::set<std::string>& open_names, const Place& place) {
    const auto found = quantities_.find(name);
    if (found == quantities_.end()) {
      std::vector<std::string> names;
      for (const auto& each : quantities_) names.push_back(each.first);
      error("E0718", place, fmt::format("there is no quantity '{}'", name), did_you_mean(name, names));
      return false;
    }
    Quantity& quantity = found->second;
    if (resolved_.count(name)) return true;
    if (!open_names.insert(name).second) {
      error("E0719", place, fmt::format("quantity '{}' is of itself", name),
            "break the circle: one of them must stand alone");
      resolved_.insert(name);
      return false;
    }
    bool first = true;
    for (QuantityRow& row : quantity.rows) {
      MeasureUnit unit = row.number.unit;
      if (!row.of.empty()) {
        if (!resolve(row.of, open_names, row.of_place)) continue;
        unit = unit * quantities_.at(row.of).dimension;
      }
      if (first) {
        quantity.dimension = unit;
        quantity.dimension.factor = 1.0;
        first = false;
      } else if (!same_dimension(unit, quantity.dimension)) {
        error("E0717", row.unit_place, fmt::format("rows of quantity '{}' have units of different kinds", name),
              "all rows must come to the same kind of unit: amount in units of this quantity per unit of the one in "
              "'of'");
      }
    }
    resolved_.insert(name);
    return true;
  }

  /// In base units, by static amounts; the quantities form no circle.
  double static_amount(const std::string& name) {
    if (const auto known = static_amounts_.find(name); known != static_amounts_.end()) return known->second;
    double sum = 0.0;
    for (const QuantityRow& row : quantities_.at(name).rows)
      sum += row.number.amount * row.number.unit.factor * (row.of.empty() ? 1.0 : static_amount(row.of));
    static_amounts_[name] = sum;
    return sum;
  }

  /// What instruments cover, as shares of the quantity that they are a part of: no more than all of it.
  void check_instruments() {
    std::map<std::string, double> covered;
    for (InstrumentRow& instrument : instruments_) {
      InventoryRecord::Instrument& record = instrument.record;
      std::set<std::string> none;
      if (!resolve(record.covers, none, instrument.covers_place)) continue;
      if (record.covers == record.name) {
        error("E0719", instrument.covers_place, fmt::format("instrument '{}' covers itself", record.name),
              "name the quantity of which it covers a part, such as the power bought");
        continue;
      }
      const MeasureUnit& unit = quantities_.at(record.name).dimension;
      if (!same_dimension(unit, quantities_.at(record.covers).dimension)) {
        error("E0717", instrument.amount_place,
              fmt::format("'{}' and '{}', which it covers, have units of different kinds", record.name, record.covers),
              "give the volume in a unit such as MWh, or as a share with the quantity in 'of'");
        continue;
      }
      const bool is_energy = same_dimension(unit, *parse_unit("MWh"));
      const double volume = static_amount(record.name), whole = static_amount(record.covers);
      record.volume = is_energy ? volume / parse_unit("MWh")->factor : volume;
      record.unit = is_energy ? "MWh" : "base unit";
      record.share = whole > 0.0 ? volume / whole : 0.0;
      for (const std::string& id : items_of(record.factor)) {
        const EmissionFactor* factor = library_.find(id);
        if (factor != nullptr)
          record.factor_text +=
              (record.factor_text.empty() ? "" : "; ") + format_exact(factor->value) + " " + factor->unit();
      }
      double& sum = covered[record.covers];
      const bool was_whole = sum > 1.0 + 1e-9;
      sum += record.share;
      if (!was_whole && (sum > 1.0 + 1e-9 || (whole <= 0.0 && volume > 0.0)))
        error("E0730", instrument.amount_place,
              whole > 0.0 ? fmt::format("instruments cover {:.4g} % of '{}'", 100.0 * sum, record.covers)
                          : fmt::format("'{}' covers '{}', of which there is nothing", record.name, record.covers),
              "no more than what is consumed can be covered: correct the volumes, and leave the rest out");
    }
  }

  void check_lines() {
    std::map<std::string, std::pair<std::string, std::uint32_t>> evidence;  // id → source, line
    bool location = false, market = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      ActivityLine& line = lines_[i];
      check_factors(line);
      const InventoryRecord::Line& record = line.record;
      location = location || record.scope == "2 location";
      market = market || record.scope == "2 market";
      // The same document stands behind both ways to count scope 2, and behind the gases of one fuel when they stand in rows of
      // their own: double is what counts the same source and gas twice in one scope.
      if (!record.evidence.empty()) {
        std::string identity = record.evidence + "\n" + record.scope + "\n" + record.period;
        for (const std::string& factor : line.factors) {
          const auto [seen, is_new] =
              evidence.emplace(identity + "\n" + factor, std::pair{record.source, line.place.line});
          if (is_new) continue;
          error("E0720", line.evidence_place,
                fmt::format("evidence '{}' is counted twice with factor '{}', first in line {}", record.evidence,
                            factor, seen->second.second),
                "give each document to one row, or each row an evidence id of its own");
          break;
        }
      }
      if (record.period.empty()) continue;
      const auto period = period_of(record.period);
      if (!period) {
        error("E0721", line.period_place, fmt::format("period '{}' is none", record.period),
              "write 2023, 2023-04, 2023-04-17, or two of them with / between");
        continue;
      }
      for (std::size_t k = 0; k < i; ++k) {
        const InventoryRecord::Line& other = lines_[k].record;
        const auto others = other.period.empty() ? std::nullopt : period_of(other.period);
        if (!others || other.source != record.source || other.site != record.site || other.scope != record.scope ||
            lines_[k].factors != line.factors || others->first > period->second || period->first > others->second)
          continue;
        error("E0722", line.period_place,
              fmt::format("{} of '{}' overlaps {} in line {}", record.period, record.source, other.period,
                          lines_[k].place.line),
              "periods of one source and site follow each other; different meters are different sources");
        break;
      }
    }
    if (location && !market)
      findings_.add(
          "W0723", inventory_.place, "scope 2 is given by location alone",
          "the GHG Protocol asks for market-based rows, too, with a residual mix for what no contract covers");
    if (market && !location)
      findings_.add("W0723", inventory_.place, "scope 2 is given by market alone",
                    "the GHG Protocol asks for location-based rows, too");
  }

  const EmissionFactor* find_factor(const std::string& id, const Place& place) {
    const EmissionFactor* factor = library_.find(id);
    if (factor == nullptr)
      error("E0724", place, fmt::format("there is no factor '{}'", id), [&] {
        const std::string near = did_you_mean(id, library_.ids());
        return near.empty() ? std::string("'plume factors WORDS' searches the library") : near;
      }());
    return factor;
  }

  static bool is_process(const std::string& factor) { return factor.starts_with("process:"); }

  void check_factors(ActivityLine& line) {
    MeasureUnit unit = line.number.unit;
    if (!line.of.empty()) {
      std::set<std::string> none;
      if (!resolve(line.of, none, line.of_place)) return;
      unit = unit * quantities_.at(line.of).dimension;
    }
    const auto check_unit = [&](const EmissionFactor& factor) {
      if (same_dimension(unit, factor.activity)) return true;
      error("E0717", line.unit_place,
            fmt::format("'{}' cannot be multiplied by '{}', which is per {}", line.record.source, factor.id,
                        factor.unit_activity),
            "convert the amount, or name a conversion such as a heating value in the column 'via'");
      return false;
    };
    for (const std::string& id : line.via) {
      const EmissionFactor* factor = find_factor(id, line.factor_place);
      if (factor == nullptr || !check_unit(*factor)) return;
      const std::string calorific = factor->emission.calorific;
      unit = factor->emission;
      unit.calorific = calorific;
    }
    for (const std::string& id : line.factors) {
      if (is_process(id)) {
        if (find_product(id) == no_index)
          error("E0724", line.factor_place,
                fmt::format("there is no process '{}' in the models of the study", id.substr(8)),
                "give the id of a process or product");
        continue;
      }
      const EmissionFactor* factor = find_factor(id, line.factor_place);
      if (factor == nullptr || !check_unit(*factor)) continue;
      if (factor->is_conversion())
        error("E0725", line.factor_place, fmt::format("'{}' converts {}, and emits nothing", id, factor->unit()),
              "name it in the column 'via', and an emission factor here");
      else if (!same_dimension(factor->emission, *parse_unit("kg")))
        error("E0717", line.factor_place,
              fmt::format("factor '{}' gives {}, which is no mass", id, factor->unit_emission),
              same_dimension(factor->emission, *parse_unit("tC"))
                  ? "an emission factor gives kg or t of a gas; carbon becomes CO2 by the factor 'carbon_to_co2', with "
                    "this one in the column 'via'"
                  : "an emission factor gives kg or t of a gas");
    }
  }

  std::uint32_t find_product(const std::string& factor) const {
    const std::string id = factor.substr(8);
    const std::uint32_t product = builder_.find_product(id);
    if (product != no_index) return product;
    const std::uint32_t process = builder_.find_process(id);
    return process == no_index ? no_index : model_.processes[process].reference_product;
  }

  // --- the model

  std::uint32_t add_process(const std::string& id, const std::string& name) {
    const std::uint32_t product = builder_.product(id), process = builder_.process(id);
    model_.products[product].name = name;
    model_.processes[process].name = name;
    model_.processes[process].reference_product = product;
    Exchange output;
    output.row = product;
    output.column = process;
    output.amount = 1.0;
    builder_.add(output);
    return product;
  }

  /// One more number at a place of the model; copies of a number share its draw.
  void add_number(Matrix matrix, std::uint32_t row, std::uint32_t column, double amount, double factor,
                  const Uncertainty& uncertainty, std::uint64_t key, std::int8_t sign,
                  const InventoryNumber* from = nullptr) {
    Exchange exchange;
    exchange.matrix = matrix;
    exchange.row = row;
    exchange.column = column;
    exchange.amount = amount;
    exchange.factor = factor;
    exchange.sign = sign;
    if (from != nullptr) exchange.line = from->line, exchange.source = from->table;
    const auto index = static_cast<std::uint32_t>(builder_.add(exchange, uncertainty));
    if (!uncertainty.is_certain() && key != 0) shared_.emplace_back(index, key);
  }
  void add_use(std::uint32_t of, std::uint32_t by, const InventoryNumber& number, std::int8_t sign = -1) {
    add_number(Matrix::technosphere, of, by, number.amount, number.unit.factor, number.uncertainty, number.key, sign,
               &number);
  }

  /// Processes from `root` to the product `end`, which is wanted once per unit of the quantity.
  void add_chain(const std::string& prefix, std::uint32_t root, const std::string& name, std::uint32_t end,
                 const InventoryNumber& last) {
    if (name.empty()) {
      add_use(end, root, last);
      return;
    }
    std::map<std::string, std::uint32_t> nodes;
    std::vector<std::string> open_names = {name};
    while (!open_names.empty()) {
      const std::string next = open_names.back();
      open_names.pop_back();
      if (nodes.count(next)) continue;
      nodes[next] = add_process(prefix + "/" + next, next);
      for (const QuantityRow& row : quantities_.at(next).rows) {
        if (!row.of.empty()) open_names.push_back(row.of);
      }
    }
    for (const auto& [each, product] : nodes) {
      for (const QuantityRow& row : quantities_.at(each).rows)
        add_use(product, row.of.empty() ? root : nodes.at(row.of), row.number);
    }
    add_use(end, nodes.at(name), last);
  }

  void add_line(ActivityLine& line) {
    const std::string prefix = "inventory/" + std::to_string(made_.record.lines.size() + 1);
    line.root = add_process(prefix, line.record.source);
    std::uint32_t end = add_process(prefix + "/emission", line.record.source);
    const std::uint32_t emission = end;
    MeasureUnit unit;
    SquaredWidths together;  // of the factors and conversions: half-width, and both sides, squared and summed
    std::vector<std::pair<double, SquaredWidths>> parts;  // static value of each gas
    // Conversions lie between the amount and the emission: the first one is nearest to the amount.
    std::vector<std::uint32_t> steps;
    for (std::size_t i = 0; i < line.via.size(); ++i)
      steps.push_back(add_process(prefix + "/via " + std::to_string(i), line.via[i]));
    steps.push_back(emission);
    for (std::size_t i = 0; i < line.via.size(); ++i) {
      const EmissionFactor& via = *library_.find(line.via[i]);
      note_factor(line.via[i]);
      together.add(SquaredWidths(via.uncertainty, via.value), 1.0);
      add_number(Matrix::technosphere, steps[i + 1], steps[i], via.value, via.emission.factor / via.activity.factor,
                 via.uncertainty, stable_key({"inventory factor", via.id}), -1);
    }
    add_chain(prefix, line.root, line.of, steps.front(), line.number);
    for (const std::string& id : line.factors) {
      if (is_process(id)) {
        InventoryNumber one;
        one.amount = 1.0;
        add_use(find_product(id), emission, one);
        uses_model_ = true;
        continue;
      }
      const EmissionFactor& factor = *library_.find(id);
      note_factor(id);
      const bool is_gas = factor.category.find("GWP") != std::string::npos;
      // The library's GWP rows are "per kg of gas": an amount of the gas itself is its emission.
      const double value = is_gas ? 1.0 : factor.value;
      const double to_kg = is_gas ? 1.0 : factor.emission.factor / factor.activity.factor;
      add_number(Matrix::biosphere, flow_of(factor.gas), emission, value, to_kg,
                 is_gas ? Uncertainty{} : factor.uncertainty, stable_key({"inventory factor", id}),
                 line.record.scope == "removal" ? -1 : 1);
      if (is_gas) own_gwp_.emplace(factor.gas, id);
      if (!is_gas)
        parts.emplace_back(factor.value * to_kg * gwp_value(factor.gas),
                           SquaredWidths(factor.uncertainty, factor.value));
    }
    double total = 0.0;
    for (const auto& part : parts) total += part.first;
    if (total != 0.0) {
      for (const auto& [value, widths] : parts) together.add(widths, value / total);
    }
    line.record.factors = line.factors;
    line.record.factors.insert(line.record.factors.begin(), line.via.begin(), line.via.end());
    line.record.u95_activity = u95_percent(line.number.uncertainty, line.number.amount);
    line.record.u95_factor = std::sqrt(together.half);
    line.record.factor_lower = 0.0 - std::sqrt(together.lower);
    line.record.factor_upper = std::sqrt(together.upper);
    const PercentEnds ends = ends95_percent(line.number.uncertainty, line.number.amount);
    line.record.activity_lower = ends.lower;
    line.record.activity_upper = ends.upper;
    line.record.demand = unique_demand(line.record);
    made_.record.lines.push_back(line.record);
    made_.demands.push_back({line.record.demand, {}, {{line.root, 1.0}}});
  }

  /// Its source; with site and period where several have the same.
  std::string unique_demand(const InventoryRecord::Line& record) {
    std::string name = record.source;
    for (const std::string& more : {record.site, record.period, record.scope}) {
      if (demand_names_.insert(name).second) return name;
      if (!more.empty()) name += ", " + more;
    }
    std::string numbered = name;
    for (int k = 2; !demand_names_.insert(numbered).second; ++k) numbered = name + " (" + std::to_string(k) + ")";
    return numbered;
  }

  std::uint32_t flow_of(const std::string& gas) {
    const std::uint32_t flow = builder_.flow("inventory gas/" + gas);
    model_.flows[flow].name = gas;
    model_.flows[flow].unit = "kg";
    gases_.insert(gas);
    return flow;
  }

  void note_factor(const std::string& id) {
    const EmissionFactor& factor = *library_.find(id);
    for (const auto& each : made_.record.factors) {
      if (each.id == id) return;
    }
    made_.record.factors.push_back({factor.id, factor.name, factor.gas, factor.unit(), factor.value,
                                    factor.uncertainty_text(), u95_percent(factor.uncertainty, factor.value),
                                    factor.source, factor.year, factor.region, factor.confidence, factor.from_library});
    if (factor.uncertainty.kind == DistributionKind::undefined)
      findings_.add("N0726", factor.from_library ? Place{} : factor.place,
                    fmt::format("factor '{}' has no published uncertainty: nothing is drawn for it", id),
                    "this does not mean that it is certain; give it one in a table of the study to count it");
  }

  void report_quantity(const std::string& name, const Quantity& quantity) {
    const std::string prefix = "quantity/" + name;
    const std::uint32_t root = add_process(prefix, name), end = add_process(prefix + "/amount", name);
    InventoryNumber one;
    one.amount = 1.0;
    add_chain(prefix, root, name, end, one);
    const std::uint32_t flow = builder_.flow("quantity");
    model_.flows[flow].name = "amount";
    add_number(Matrix::biosphere, flow, end, 1.0, 1.0, {}, 0, 1);
    const std::uint32_t category =
        category_of("quantity", "amount in MJ, kg, m or their powers", "base unit", "quantity", {}, {});
    if (quantity_flow_ == no_index) add_number(Matrix::characterisation, flow, category, 1.0, 1.0, {}, 0, 1);
    quantity_flow_ = flow;
    made_.demands.push_back({"quantity: " + name, {}, {{root, 1.0}}});
    static_cast<void>(quantity);
  }

  void add_credits() {
    if (credits_.empty()) return;
    credit_flow_ = builder_.flow("inventory credits");
    model_.flows[credit_flow_].name = "credits";
    model_.flows[credit_flow_].unit = "kg";
    face_ = add_process("credits/face value", "credits, face value");
    adjusted_ = add_process("credits/risk-adjusted", "credits, risk-adjusted");
    for (std::size_t i = 0; i < credits_.size(); ++i) {
      const CreditRow& credit = credits_[i];
      const std::string prefix = "credits/" + std::to_string(i + 1);
      const double kg = credit.nominal.unit.factor;
      add_number(Matrix::biosphere, credit_flow_, face_, credit.nominal.amount, kg, {}, 0, 1, &credit.nominal);
      const std::uint32_t delivered = add_process(prefix + "/delivered", credit.record.project);
      const std::uint32_t realised = add_process(prefix + "/realised", credit.record.project);
      const std::uint32_t kept = add_process(prefix + "/kept", credit.record.project);
      add_use(delivered, adjusted_, credit.nominal);
      add_use(realised, delivered, credit.delivery);
      add_use(kept, realised, credit.realised);
      InventoryNumber one;
      one.amount = 1.0;
      add_number(Matrix::biosphere, credit_flow_, kept, 1.0, 1.0, {}, 0, 1);
      if (credit.reversal.amount != 0.0 || !credit.reversal.uncertainty.is_certain())
        add_number(Matrix::biosphere, credit_flow_, kept, credit.reversal.amount, 1.0, credit.reversal.uncertainty,
                   credit.reversal.key, -1, &credit.reversal);
      made_.record.credits.push_back(credit.record);
    }
  }

  void add_total(const std::string& name, const std::string& kind, const std::vector<DemandVector::Entry>& entries,
                 const std::string& category = {}) {
    if (entries.empty()) return;
    std::string unique = name;
    while (!demand_names_.insert(unique).second) unique += " (total)";
    made_.demands.push_back({unique, {}, entries});
    made_.record.totals.push_back({unique, kind, category});
  }

  void add_totals() {
    using Entries = std::vector<DemandVector::Entry>;
    const auto sum = [&](bool base, const std::set<std::string>& scopes, const std::string& category = {}) {
      Entries entries;
      for (const ActivityLine& line : lines_) {
        if (line.record.base_year == base && scopes.count(line.record.scope) &&
            (category.empty() || line.record.category == category))
          entries.push_back({line.root, 1.0});
      }
      return entries;
    };
    add_total("scope 1", "scope 1", sum(false, {"1"}));
    add_total("scope 2, location-based", "scope 2 location", sum(false, {"2 location"}));
    add_total("scope 2, market-based", "scope 2 market", sum(false, {"2 market"}));
    add_total("scope 3", "scope 3", sum(false, {"3"}));
    for (int k = 1; k <= 15; ++k) {
      const std::string category = std::to_string(k);
      add_total("scope 3, category " + category, "scope 3 category", sum(false, {"3"}, category), category);
    }
    add_total("removals", "removals", sum(false, {"removal"}));
    add_total("outside the scopes", "outside", sum(false, {"outside"}));
    add_total("type I gross, location-based", "type I location", sum(false, {"1", "2 location"}));
    add_total("type I gross, market-based", "type I market", sum(false, {"1", "2 market"}));
    add_total("type II gross, location-based", "type II location", sum(false, {"1", "2 location", "3"}));
    add_total("type II gross, market-based", "type II market", sum(false, {"1", "2 market", "3"}));
    const InventoryRecord::Claim& claim = made_.record.claim;
    std::set<std::string> boundary = {"1", "2 " + claim.basis};
    if (claim.boundary == "type II") boundary.insert("3");
    const Entries gross = sum(false, boundary);
    add_total("gross of the claim's boundary", "gross", gross);
    Entries net_face = sum(false, {"removal"}), net_adjusted;
    net_face.insert(net_face.begin(), gross.begin(), gross.end());
    net_adjusted = net_face;
    if (face_ != no_index) {
      add_total("credits, face value", "credits face value", {{face_, 1.0}});
      add_total("credits, risk-adjusted", "credits risk-adjusted", {{adjusted_, 1.0}});
      net_face.push_back({face_, 1.0});
      net_adjusted.push_back({adjusted_, 1.0});
    }
    add_total("net, credits at face value", "net face value", net_face);
    add_total("net, credits risk-adjusted", "net risk-adjusted", net_adjusted);
    add_total("base year, gross of the claim's boundary", "base gross", sum(true, boundary));
  }

  // --- categories

  std::uint32_t category_of(const std::string& id, const std::string& name, const std::string& unit,
                            const std::string& kind, const std::string& gas, const std::string& set) {
    const std::uint32_t known = builder_.find_category(id);
    if (known != no_index) return known;
    const std::uint32_t category = builder_.category(id);
    model_.categories[category].name = name;
    model_.categories[category].unit = unit;
    made_.categories.push_back(category);
    made_.record.categories.push_back({id, kind, gas, set});
    return category;
  }

  void add_categories() { category_of("ghg", "greenhouse gases", "t CO2e", "total", {}, inventory_.gwp); }

  /// The row of the library, or of the study, that holds the GWP of a gas; null for CO2 and what is CO2e already.
  const EmissionFactor* gwp_of(const std::string& gas, const std::string& set) {
    const std::string assessment = set.substr(0, 3), horizon = set.substr(4);
    const std::string begin = fmt::format("gwp{}_{}", horizon,
                                          assessment == "AR4"   ? "ar4"
                                          : assessment == "AR5" ? "ar5"
                                                                : "ar6");
    // Methane that burns or rots: its carbon is counted as CO2 or not at all, so its GWP is that of non-fossil methane.
    std::vector<std::string> names = {gas};
    if (gas == "CH4") names = {"CH4 (non-fossil)", "CH4"};
    if (gas == "CH4 (fossil)" || gas == "CH4 (non-fossil)") names.emplace_back("CH4");
    const EmissionFactor* best = nullptr;
    for (const std::string& name : names) {
      for (const EmissionFactor& factor : library_.factors()) {
        if (factor.category.find("GWP") == std::string::npos) continue;
        if (plain_gas(factor.gas) != name && factor.gas != name) continue;
        if (name == "CH4" && factor.gas != "CH4") continue;
        if (!factor.from_library) {
          if (set == inventory_.gwp) return &factor;  // the study's own number stands before the library's
          continue;
        }
        if (!factor.id.starts_with(begin)) continue;
        const bool more = factor.uncertainty.kind != DistributionKind::undefined;
        if (best == nullptr || (more && best->uncertainty.kind == DistributionKind::undefined)) best = &factor;
      }
      if (best != nullptr) return best;
    }
    return nullptr;
  }
  static bool is_co2(const std::string& gas) {
    const std::string plain = plain_gas(gas);
    return plain == "CO2" || plain == "CO2e";
  }
  double gwp_value(const std::string& gas) {
    if (is_co2(gas)) return 1.0;
    const EmissionFactor* gwp = gwp_of(gas, inventory_.gwp);
    return gwp == nullptr ? 0.0 : gwp->value;
  }

  void characterise() {
    std::vector<std::pair<std::string, std::uint32_t>> sums = {{inventory_.gwp, builder_.category("ghg")}};
    for (const std::string& set : inventory_.compare_gwp)
      sums.emplace_back(set, category_of("ghg " + set, "greenhouse gases, " + set, "t CO2e", "other gwp", {}, set));
    const std::uint32_t with_gwp =
        inventory_.gwp_uncertainty ? no_index
                                   : category_of("ghg, GWP uncertain", "greenhouse gases, uncertainty of GWP included",
                                                 "t CO2e", "gwp uncertainty", {}, inventory_.gwp);
    for (const std::string& gas : gases_) {
      const std::uint32_t flow = flow_of(gas);
      if (is_biogenic(gas)) {
        add_number(Matrix::characterisation, flow,
                   category_of("biogenic CO2", "biogenic CO2, outside the sum", "t CO2", "biogenic", gas, {}), 1.0,
                   1e-3, {}, 0, 1);
        continue;
      }
      const std::uint32_t own =
          category_of("gas " + plain_gas(gas), plain_gas(gas), "t CO2e", "gas", plain_gas(gas), inventory_.gwp);
      for (const auto& [set, category] : sums) {
        double value = 1.0;
        Uncertainty uncertainty;
        std::string id;
        if (!is_co2(gas)) {
          const EmissionFactor* gwp = gwp_of(gas, set);
          if (gwp == nullptr) {
            error("E0727", set == inventory_.gwp ? inventory_.gwp_place : inventory_.place,
                  fmt::format("there is no GWP of '{}' in {}", gas, set),
                  "add a row of category GWP for this gas to a factor table of the study");
            continue;
          }
          value = gwp->value;
          uncertainty = gwp->uncertainty;
          // No greenhouse gas cools: the tail of a normal below 0 (that of N2O has 0.03 %) is cut off.
          if (uncertainty.kind == DistributionKind::normal && value > 0.0) uncertainty.minimum = 0.0;
          id = gwp->id;
          note_gwp(*gwp);
        }
        const std::uint64_t key = stable_key({"inventory GWP", id});
        const bool draws = inventory_.gwp_uncertainty;
        add_number(Matrix::characterisation, flow, category, value, 1e-3, draws ? uncertainty : Uncertainty{}, key, 1);
        if (set != inventory_.gwp) continue;
        add_number(Matrix::characterisation, flow, own, value, 1e-3, draws ? uncertainty : Uncertainty{}, key, 1);
        if (with_gwp != no_index)
          add_number(Matrix::characterisation, flow, with_gwp, value, 1e-3, uncertainty, key, 1);
      }
    }
    if (with_gwp != no_index) sums.emplace_back(inventory_.gwp, with_gwp);
    if (credit_flow_ != no_index) {
      for (const auto& sum : sums) add_number(Matrix::characterisation, credit_flow_, sum.second, 1.0, 1e-3, {}, 0, -1);
    }
    if (uses_model_) add_model_category(sums);
  }

  void note_gwp(const EmissionFactor& gwp) {
    for (const auto& each : made_.record.factors) {
      if (each.id == gwp.id) return;
    }
    made_.record.factors.push_back({gwp.id, gwp.name, gwp.gas, gwp.unit(), gwp.value, gwp.uncertainty_text(),
                                    u95_percent(gwp.uncertainty, gwp.value), gwp.source, gwp.year, gwp.region,
                                    gwp.confidence, gwp.from_library});
  }

  /// Lines that point at processes of an LCA model count with one of its categories, in kg CO2e.
  void add_model_category(const std::vector<std::pair<std::string, std::uint32_t>>& sums) {
    std::uint32_t from = no_index;
    for (std::uint32_t k = 0; k < model_.categories.size(); ++k) {
      if (model_.categories[k].id == inventory_.model_category ||
          model_.categories[k].name == inventory_.model_category)
        from = k;
    }
    if (inventory_.model_category.empty() || from == no_index) {
      error("E0728", inventory_.model_category_place,
            fmt::format("lines use processes of a model, but its category '{}' does not exist",
                        inventory_.model_category),
            "name the category that holds kg CO2e as inventory.model_category");
      return;
    }
    const std::size_t count = model_.exchanges.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (model_.exchanges[i].matrix != Matrix::characterisation || model_.exchanges[i].column != from) continue;
      for (const auto& sum : sums) {
        const Exchange original = model_.exchanges[i];
        Exchange copy = original;
        copy.column = sum.second;
        copy.factor *= 1e-3;
        const Uncertainty uncertainty =
            original.uncertainty == no_index ? Uncertainty{} : model_.uncertainties[original.uncertainty];
        const auto index = static_cast<std::uint32_t>(builder_.add(copy, uncertainty));
        if (!uncertainty.is_certain()) shared_.emplace_back(index, original.key);
      }
    }
  }

  void fill_record() {
    InventoryRecord& record = made_.record;
    record.organisation = inventory_.organisation;
    record.period = inventory_.period;
    record.base_period = inventory_.base_period;
    record.gwp_set = inventory_.gwp;
    record.gwp_uncertainty = inventory_.gwp_uncertainty;
    record.exclusions = inventory_.exclusions;
    record.library_version = built_in_factors_version();
    record.library_sha256 = sha256(built_in_factors_text());
    for (const InstrumentRow& instrument : instruments_) record.instruments.push_back(instrument.record);
    if (claim_ == nullptr) return;
    record.claim = {true,
                    claim_->boundary,
                    claim_->basis,
                    claim_->credits,
                    claim_->probability,
                    claim_->materiality,
                    claim_->statement};
    for (const StudyClaim::Indicator& each : claim_->indicators)
      record.indicators.push_back({each.group, each.name, each.status, each.note, each.evidence});
  }

  struct InstrumentRow {
    InventoryRecord::Instrument record;
    Place amount_place, covers_place;
  };
  struct CreditRow {
    InventoryRecord::Credit record;
    InventoryNumber nominal, realised, delivery, reversal;
  };

  const StudyInventory& inventory_;
  const StudyClaim* claim_;
  Model& model_;
  ModelBuilder builder_;
  Findings& findings_;
  InventoryModel made_;
  FactorLibrary library_;
  std::uint16_t source_ = 0;
  std::string written_path_;
  std::map<std::string, Quantity> quantities_;
  std::map<std::string, double> static_amounts_;
  std::set<std::string> resolved_, gases_, demand_names_;
  std::vector<ActivityLine> lines_;
  std::vector<CreditRow> credits_;
  std::vector<InstrumentRow> instruments_;
  std::map<std::string, std::string> own_gwp_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> shared_;
  std::uint32_t face_ = no_index, adjusted_ = no_index, credit_flow_ = no_index, quantity_flow_ = no_index;
  bool uses_model_ = false;
};

}  // namespace

InventoryModel add_inventory(const StudyInventory& inventory, const StudyClaim* claim, Model& model,
                             Findings& findings) {
  return InventoryBuilder(inventory, claim, model, findings).build();
}

}  // namespace plume
