// SPDX-License-Identifier: Apache-2.0
// One input of the datapackage reader: any bytes give findings or a model whose indices are good,
// never a crash. The input is the files of one or more packages (packed_files.hpp).
// Shared by the fuzz target and by the test that replays its corpus; a broken promise ends the
// program.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "host/readers/brightway/read_datapackages.hpp"
#include "tests/fuzz/packed_files.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

inline bool below(std::uint32_t index, std::size_t size) { return index < size; }

/// Returns whether there were no errors.
inline bool datapackage_input(std::string_view bytes) {
  Model model;
  Findings findings;
  std::deque<Archive> archives;
  std::vector<Datapackage> datapackages;
  for (auto& files : folders_of(bytes)) {
    archives.push_back(Archive::from_memory("fuzz", std::move(files)));
    model.sources.push_back({"fuzz", "brightway datapackage", ""});
    datapackages.push_back({&archives.back(), static_cast<std::uint16_t>(archives.size() - 1)});
    if (archives.size() == 8) break;
  }
  ModelBuilder builder(model);
  read_datapackages(datapackages, builder, findings);

  check_findings(findings);
  for (const Exchange& e : model.exchanges) {
    const bool by_flow = e.matrix != Matrix::technosphere && e.matrix != Matrix::weighting;
    const std::size_t num_rows = by_flow                         ? model.flows.size()
                                 : e.matrix == Matrix::weighting ? 1
                                                                 : model.products.size();
    const bool by_process = e.matrix == Matrix::technosphere || e.matrix == Matrix::biosphere;
    const std::size_t num_columns = by_process                             ? model.processes.size()
                                    : e.matrix == Matrix::characterisation ? model.categories.size()
                                                                           : 1;
    require(below(e.row, num_rows), "a row is out of range");
    require(below(e.column, num_columns), "a column is out of range");
    require(e.amount == e.amount, "an amount is NaN");
    require(e.sign == 1 || e.sign == -1, "a sign is neither 1 nor -1");
    require(e.uncertainty == no_index || below(e.uncertainty, model.uncertainties.size()),
            "no such uncertainty");
    require(e.array == no_index || below(e.array, model.arrays.size()), "no such array");
    if (e.array != no_index)
      require(below(e.array_row, model.arrays[e.array].num_rows), "no such row of the array");
    require(below(e.table, model.sources[e.source].tables.size()), "no such table");
  }
  for (const PresampledArray& array : model.arrays) {
    require(array.values.size() == std::size_t{array.num_rows} * array.num_columns,
            "an array of the wrong size");
    require(array.num_columns > 0 && array.stride > 0, "an array without columns or stride");
  }
  for (const Process& p : model.processes) {
    require(p.reference_product == no_index || below(p.reference_product, model.products.size()),
            "no such reference product");
  }
  return !findings.has_errors();
}

}  // namespace plume::fuzz
