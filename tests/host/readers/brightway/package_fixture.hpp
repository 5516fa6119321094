// SPDX-License-Identifier: Apache-2.0
// Datapackages for tests: groups described in a few words, written as a folder, read back into a
// model.
#pragma once

#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/model/builder.hpp"
#include "host/readers/brightway/read_datapackages.hpp"
#include "tests/host/readers/brightway/write_npy.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::testing {

struct Group {
  std::string name;
  std::string matrix;
  std::vector<std::pair<std::string, std::string>> files;  // kind, content
  std::string category = "vector";
  nlohmann::json extra = nlohmann::json::object();  // keys on every resource
};

/// A vector group of certain amounts.
inline Group vector_group(std::string name, std::string matrix, const Cells& cells,
                          const std::vector<double>& amounts) {
  return {std::move(name),
          std::move(matrix),
          {{"indices", npy_indices(cells)}, {"data", npy_doubles(amounts)}}};
}

inline Group array_group(std::string name, std::string matrix, const Cells& cells,
                         const std::vector<std::vector<double>>& rows) {
  return {std::move(name),
          std::move(matrix),
          {{"indices", npy_indices(cells)}, {"data", npy_table(rows)}},
          "array"};
}

inline nlohmann::json package_json(const std::vector<Group>& groups,
                                   const nlohmann::json& extra = {}) {
  nlohmann::json package = {{"profile", "data-package"},
                            {"name", "fixture"},
                            {"id", "fixture-id"},
                            {"sum_intra_duplicates", true},
                            {"sum_inter_duplicates", false},
                            {"sequential", false},
                            {"combinatorial", false},
                            {"seed", nullptr}};
  package["resources"] = nlohmann::json::array();
  for (const Group& group : groups) {
    for (const auto& [kind, content] : group.files) {
      const std::string name = group.name + "." + kind;
      nlohmann::json resource = {{"profile", "data-resource"},
                                 {"format", "npy"},
                                 {"name", name},
                                 {"matrix", group.matrix},
                                 {"kind", kind},
                                 {"path", name + ".npy"},
                                 {"group", group.name},
                                 {"category", group.category}};
      resource.update(group.extra);
      package["resources"].push_back(resource);
    }
  }
  if (extra.is_object()) package.update(extra);
  return package;
}

/// The technosphere most tests stand on: process 1 makes product 3, process 2 product 4 and 0.5 of
/// it goes into 1.
inline Group two_processes() {
  Group group = vector_group("technosphere", "technosphere_matrix", {{3, 1}, {4, 2}, {4, 1}},
                             {1.0, 1.0, 0.5});
  group.files.emplace_back("flip", npy_bools({0, 0, 1}));
  return group;
}

/// Writes packages into folders "0", "1", … and reads them in order.
class Packages {
 public:
  void add(const std::vector<Group>& groups, const nlohmann::json& extra = {}) {
    add_json(package_json(groups, extra).dump(1), groups);
  }
  void add_json(const std::string& json, const std::vector<Group>& groups = {}) {
    const std::string number = std::to_string(num_packages_++);
    for (const Group& group : groups) {
      for (const auto& [kind, content] : group.files)
        folder_.write(number + "/" + group.name + "." + kind + ".npy", content);
    }
    folder_.write(number + "/datapackage.json", json);
    open(folder_.path() / number);
  }
  void open(const std::filesystem::path& path) {
    auto archive = Archive::open(path, findings);
    if (!archive) return;
    archives_.push_back(std::move(*archive));
    model.sources.push_back({path.string(), "brightway datapackage", ""});
    datapackages_.push_back(
        {&archives_.back(), static_cast<std::uint16_t>(model.sources.size() - 1)});
  }

  Model& read() {
    ModelBuilder builder(model);
    read_datapackages(datapackages_, builder, findings);
    return model;
  }

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  Model model;
  Findings findings;

 private:
  TempFolder folder_;
  std::deque<Archive> archives_;
  std::vector<Datapackage> datapackages_;
  int num_packages_ = 0;
};

/// One line for each exchange of a matrix, by ids: "4,1 = -0.5"; presampled "4,1 = -0.5 array 0 row
/// 2"; with a distribution "4,1 = -0.5 uniform".
inline std::vector<std::string> cells_of(const Model& model, Matrix matrix) {
  std::vector<std::string> lines;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix != matrix) continue;
    const auto flow = [&] { return model.flows.at(e.row).id; };
    std::string row, column;
    switch (matrix) {
      case Matrix::technosphere:
        row = model.products.at(e.row).id;
        column = model.processes.at(e.column).id;
        break;
      case Matrix::biosphere:
        row = flow();
        column = model.processes.at(e.column).id;
        break;
      case Matrix::characterisation:
        row = flow();
        column = model.categories.at(e.column).id;
        break;
      case Matrix::normalisation:
        row = flow();
        break;
      case Matrix::weighting:
      case Matrix::parameter:
        row = std::to_string(e.row);
        break;
    }
    std::string value = std::to_string(e.static_value());  // six decimals
    while (value.ends_with('0')) value.pop_back();
    if (value.ends_with('.')) value.pop_back();
    std::string line = row + (column.empty() ? "" : "," + column) + " = " + value;
    if (e.uncertainty != no_index)
      line += " " + std::string(name_of(model.uncertainties.at(e.uncertainty).kind));
    if (e.array != no_index)
      line += " array " + std::to_string(e.array) + " row " + std::to_string(e.array_row);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace plume::testing
