// SPDX-License-Identifier: Apache-2.0
// A model from columns of numbers that lie in memory: of NumPy, Eigen, Arrow or the program's own.
// They are read where they are, once, and nothing of them is kept.
//
//     Columns columns;
//     columns.products = columns.processes = {{"kettle"}, {"steel"}};
//     // a std::vector, or any array
//     columns.technosphere.rows = numbers(rows);
//     columns.technosphere.columns = numbers(columns_of_rows);
//     columns.technosphere.amounts = numbers(amounts);
//     Prepared prepared = prepare(study, model_of(columns));
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <vector>

#include "host/api/plume.hpp"

namespace plume::api {

/// Numbers of one type, each `stride` bytes after the one before. They need not be aligned: a
/// member of packed records is one, too.
struct Numbers {
  enum class Type : std::uint8_t {
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float32,
    float64
  };

  const void* first = nullptr;
  std::size_t size = 0;
  std::ptrdiff_t stride = 0;
  Type type = Type::float64;

  [[nodiscard]] bool is_whole() const { return type < Type::float32; }
};

/// Of a std::vector, std::array, std::span …, which must live as long.
template <std::ranges::contiguous_range Range>
[[nodiscard]] Numbers numbers(const Range& range) {
  using Number = std::ranges::range_value_t<Range>;
  static_assert(std::integral<Number> || std::same_as<Number, float> ||
                std::same_as<Number, double>);
  constexpr int log_size = sizeof(Number) == 1   ? 0
                           : sizeof(Number) == 2 ? 1
                           : sizeof(Number) == 4 ? 2
                                                 : 3;
  constexpr Numbers::Type type =
      std::same_as<Number, bool>     ? Numbers::Type::boolean
      : std::same_as<Number, float>  ? Numbers::Type::float32
      : std::same_as<Number, double> ? Numbers::Type::float64
      : std::is_signed_v<Number>
          ? static_cast<Numbers::Type>(static_cast<int>(Numbers::Type::int8) + log_size)
          : static_cast<Numbers::Type>(static_cast<int>(Numbers::Type::uint8) + log_size);
  return {std::ranges::data(range), std::ranges::size(range), sizeof(Number), type};
}

/// The entries of a matrix, number by number. Several on one cell are drawn one by one, and summed.
/// An amount that is NaN is no entry.
struct EntryColumns {
  Numbers rows, columns, amounts;
  /// Distributions as stats_arrays (Brightway) records them: what `kind` is, and its parameters
  /// (docs/distributions.md). Without `kind` all is certain; of the others, those that are not
  /// given are NaN, and `negative` false. What is certain has its amount, not its `loc`.
  Numbers kind = {}, loc = {}, scale = {}, shape = {}, minimum = {}, maximum = {}, negative = {};
};

/// A model as its matrices: h = C B s with A s = f. As Brightway has them: a negative entry of A
/// whose row is not its column is taken, and its distribution is that of what is taken, a positive
/// amount. The bits are those of a Brightway datapackage with the same arrays and ids.
struct Columns {
  /// those that no entry names are not in the model
  std::vector<Label> products, processes, flows, categories;
  /// A: rows are products, columns processes
  EntryColumns technosphere;
  /// B: rows are flows, columns processes
  EntryColumns biosphere;
  /// C: rows are categories, columns flows
  EntryColumns characterisation;
};

/// What is wrong with the columns is among the findings of prepare().
[[nodiscard]] Model model_of(const Columns& columns);

}  // namespace plume::api
