// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/archive/shown.hpp"
#include "host/base/json_text.hpp"

namespace plume {

namespace {

using Json = nlohmann::json;

constexpr std::string_view file_name = "datapackage.json";
constexpr std::size_t max_metadata_bytes = std::size_t{32} << 20;

constexpr std::array<std::pair<std::string_view, Matrix>, 5> matrices = {
    {{"technosphere_matrix", Matrix::technosphere},
     {"biosphere_matrix", Matrix::biosphere},
     {"characterization_matrix", Matrix::characterisation},
     {"normalization_matrix", Matrix::normalisation},
     {"weighting_matrix", Matrix::weighting}}};
// process to location: of no effect here
constexpr std::string_view ignored_matrix = "inv_geomapping_matrix";

std::string_view type_in_words(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return "a text";
    case Json::value_t::boolean:
      return "a truth value";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return "an integer";
    case Json::value_t::number_float:
      return "a number";
    default:
      return "unknown";
  }
}

/// Line and column (in bytes, from 1) of a place in a text.
Place place_at(std::string_view text, std::size_t at, std::string file) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const std::size_t line_begin =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {std::move(file),
          static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
          static_cast<std::uint32_t>(before.size() - line_begin + 1)};
}

class MetadataReader {
 public:
  MetadataReader(const Archive& archive, Findings& findings)
      : archive_(archive), findings_(findings), file_(archive.display_name(file_name)) {}

  std::optional<PackageMetadata> read() {
    const auto text = archive_.read(file_name, findings_, max_metadata_bytes);
    if (!text || !parse(*text)) return std::nullopt;
    if (!root_.is_object()) {
      add_type("the file", root_, "an object");
      return std::nullopt;
    }
    if (const auto profile = text_of(root_, "", "profile"); profile && *profile != "data-package") {
      findings_.add("E0303", place(), fmt::format("profile is '{}'", shown(*profile)),
                    "only 'data-package' can be read");
      return std::nullopt;
    }
    read_package();
    return std::move(package_);
  }

 private:
  [[nodiscard]] Place place() const { return {file_, 0, 0}; }

  bool parse(const std::string& text) {
    try {
      root_ = parse_json(text);
      return true;
    } catch (const Json::parse_error& error) {
      // `byte` counts the bytes read, the last of them being the one that does not fit.
      const std::size_t at = error.byte == 0 ? 0 : error.byte - 1;
      std::string problem = "not valid JSON: the text ends too early";
      if (at < text.size()) {
        const auto letter = static_cast<unsigned char>(text[at]);
        problem = letter > ' ' && letter < 0x7F
                      ? fmt::format("not valid JSON: '{}' is not expected here", text[at])
                      : fmt::format("not valid JSON: byte 0x{:02X} is not expected here", letter);
      }
      findings_.add("E0301", place_at(text, at, file_), std::move(problem),
                    "write the package again with bw_processing");
    } catch (const Json::exception&) {  // a number that no type can hold
      findings_.add("E0301", place(), "not valid JSON: a number is too large",
                    "write the package again with bw_processing");
    }
    return false;
  }

  void add_type(std::string_view what, const Json& value, std::string_view wanted) {
    findings_.add("E0302", place(),
                  fmt::format("{} is {}; it must be {}", what, type_in_words(value), wanted));
    package_.complete = false;
  }
  void add_missing(std::string_view what, std::string_view wanted) {
    findings_.add("E0302", place(), fmt::format("{} is missing; it must be {}", what, wanted));
    package_.complete = false;
  }

  /// The value of a key; nullptr where it is absent or null.
  static const Json* value_of(const Json& object, std::string_view key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }

  std::optional<std::string> text_of(const Json& object, std::string_view where,
                                     std::string_view key) {
    const Json* value = value_of(object, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    add_type(fmt::format("{}{}", where, key), *value, "a text");
    return std::nullopt;
  }
  void read_bool(std::string_view key, bool& value) {
    const Json* found = value_of(root_, key);
    if (found == nullptr) return;
    if (found->is_boolean()) {
      value = found->get<bool>();
    } else {
      add_type(key, *found, "true or false");
    }
  }
  /// Nothing and no finding where absent.
  std::optional<std::int64_t> integer_of(const Json& object, std::string_view where,
                                         std::string_view key) {
    const Json* value = value_of(object, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_integer()) return value->get<std::int64_t>();
    add_type(fmt::format("{}{}", where, key), *value, "an integer");
    return std::nullopt;
  }

  void read_package() {
    package_.name = text_of(root_, "", "name").value_or("");
    package_.id = text_of(root_, "", "id").value_or("");
    if (package_.id.empty())
      package_.id = package_.name.empty() ? archive_.path().generic_string() : package_.name;
    read_bool("sum_intra_duplicates", package_.sum_intra_duplicates);
    read_bool("sum_inter_duplicates", package_.sum_inter_duplicates);
    bool sequential = false, combinatorial = false;
    read_bool("sequential", sequential);
    read_bool("combinatorial", combinatorial);
    if (sequential) package_.order = ColumnOrder::sequential;
    // Brightway looks at this one first
    if (combinatorial) package_.order = ColumnOrder::combinatorial;
    if (const auto seed = integer_of(root_, "", "seed")) {
      findings_.add("N0340", place(), fmt::format("the package's seed {} is not used", *seed),
                    "the study's seed decides all draws");
    }

    const Json* resources = value_of(root_, "resources");
    if (resources == nullptr) return add_missing("resources", "a list");
    if (!resources->is_array()) return add_type("resources", *resources, "a list");
    for (std::size_t i = 0; i < resources->size(); ++i) read_resource((*resources)[i], i);
    finish();
  }

  /// A group while it is being gathered.
  struct Gathered {
    GroupMetadata group;
    std::string label;  // of the matrix
    bool has_category = false;
    bool has_interface = false;
    bool usable = true;
  };

  void read_resource(const Json& resource, std::size_t number) {
    const std::string where = fmt::format("resources[{}].", number);
    if (!resource.is_object())
      return add_type(where.substr(0, where.size() - 1), resource, "an object");
    const std::string name = text_of(resource, where, "name").value_or("");
    if (value_of(resource, "kind") == nullptr && value_of(resource, "matrix") == nullptr) {
      unused_.push_back(name);  // csv or json that describes ids
      return;
    }
    const auto required = [&](std::string_view key) -> std::optional<std::string> {
      if (value_of(resource, key) == nullptr) {
        add_missing(where + std::string(key), "a text");
        return std::nullopt;
      }
      return text_of(resource, where, key);
    };
    const auto group_name = required("group");
    const auto label = required("matrix");
    const auto kind = required("kind");
    if (!group_name || !label || !kind) return;

    Gathered& gathered = gathered_of(*group_name, *label);
    if (gathered.label != *label) {
      if (gathered.usable) {
        findings_.add("E0318", place(),
                      fmt::format("group '{}' is for two matrices, '{}' and '{}'",
                                  shown(*group_name), shown(gathered.label), shown(*label)),
                      "give each its own group");
      }
      gathered.usable = package_.complete = false;
      return;
    }
    if (!is_read(*label)) return;
    const std::size_t errors_before = findings_.num_errors();
    read_kind(resource, where, name, *kind, gathered);
    if (findings_.num_errors() != errors_before) gathered.usable = package_.complete = false;
  }

  Gathered& gathered_of(const std::string& group_name, const std::string& label) {
    const auto [position, is_new] = position_.emplace(group_name, gathered_.size());
    if (!is_new) return gathered_[position->second];
    Gathered& added = gathered_.emplace_back();
    added.group.name = group_name;
    added.label = label;
    for (const auto& [known, matrix] : matrices) {
      if (known == label) added.group.matrix = matrix;
    }
    return added;
  }

  static bool is_read(std::string_view label) {
    return std::any_of(matrices.begin(), matrices.end(),
                       [&](const auto& known) { return known.first == label; });
  }

  void read_kind(const Json& resource, const std::string& where, const std::string& name,
                 const std::string& kind, Gathered& gathered) {
    GroupMetadata& group = gathered.group;
    const std::array<std::pair<std::string_view, std::optional<NpyResource>*>, 7> kinds = {
        {{"indices", &group.indices},
         {"data", &group.data},
         {"distributions", &group.distributions},
         {"flip", &group.flip},
         {"rescale", &group.rescale},
         {"scale", &group.rescale},
         {"reference", &group.reference}}};
    const auto known = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const auto& one) { return one.first == kind; });
    if (known == kinds.end()) {
      // Parameters record how the amounts were made; the amounts themselves are here.
      if (kind == "params" || kind == "param_labels") return unused_.push_back(name);
      findings_.add(
          "W0332", place(),
          fmt::format("resource '{}' is of unknown kind '{}'; it is not read", shown(name),
                      shown(kind)),
          "known are indices, data, distributions, flip, rescale, reference, params, param_labels");
      return;
    }
    read_attributes(resource, where, gathered);
    const std::string profile = text_of(resource, where, "profile").value_or("data-resource");
    if (profile == "interface") {
      gathered.has_interface = true;
      return;
    }
    if (profile != "data-resource") {
      findings_.add("E0303", place(), fmt::format("{}profile is '{}'", where, shown(profile)),
                    "'data-resource' and 'interface' are known");
      return;
    }
    const auto path = text_of(resource, where, "path");
    if (!path) {
      if (value_of(resource, "path") == nullptr) add_missing(where + "path", "a text");
      return;
    }
    const std::string format =
        text_of(resource, where, "format").value_or(path->ends_with(".parquet") ? "pqt" : "npy");
    if (format == "pqt" || format == "parquet") {
      findings_.add(
          "E0311", {archive_.display_name(*path), 0, 0},
          fmt::format("resource '{}' is stored as Parquet, which is not read", shown(name)),
          "write the package with bw_processing's matrix_serialize_format_type = "
          "MatrixSerializeFormat.NUMPY");
      return;
    }
    if (format != "npy") {
      findings_.add("E0303", place(), fmt::format("{}format is '{}'", where, shown(format)),
                    "only 'npy' can be read");
      return;
    }
    if (known->second->has_value()) {
      findings_.add(
          "E0317", place(),
          fmt::format("group '{}' has two resources of kind '{}'", shown(group.name), kind),
          "keep one of them");
      return;
    }
    NpyResource read;
    read.name = shown(name);
    read.path = path->starts_with("./") ? path->substr(2) : *path;
    read.num_rows = integer_of(resource, where, "nrows");
    *known->second = std::move(read);
  }

  /// What stands on every resource of a group. For global_index and identifier the first that says
  /// so counts.
  void read_attributes(const Json& resource, const std::string& where, Gathered& gathered) {
    GroupMetadata& group = gathered.group;
    if (const auto category = text_of(resource, where, "category")) {
      const bool is_array = *category == "array";
      if (!is_array && *category != "vector") {
        findings_.add("E0303", place(), fmt::format("{}category is '{}'", where, shown(*category)),
                      "'vector' and 'array' are known");
      } else if (gathered.has_category && is_array != (group.category == GroupCategory::array)) {
        if (gathered.usable) {
          findings_.add("E0318", place(),
                        fmt::format("group '{}' is of two categories, 'vector' and 'array'",
                                    shown(group.name)),
                        "give each its own group");
        }
      } else {
        group.category = is_array ? GroupCategory::array : GroupCategory::vector;
        gathered.has_category = true;
      }
    }
    if (!group.global_index) group.global_index = integer_of(resource, where, "global_index");
    const Json* identifier = value_of(resource, "identifier");
    if (identifier == nullptr || !group.identifier.empty()) return;
    if (identifier->is_string()) {
      group.identifier = identifier->get<std::string>();
    } else if (identifier->is_array()) {
      for (const Json& part : *identifier) {
        if (part.is_structured())
          return add_type(where + "identifier", part, "a text or a list of texts");
        if (!group.identifier.empty()) group.identifier += " | ";
        group.identifier += part.is_string() ? part.get<std::string>() : json_text(part);
      }
    } else {
      add_type(where + "identifier", *identifier, "a text or a list of texts");
    }
  }

  void finish() {
    std::map<std::string, std::size_t> other_labels;  // and how many groups have it
    bool other_matrix = false;
    for (Gathered& gathered : gathered_) {
      if (!is_read(gathered.label)) {
        if (gathered.label != ignored_matrix) ++other_labels[gathered.label];
        continue;
      }
      other_matrix = other_matrix || gathered.group.matrix != Matrix::characterisation;
      if (!gathered.usable) continue;
      if (gathered.has_interface && !gathered.group.data) {
        findings_.add("W0331", place(),
                      fmt::format("group '{}' takes its data from a program while it runs (an "
                                  "interface); it is not read",
                                  shown(gathered.group.name)),
                      "store its values as an array, with bw_processing's add_persistent_array");
        continue;
      }
      package_.groups.push_back(std::move(gathered.group));
    }
    package_.only_characterisation = !other_matrix;
    for (const auto& [label, count] : other_labels) {
      std::vector<std::string> known;
      for (const auto& one : matrices) known.emplace_back(one.first);
      std::string hint = did_you_mean(label, known);
      if (hint.empty()) hint = fmt::format("known are {}", fmt::join(known, ", "));
      findings_.add(
          "W0330", place(),
          fmt::format("matrix '{}' is not known; groups not read: {}", shown(label), count),
          std::move(hint));
    }
    if (!unused_.empty()) {
      findings_.add("N0341", place(),
                    fmt::format("resources that only describe others are not used: {}",
                                shown(fmt::format("{}", fmt::join(unused_, ", ")), 300)));
    }
  }

  const Archive& archive_;
  Findings& findings_;
  std::string file_;
  Json root_;
  PackageMetadata package_;
  std::vector<Gathered> gathered_;
  std::unordered_map<std::string, std::size_t> position_;  // of a group in gathered_
  std::vector<std::string> unused_;
};

}  // namespace

std::optional<PackageMetadata> read_metadata(const Archive& archive, Findings& findings) {
  return MetadataReader(archive, findings).read();
}

}  // namespace plume
