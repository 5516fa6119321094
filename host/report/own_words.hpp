// SPDX-License-Identifier: Apache-2.0
// Words of Plume's own that a result holds, in the language of the report: names of an inventory's totals and categories, designs,
// reasons to stop. What the user named stays as it is.
//
//     own_word("iterations done", labels)                     // "迭代已完成"
//     say_own_words(record, labels, input, inventory);        // totals and categories, wherever they stand
#pragma once

#include <string>
#include <string_view>

#include "host/analysis/inventory_summary.hpp"
#include "host/report/labels.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// The label `own.…` of a word or short phrase; itself where there is none.
[[nodiscard]] std::string own_word(std::string_view word, const Labels& labels);

/// "2 location" and "3, 4" as the report says them.
[[nodiscard]] std::string scope_words(const InventoryRecord::Line& line, const Labels& labels);

/// Renames the totals and categories that an inventory adds to a result, in its axes and in its summary alike.
void say_own_words(const Labels& labels, ReportInput& input, InventorySummary& inventory);

}  // namespace plume
