// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_report.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "host/base/error.hpp"
#include "host/base/hash.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/input/study.hpp"
#include "host/report/number.hpp"
#include "host/report/statement.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

/// Letters and digits in lower case: "kg CO₂-eq." is "kgco2eq".
std::string letters_of(std::string text) {
  for (std::size_t at; (at = text.find("₂")) != std::string::npos;) text.replace(at, std::string("₂").size(), "2");
  std::string out;
  for (const char c : text) {
    const char low = lower_case(c);
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) out += low;
  }
  return out;
}

/// Kilograms of CO2 equivalents in one of the unit; nothing for other units.
std::optional<double> kilograms_of(const std::string& unit) {
  std::string letters = letters_of(unit);
  for (const char* name : {"co2equivalents", "co2equivalent", "co2eq", "co2e", "co2"}) {
    if (letters.ends_with(name)) {
      letters.resize(letters.size() - std::string(name).size());
      if (letters == "kg") return 1.0;
      if (letters == "g") return 1e-3;
      if (letters == "t") return 1e3;
      if (letters == "kt") return 1e6;
      if (letters == "mt") return 1e9;
      return {};
    }
  }
  return {};
}

/// The declared units of the data model.
std::optional<std::string> declared_unit(const std::string& unit) {
  constexpr std::pair<const char*, const char*> known[] = {{"l", "liter"},
                                                           {"liter", "liter"},
                                                           {"litre", "liter"},
                                                           {"kg", "kilogram"},
                                                           {"kilogram", "kilogram"},
                                                           {"m3", "cubic meter"},
                                                           {"kwh", "kilowatt hour"},
                                                           {"mj", "megajoule"},
                                                           {"tkm", "ton kilometer"},
                                                           {"m2", "square meter"},
                                                           {"tonkilometer", "ton kilometer"}};
  std::string letters;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    if (unit.compare(i, 2, "²") == 0 || unit.compare(i, 2, "³") == 0) {
      letters += unit.compare(i, 2, "²") == 0 ? '2' : '3';
      ++i;
    } else {
      letters += unit[i];
    }
  }
  letters = letters_of(letters);
  for (const auto& [name, declared] : known) {
    if (letters == name) return declared;
  }
  return {};
}

/// The amount that a demand asks for, by the study's text; nothing where it asks for several things.
std::optional<double> amount_of(const Study& study, const std::string& demand) {
  for (const StudyDemand& each : study.demands) {
    if (each.name == demand && each.items.size() == 1) return each.items.front().amount;
  }
  return {};
}

/// A random-looking id that is the same for the same result: version 8 of RFC 9562, from a digest.
std::string id_of(const std::string& text) {
  std::string digits = sha256(text).substr(0, 32);
  digits[12] = '8';
  digits[16] = "89ab"[std::stoi(digits.substr(16, 1), nullptr, 16) % 4];
  for (const std::size_t at : {20, 16, 12, 8}) digits.insert(at, 1, '-');
  return digits;
}

/// Decimals are texts in this data model, without exponents.
std::string decimal(double value) {
  std::string text = format_exact(value);
  if (text.find('e') == std::string::npos) return text;
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  return rounded(value, {std::min(exponent - 16, 0), false});
}

}  // namespace

std::string pact_report(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  Findings ignored;  // the study ran
  const Study study = parse_study(input.header.provenance.study_text, input.header.provenance.study_path, {}, ignored);
  Json footprints = Json::array();
  std::string units;
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      const OutputRow row = output_row(input, demand, category);
      const std::optional<double> kilograms = kilograms_of(row.category.unit);
      if (!kilograms) {
        if (demand == 0) units += (units.empty() ? "" : ", ") + ("'" + printable(row.category.unit) + "'");
        continue;
      }
      if (row.summary.count == 0) continue;
      std::string missing =
          "companyName, companyIds, productIds, productCategoryCpc, referencePeriodStart, referencePeriodEnd, "
          "geography, "
          "crossSectoralStandardsUsed, boundaryProcessesDescription, exemptedEmissionsPercent";
      const std::optional<double> amount = amount_of(study, row.demand.name);
      const std::optional<std::string> unit = declared_unit(row.demand.unit);
      Json pcf = Json::object();
      if (unit)
        pcf["declaredUnit"] = *unit;
      else
        missing += ", declaredUnit (the demand is in '" + printable(row.demand.unit) + "')";
      if (amount && *amount > 0.0) {
        pcf["unitaryProductAmount"] = decimal(*amount);
        pcf["pCfExcludingBiogenic"] = decimal(row.summary.mean * *kilograms / *amount);
      } else {
        missing +=
            ", unitaryProductAmount, pCfExcludingBiogenic (the amount demanded is not known; the whole demand has " +
            decimal(row.summary.mean * *kilograms) + " kg CO2e)";
      }
      pcf["uncertaintyAssessmentDescription"] = uncertainty_text(input, demand, category);
      footprints.push_back(
          {{"id", id_of(row.demand.name + "\n" + row.category.id + "\n" + input.header.provenance.study_text + "\n" +
                        std::to_string(input.header.seed) + "\n" + std::to_string(input.totals.iterations))},
           {"specVersion", "2.2.0"},
           {"version", 0},
           {"created", input.totals.finished},
           {"status", "Active"},
           {"productDescription", row.demand.name},
           {"productNameCompany", row.demand.name},
           {"comment", "Draft made by plume " + printable(input.header.provenance.plume_version) + " from '" +
                           printable(row.category_name()) + "'. To be filled in: " + missing + "."},
           {"pcf", std::move(pcf)}});
    }
  }
  if (footprints.empty()) {
    throw Error(
        "cannot make product footprints: no category with scores is a mass of CO2 equivalents, as 'kg CO2-eq'; units "
        "are " +
        units);
  }
  return Json{{"data", std::move(footprints)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plume
