// SPDX-License-Identifier: Apache-2.0
// The tables of a package that declare ids: products, flows, categories, processes.
//
// All of them are read before anything refers to an id, so the order of files and rows does not
// matter. Findings: E0228 id with control characters, E0230 id declared twice, E0235 units differ,
// E0237 product with two producers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/builder.hpp"
#include "host/readers/plain_package/distribution_rows.hpp"
#include "host/readers/plain_package/formulas.hpp"
#include "host/readers/plain_package/id_hint.hpp"
#include "host/tables/table.hpp"

namespace plume {

/// Tables that numbers come from, in the order of Source::tables.
enum class NumberTable : std::uint16_t { processes, exchanges, factors };
inline constexpr std::array<std::string_view, 3> number_table_names = {
    "processes.csv", "exchanges.csv", "factors.csv"};

enum class IdKind : std::uint8_t { product, process, flow, category };

/// What the readers of one package share.
class PackageContext {
 public:
  PackageContext(ModelBuilder& model_builder, std::uint16_t source_index, Findings& all_findings)
      : builder(model_builder), findings(all_findings), source(source_index) {}

  ModelBuilder& builder;
  Findings& findings;
  std::uint16_t source;
  DistributionRows distributions;
  PackageFormulas formulas;
  /// By IdKind: whether every id the package declares is known. Where a table could not be read in
  /// full, references to ids that seem unknown are no findings: they would only repeat the first
  /// fault.
  std::array<bool, 4> complete = {true, true, true, true};
  /// By IdKind: the table is missing and no other model has such ids; reported when an id is asked
  /// for.
  std::array<bool, 4> table_missing = {};

  [[nodiscard]] bool is_complete(IdKind kind) const {
    return complete[static_cast<std::size_t>(kind)];
  }
  void set_incomplete(IdKind kind) { complete[static_cast<std::size_t>(kind)] = false; }

  /// Index of an id that a cell refers to; no_index, with a finding, where the model does not have
  /// it.
  [[nodiscard]] std::uint32_t find(IdKind kind, std::string_view id) const;
  /// Adds E0231, E0232 or E0234: the id in this cell is unknown.
  void report_unknown(IdKind kind, std::string_view id, Place place,
                      const std::string& display_folder);

  /// Adds an exchange with what the uncertainty columns of its row say of it.
  std::size_t add(const Exchange& exchange, const Uncertainty& uncertainty,
                  const std::optional<PedigreeScores>& scores, std::string_view own_id = {});

  /// An exchange of this package with its place; sign, indices and amount are for the caller.
  [[nodiscard]] Exchange exchange_at(NumberTable table, std::uint32_t line) const;

 private:
  std::array<IdHint, 4> hints_;
};

/// "product", "process", "elementary flow", "category".
[[nodiscard]] std::string_view word_of(IdKind kind);
/// The table that declares the kind: "products.csv", …
[[nodiscard]] std::string_view table_of(IdKind kind);

/// Adds E0235 and returns false where the cell of column `unit` is given and is not `expected`.
bool check_unit(Table& table, std::size_t unit_column, std::string_view expected, IdKind kind,
                std::string_view id, Findings& findings);

/// Takes the cell of column `factor` into the exchange: what amount and distribution are multiplied
/// by. False where it is no number.
bool read_factor(Table& table, std::size_t factor_column, Exchange& exchange);

void read_products(std::string_view text, const std::string& file, PackageContext& context);
void read_flows(std::string_view text, const std::string& file, PackageContext& context);
void read_categories(std::string_view text, const std::string& file, PackageContext& context);
/// Declares processes and the products they make, and adds their reference exchanges.
void read_processes(std::string_view text, const std::string& file, PackageContext& context);

}  // namespace plume
