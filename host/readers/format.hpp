// SPDX-License-Identifier: Apache-2.0
// What a format is to the rest of Plume, in the way of the drivers of GDAL: a name, a title, a test
// whether a folder or zip holds it, and a function that reads all sources of that format at once. A
// new format is one folder below host/readers, one line in formats.cpp and one page in
// docs/formats/ (project.toy_format adds one).
//
// A reader only reads. It fills the raw record (host/link/inventory_data.hpp), in the units, signs
// and ids of its format, and leaves conversion, links and allocation to host/link. A format whose
// records are rows and columns of matrices already, with nothing to link (the plain package,
// Brightway datapackages), may fill the Model directly.
//
//     const Format& my_format();               // host/readers/my_format/my_format.hpp
//
//     const Format& my_format() {
//       static const Format format{"my-format", "my package", "a my package holds my.json",
//           &recognises, &read};
//       return format;
//     }
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/link/inventory_data.hpp"
#include "host/model/builder.hpp"
#include "host/study/study.hpp"

namespace plume {

/// One [[model]] of the study, opened. Its RawSource stands in InventoryData::sources already.
struct FormatSource {
  const Archive* archive = nullptr;
  const StudyModel* wanted = nullptr;
  std::uint16_t source = 0;  ///< index into Model::sources
};

/// Where readers put what they read: one of both.
struct ReadInto {
  ModelBuilder& builder;
  InventoryData& data;
};

struct Format {
  std::string_view name;   ///< as model.format and `plume info` say it: "openlca-jsonld"
  std::string_view title;  ///< "openLCA JSON-LD package"
  std::string_view mark;   ///< how to tell it, for the message that nothing was recognised
  bool (*recognises)(const Archive& archive);
  void (*read)(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings);
};

}  // namespace plume
