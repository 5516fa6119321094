// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_credits.hpp"

#include <algorithm>
#include <string>

namespace plume {

CreditProducts add_credits(const std::vector<CreditRow>& credits, InventoryParts& parts) {
  CreditProducts made;
  for (const CreditRow& credit : credits) parts.made().record.credits.push_back(credit.record);
  const bool any = std::any_of(credits.begin(), credits.end(),
                               [](const CreditRow& c) { return c.record.counted; });
  if (!any) return made;
  made.flow = parts.flow("inventory credits", "credits", "kg");
  made.face = parts.add_process("credits/face value", "credits, face value");
  made.adjusted = parts.add_process("credits/risk-adjusted", "credits, risk-adjusted");
  for (std::size_t i = 0; i < credits.size(); ++i) {
    const CreditRow& credit = credits[i];
    if (!credit.record.counted) continue;
    const std::string prefix = "credits/" + std::to_string(i + 1);
    parts.add_number(Matrix::biosphere, made.flow, made.face, credit.nominal.amount,
                     credit.nominal.unit.factor, {}, 0, 1, &credit.nominal);
    const std::uint32_t delivered = parts.add_process(prefix + "/delivered", credit.record.project);
    const std::uint32_t realised = parts.add_process(prefix + "/realised", credit.record.project);
    const std::uint32_t kept = parts.add_process(prefix + "/kept", credit.record.project);
    parts.add_use(delivered, made.adjusted, credit.nominal);
    parts.add_use(realised, delivered, credit.delivery);
    parts.add_use(kept, realised, credit.realised);
    parts.add_number(Matrix::biosphere, made.flow, kept, 1.0, 1.0, {}, 0, 1);
    if (credit.reversal.amount != 0.0 || !credit.reversal.uncertainty.is_certain())
      parts.add_number(Matrix::biosphere, made.flow, kept, credit.reversal.amount, 1.0,
                       credit.reversal.uncertainty, credit.reversal.key, -1, &credit.reversal);
  }
  return made;
}

}  // namespace plume
