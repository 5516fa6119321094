// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "host/archive/shown.hpp"
#include "host/readers/brightway/median.hpp"
#include "host/readers/brightway/npy.hpp"

namespace plume {

namespace {

constexpr std::int64_t last_distribution = static_cast<std::int64_t>(DistributionKind::beta_pert);
// distributions are stored in float32, data often in float64
constexpr double float32_rounding = 1e-6;

std::uint32_t line_of(std::size_t element) { return static_cast<std::uint32_t>(element + 1); }

/// "" for one, " (and 2 more elements)" for three.
std::string and_more(std::size_t count) {
  if (count < 2) return {};
  return fmt::format(" (and {} more element{})", count - 1, count == 2 ? "" : "s");
}

/// How many elements have something in common, and which is the first.
struct Count {
  std::size_t count = 0;
  std::size_t first = 0;
  void add(std::size_t element) {
    if (count++ == 0) first = element;
  }
};

class GroupReader {
 public:
  GroupReader(const Archive& archive, const GroupMetadata& group, Findings& findings)
      : archive_(archive), group_(group), findings_(findings) {}

  std::optional<GroupData> read() {
    const std::size_t errors_before = findings_.num_errors();
    read_indices();
    if (!group_.data && !group_.distributions) {
      findings_.add(
          "E0309", package_place(),
          fmt::format("group '{}' has neither data nor distributions", shown(group_.name)),
          "write the package again with bw_processing");
    }
    read_distributions();
    read_data();
    read_flags(group_.flip, data_.flip);
    read_flags(group_.reference, data_.reference);
    read_rescale();
    if (findings_.num_errors() != errors_before) return std::nullopt;
    if (group_.category == GroupCategory::vector && !settle_amounts()) return std::nullopt;
    return std::move(data_);
  }

 private:
  [[nodiscard]] Place package_place() const {
    return {archive_.display_name("datapackage.json"), 0, 0};
  }
  [[nodiscard]] Place place(const NpyResource& resource, std::uint32_t line = 0) const {
    return {archive_.display_name(resource.path), line, 0};
  }

  /// The array of a resource, if it is there and its rows are as many as they should be.
  std::optional<NpyArray> open(const NpyResource& resource) {
    if (!archive_.contains(resource.path)) {
      findings_.add("E0304", place(resource),
                    fmt::format("the file of resource '{}' is not in the package", resource.name),
                    "write the package again, or copy it again");
      return std::nullopt;
    }
    auto bytes = archive_.read(resource.path, findings_);
    if (!bytes) return std::nullopt;
    auto array = NpyArray::parse(std::move(*bytes), place(resource).file, findings_);
    if (!array) return std::nullopt;
    if (array->shape().empty()) {
      add_type(resource, fmt::format("a single {}", shown(array->type_text())), "a list");
      return std::nullopt;
    }
    const std::size_t rows = array->shape()[0];
    if (resource.num_rows && *resource.num_rows != static_cast<std::int64_t>(rows)) {
      add_length(resource, rows,
                 fmt::format("datapackage.json says nrows = {}", *resource.num_rows));
      return std::nullopt;
    }
    if (has_indices_ && rows != data_.size()) {
      add_length(
          resource, rows,
          fmt::format("the indices of group '{}' have {}", shown(group_.name), data_.size()));
      return std::nullopt;
    }
    return array;
  }

  void add_length(const NpyResource& resource, std::size_t rows, std::string_view other) {
    findings_.add("E0307", place(resource), fmt::format("it has {} rows, but {}", rows, other),
                  "write the package again with bw_processing");
  }
  void add_type(const NpyResource& resource, std::string_view given, std::string_view wanted) {
    findings_.add(
        "E0306", place(resource),
        fmt::format("resource '{}' holds {}; it must hold {}", resource.name, given, wanted));
  }

  /// A plain array with one dimension; or a finding.
  bool check_vector(const NpyResource& resource, const NpyArray& array, std::string_view wanted) {
    if (array.shape().size() == 1 && !array.is_structured()) return true;
    add_type(resource, fmt::format("{} of shape {}", array.type_text(), array.shape_text()),
             wanted);
    return false;
  }

  void read_indices() {
    if (!group_.indices) {
      findings_.add("E0308", package_place(),
                    fmt::format("group '{}' has no indices", shown(group_.name)),
                    "write the package again with bw_processing");
      return;
    }
    const auto array = open(*group_.indices);
    if (!array) return;
    const NpyField* row = array->find("row");
    const NpyField* column = array->find("col");
    if (array->shape().size() != 1 || row == nullptr || column == nullptr || !row->is_integer() ||
        !column->is_integer()) {
      add_type(*group_.indices,
               fmt::format("{} of shape {}", shown(array->type_text()), shown(array->shape_text())),
               "a list of (row, col) integers");
      return;
    }
    data_.rows = array->integers(*row);
    data_.columns = array->integers(*column);
    has_indices_ = true;
    check_ids("row", data_.rows);
    check_ids("col", data_.columns);
  }

  void check_ids(std::string_view field, const std::vector<std::int64_t>& ids) {
    const auto is_negative = [](std::int64_t id) { return id < 0; };
    const auto first = std::find_if(ids.begin(), ids.end(), is_negative);
    if (first == ids.end()) return;
    const auto count = static_cast<std::size_t>(std::count_if(first, ids.end(), is_negative));
    findings_.add("E0312",
                  place(*group_.indices, line_of(static_cast<std::size_t>(first - ids.begin()))),
                  fmt::format("{} id {} is negative{}", field, *first, and_more(count)),
                  "ids are 0 or more, as in Brightway");
  }

  void read_distributions() {
    if (!group_.distributions) return;
    const NpyResource& resource = *group_.distributions;
    if (group_.category == GroupCategory::array) {
      add_type(resource, "distributions of an array",
               "nothing: the columns of an array are its distribution");
      return;
    }
    const auto array = open(resource);
    if (!array) return;
    const NpyField* kind = array->find("uncertainty_type");
    if (array->shape().size() != 1 || kind == nullptr || !kind->is_integer() ||
        array->find("loc") == nullptr) {
      add_type(resource,
               fmt::format("{} of shape {}", shown(array->type_text()), shown(array->shape_text())),
               "a list of (uncertainty_type, loc, scale, shape, minimum, maximum, negative)");
      return;
    }
    data_.distributions.resize(array->size());
    const std::array<std::pair<std::string_view, double Uncertainty::*>, 5> parameters = {
        {{"loc", &Uncertainty::loc},
         {"scale", &Uncertainty::scale},
         {"shape", &Uncertainty::shape},
         {"minimum", &Uncertainty::minimum},
         {"maximum", &Uncertainty::maximum}}};
    for (const auto& [name, member] : parameters) {
      const NpyField* field = array->find(name);
      if (field == nullptr) continue;  // older packages leave out what they do not use
      const std::vector<double> values = array->doubles(*field);
      for (std::size_t i = 0; i < values.size(); ++i) data_.distributions[i].*member = values[i];
    }
    if (const NpyField* negative = array->find("negative")) {
      const std::vector<double> values = array->doubles(*negative);
      for (std::size_t i = 0; i < values.size(); ++i)
        data_.distributions[i].negative = values[i] != 0;
    }
    set_kinds(resource, array->integers(*kind));
  }

  void set_kinds(const NpyResource& resource, const std::vector<std::int64_t>& kinds) {
    Count unknown;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (kinds[i] >= 0 && kinds[i] <= last_distribution) {
        data_.distributions[i].kind = static_cast<DistributionKind>(kinds[i]);
      } else {
        unknown.add(i);
      }
    }
    if (unknown.count == 0) return;
    findings_.add("E0310", place(resource, line_of(unknown.first)),
                  fmt::format("uncertainty type {} is not known{}", kinds[unknown.first],
                              and_more(unknown.count)),
                  fmt::format("0 to {} are, as in stats_arrays", last_distribution));
  }

  void read_data() {
    if (!group_.data) return;
    const auto array = open(*group_.data);
    if (!array) return;
    if (group_.category == GroupCategory::vector) {
      if (check_vector(*group_.data, *array, "a list of numbers"))
        data_.values = array->doubles(array->fields().front());
      return;
    }
    if (array->shape().size() != 2 || array->is_structured() ||
        (array->shape()[1] == 0 && array->shape()[0] != 0)) {
      add_type(*group_.data,
               fmt::format("{} of shape {}", shown(array->type_text()), shown(array->shape_text())),
               "a table of numbers with at least one column");
      return;
    }
    data_.num_columns = array->shape()[1];
    data_.values = array->doubles(array->fields().front());
  }

  void read_flags(const std::optional<NpyResource>& resource, std::vector<std::int64_t>& flags) {
    if (!resource) return;
    const auto array = open(*resource);
    if (!array || !check_vector(*resource, *array, "a list of truth values")) return;
    const NpyField& field = array->fields().front();
    if (field.type != NpyType::boolean && !field.is_integer()) {
      add_type(*resource, shown(array->type_text()), "a list of truth values");
      return;
    }
    flags = array->integers(field);
  }

  void read_rescale() {
    if (!group_.rescale) return;
    const auto array = open(*group_.rescale);
    if (array && check_vector(*group_.rescale, *array, "a list of numbers")) {
      data_.rescale = array->doubles(array->fields().front());
    }
  }

  /// Static amounts where the package leaves them to the distributions, and a word where the two
  /// disagree. False if a distribution that must give the amount has no median.
  bool settle_amounts() {
    if (data_.distributions.empty()) return true;
    const bool has_data = group_.data.has_value();
    if (!has_data) {
      data_.values.assign(data_.size(), Uncertainty::not_given);
      findings_.add(
          "N0343", place(*group_.distributions),
          fmt::format(
              "group '{}' has no data; the medians of its distributions are its static amounts",
              shown(group_.name)));
    }
    Count medians, none, different;
    for (std::size_t i = 0; i < data_.size(); ++i) {
      const Uncertainty& uncertainty = data_.distributions[i];
      double& value = data_.values[i];
      if (uncertainty.is_certain() && has_data) {
        if (std::abs(uncertainty.loc - value) > float32_rounding * std::abs(value))
          different.add(i);
      } else if (std::isnan(value)) {
        value = median_of(uncertainty);
        medians.add(i);
        if (std::isnan(value) && !uncertainty.is_certain()) none.add(i);
      }
    }
    if (has_data && medians.count > none.count) {
      findings_.add("W0337", place(*group_.data, line_of(medians.first)),
                    fmt::format("NaN beside a distribution; the median {} is its static amount{}",
                                data_.values[medians.first], and_more(medians.count)));
    }
    if (different.count > 0) {
      findings_.add(
          "W0333", place(*group_.distributions, line_of(different.first)),
          fmt::format("a certain amount has loc = {} here and {} in the data, which is used{}",
                      data_.distributions[different.first].loc, data_.values[different.first],
                      and_more(different.count)),
          "Brightway uses loc in a Monte Carlo run and the data in a static one");
    }
    if (none.count > 0) {
      findings_.add(
          "E0319", place(*group_.distributions, line_of(none.first)),
          fmt::format("there is no static amount, and the parameters of this {} distribution give "
                      "no median{}",
                      name_of(data_.distributions[none.first].kind), and_more(none.count)),
          "give the amount in the group's data");
    }
    return none.count == 0;
  }

  const Archive& archive_;
  const GroupMetadata& group_;
  Findings& findings_;
  GroupData data_;
  bool has_indices_ = false;
};

}  // namespace

std::optional<GroupData> read_group(const Archive& archive, const GroupMetadata& group,
                                    Findings& findings) {
  return GroupReader(archive, group, findings).read();
}

}  // namespace plume
