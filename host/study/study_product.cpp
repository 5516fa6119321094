// SPDX-License-Identifier: Apache-2.0
#include "host/study/study_product.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "host/base/letter_case.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

using Names = std::vector<std::string>;

const Names& versions() {
  static const Names all = {"2.3.0", "3.0.3"};
  return all;
}

/// The standards that the field crossSectoralStandards of both data models knows.
const Names& known_standards() {
  static const Names all = {"ISO14067", "ISO14083", "ISO14040-44", "GHGP-Product",
                            "PEF",      "PACT-1.0", "PACT-2.0",    "PACT-2.1",
                            "PACT-2.2", "PACT-2.3", "PACT-3.0"};
  return all;
}

/// The regions of geographyRegionOrSubregion (UN M49).
const Names& known_regions() {
  static const Names all = {"Africa",
                            "Americas",
                            "Asia",
                            "Europe",
                            "Oceania",
                            "Australia and New Zealand",
                            "Central Asia",
                            "Eastern Asia",
                            "Eastern Europe",
                            "Latin America and the Caribbean",
                            "Melanesia",
                            "Micronesia",
                            "Northern Africa",
                            "Northern America",
                            "Northern Europe",
                            "Polynesia",
                            "South-eastern Asia",
                            "Southern Asia",
                            "Southern Europe",
                            "Sub-Saharan Africa",
                            "Western Asia",
                            "Western Europe"};
  return all;
}

bool is_one_of(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string listed(const Names& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// "2023-01-01" or "2023-01-01T00:00:00Z" in the latter form; empty where it is none.
std::string instant_of(const std::string& text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
  constexpr std::size_t date = 10;
  if (text.size() != date && text.size() != form.size()) return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return {};
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    return static_cast<unsigned>(std::stoul(text.substr(at, digits)));
  };
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)),
                                        std::chrono::day(number(8, 2)));
  if (!day.ok()) return {};
  if (text.size() != date && (number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59))
    return {};
  return text.size() == date ? text + "T00:00:00Z" : text;
}

bool is_urn(const std::string& text) {
  return text.size() > 4 && lower_case(text[0]) == 'u' && lower_case(text[1]) == 'r' &&
         lower_case(text[2]) == 'n' && text[3] == ':';
}

/// CN, CN-SC, or a region.
bool is_geography(const std::string& text) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool country = text.size() >= 2 && capital(text[0]) && capital(text[1]);
  if (country && text.size() == 2) return true;
  const auto code = [&](char c) { return capital(c) || (c >= '0' && c <= '9'); };
  if (country && text.size() >= 4 && text.size() <= 6 && text[2] == '-')
    return std::all_of(text.begin() + 3, text.end(), code);
  return is_one_of(known_regions(), text);
}

class ProductReader {
 public:
  ProductReader(const TomlTable& keys, Findings& findings) : keys_(keys), findings_(findings) {}

  StudyProduct read() {
    product_.place = keys_.place();
    if (const auto which = keys_.choice("pact", versions()))
      product_.pact = static_cast<PactVersion>(*which);
    read_texts();
    read_numbers();
    product_.period_start = instant("period_start");
    product_.period_end = instant("period_end");
    // Instants of one form compare as texts do.
    if (!product_.period_start.empty() && !product_.period_end.empty() &&
        product_.period_end <= product_.period_start)
      refuse("period_end", product_.period_end, "later than period_start");
    product_.verified_at = instant("verified_at");
    product_.company_ids = urns("company_ids");
    product_.ids = urns("ids");
    product_.classifications = urns("classifications");
    product_.standards = keys_.ids("standards");
    for (const std::string& each : product_.standards) {
      if (!is_one_of(known_standards(), each))
        refuse("standards", each, "one of " + listed(known_standards()));
    }
    product_.ipcc = keys_.ids("ipcc");
    for (const std::string& each : product_.ipcc) {
      const bool known =
          each.size() == 3 && each.starts_with("AR") && each[2] >= '1' && each[2] <= '9';
      if (!known) refuse("ipcc", each, "an assessment report, such as AR6");
    }
    if (!product_.geography.empty() && !is_geography(product_.geography))
      refuse("geography", product_.geography,
             "a country (CN), a part of one (CN-SC), or a region: " + listed(known_regions()));
    return std::move(product_);
  }

 private:
  void refuse(const char* key, const std::string& given, const std::string& allowed) {
    findings_.add("E0104", keys_.place(key),
                  fmt::format("{} = \"{}\" is not allowed", keys_.name(key), given), allowed);
  }

  void read_texts() {
    const std::pair<const char*, std::string*> texts[] = {
        {"demand", &product_.demand},
        {"category", &product_.category},
        {"uptake_category", &product_.uptake_category},
        {"fossil_category", &product_.fossil_category},
        {"name", &product_.name},
        {"description", &product_.description},
        {"company", &product_.company},
        {"cpc", &product_.cpc},
        {"comment", &product_.comment},
        {"geography", &product_.geography},
        {"boundary", &product_.boundary},
        {"exempted_description", &product_.exempted_description},
        {"verified_by", &product_.verified_by},
        {"verification_standard", &product_.verification_standard}};
    for (const auto& [key, to] : texts) {
      if (const auto text = keys_.id(key)) *to = *text;
    }
    if (const auto flag = keys_.flag("packaging_included")) product_.packaging_included = *flag;
  }

  void read_numbers() {
    constexpr double most = 1e12;
    product_.mass_per_unit = keys_.number("mass_per_unit", 0.0, most);
    product_.fossil_carbon_content = keys_.number("fossil_carbon_content", 0.0, most);
    product_.biogenic_carbon_content = keys_.number("biogenic_carbon_content", 0.0, most);
    product_.exempted_percent = keys_.number("exempted_percent", 0.0, 100.0);
    product_.primary_data_share = keys_.number("primary_data_share", 0.0, 100.0);
    product_.technological_dqr = keys_.number("technological_dqr", 1.0, 5.0);
    product_.temporal_dqr = keys_.number("temporal_dqr", 1.0, 5.0);
    product_.geographical_dqr = keys_.number("geographical_dqr", 1.0, 5.0);
  }

  std::string instant(const char* key) {
    const auto text = keys_.nonempty_text(key);
    if (!text) return {};
    std::string made = instant_of(*text);
    if (made.empty())
      refuse(key, *text, "a day as \"2023-01-01\", or an instant as \"2023-01-01T00:00:00Z\"");
    return made;
  }

  Names urns(const char* key) {
    Names all = keys_.ids(key);
    for (const std::string& each : all) {
      if (!is_urn(each)) refuse(key, each, "a URN, such as urn:gtin:4712345060507");
    }
    return all;
  }

  const TomlTable& keys_;
  Findings& findings_;
  StudyProduct product_;
};

}  // namespace

const char* name_of(PactVersion version) {
  return version == PactVersion::v2_3_0 ? "2.3.0" : "3.0.3";
}

std::optional<StudyProduct> read_study_product(const TomlTable& top, const std::string& file,
                                               Findings& findings) {
  const toml::table* table = top.table("product");
  if (table == nullptr) return {};
  const TomlTable keys(*table, "product",
                       {"pact",
                        "demand",
                        "category",
                        "uptake_category",
                        "fossil_category",
                        "name",
                        "description",
                        "company",
                        "company_ids",
                        "ids",
                        "classifications",
                        "cpc",
                        "comment",
                        "period_start",
                        "period_end",
                        "geography",
                        "standards",
                        "ipcc",
                        "boundary",
                        "mass_per_unit",
                        "fossil_carbon_content",
                        "biogenic_carbon_content",
                        "exempted_percent",
                        "exempted_description",
                        "packaging_included",
                        "primary_data_share",
                        "technological_dqr",
                        "temporal_dqr",
                        "geographical_dqr",
                        "verified_by",
                        "verification_standard",
                        "verified_at"},
                       file, findings);
  return ProductReader(keys, findings).read();
}

}  // namespace plume
