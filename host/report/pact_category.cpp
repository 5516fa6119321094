// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_category.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/base/letter_case.hpp"
#include "host/report/pact_units.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

std::string in_lower_case(std::string text) {
  for (char& c : text) c = lower_case(c);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether the number stands in the text by itself: 20 in "GWP20" and "AR6-20", not in "2020".
bool holds_number(const std::string& text, const std::string& number) {
  for (std::size_t at = text.find(number); at != std::string::npos;
       at = text.find(number, at + 1)) {
    const bool digit_before = at > 0 && is_digit(text[at - 1]);
    const std::size_t end = at + number.size();
    if (!digit_before && (end == text.size() || !is_digit(text[end]))) return true;
  }
  return false;
}

std::string name_of(const OutputAxes::Category& category) {
  return printable(category.name.empty() ? category.id : category.name);
}

std::string listed(const std::vector<OutputAxes::Category>& categories) {
  std::string list;
  for (const auto& each : categories)
    list += (list.empty() ? "'" : ", '") + printable(each.id) + "'";
  return list;
}

constexpr const char* cure =
    "name the category of 100 years in the study: category = \"…\" below [product]";

/// Of a set that parts climate change by its source: a part is no footprint unless the study says
/// so.
bool is_a_part(const OutputAxes::Category& category) {
  const std::string words = in_lower_case(category.id + " " + category.name);
  for (const char* word : {"fossil", "luluc", "land use", "land transformation"}) {
    if (words.find(word) != std::string::npos) return true;
  }
  return false;
}

/// The assessment reports that the category names: "AR6" of "GWP100 (AR6)".
std::vector<std::string> reports_of(const OutputAxes::Category& category) {
  std::vector<std::string> reports;
  const std::string words = in_lower_case(category.id + " " + category.name);
  for (const char report : {'1', '2', '3', '4', '5', '6', '7'}) {
    if (words.find(std::string("ar") + report) != std::string::npos)
      reports.push_back(std::string("AR") + report);
  }
  return reports;
}

}  // namespace

std::string why_no_footprint(const OutputAxes::Category& category) {
  if (!kilograms_of_co2e(category.unit))
    return fmt::format("its unit '{}' is no mass of CO2 equivalents", printable(category.unit));
  const std::string words = in_lower_case(category.id + " " + category.name);
  for (const char* word : {"biogenic", "uptake", "removal", "non-fossil"}) {
    if (words.find(word) != std::string::npos) return "it is of biogenic carbon or removals";
  }
  for (const std::string& text : {in_lower_case(category.id), in_lower_case(category.name)}) {
    for (const char* years : {"20", "500"}) {
      if (holds_number(text, years) && !holds_number(text, "100"))
        return fmt::format("it is of {} years", years);
    }
  }
  if (words.find("gtp") != std::string::npos || words.find("temperature") != std::string::npos)
    return "it is a potential of temperature, not of warming";
  return {};
}

std::optional<std::size_t> pact_category(const std::vector<OutputAxes::Category>& categories,
                                         const std::string& wanted, Findings& findings) {
  std::vector<std::size_t> possible;
  std::string refused;
  for (std::size_t i = 0; i < categories.size(); ++i) {
    const OutputAxes::Category& each = categories[i];
    std::string why = why_no_footprint(each);
    if (why.empty() && wanted.empty() && is_a_part(each)) why = "it is a part of the footprint";
    if (!wanted.empty() && (each.id == wanted || each.name == wanted)) {
      if (why.empty()) return i;
      findings.add("E0911", {},
                   fmt::format("the category '{}' cannot be the footprint of a product: {}",
                               name_of(each), why),
                   cure);
      return {};
    }
    if (why.empty())
      possible.push_back(i);
    else
      refused += fmt::format("{}'{}' ({})", refused.empty() ? "" : ", ", name_of(each), why);
  }
  if (!wanted.empty()) {
    std::vector<std::string> ids;
    for (const auto& each : categories) ids.push_back(each.id);
    const std::string hint = did_you_mean(wanted, ids);
    findings.add("E0911", {}, fmt::format("the result has no category '{}'", printable(wanted)),
                 hint.empty() ? "there are " + listed(categories) : hint);
    return {};
  }
  if (possible.size() == 1) {
    if (!refused.empty())
      findings.add("N0912", {},
                   fmt::format("the footprint is of the category '{}'; others are not used: {}",
                               name_of(categories[possible.front()]), refused));
    return possible.front();
  }
  if (possible.empty())
    findings.add("E0911", {},
                 fmt::format("no category can be the footprint of a product: {}", refused), cure);
  else
    findings.add("E0911", {},
                 fmt::format("{} categories can be the footprint of a product; there are {}",
                             possible.size(), listed(categories)),
                 cure);
  return {};
}

void check_reports(const OutputAxes::Category& category, const std::vector<std::string>& told,
                   Findings& findings) {
  const std::vector<std::string> named = reports_of(category);
  if (told.empty() || named.empty()) return;
  for (const std::string& each : told) {
    if (std::find(named.begin(), named.end(), each) != named.end()) return;
  }
  findings.add(
      "W0772", {},
      fmt::format(
          "the study says that the footprint is by the potentials of {}, and its category is '{}'",
          told.front(), name_of(category)),
      "correct ipcc below [product], or take the category of that report");
}

}  // namespace plume
