// SPDX-License-Identifier: Apache-2.0
// One open table of an inventory: cells by the name of their column, and numbers with their unit
// and uncertainty.
//
//     const auto table = InventoryTable::open(file, "2023", activity_columns(), model, findings);
//     for (const Sheet::Row& row : table->rows()) {
//       const std::string source = table->text(row, "source");
//       const InventoryNumber amount = table->number(row, {"amount", "unit", "uncertainty"},
//           findings);
//     }
//
// A number is drawn with a key made of its table, line and column, so that draws do not depend on
// what else the study holds; rows of one `group` share one key, and with it one draw.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/inventory/inventory_rows.hpp"
#include "host/model/model.hpp"
#include "host/study/study_inventory.hpp"
#include "host/tables/sheet.hpp"

namespace plume {

class InventoryFormulas;

/// "a; b" → a, b.
[[nodiscard]] std::vector<std::string> items_of(std::string_view text);

class InventoryTable {
 public:
  /// Where a number's parts stand; a column may be absent.
  struct Columns {
    const char* amount;
    const char* unit;
    const char* uncertainty;
  };
  enum class Amount { needed, may_be_empty };  ///< an empty amount is 1, an empty unit none

  /// Nothing where the file cannot be read. The table becomes a source of the model. `formulas` are
  /// those that cells may hold.
  [[nodiscard]] static std::optional<InventoryTable> open(const StudyInventory::File& file,
                                                          const std::string& sheet,
                                                          const std::vector<Column>& columns,
                                                          Model& model, Findings& findings,
                                                          InventoryFormulas* formulas = nullptr);

  [[nodiscard]] const Sheet& sheet() const { return sheet_; }
  [[nodiscard]] Sheet::Rows rows() const { return sheet_.rows(); }
  [[nodiscard]] std::string text(const Sheet::Row& row, const char* column) const;
  [[nodiscard]] Place place(const Sheet::Row& row, const char* column) const;
  /// "activities.csv:3", as the study writes the file.
  [[nodiscard]] std::string written_place(const Sheet::Row& row) const;
  /// its index among the model's sources
  [[nodiscard]] std::uint16_t source() const { return source_; }

  /// Findings: E0707, E0709, E0711.
  [[nodiscard]] InventoryNumber number(const Sheet::Row& row, const Columns& columns,
                                       Findings& findings, Amount amount = Amount::needed) const;
  /// The same, drawn with its group's key where the row has one.
  [[nodiscard]] InventoryNumber grouped_number(const Sheet::Row& row, const Columns& columns,
                                               Findings& findings,
                                               Amount amount = Amount::needed) const;

 private:
  InventoryTable(Sheet sheet, std::uint16_t source, std::string written_path,
                 InventoryFormulas* formulas);

  /// The amount of a cell: a number, or what its formula gives. Findings: E0707.
  [[nodiscard]] double amount_of(const Sheet::Row& row, const Columns& columns,
                                 FormulaValue& formula, Findings& findings) const;

  Sheet sheet_;
  std::uint16_t source_;
  std::string written_path_;  ///< draws must not depend on where the study lies
  InventoryFormulas* formulas_;
};

}  // namespace plume
