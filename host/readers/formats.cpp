// SPDX-License-Identifier: Apache-2.0
#include "host/readers/formats.hpp"

// Every format, in the order in which they are asked whether a source is theirs: the one line that
// a new format adds. FORMAT(x) stands for x_format(), which host/readers/x/x.hpp declares. A
// datapackage may carry CSV files of its own, so its mark is looked for before that of a plain
// package.
#define PLUME_FORMATS     \
  FORMAT(factor_table)    \
  FORMAT(simapro)         \
  FORMAT(openlca_refdata) \
  FORMAT(ecospold2)       \
  FORMAT(ecospold1)       \
  FORMAT(ilcd)            \
  FORMAT(openlca_jsonld)  \
  FORMAT(brightway)       \
  FORMAT(brightway_excel) \
  FORMAT(plain_package)   \
  FORMAT(compiled_model)

namespace plume {

#define FORMAT(name) const Format& name##_format();
PLUME_FORMATS
#undef FORMAT

const std::vector<const Format*>& formats() {
#define FORMAT(name) &name##_format(),
  static const std::vector<const Format*> list = {PLUME_FORMATS};
#undef FORMAT
  return list;
}

const Format* find_format(std::string_view name) {
  for (const Format* format : formats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const Format* format_of(const Archive& archive) {
  for (const Format* format : formats()) {
    if (format->recognises(archive)) return format;
  }
  return nullptr;
}

}  // namespace plume
