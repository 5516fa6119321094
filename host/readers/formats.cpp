// SPDX-License-Identifier: Apache-2.0
#include "host/readers/formats.hpp"

#include "host/readers/brightway/brightway.hpp"
#include "host/readers/brightway_excel/brightway_excel.hpp"
#include "host/readers/compiled_model/compiled_model.hpp"
#include "host/readers/ecospold1/ecospold1.hpp"
#include "host/readers/ecospold2/ecospold2.hpp"
#include "host/readers/factor_table/factor_table.hpp"
#include "host/readers/ilcd/ilcd.hpp"
#include "host/readers/openlca_jsonld/openlca_jsonld.hpp"
#include "host/readers/openlca_refdata/openlca_refdata.hpp"
#include "host/readers/plain_package/plain_package.hpp"
#include "host/readers/simapro/simapro.hpp"

namespace plume {

const std::vector<const Format*>& formats() {
  // A datapackage may carry CSV files of its own, so its mark is looked for before that of a plain package.
  static const std::vector<const Format*> list = {
      &factor_table_format(),    &simapro_format(),       &openlca_refdata_format(), &ecospold2_format(),
      &ecospold1_format(),       &ilcd_format(),          &openlca_jsonld_format(),  &brightway_format(),
      &brightway_excel_format(), &plain_package_format(), &compiled_model_format()};
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
