// SPDX-License-Identifier: Apache-2.0
// One database read and linked as a study does, whatever its format:
//
//     const Model model = testing::read_database(ilcd_format(),
//         Archive::from_memory("db", {{"flows/steel.xml", text}}), findings);
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/link/link.hpp"
#include "host/model/builder.hpp"
#include "host/readers/format.hpp"
#include "host/study/study.hpp"

namespace plume::testing {

/// `options`: what the study says of links and allocation. `look` sees what the reader left, before
/// it is linked.
inline Model read_database(const Format& format, const Archive& archive, Findings& findings,
                           const RawSource& options = {},
                           const std::function<void(const InventoryData&)>& look = {}) {
  Model model;
  model.sources = {{archive.path().string(), "", ""}};
  ModelBuilder builder(model);
  InventoryData data;
  data.sources.push_back(options);
  const StudyModel wanted;
  format.read({{&archive, &wanted, 0}}, {builder, data}, findings);
  if (look) look(data);
  link(data, builder, findings);
  return model;
}

}  // namespace plume::testing
