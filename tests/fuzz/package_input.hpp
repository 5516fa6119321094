// SPDX-License-Identifier: Apache-2.0
// One input of the plain package: any tables (packed_files.hpp) give findings or a model whose
// indices are good, never a crash. Shared by the fuzz target and by the test that replays its
// corpus; a broken promise ends the program.
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include "host/archive/shown.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/distribution.hpp"
#include "host/readers/plain_package/read_package.hpp"
#include "tests/fuzz/packed_files.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool package_input(std::string_view bytes) {
  const auto tables = tables_of(bytes);
  PackageFiles files;
  for (const auto& [name, text] : tables) files.names.push_back(name);
  files.read = [&tables](std::string_view name) { return tables.at(std::string(name)); };
  // as an archive names them
  files.display_name = [](std::string_view name) { return shown(name); };

  Model model;
  Findings findings;
  ModelBuilder builder(model);
  read_package(files, 0, builder, findings);

  check_findings(findings);
  for (const Exchange& exchange : model.exchanges) {
    const bool technosphere = exchange.matrix == Matrix::technosphere;
    const bool characterisation = exchange.matrix == Matrix::characterisation;
    require(exchange.row < (technosphere ? model.products.size() : model.flows.size()),
            "a row is out of range");
    require(exchange.column < (characterisation ? model.categories.size() : model.processes.size()),
            "a column is out of range");
    require(std::isfinite(exchange.amount), "an amount is not finite");
    require(exchange.uncertainty == no_index || exchange.uncertainty < model.uncertainties.size(),
            "no such uncertainty");
  }
  for (const ExchangePedigree& scored : model.pedigrees)
    require(scored.exchange < model.exchanges.size(), "scores of no exchange");
  apply_pedigree(model, {PedigreeRules::ecoinvent2, 1.5, true}, findings);
  for (const Uncertainty& u : model.uncertainties) {
    if (u.is_certain() || fault_of(u) != DistributionFault::none) continue;
    const double median = Distribution(u).value({0.5, 0.5});
    require(median == median, "a distribution without fault has no median");
  }
  return !findings.has_errors();
}

}  // namespace plume::fuzz
