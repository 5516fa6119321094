// SPDX-License-Identifier: Apache-2.0
// One matrix while groups are laid on it in turn. Brightway fills a matrix group by group; what a
// cell finally holds depends on
//
//   intra   duplicates inside a group: all stand, each drawn on its own and summed; or only the
//           last
//   inter   a cell that earlier groups filled: the new entries replace theirs, or stand beside them
//   NaN     an element that is NaN inserts nothing
//   arrays  columns of presampled values; a NaN leaves what was there, in that column only
//
// The stage keeps every entry in its cell's chain, drops what is replaced, and hands what is left
// to the ModelBuilder. So an entry that replaces another has the same exchange key, and the same
// draws where it has the same distribution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/builder.hpp"
#include "host/model/model.hpp"
#include "host/readers/brightway/flat_map.hpp"

namespace plume {

/// A group's rows with ids already turned into indices of the model.
struct StagedGroup {
  /// row, column, sign, factor, source, table, line; amount unless an array
  std::vector<Exchange> exchanges;
  std::vector<Uncertainty> uncertainties;  ///< empty, or one an exchange
  bool is_array = false;
  PresampledArray array;  ///< one row an exchange, before sign and factor
  bool sum_intra = true;
  bool sum_inter = false;
  std::string file;  ///< of the data, for findings
};

class MatrixStage {
 public:
  explicit MatrixStage(Findings& findings) : findings_(findings) {}

  void add(StagedGroup&& group);

  /// Adds what is left to the model, in the order of the groups. Returns, for each array group in
  /// order of addition, the index of its array in model.arrays; no_index where nothing of it is
  /// left.
  std::vector<std::uint32_t> emit(ModelBuilder& builder);

 private:
  struct Entry {
    Exchange exchange;              // its `array` counts arrays_, its `uncertainty` uncertainties_
    std::uint32_t next = no_index;  // the cell's living entry before this one
    bool alive = true;
  };
  struct ArrayRow {
    double first_value = 0.0;  // that is not NaN
    bool has_nan = false;
    bool skipped = false;   // all NaN, or merged into a later row
    bool repeated = false;  // another row of the group is on the same cell
  };

  void add_vector(const StagedGroup& group);
  void add_array(StagedGroup& group);
  static std::vector<ArrayRow> look_at_rows(StagedGroup& group);
  static ArrayRow look_at_row(const StagedGroup& group, std::size_t row);
  void check_rows(const StagedGroup& group, const std::vector<ArrayRow>& rows);
  Exchange laid_over(Exchange exchange, const ArrayRow& row, const StagedGroup& group,
                     double* values) const;
  void put(const Exchange& exchange, const StagedGroup& group, std::uint32_t group_begin);

  Findings& findings_;
  FlatMap cells_;  // last living entry of each cell
  std::vector<Entry> entries_;
  std::vector<Uncertainty> uncertainties_;
  std::vector<PresampledArray> arrays_;
};

}  // namespace plume
