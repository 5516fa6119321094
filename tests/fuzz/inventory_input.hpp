// SPDX-License-Identifier: Apache-2.0
// One input of the reader of inventories: any tables give findings or a model whose indices are
// good, never a crash.
//
// The input is several tables one after the other, each behind a line "@NAME" with NAME one of
// activities, quantities, instruments, factors, credits, parameters:
//     @activities
//     source,scope,category,amount,unit,factor
//     …
// Shared by the fuzz target and by the test that replays its corpus; a broken promise ends the
// program.
#pragma once

#include <cmath>
#include <list>
#include <string>
#include <string_view>

#include "host/inventory/inventory_model.hpp"
#include "host/study/study_inventory.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/packed_files.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool inventory_input(std::string_view bytes) {
  const auto tables = tables_of(bytes);
  StudyInventory inventory;
  inventory.period = "2023";
  inventory.place.file = "fuzz.toml";
  std::list<MemoryFile> files;
  const auto take = [&](const char* name, std::vector<StudyInventory::File>& into) {
    const auto found = tables.find(name);
    if (found == tables.end()) return;
    files.emplace_back(std::string(name) + ".csv", found->second);
    into.push_back({files.back().path(), std::string(name) + ".csv"});
  };
  take("activities", inventory.activities);
  take("quantities", inventory.quantities);
  take("instruments", inventory.instruments);
  take("factors", inventory.factors);
  take("credits", inventory.credits);
  take("parameters", inventory.parameters);

  Model model;
  Findings findings;
  const InventoryModel made = add_inventory(inventory, nullptr, model, findings);
  check_findings(findings);
  for (const Exchange& exchange : model.exchanges) {
    const bool technosphere = exchange.matrix == Matrix::technosphere;
    const bool by_process = technosphere || exchange.matrix == Matrix::biosphere;
    const std::size_t rows = technosphere                           ? model.products.size()
                             : exchange.matrix == Matrix::parameter ? model.parameters.size()
                                                                    : model.flows.size();
    require(exchange.row < rows, "a row is out of range");
    require(exchange.formula == no_index || exchange.formula < model.formulas.nodes().size(),
            "no such formula");
    require(!by_process || exchange.column < model.processes.size(), "a column is out of range");
    require(findings.has_errors() || std::isfinite(exchange.amount), "an amount is not finite");
  }
  for (const DemandVector& demand : made.demands) {
    for (const auto& entry : demand.entries)
      require(entry.product < model.products.size(), "no such product");
  }
  return !findings.has_errors();
}

}  // namespace plume::fuzz
