// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/brightway.hpp"

#include "host/readers/brightway/read_datapackages.hpp"

namespace plume {
namespace {

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  std::vector<Datapackage> packages;
  for (const FormatSource& each : sources) packages.push_back({each.archive, each.source});
  read_datapackages(packages, into.builder, findings);
}

}  // namespace

const Format& brightway_format() {
  static const Format format{"brightway", "brightway datapackage",
                             "a Brightway datapackage datapackage.json", &is_datapackage, &read};
  return format;
}

}  // namespace plume
