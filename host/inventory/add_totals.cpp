// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_totals.hpp"

#include <set>
#include <string>

namespace plume {
namespace {

using Entries = std::vector<DemandVector::Entry>;
using Scopes = std::set<std::string>;
enum class Year { reporting, base };

Entries sum(const std::vector<ActivityLine>& lines, Year year, const Scopes& scopes,
            const std::string& category = {}) {
  Entries entries;
  std::set<std::uint32_t> seen;  // lines that are summed have one root
  for (const ActivityLine& line : lines) {
    if (line.record.base_year == (year == Year::base) && scopes.count(line.record.scope) &&
        (category.empty() || line.record.category == category) && seen.insert(line.root).second)
      entries.push_back({line.root, 1.0});
  }
  return entries;
}

void add_scopes(const std::vector<ActivityLine>& lines, InventoryParts& parts) {
  const auto add = [&](const char* name, const char* kind, const Scopes& scopes) {
    parts.add_total(name, kind, sum(lines, Year::reporting, scopes));
  };
  add("scope 1", "scope 1", {"1"});
  add("scope 2, location-based", "scope 2 location", {"2 location"});
  add("scope 2, market-based", "scope 2 market", {"2 market"});
  add("scope 3", "scope 3", {"3"});
  for (int k = 1; k <= 15; ++k) {
    const std::string category = std::to_string(k);
    parts.add_total("scope 3, category " + category, "scope 3 category",
                    sum(lines, Year::reporting, {"3"}, category), category);
  }
  add("removals", "removals", {"removal"});
  add("outside the scopes", "outside", {"outside"});
  add("type I gross, location-based", "type I location", {"1", "2 location"});
  add("type I gross, market-based", "type I market", {"1", "2 market"});
  add("type II gross, location-based", "type II location", {"1", "2 location", "3"});
  add("type II gross, market-based", "type II market", {"1", "2 market", "3"});
}

}  // namespace

void add_totals(const std::vector<ActivityLine>& lines, const CreditProducts& credits,
                const InventoryRecord::Claim& claim, InventoryParts& parts) {
  add_scopes(lines, parts);
  Scopes boundary = {"1", "2 " + claim.basis};
  if (claim.boundary == "type II") boundary.insert("3");
  const Entries gross = sum(lines, Year::reporting, boundary);
  parts.add_total("gross of the claim's boundary", "gross", gross);
  Entries net_face = gross;
  const Entries removals = sum(lines, Year::reporting, {"removal"});
  net_face.insert(net_face.end(), removals.begin(), removals.end());
  Entries net_adjusted = net_face;
  if (credits.flow != no_index) {
    parts.add_total("credits, face value", "credits face value", {{credits.face, 1.0}});
    parts.add_total("credits, risk-adjusted", "credits risk-adjusted", {{credits.adjusted, 1.0}});
    net_face.push_back({credits.face, 1.0});
    net_adjusted.push_back({credits.adjusted, 1.0});
  }
  parts.add_total("net, credits at face value", "net face value", net_face);
  parts.add_total("net, credits risk-adjusted", "net risk-adjusted", net_adjusted);
  parts.add_total("base year, gross of the claim's boundary", "base gross",
                  sum(lines, Year::base, boundary));
}

}  // namespace plume
