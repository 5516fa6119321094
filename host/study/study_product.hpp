// SPDX-License-Identifier: Apache-2.0
// What only a company knows of the product whose footprint it hands on: the table [product] of a
// study. Reports in the fields of PACT (host/report/pact_report.hpp) are made of it and of the
// result.
//
//     [product]
//     pact = "3.0.3"                     # data model: "2.3.0" or "3.0.3"
//     category = "gwp100"                # the impact category of 100 years
//     company = "Sunny Wafers Ltd."
//     company_ids = ["urn:lei:529900T8BM49AURSDO55"]
//
// Source: PACT Technical Specifications 2.3.0 and 3.0.3, data model (ProductFootprint,
// CarbonFootprint).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

class TomlTable;

enum class PactVersion { v2_3_0, v3_0_3 };
/// "2.3.0", "3.0.3".
[[nodiscard]] const char* name_of(PactVersion version);

struct StudyProduct {
  PactVersion pact = PactVersion::v2_3_0;
  std::string demand;  ///< name of the demand that is the product; empty: the only one
  /// id or name of the category of 100 years; empty: the only one that can be meant
  std::string category;
  std::string uptake_category;  ///< of the footprint with biogenic uptake
  std::string fossil_category;  ///< of fossil emissions alone
  std::string name, description, company, cpc, comment;
  std::vector<std::string> company_ids, ids, classifications;  ///< URNs
  /// RFC 3339 in UTC: 2023-01-01T00:00:00Z
  std::string period_start, period_end;
  /// CN, CN-SC, or a region such as "Eastern Asia"
  std::string geography;
  std::vector<std::string> standards, ipcc;  ///< "ISO14067" …; "AR6" …
  std::string boundary, exempted_description;
  std::optional<double> mass_per_unit;            ///< kg of product in a declared unit
  std::optional<double> fossil_carbon_content;    ///< kg C in a declared unit
  std::optional<double> biogenic_carbon_content;  ///< kg C in a declared unit
  std::optional<double> exempted_percent;         ///< 0 to 100
  std::optional<double> primary_data_share;       ///< percent
  std::optional<bool> packaging_included;
  std::optional<double> technological_dqr, temporal_dqr, geographical_dqr;
  std::string verified_by, verification_standard, verified_at;
  Place place;
};

/// The table [product] of a study; nothing where it has none. Findings: E0102 to E0105.
[[nodiscard]] std::optional<StudyProduct> read_study_product(const TomlTable& top,
                                                             const std::string& file,
                                                             Findings& findings);

}  // namespace plume
