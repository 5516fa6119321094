// SPDX-License-Identifier: Apache-2.0
// Words of Plume's own that a result holds, in the language of the report: names of an inventory's
// totals and categories, designs, reasons to stop. What the user named stays as it is.
//
//     own_word("iterations done", labels)                     // "迭代已完成"
//     own_word("normal, sd 2 (95 %: 6 to 14)", labels)        // "正态分布，标准差 2（95 %：6 至
//     14）"
//     // totals and categories, wherever they stand
//     say_own_words(record, labels, input, inventory);
#pragma once

#include <string>
#include <string_view>

#include "host/analysis/inventory_summary.hpp"
#include "host/report/labels.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// The label `own.…` of a word; or of the English texts `own_phrase.…` the one that it reads as,
/// with what stands for {0}, {1} … said likewise; itself where there is neither.
[[nodiscard]] std::string own_word(std::string_view word, const Labels& labels);

/// "oil used by mill", as find_drivers() names numbers of a model: what the user named stays.
[[nodiscard]] std::string driver_words(std::string_view name, const Labels& labels);

/// "2 location" and "3, 4" as the report says them.
[[nodiscard]] std::string scope_words(const InventoryRecord::Line& line, const Labels& labels);

/// Renames the totals and categories that an inventory adds to a result, in its axes and in its
/// summary alike.
void say_own_words(const Labels& labels, ReportInput& input, InventorySummary& inventory);

}  // namespace plume
