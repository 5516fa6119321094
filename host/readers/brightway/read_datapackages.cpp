// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/read_datapackages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "host/archive/shown.hpp"
#include "host/base/hash.hpp"
#include "host/readers/brightway/flat_map.hpp"
#include "host/readers/brightway/group.hpp"
#include "host/readers/brightway/matrix_stage.hpp"
#include "host/readers/brightway/metadata.hpp"
#include "host/readers/brightway/reference_products.hpp"

namespace plume {

namespace {

/// Brightway's integer ids as indices of the model, each turned into text only once.
class IdIndex {
 public:
  template <class Resolve>  // std::uint32_t(std::string_view), no_index if there is no such thing
  std::uint32_t of(std::int64_t id, Resolve&& resolve) {
    std::uint32_t& known = index_.slot(static_cast<std::uint64_t>(id));
    if (known == no_index) {
      const fmt::format_int text(id);
      const std::uint32_t found = resolve(std::string_view(text.data(), text.size()));
      known = found == no_index ? absent : found;
    }
    return known == absent ? no_index : known;
  }

 private:
  static constexpr std::uint32_t absent = no_index - 1;
  FlatMap index_;
};

/// An array group of a package, for the strides of combinatorial packages.
struct ArrayGroup {
  std::size_t num_columns = 1;
  std::uint32_t model_array = no_index;
};

struct Package {
  const Archive* archive = nullptr;
  std::uint16_t source = 0;
  PackageMetadata metadata;
  std::vector<ArrayGroup> arrays;  // by group; num_columns 1 where a group is a vector
};

class DatapackagesReader {
 public:
  DatapackagesReader(ModelBuilder& builder, Findings& findings)
      : builder_(builder), findings_(findings) {}

  void read(const std::vector<Datapackage>& datapackages) {
    for (const Datapackage& datapackage : datapackages) {
      Package package;
      package.archive = datapackage.archive;
      package.source = datapackage.source;
      auto metadata = read_metadata(*datapackage.archive, findings_);
      if (metadata) package.metadata = std::move(*metadata);
      technosphere_complete_ =
          technosphere_complete_ && metadata.has_value() && package.metadata.complete;
      package.arrays.resize(package.metadata.groups.size());
      packages_.push_back(std::move(package));
    }
    const std::size_t first_exchange = builder_.model().exchanges.size();
    // Processes are the columns of the technosphere, so it comes first; Brightway too drops what
    // other columns speak of.
    for (const Matrix matrix : {Matrix::technosphere, Matrix::biosphere, Matrix::characterisation,
                                Matrix::normalisation, Matrix::weighting}) {
      read_matrix(matrix);
      if (matrix == Matrix::technosphere) set_reference_products(first_exchange);
    }
    set_strides();
  }

 private:
  void read_matrix(Matrix matrix) {
    MatrixStage stage(findings_);
    std::vector<ArrayGroup*> arrays;
    for (Package& package : packages_) {
      for (std::size_t g = 0; g < package.metadata.groups.size(); ++g) {
        const GroupMetadata& group = package.metadata.groups[g];
        if (group.matrix != matrix || !is_consistent(package, group)) continue;
        auto data = read_group(*package.archive, group, findings_);
        if (!data) {
          if (matrix == Matrix::technosphere) technosphere_complete_ = false;
          continue;
        }
        if (matrix == Matrix::weighting && data->size() > 1) {
          findings_.add(
              "E0314", place(package, data_resource(group)),
              fmt::format("group '{}' has {} weighting values", shown(group.name), data->size()),
              "there can be only one");
          continue;
        }
        if (group.category == GroupCategory::array) {
          package.arrays[g].num_columns = data->num_columns;
          arrays.push_back(&package.arrays[g]);
        }
        stage.add(stage_group(package, group, *data));
      }
    }
    const std::vector<std::uint32_t> model_arrays = stage.emit(builder_);
    for (std::size_t k = 0; k < arrays.size(); ++k) arrays[k]->model_array = model_arrays[k];
  }

  static const NpyResource& data_resource(const GroupMetadata& group) {
    return group.data ? *group.data : *group.distributions;
  }
  [[nodiscard]] Place place(const Package& package, const NpyResource& resource,
                            std::uint32_t line = 0) const {
    return {package.archive->display_name(resource.path), line, 0};
  }

  static std::string category_of(const Package& package, const GroupMetadata& group) {
    if (!group.identifier.empty()) return group.identifier;
    return package.metadata.only_characterisation && !package.metadata.name.empty()
               ? package.metadata.name
               : group.name;
  }

  /// All groups of one impact category must speak of the same global location, as in Brightway.
  bool is_consistent(const Package& package, const GroupMetadata& group) {
    if (group.matrix != Matrix::characterisation) return true;
    const std::string category = category_of(package, group);
    const auto [first, is_first] = global_index_.emplace(category, group.global_index);
    if (is_first || first->second == group.global_index) return true;
    const auto in_words = [](const std::optional<std::int64_t>& index) {
      return index ? fmt::format("global_index {}", *index) : std::string("no global_index");
    };
    findings_.add("E0313", {package.archive->display_name("datapackage.json"), 0, 0},
                  fmt::format("group '{}' has {}, an earlier group of category '{}' has {}",
                              shown(group.name), in_words(group.global_index), shown(category),
                              in_words(first->second)),
                  "give all groups of a category the same global_index");
    return false;
  }

  /// The set that a group of normalisation or weighting factors belongs to: groups of one
  /// identifier (or, without one, of one package) are one. Which category has which is in
  /// Brightway's MethodConfig, not in the packages: the study says it (host/study/pair_scores.hpp).
  std::uint32_t set_of(const Package& package, const GroupMetadata& group) {
    const std::string where = package.archive->display_root();
    const std::string name = !group.identifier.empty()        ? group.identifier
                             : !package.metadata.name.empty() ? package.metadata.name
                                                              : group.name;
    const std::string identity = group.identifier.empty() ? where + "\n" + name : name;
    Model& model = builder_.model();
    std::vector<FactorSet>& sets =
        group.matrix == Matrix::weighting ? model.weightings : model.normalisations;
    const auto [set, is_new] =
        sets_.try_emplace({group.matrix, identity}, static_cast<std::uint32_t>(sets.size()));
    if (is_new) sets.push_back({name, where});
    return set->second;
  }

  StagedGroup stage_group(const Package& package, const GroupMetadata& group, GroupData& data) {
    StagedGroup staged;
    staged.sum_intra = package.metadata.sum_intra_duplicates;
    staged.sum_inter = package.metadata.sum_inter_duplicates;
    staged.is_array = group.category == GroupCategory::array;
    staged.file = place(package, data_resource(group)).file;
    if (staged.is_array) {
      staged.array.name = group.name;
      staged.array.num_columns = static_cast<std::uint32_t>(data.num_columns);
      staged.array.order = package.metadata.order;
      staged.array.group_key = stable_key({"brightway package", package.metadata.id});
    }

    Exchange exchange;
    exchange.matrix = group.matrix;
    exchange.source = package.source;
    exchange.table = add_table(package, data_resource(group).path);
    if (group.matrix == Matrix::characterisation)
      exchange.column = category_index(category_of(package, group));
    if (group.matrix == Matrix::normalisation) exchange.column = set_of(package, group);
    if (group.matrix == Matrix::weighting) exchange.row = set_of(package, group);

    // One row an exchange that is kept: rows of other locations and of unknown processes fall out.
    const std::size_t width = data.num_columns;
    std::size_t num_other_places = 0, num_unknown = 0, first_unknown = 0;
    FlatMap reference_of;
    staged.exchanges.reserve(data.size());
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (group.matrix == Matrix::characterisation && group.global_index &&
          data.columns[i] != *group.global_index) {
        ++num_other_places;
        continue;
      }
      if (!staged.is_array && std::isnan(data.values[i])) continue;
      if (!find_cell(data.rows[i], data.columns[i], exchange)) {
        if (num_unknown++ == 0) first_unknown = i;
        continue;
      }
      exchange.sign = !data.flip.empty() && data.flip[i] != 0 ? std::int8_t{-1} : std::int8_t{1};
      exchange.factor = data.rescale.empty() ? 1.0 : data.rescale[i];
      exchange.amount = staged.is_array ? 0.0 : data.values[i];
      exchange.line = static_cast<std::uint32_t>(i + 1);
      if (!data.reference.empty() && data.reference[i] != 0)
        note_reference(package, group, exchange, reference_of);
      staged.exchanges.push_back(exchange);
      // In place: the row written never lies behind the row read.
      const std::size_t kept = staged.exchanges.size() - 1;
      if (!data.distributions.empty()) data.distributions[kept] = data.distributions[i];
      if (staged.is_array && kept != i) {
        std::copy_n(data.values.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                    data.values.begin() + static_cast<std::ptrdiff_t>(kept * width));
      }
    }
    if (!data.distributions.empty()) {
      data.distributions.resize(staged.exchanges.size());
      staged.uncertainties = std::move(data.distributions);
    }
    if (staged.is_array) {
      data.values.resize(staged.exchanges.size() * width);
      staged.array.num_rows = static_cast<std::uint32_t>(staged.exchanges.size());
      staged.array.values = std::move(data.values);
    }

    if (num_other_places > 0) {
      findings_.add(
          "N0342", place(package, data_resource(group)),
          fmt::format(
              "{} of {} factors are for other places than global_index {}; they are not used",
              num_other_places, data.size(), *group.global_index));
    }
    if (num_unknown > 0 && technosphere_complete_) {
      findings_.add(
          "W0335",
          place(package, data_resource(group), static_cast<std::uint32_t>(first_unknown + 1)),
          fmt::format("{} of {} rows are for processes without a technosphere column, the first "
                      "for process {}; "
                      "they are not used",
                      num_unknown, data.size(), data.columns[first_unknown]));
    }
    return staged;
  }

  /// Row and column of the model; false for a biosphere column that is no process.
  bool find_cell(std::int64_t row, std::int64_t column, Exchange& exchange) {
    const auto flow = [&](std::string_view id) { return builder_.flow(id); };
    switch (exchange.matrix) {
      case Matrix::technosphere:
        exchange.row = products_.of(row, [&](std::string_view id) { return builder_.product(id); });
        exchange.column =
            processes_.of(column, [&](std::string_view id) { return builder_.process(id); });
        break;
      case Matrix::biosphere:
        exchange.column =
            columns_.of(column, [&](std::string_view id) { return builder_.find_process(id); });
        if (exchange.column == no_index) return false;
        exchange.row = flows_.of(row, flow);
        break;
      case Matrix::characterisation:
      case Matrix::normalisation:
        exchange.row = flows_.of(row, flow);
        break;
      case Matrix::weighting:
      case Matrix::parameter:
        break;
    }
    return true;
  }

  std::uint32_t category_index(const std::string& id) {
    const std::uint32_t index = builder_.category(id);
    std::string& name = builder_.model().categories[index].name;
    if (name.empty()) name = id;
    return index;
  }

  /// The file an exchange's line counts in, among the tables of its source.
  std::uint32_t add_table(const Package& package, const std::string& path) {
    std::vector<Source>& sources = builder_.model().sources;
    if (package.source >= sources.size()) return 0;
    std::vector<std::string>& tables = sources[package.source].tables;
    // With the folder inside a zip, if the archive has entered one.
    std::string file = package.archive->display_name(path);
    if (const std::string root = package.archive->display_root() + "/"; file.starts_with(root))
      file.erase(0, root.size());
    tables.push_back(std::move(file));
    return static_cast<std::uint32_t>(tables.size() - 1);
  }

  void note_reference(const Package& package, const GroupMetadata& group, const Exchange& exchange,
                      FlatMap& reference_of) {
    if (exchange.matrix != Matrix::technosphere) return;
    std::uint32_t& product = reference_of.slot(exchange.column);
    if (product == no_index) {
      product = exchange.row;
      references_.emplace_back(exchange.column, exchange.row);
    } else if (product != exchange.row) {
      const Model& model = builder_.model();
      findings_.add(
          "W0336", place(package, *group.reference, exchange.line),
          fmt::format("process {} has a second reference product, {}; the first, {}, is taken",
                      model.processes[exchange.column].id, model.products[exchange.row].id,
                      model.products[product].id));
    }
  }

  void set_reference_products(std::size_t first_exchange) {
    for (const auto& [process, product] : references_)
      builder_.model().processes[process].reference_product = product;
    infer_reference_products(builder_, first_exchange);
  }

  /// itertools.product over the arrays of a package, as Brightway's CombinatorialIndexer: the last
  /// varies fastest.
  void set_strides() {
    for (const Package& package : packages_) {
      if (package.metadata.order != ColumnOrder::combinatorial) continue;
      std::uint64_t stride = 1;
      for (auto array = package.arrays.rbegin(); array != package.arrays.rend(); ++array) {
        if (array->model_array != no_index)
          builder_.model().arrays[array->model_array].stride = stride;
        // Beyond 2^64 combinations no run gets: such an array stays at its first column.
        if (__builtin_mul_overflow(stride, static_cast<std::uint64_t>(array->num_columns),
                                   &stride)) {
          stride = std::numeric_limits<std::uint64_t>::max();
        }
      }
    }
  }

  ModelBuilder& builder_;
  Findings& findings_;
  std::vector<Package> packages_;
  // of normalisation and weighting, by identity
  std::map<std::pair<Matrix, std::string>, std::uint32_t> sets_;
  bool technosphere_complete_ = true;
  IdIndex products_, processes_, columns_, flows_;
  // process, product; later ones count
  std::vector<std::pair<std::uint32_t, std::uint32_t>> references_;
  std::unordered_map<std::string, std::optional<std::int64_t>> global_index_;  // by category
};

}  // namespace

bool is_datapackage(const Archive& archive) { return archive.contains("datapackage.json"); }

void read_datapackages(const std::vector<Datapackage>& packages, ModelBuilder& builder,
                       Findings& findings) {
  DatapackagesReader(builder, findings).read(packages);
}

}  // namespace plume
