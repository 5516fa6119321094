// SPDX-License-Identifier: Apache-2.0
#include "host/api/columns.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "host/api/state.hpp"
#include "host/base/hash.hpp"
#include "host/matrix/counting_sort.hpp"
#include "host/model/builder.hpp"
#include "host/readers/brightway/median.hpp"
#include "host/readers/brightway/reference_products.hpp"

namespace plume::api {
namespace {

constexpr std::int64_t last_kind = static_cast<std::int64_t>(DistributionKind::beta_pert);

template <class Number, class Wanted>
Wanted load(const Numbers& numbers, std::size_t i) {
  Number number;
  std::memcpy(
      &number,
      static_cast<const char*>(numbers.first) + static_cast<std::ptrdiff_t>(i) * numbers.stride,
      sizeof number);
  return static_cast<Wanted>(number);
}

template <class Wanted>
Wanted at(const Numbers& numbers, std::size_t i) {
  using Type = Numbers::Type;
  switch (numbers.type) {
    case Type::boolean:
    case Type::uint8:
      return load<std::uint8_t, Wanted>(numbers, i);
    case Type::int8:
      return load<std::int8_t, Wanted>(numbers, i);
    case Type::int16:
      return load<std::int16_t, Wanted>(numbers, i);
    case Type::int32:
      return load<std::int32_t, Wanted>(numbers, i);
    case Type::int64:
      return load<std::int64_t, Wanted>(numbers, i);
    case Type::uint16:
      return load<std::uint16_t, Wanted>(numbers, i);
    case Type::uint32:
      return load<std::uint32_t, Wanted>(numbers, i);
    case Type::uint64:
      return load<std::uint64_t, Wanted>(numbers, i);
    case Type::float32:
      return load<float, Wanted>(numbers, i);
    case Type::float64:
      break;
  }
  return load<double, Wanted>(numbers, i);
}

std::int64_t whole_at(const Numbers& numbers, std::size_t i) {
  return at<std::int64_t>(numbers, i);
}
double number_at(const Numbers& numbers, std::size_t i) { return at<double>(numbers, i); }

struct Parameter {
  const char* name;
  Numbers EntryColumns::*column;
  double Uncertainty::*parameter;
};
constexpr Parameter parameters[] = {
    {"loc", &EntryColumns::loc, &Uncertainty::loc},
    {"scale", &EntryColumns::scale, &Uncertainty::scale},
    {"shape", &EntryColumns::shape, &Uncertainty::shape},
    {"minimum", &EntryColumns::minimum, &Uncertainty::minimum},
    {"maximum", &EntryColumns::maximum, &Uncertainty::maximum},
};

/// Two words that nearly all changes of a column change both; a whole SHA-256 of millions of
/// numbers would take as long as all else here.
class Fingerprint {
 public:
  void add(const Numbers& numbers) {
    for (std::size_t i = 0; i < numbers.size; ++i) {
      const auto bits = std::bit_cast<std::uint64_t>(number_at(numbers, i));
      first_ = mixed(first_ ^ bits, 0x9E3779B97F4A7C15U);
      second_ = mixed(second_ + bits, 0xD6E8FEB86659FD93U);
    }
  }
  [[nodiscard]] std::string text() const {
    return std::to_string(first_) + "," + std::to_string(second_);
  }

 private:
  static std::uint64_t mixed(std::uint64_t word, std::uint64_t factor) {
    word *= factor;
    return word ^ (word >> 29);
  }
  std::uint64_t first_ = 1, second_ = 2;
};

/// Positions of entries by category, those of one in their order: as Brightway has a group a
/// category. Empty where they lie so.
std::vector<std::uint32_t> by_row(const Numbers& rows, std::size_t num_rows) {
  bool sorted = true;
  CountingSort<std::uint32_t> by_category(num_rows);
  for (std::size_t i = 0; i < rows.size; ++i) {
    const auto row = static_cast<std::size_t>(whole_at(rows, i));
    if (row >= num_rows) return {};  // told by whoever reads it
    sorted = sorted && (i == 0 || whole_at(rows, i - 1) <= whole_at(rows, i));
    by_category.count(row);
  }
  if (sorted) return {};
  by_category.place();
  std::vector<std::uint32_t> order(rows.size);
  for (std::size_t i = 0; i < rows.size; ++i)
    order[by_category.next(static_cast<std::size_t>(whole_at(rows, i)))] =
        static_cast<std::uint32_t>(i);
  return order;
}

class ColumnsReader {
 public:
  ColumnsReader(const Columns& columns, Model::State& made)
      : columns_(columns), model_(made.model), findings_(made.findings), builder_(made.model) {}

  void read() {
    check_labels("products", columns_.products, findings_);
    check_labels("processes", columns_.processes, findings_);
    check_labels("flows", columns_.flows, findings_);
    check_labels("categories", columns_.categories, findings_);
    check("technosphere", columns_.technosphere);
    check("biosphere", columns_.biosphere);
    check("characterisation", columns_.characterisation);
    if (findings_.has_errors()) return;
    model_.sources.push_back(
        {in_memory, "arrays", digest(), {"technosphere", "biosphere", "characterisation"}});
    reserve();
    read_technosphere();
    infer_reference_products(builder_, 0);
    read_biosphere();
    read_characterisation();
  }

 private:
  /// A row or column: what it is called, its labels, and the indices in the model of those that an
  /// entry has named.
  struct Axis {
    const char* what;
    const std::vector<Label>& labels;
    std::vector<std::uint32_t> known = std::vector<std::uint32_t>(labels.size(), no_index);
  };

  static Place place(const char* matrix, std::size_t entry) {
    return {in_memory + std::string("/") + matrix, static_cast<std::uint32_t>(entry + 1), 0};
  }

  void check(const char* matrix, const EntryColumns& entries) {
    const auto wrong_size = [&](const char* what, const Numbers& numbers) {
      findings_.add("E0653", place(matrix, 0),
                    "it has " + std::to_string(entries.amounts.size) + " amounts, and " +
                        std::to_string(numbers.size) + " of " + what,
                    "give one of each for an entry");
    };
    const auto not_whole = [&](const char* what) {
      findings_.add(
          "E0654", place(matrix, 0), std::string("its ") + what + " are floating-point numbers",
          "give integers: rows and columns count from 0, kinds are those of stats_arrays");
    };
    for (const auto& [what, numbers] :
         {std::pair{"rows", &entries.rows}, std::pair{"columns", &entries.columns}}) {
      if (numbers->size != entries.amounts.size) wrong_size(what, *numbers);
      if (numbers->size > 0 && !numbers->is_whole()) not_whole(what);
    }
    if (entries.kind.size > 0 && !entries.kind.is_whole()) not_whole("kinds");
    if (entries.kind.size > 0 && entries.kind.size != entries.amounts.size)
      wrong_size("kind", entries.kind);
    for (const Parameter& each : parameters) {
      const Numbers& numbers = entries.*each.column;
      if (numbers.size > 0 && numbers.size != entries.amounts.size) wrong_size(each.name, numbers);
    }
    if (entries.negative.size > 0 && entries.negative.size != entries.amounts.size)
      wrong_size("negative", entries.negative);
  }

  /// Vectors that grow would need half as much again, and for a moment twice.
  void reserve() {
    std::size_t entries = 0, uncertain = 0;
    for (const EntryColumns* each :
         {&columns_.technosphere, &columns_.biosphere, &columns_.characterisation}) {
      entries += each->amounts.size;
      for (std::size_t i = 0; i < each->kind.size; ++i)
        uncertain +=
            whole_at(each->kind, i) > static_cast<std::int64_t>(DistributionKind::none) ? 1 : 0;
    }
    model_.exchanges.reserve(entries);
    model_.uncertainties.reserve(uncertain);
  }

  /// Of the labels and of the fingerprints of the columns: by it a resumed run knows its model.
  [[nodiscard]] std::string digest() const {
    std::string text;
    for (const auto* labels :
         {&columns_.products, &columns_.processes, &columns_.flows, &columns_.categories}) {
      text += "[";
      for (const Label& label : *labels) {
        for (const std::string* part : {&label.id, &label.name, &label.unit})
          text += std::to_string(part->size()) + ":" + *part;
      }
    }
    for (const EntryColumns* each :
         {&columns_.technosphere, &columns_.biosphere, &columns_.characterisation}) {
      for (const Numbers* numbers :
           {&each->rows, &each->columns, &each->amounts, &each->kind, &each->loc, &each->scale,
            &each->shape, &each->minimum, &each->maximum, &each->negative}) {
        Fingerprint fingerprint;
        fingerprint.add(*numbers);
        text += "[" + std::to_string(numbers->size) + " " + fingerprint.text();
      }
    }
    return sha256(text);
  }

  bool lies_in(const Axis& axis, const char* side, std::int64_t index, const char* matrix,
               std::size_t entry) {
    if (index >= 0 && static_cast<std::uint64_t>(index) < axis.labels.size()) return true;
    findings_.add("E0776", place(matrix, entry),
                  "its " + std::string(side) + " is " + axis.what + " " + std::to_string(index) +
                      ", and there are " + std::to_string(axis.labels.size()),
                  "rows and columns count from 0");
    return false;
  }

  /// Index in the model; the label is added to it where it is new there.
  template <class List>
  std::uint32_t index_of(Axis& axis, std::int64_t label, List& list,
                         std::uint32_t (ModelBuilder::*added)(std::string_view)) {
    std::uint32_t& known = axis.known[static_cast<std::size_t>(label)];
    if (known == no_index) {
      const Label& named = axis.labels[static_cast<std::size_t>(label)];
      known = (builder_.*added)(named.id);
      list[known].name = named.name.empty() ? named.id : named.name;
      list[known].unit = named.unit;
    }
    return known;
  }

  std::uint32_t flow_of(std::int64_t label) {
    return index_of(flows_, label, model_.flows, &ModelBuilder::flow);
  }

  /// What numbers of one matrix turned out to be, for one word about all of them.
  struct Told {
    std::size_t medians = 0, without = 0, unknown = 0, dropped = 0;
    std::size_t first_median = 0, first_without = 0, first_unknown = 0, first_dropped = 0;
    static void add(std::size_t& count, std::size_t& first, std::size_t entry) {
      if (count++ == 0) first = entry;
    }
  };

  Uncertainty uncertainty_of(const EntryColumns& entries, std::size_t i, Told& told) {
    Uncertainty made;
    if (entries.kind.size == 0) return made;
    const std::int64_t kind = whole_at(entries.kind, i);
    if (kind < 0 || kind > last_kind) {
      Told::add(told.unknown, told.first_unknown, i);
      return made;
    }
    made.kind = static_cast<DistributionKind>(kind);
    if (made.is_certain()) return made;
    for (const Parameter& each : parameters) {
      const Numbers& numbers = entries.*each.column;
      if (numbers.size > 0) made.*each.parameter = number_at(numbers, i);
    }
    made.negative = entries.negative.size > 0 && number_at(entries.negative, i) != 0.0;
    return made;
  }

  /// Adds entry i, whose cell `exchange` has. False where it has no amount, and is none.
  template <class FindCell>  // bool(Exchange&)
  void add(const EntryColumns& entries, std::size_t i, bool may_be_taken, Exchange exchange,
           Told& told, const FindCell& find_cell) {
    const Uncertainty uncertainty = uncertainty_of(entries, i, told);
    double amount = number_at(entries.amounts, i);
    const bool taken =
        may_be_taken && amount < 0.0 && whole_at(entries.rows, i) != whole_at(entries.columns, i);
    if (taken) {
      exchange.sign = -1;
      amount = -amount;
    }
    if (std::isnan(amount) && !uncertainty.is_certain()) {
      amount = median_of(uncertainty);
      if (std::isnan(amount)) {
        Told::add(told.without, told.first_without, i);
      } else {
        Told::add(told.medians, told.first_median, i);
      }
    }
    if (std::isnan(amount) || !find_cell(exchange)) return;
    exchange.amount = amount;
    exchange.line = static_cast<std::uint32_t>(i + 1);
    builder_.add(exchange, uncertainty);
  }

  void tell(const char* matrix, const EntryColumns& entries, const Told& told) {
    const auto and_more = [](std::size_t count) {
      return count < 2 ? std::string() : " (and " + std::to_string(count - 1) + " more)";
    };
    if (told.unknown > 0)
      findings_.add("E0310", place(matrix, told.first_unknown),
                    "uncertainty type " +
                        std::to_string(whole_at(entries.kind, told.first_unknown)) +
                        " is not known" + and_more(told.unknown),
                    "0 to " + std::to_string(last_kind) + " are, as in stats_arrays");
    if (told.medians > 0)
      findings_.add("W0337", place(matrix, told.first_median),
                    "the amount is NaN; the median of its distribution is its static amount" +
                        and_more(told.medians));
    if (told.dropped > 0)
      findings_.add("W0335", place(matrix, told.first_dropped),
                    std::to_string(told.dropped) + " of " + std::to_string(entries.amounts.size) +
                        " entries are for processes without an entry in the technosphere, the "
                        "first for process " +
                        std::to_string(whole_at(entries.columns, told.first_dropped)) +
                        "; they are not used");
    if (told.without > 0)
      findings_.add("E0319", place(matrix, told.first_without),
                    "the amount is NaN, and the parameters of its distribution give no median" +
                        and_more(told.without),
                    "give the amount");
  }

  void read_technosphere() {
    const EntryColumns& entries = columns_.technosphere;
    Exchange exchange;
    exchange.matrix = Matrix::technosphere;
    exchange.table = 0;
    Told told;
    for (std::size_t i = 0; i < entries.amounts.size; ++i) {
      add(entries, i, true, exchange, told, [&](Exchange& at) {
        const std::int64_t row = whole_at(entries.rows, i), column = whole_at(entries.columns, i);
        if (!lies_in(products_, "row", row, "technosphere", i)) return false;
        if (!lies_in(processes_, "column", column, "technosphere", i)) return false;
        at.row = index_of(products_, row, model_.products, &ModelBuilder::product);
        at.column = index_of(processes_, column, model_.processes, &ModelBuilder::process);
        return true;
      });
    }
    tell("technosphere", entries, told);
  }

  void read_biosphere() {
    const EntryColumns& entries = columns_.biosphere;
    Exchange exchange;
    exchange.matrix = Matrix::biosphere;
    exchange.table = 1;
    Told told;
    for (std::size_t i = 0; i < entries.amounts.size; ++i) {
      add(entries, i, false, exchange, told, [&](Exchange& at) {
        const std::int64_t row = whole_at(entries.rows, i), column = whole_at(entries.columns, i);
        if (!lies_in(flows_, "row", row, "biosphere", i)) return false;
        if (!lies_in(processes_, "column", column, "biosphere", i)) return false;
        at.column = processes_.known[static_cast<std::size_t>(column)];
        if (at.column == no_index) {
          Told::add(told.dropped, told.first_dropped, i);
          return false;
        }
        at.row = flow_of(row);
        return true;
      });
    }
    tell("biosphere", entries, told);
  }

  void read_characterisation() {
    const EntryColumns& entries = columns_.characterisation;
    for (const Label& label : columns_.categories) {
      ImpactCategory& category = model_.categories[builder_.category(label.id)];
      category.name = label.name.empty() ? label.id : label.name;
      category.unit = label.unit;
    }
    Exchange exchange;
    exchange.matrix = Matrix::characterisation;
    exchange.table = 2;
    Told told;
    const std::vector<std::uint32_t> order = by_row(entries.rows, columns_.categories.size());
    for (std::size_t k = 0; k < entries.amounts.size; ++k) {
      const std::size_t i = order.empty() ? k : order[k];
      add(entries, i, false, exchange, told, [&](Exchange& at) {
        const std::int64_t row = whole_at(entries.rows, i), column = whole_at(entries.columns, i);
        if (!lies_in(categories_, "row", row, "characterisation", i)) return false;
        if (!lies_in(flows_, "column", column, "characterisation", i)) return false;
        at.row = flow_of(column);
        at.column = static_cast<std::uint32_t>(row);
        return true;
      });
    }
    tell("characterisation", entries, told);
  }

  const Columns& columns_;
  plume::Model& model_;
  Findings& findings_;
  ModelBuilder builder_;
  Axis products_{"product", columns_.products}, processes_{"process", columns_.processes};
  Axis flows_{"flow", columns_.flows}, categories_{"category", columns_.categories};
};

}  // namespace

Model model_of(const Columns& columns) {
  auto state = std::make_shared<Model::State>();
  ColumnsReader(columns, *state).read();
  return Model(std::move(state));
}

}  // namespace plume::api
