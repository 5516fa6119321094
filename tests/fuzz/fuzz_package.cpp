// SPDX-License-Identifier: Apache-2.0
// Fuzz target of the plain package: any bytes give findings or a model whose indices are good, never a crash.
//
// The input is several tables one after the other, each behind a line "@NAME":
//     @processes.csv
//     id,unit
//     …
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "host/archive/shown.hpp"
#include "host/input/package/read_package.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/distribution.hpp"
#include "tests/fuzz/require.hpp"

namespace {

std::map<std::string, std::string> tables_of(std::string_view bytes) {
  std::map<std::string, std::string> tables;
  std::string* table = nullptr;
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    if (line.starts_with('@')) {
      table = &tables[std::string(line.substr(1))];
    } else if (table != nullptr) {
      table->append(bytes.substr(0, line.size() + 1));
    }
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
  }
  return tables;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plume;
  const auto tables = tables_of({reinterpret_cast<const char*>(data), size});
  PackageFiles files;
  for (const auto& [name, text] : tables) files.names.push_back(name);
  files.read = [&tables](std::string_view name) { return tables.at(std::string(name)); };
  files.display_name = [](std::string_view name) { return shown(name); };  // as an archive names them

  Model model;
  Findings findings;
  ModelBuilder builder(model);
  read_package(files, 0, builder, findings);

  fuzz::check_findings(findings);
  for (const Exchange& exchange : model.exchanges) {
    const bool technosphere = exchange.matrix == Matrix::technosphere;
    const bool characterisation = exchange.matrix == Matrix::characterisation;
    fuzz::require(exchange.row < (technosphere ? model.products.size() : model.flows.size()), "a row is out of range");
    fuzz::require(exchange.column < (characterisation ? model.categories.size() : model.processes.size()),
                  "a column is out of range");
    fuzz::require(std::isfinite(exchange.amount), "an amount is not finite");
    fuzz::require(exchange.uncertainty == no_index || exchange.uncertainty < model.uncertainties.size(),
                  "no such uncertainty");
  }
  for (const ExchangePedigree& scored : model.pedigrees)
    fuzz::require(scored.exchange < model.exchanges.size(), "scores of no exchange");
  apply_pedigree(model, {PedigreeRules::ecoinvent2, 1.5, true}, findings);
  for (const Uncertainty& u : model.uncertainties) {
    if (u.is_certain() || fault_of(u) != DistributionFault::none) continue;
    const double median = Distribution(u).value({0.5, 0.5});
    fuzz::require(median == median, "a distribution without fault has no median");
  }
  return 0;
}
