// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/plain_package.hpp"

#include "host/input/package/read_package.hpp"

namespace plume {
namespace {

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) read_package(*each.archive, each.source, into.builder, findings);
}

}  // namespace

const Format& plain_package_format() {
  static const Format format{"plume", "plume package", "a plain package holds exchanges.csv", &is_package, &read};
  return format;
}

}  // namespace plume
