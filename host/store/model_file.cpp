// SPDX-License-Identifier: Apache-2.0
#include "host/store/model_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/version.hpp"
#include "host/model/link_report_text.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/model_columns.hpp"
#include "host/store/schema.hpp"

namespace plume {
namespace {

template <class Number>
constexpr hdf5::Type type_for() {
  if constexpr (std::is_same_v<Number, double>) return hdf5::Type::float64;
  if constexpr (std::is_same_v<Number, std::uint64_t>) return hdf5::Type::uint64;
  if constexpr (std::is_same_v<Number, std::uint32_t>) return hdf5::Type::uint32;
  return hdf5::Type::uint8;
}

/// Columns that models of version 1.0 lack: they have no formulas.
bool is_of_formulas(std::string_view name) {
  return name.starts_with("formula_") || name.starts_with("parameter_") ||
         name == "exchange_formula";
}

/// The minor version.
std::uint32_t checked_version(const hdf5::File& file, const std::string& shown) {
  namespace model = schema::model;
  if (!file.has(schema::root::type) || file.text(schema::root::type) != model::type_value)
    throw Error(fmt::format("{} is no compiled model", shown));
  const auto version = file.numbers<std::uint32_t>(schema::root::version);
  if (version.size() != 2) throw Error(fmt::format("{} is damaged: it has no version", shown));
  if (version[0] != model::major_version) {
    throw Error(
        fmt::format("{} has version {}.{} of compiled models, and this Plume reads version {}",
                    shown, version[0], version[1], model::major_version));
  }
  if (!file.is_sealed())
    throw Error(fmt::format("{} is damaged: the digest at its end is missing", shown));
  return version[1];
}

}  // namespace

void write_model_file(const std::filesystem::path& path, const Model& model,
                      const std::vector<Finding>& findings) {
  ModelColumns columns = columns_of(model);
  const std::string told = stored_findings(findings);
  columns.findings.assign(told.begin(), told.end());
  remove_orphans_of(path);
  AtomicFile atomic(path);
  {
    hdf5::File file = hdf5::File::create(atomic.temporary(), path.string());
    std::vector<hdf5::Dataset> written;
    const hdf5::AbandonOnExit abandon(file);
    const std::array<std::uint32_t, 2> version = {schema::model::major_version,
                                                  schema::model::minor_version};
    file.set(schema::root::type, schema::model::type_value);
    file.set(schema::root::version, std::span<const std::uint32_t>(version));
    file.set(schema::root::producer, fmt::format("plume {}", plume::version()));
    file.set(schema::root::commit, commit());
    visit_columns(columns, [&](const char* name, const auto& column) {
      using Number = typename std::decay_t<decltype(column)>::value_type;
      written.push_back(file.create(name, type_for<Number>(), {column.size()}));
      if (!column.empty()) written.back().write(std::span<const Number>(column));
    });
    file.flush();
    written.clear();
    file.close();
  }
  seal_file(atomic.temporary(), path.string());
  atomic.commit();
}

StoredModel read_model_file(const std::filesystem::path& path) {
  const hdf5::File file = hdf5::File::open(path);
  const std::uint32_t version = checked_version(file, path.string());
  ModelColumns columns;
  visit_columns(columns, [&](const char* name, auto& column) {
    using Number = typename std::decay_t<decltype(column)>::value_type;
    if (version < schema::model::formulas_since && is_of_formulas(name)) return;
    if (version < schema::model::sides_since && std::string_view(name) == "process_side") return;
    if (!file.contains(name))
      throw Error(fmt::format("{} is damaged: it has no '{}'", path.string(), name));
    const hdf5::Dataset dataset = file.dataset(name);
    if (dataset.type() != type_for<Number>() || dataset.shape().size() != 1)
      throw Error(fmt::format("{} is damaged: '{}' is not what it should be", path.string(), name));
    if (dataset.shape().front() > 0) column = dataset.read<Number>();
  });
  if (version < schema::model::formulas_since)
    columns.exchange_formula.assign(columns.exchange_key.size(), no_index);
  if (version < schema::model::sides_since)
    columns.process_side.assign(columns.process_id.size(),
                                static_cast<std::uint8_t>(ReferenceSide::unknown));
  return {model_of(columns), findings_of({reinterpret_cast<const char*>(columns.findings.data()),
                                          columns.findings.size()})};
}

bool is_model_file(const std::filesystem::path& path) {
  try {
    const hdf5::File file = hdf5::File::open(path);
    return file.has(schema::root::type) &&
           file.text(schema::root::type) == schema::model::type_value;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace plume
