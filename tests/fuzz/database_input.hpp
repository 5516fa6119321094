// SPDX-License-Identifier: Apache-2.0
// One input of a reader of databases, linked as a study does: any files give findings or a model
// whose indices are good, never a crash. The input is the files of the database (packed_files.hpp).
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "tests/fuzz/packed_files.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/support/read_database.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool database_input(const Format& format, std::string_view bytes) {
  const Archive archive = Archive::from_memory("fuzz.zip", std::move(folders_of(bytes)[0]));
  (void)format.recognises(archive);
  Findings findings;
  const Model model = testing::read_database(format, archive, findings);
  check_findings(findings);
  for (const Exchange& e : model.exchanges) {
    const bool technosphere = e.matrix == Matrix::technosphere;
    const bool by_process = technosphere || e.matrix == Matrix::biosphere;
    require(e.row < (technosphere ? model.products.size() : model.flows.size()),
            "a row is out of range");
    require(e.column < (by_process ? model.processes.size() : model.categories.size()),
            "a column is out of range");
    require(findings.has_errors() || std::isfinite(e.static_value()), "an amount is not finite");
    require(e.uncertainty == no_index || e.uncertainty < model.uncertainties.size(),
            "no such uncertainty");
  }
  for (const Process& process : model.processes) {
    require(
        process.reference_product == no_index || process.reference_product < model.products.size(),
        "no such reference product");
  }
  return !findings.has_errors();
}

}  // namespace plume::fuzz
