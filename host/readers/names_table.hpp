// SPDX-License-Identifier: Apache-2.0
// A table of names: what people call the processes, products, flows and categories that a model
// knows by numbers or hashes alone, as Brightway's datapackages do.
//
//     id,name,unit,location,kind
//     173821903,"electricity, low voltage",kWh,CN,process
//
// The unit of a normalisation or weighting is that of the scores it makes. Names are for demands,
// findings, drivers, dumps and reports. Nothing that is drawn depends on them: keys of draws are
// made of ids.
#pragma once

#include <filesystem>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Columns `id` and, as far as wanted, `name`, `unit`, `location`, `kind` (process, product, flow,
/// category, normalisation, weighting; empty: all of this id). What a cell says takes the place of
/// what the model said; an empty one changes nothing. Findings: E0837 a kind is none of those;
/// N0838 ids that the model does not have; those of tables. False: the table could not be read.
bool read_names_table(const std::filesystem::path& path, Model& model, Findings& findings);

}  // namespace plume
