// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "host/base/hash.hpp"
#include "host/base/json_text.hpp"
#include "host/base/printable.hpp"
#include "host/report/pact_category.hpp"
#include "host/report/pact_units.hpp"
#include "host/report/statement.hpp"
#include "host/report/text.hpp"
#include "host/study/study.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

/// A random-looking id that is the same for the same result: version 8 of RFC 9562, from a digest.
std::string id_of(const std::string& text) {
  std::string digits = sha256(text).substr(0, 32);
  digits[12] = '8';
  digits[16] = "89ab"[std::stoi(digits.substr(16, 1), nullptr, 16) % 4];
  for (const std::size_t at : {20, 16, 12, 8}) digits.insert(at, 1, '-');
  return digits;
}

/// Fields of one JSON object; what is required and not known is collected by the key of [product]
/// that gives it.
class Fields {
 public:
  void require(const char* field, const char* key, Json value) {
    if (is_missing(value))
      missing_.emplace_back(fmt::format("{} ({})", field, key));
    else
      object_[field] = std::move(value);
  }
  void offer(const char* field, Json value) {
    if (!is_missing(value)) object_[field] = std::move(value);
  }
  [[nodiscard]] const Json& object() const { return object_; }
  [[nodiscard]] const std::vector<std::string>& missing() const { return missing_; }

 private:
  static bool is_missing(const Json& value) {
    return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
           (value.is_array() && value.empty());
  }
  Json object_ = Json::object();
  std::vector<std::string> missing_;
};

Json decimal_of(const std::optional<double>& value) {
  return value ? Json(pact_decimal(*value)) : Json();
}

/// The amount that a demand asks for, by the study's text; nothing where it asks for several
/// things.
std::optional<double> amount_of(const Study& study, const std::string& demand) {
  for (const StudyDemand& each : study.demands) {
    if (each.name == demand && each.items.size() == 1) return each.items.front().amount;
  }
  return {};
}

/// One footprint: a demand, an amount of it, and the categories its numbers come from.
struct FootprintOf {
  const ReportInput& input;
  const StudyProduct& told;
  std::size_t demand, category;
  std::optional<double> amount;

  /// Mean of a category in kg CO2e for a declared unit.
  [[nodiscard]] std::optional<double> mean_of(std::size_t of) const {
    const OutputRow row = output_row(input, demand, of);
    const std::optional<double> kilograms = kilograms_of_co2e(row.category.unit);
    if (!kilograms || !amount || *amount <= 0.0 || row.summary.count == 0) return {};
    return row.summary.mean * *kilograms / *amount;
  }
  [[nodiscard]] Json footprint() const { return decimal_of(mean_of(category)); }
  [[nodiscard]] Json of_category(const std::string& wanted) const {
    const auto& categories = input.header.axes.categories;
    for (std::size_t i = 0; i < categories.size(); ++i) {
      if (!wanted.empty() && (categories[i].id == wanted || categories[i].name == wanted))
        return decimal_of(mean_of(i));
    }
    return {};
  }
  /// The words on the footprint's own basis: for one declared unit.
  [[nodiscard]] std::string uncertainty() const {
    const OutputRow row = output_row(input, demand, category);
    const double kilograms = kilograms_of_co2e(row.category.unit).value_or(1.0);
    if (!amount || *amount <= 0.0) return uncertainty_text(input, demand, category);
    const std::string per = printable(row.demand.unit.empty() ? "unit" : row.demand.unit);
    return uncertainty_text(input, demand, category, {kilograms / *amount, "kg CO2e per " + per});
  }
};

void add_geography(Fields& fields, const std::string& place) {
  if (place.empty()) return;
  const bool country = place.size() == 2;
  fields.offer(country           ? "geographyCountry"
               : place[2] == '-' ? "geographyCountrySubdivision"
                                 : "geographyRegionOrSubregion",
               place);
}

/// What both data models ask for by the same names.
void add_common(Fields& fields, const FootprintOf& product) {
  const StudyProduct& told = product.told;
  fields.require("referencePeriodStart", "period_start", told.period_start);
  fields.require("referencePeriodEnd", "period_end", told.period_end);
  add_geography(fields, told.geography);
  fields.require("fossilGhgEmissions", "fossil_category",
                 product.of_category(told.fossil_category));
  fields.require("fossilCarbonContent", "fossil_carbon_content",
                 decimal_of(told.fossil_carbon_content));
  fields.require("exemptedEmissionsPercent", "exempted_percent", decimal_of(told.exempted_percent));
  fields.offer("primaryDataShare", decimal_of(told.primary_data_share));
  Fields quality;
  quality.offer("technologicalDQR", decimal_of(told.technological_dqr));
  quality.offer("temporalDQR", decimal_of(told.temporal_dqr));
  quality.offer("geographicalDQR", decimal_of(told.geographical_dqr));
  if (!quality.object().empty()) fields.offer("dqi", quality.object());
}

Fields carbon_footprint_2(const FootprintOf& product, const std::optional<std::string>& unit) {
  const StudyProduct& told = product.told;
  Fields fields;
  fields.require("declaredUnit", "the demand's unit", unit ? Json(*unit) : Json());
  fields.require("unitaryProductAmount", "a demand of one product", decimal_of(product.amount));
  fields.require("pCfExcludingBiogenic", "a demand of one product", product.footprint());
  fields.offer("pCfIncludingBiogenic", product.of_category(told.uptake_category));
  add_common(fields, product);
  fields.require("biogenicCarbonContent", "biogenic_carbon_content",
                 decimal_of(told.biogenic_carbon_content));
  fields.require("characterizationFactors", "ipcc",
                 told.ipcc.empty() ? Json() : Json(told.ipcc.back()));
  fields.require("ipccCharacterizationFactorsSources", "ipcc", told.ipcc);
  fields.require("crossSectoralStandardsUsed", "standards", [&] {
    Json used = Json::array();
    constexpr std::pair<const char*, const char*> old_names[] = {
        {"GHGP-Product", "GHG Protocol Product standard"},
        {"ISO14067", "ISO Standard 14067"},
        {"ISO14040-44", "ISO Standard 14044"}};
    for (const std::string& each : told.standards) {
      for (const auto& [name, old] : old_names) {
        if (each == name) used.push_back(old);
      }
    }
    return used;
  }());
  fields.offer("crossSectoralStandards", told.standards);
  fields.require("boundaryProcessesDescription", "boundary", told.boundary);
  fields.require("exemptedEmissionsDescription", "exempted_description", told.exempted_description);
  fields.require("packagingEmissionsIncluded", "packaging_included",
                 told.packaging_included ? Json(*told.packaging_included) : Json());
  fields.offer("uncertaintyAssessmentDescription", product.uncertainty());
  if (!told.verified_by.empty()) {
    Fields assurance;
    assurance.offer("assurance", true);
    assurance.offer("providerName", told.verified_by);
    assurance.offer("standardName", told.verification_standard);
    assurance.offer("completedAt", told.verified_at);
    fields.offer("assurance", assurance.object());
  }
  return fields;
}

Fields carbon_footprint_3(const FootprintOf& product, const std::optional<std::string>& unit) {
  const StudyProduct& told = product.told;
  Fields fields;
  fields.require("declaredUnitOfMeasurement", "the demand's unit", unit ? Json(*unit) : Json());
  fields.require("declaredUnitAmount", "a demand of one product", decimal_of(product.amount));
  // A kilogram weighs a kilogram; of other units the company knows it.
  const std::optional<double> mass =
      told.mass_per_unit || unit != "kilogram" ? told.mass_per_unit : std::optional<double>(1.0);
  fields.require("productMassPerDeclaredUnit", "mass_per_unit", decimal_of(mass));
  fields.require("pcfExcludingBiogenicUptake", "a demand of one product", product.footprint());
  fields.require("pcfIncludingBiogenicUptake", "uptake_category",
                 product.of_category(told.uptake_category));
  add_common(fields, product);
  fields.require("ipccCharacterizationFactors", "ipcc", told.ipcc);
  fields.require("crossSectoralStandards", "standards", told.standards);
  fields.offer("boundaryProcessesDescription", told.boundary);
  fields.offer("exemptedEmissionsDescription", told.exempted_description);
  if (told.packaging_included) fields.offer("packagingEmissionsIncluded", *told.packaging_included);
  if (!told.verified_by.empty()) {
    Fields verification;
    verification.offer("providerName", told.verified_by);
    verification.offer("standardName", told.verification_standard);
    verification.offer("completedAt", told.verified_at);
    fields.offer("verification", verification.object());
  }
  return fields;
}

Json product_footprint(const FootprintOf& product, Findings& findings) {
  const ReportInput& input = product.input;
  const StudyProduct& told = product.told;
  const OutputRow row = output_row(input, product.demand, product.category);
  const std::optional<std::string> unit = declared_unit(row.demand.unit);
  const bool second = told.pact == PactVersion::v2_3_0;
  const Fields pcf = second ? carbon_footprint_2(product, unit) : carbon_footprint_3(product, unit);
  Fields fields;
  fields.offer("id",
               id_of(row.demand.name + "\n" + row.category.id + "\n" +
                     input.header.provenance.study_text + "\n" + std::to_string(input.header.seed) +
                     "\n" + std::to_string(input.totals.iterations)));
  fields.offer("specVersion", name_of(told.pact));
  if (second) fields.offer("version", 0);
  fields.offer("created", input.totals.finished);
  fields.offer("status", "Active");
  fields.require("companyName", "company", told.company);
  fields.require("companyIds", "company_ids", told.company_ids);
  fields.offer("productDescription", told.description.empty() ? row.demand.name : told.description);
  fields.require("productIds", "ids", told.ids);
  if (second) fields.require("productCategoryCpc", "cpc", told.cpc);
  fields.offer("productClassifications", told.classifications);
  fields.offer("productNameCompany", told.name.empty() ? row.demand.name : told.name);
  std::vector<std::string> missing = fields.missing();
  missing.insert(missing.end(), pcf.missing().begin(), pcf.missing().end());
  std::string comment =
      fmt::format("Made by plume {} from '{}'.", printable(input.header.provenance.plume_version),
                  printable(row.category_name()));
  if (!second) comment += " " + product.uncertainty();
  if (!missing.empty()) {
    std::string list;
    for (const std::string& each : missing) list += (list.empty() ? "" : ", ") + each;
    comment += " Draft; to be filled in: " + list + ".";
    findings.add("W0910", {},
                 fmt::format("the footprint of '{}' is a draft: PACT {} requires {}",
                             printable(row.demand.name), name_of(told.pact), list),
                 "give the keys in brackets below [product] of the study and run it again");
  }
  if (!told.comment.empty()) comment = told.comment + " " + comment;
  fields.offer("comment", comment);
  fields.offer("pcf", pcf.object());
  return fields.object();
}

/// The demands that are products; none, with a finding, where the study does not say it.
std::vector<std::size_t> product_demands(const ReportInput& input, const StudyProduct& told,
                                         bool has_table, Findings& findings) {
  const auto& demands = input.header.axes.demands;
  std::vector<std::size_t> all;
  std::string names;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    if (demands[i].name == told.demand) return {i};
    if (i < 5) names += (names.empty() ? "'" : ", '") + printable(demands[i].name) + "'";
    all.push_back(i);
  }
  if (demands.size() > 5) names += fmt::format(" and {} more", demands.size() - 5);
  if (!told.demand.empty()) {
    findings.add("E0913", {}, fmt::format("the result has no demand '{}'", printable(told.demand)),
                 "there are " + names);
    return {};
  }
  if (!input.header.provenance.inventory.empty()) {
    findings.add(
        "E0913", {}, "the result is of an inventory, whose lines and totals are no products",
        "add [product] to the study and name the demand that is the product: demand = \"…\"");
    return {};
  }
  if (has_table && all.size() > 1) {
    findings.add("E0913", {},
                 "[product] does not say which demand is the product; there are " + names,
                 "name it: demand = \"…\" below [product]");
    return {};
  }
  return all;
}

}  // namespace

std::string pact_report(const ReportInput& input, Findings& findings) {
  Findings ignored;  // the study ran
  const Study study = parse_study(input.header.provenance.study_text,
                                  input.header.provenance.study_path, {}, ignored);
  const StudyProduct told = study.product.value_or(StudyProduct{});
  const std::vector<std::size_t> demands =
      product_demands(input, told, study.product.has_value(), findings);
  const auto category = pact_category(input.header.axes.categories, told.category, findings);
  if (findings.has_errors()) return {};
  check_reports(input.header.axes.categories[*category], told.ipcc, findings);
  Json footprints = Json::array();
  for (const std::size_t demand : demands) {
    const FootprintOf product{input, told, demand, *category,
                              amount_of(study, input.header.axes.demands[demand].name)};
    if (output_row(input, demand, *category).summary.count > 0)
      footprints.push_back(product_footprint(product, findings));
  }
  return json_without_controls(json_text(Json{{"data", std::move(footprints)}}, 2)) + "\n";
}

}  // namespace plume
