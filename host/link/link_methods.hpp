// SPDX-License-Identifier: Apache-2.0
// Elementary flows and what values them: rows of the biosphere after the mapping tables of the
// study, and the factors of the methods.
//
// A flow s of a source with a mapping row (s, t, x) becomes x · amount of flow t, in the units that
// the row names or else the
// reference units of both. A factor is impact per unit of its flow: in the unit of the row it is
// value · (row units in one of the
// factor's unit)⁻¹. Factors of flows that no exchange has are counted, as are factors for a
// location; the factor without one stands.
//
// A table of factors may say the name and compartment of a flow beside its id. Where no exchange
// has that id, the factor belongs to the flows of exactly that name and compartment; flows that the
// category values by their id are not matched by name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/base/finding.hpp"
#include "host/link/flow_table.hpp"
#include "host/link/formulas.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/builder.hpp"

namespace plume {

class LinkMethods {
 public:
  LinkMethods(const InventoryData& data, const UnitTable& units, const FlowTable& flows,
              const StoredNumbers& stored, ModelBuilder& builder, Findings& findings);

  struct ElementaryRow {
    bool known = false;            ///< false: the exchange's unit cannot be brought to the flow's
    bool is_converted = false;     ///< by a unit
    std::uint32_t row = no_index;  ///< none where a finding has said so of the flow
    double factor = 1.0;           ///< units of the row in one unit of the exchange
  };
  /// The row of an elementary exchange; counts whether it was mapped.
  ElementaryRow row_of(std::uint32_t source, const RawExchange& exchange);

  /// Adds the categories that the study asks for and their factors; call it when every row is
  /// known.
  void add_factors(LinkReport& report);

  /// What the tables of that model say of the flow; nullptr: nothing.
  [[nodiscard]] const RawMapping* mapping_of(std::uint32_t source, Text flow) const;

 private:
  struct MappedRow {
    std::uint32_t row = no_index;
    double factor = 1.0;  ///< units of the row in one unit of the source's flow
    bool is_mapped = false;
  };
  [[nodiscard]] const MappedRow& mapped_row(std::uint32_t source, Text flow);
  [[nodiscard]] MappedRow make_row(std::uint32_t source, Text flow);
  void bring_to_row(MappedRow& row, std::uint32_t source, Text flow);
  /// Units of the row in one `unit` of the source; nothing where one cannot be converted to the
  /// other.
  [[nodiscard]] std::optional<double> row_units(std::uint32_t row, std::uint32_t source,
                                                Text unit) const;
  [[nodiscard]] Text unit_of_factor(const RawFactor& factor, Text flow, std::uint32_t source) const;
  [[nodiscard]] std::optional<double> units_of(const RawMapping& mapping,
                                               std::uint32_t source) const;
  void add_category(const RawCategory& category, LinkReport& report);
  void add_factor(const RawCategory& category, const RawFactor& factor, std::uint32_t column,
                  std::uint32_t row, Text flow, std::uint32_t source, LinkReport& report);
  void index_names();
  [[nodiscard]] const std::vector<std::uint32_t>& rows_named(const RawFactor& factor) const;
  void name_categories();
  [[nodiscard]] bool is_wanted(const RawCategory& category) const;
  void check_wanted() const;

  const InventoryData& data_;
  const UnitTable& units_;
  const FlowTable& flows_;
  const StoredNumbers& stored_;
  ModelBuilder& builder_;
  Model& model_;
  Findings& findings_;
  std::map<std::pair<std::uint32_t, Text>, MappedRow> rows_;
  /// by source and flow
  std::unordered_map<std::uint32_t, std::unordered_map<Text, std::uint32_t>> mappings_;
  /// by row: exchanges on it
  std::vector<std::uint64_t> uses_;
  std::vector<Text> flow_of_row_;  ///< its id, where linked exchanges or a method speak of it
  std::vector<std::uint32_t> source_of_row_;
  /// rows by name and compartment
  std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> named_;
  std::uint64_t mapped_ = 0, unmapped_ = 0;
};

}  // namespace plume
