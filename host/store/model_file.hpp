// SPDX-License-Identifier: Apache-2.0
// A model as one file, model.plume.h5: everything that readers and links made of its sources, to be
// opened without doing that again. The same keys, the same order and the same numbers, so that a
// run of it has the bits of a run of the sources.
//
// Every name of a dataset stands in model_columns.hpp; all are arrays of one dimension. The file
// ends with a digest of its bytes, as a result does, and what does not fit together is refused when
// it is opened.
//
//     write_model_file("uslci.plume.h5", model);             // complete or not at all
//     const Model same = read_model_file("uslci.plume.h5");   // throws Error
#pragma once

#include <filesystem>
#include <vector>

#include "host/model/model.hpp"

namespace plume {

/// Throws Error where the file cannot be written. Exchange ids (Model::exchange_ids) are not part
/// of it: their keys are.
void write_model_file(const std::filesystem::path& path, const Model& model,
                      const std::vector<Finding>& findings = {});

struct StoredModel {
  Model model;
  std::vector<Finding> findings;  ///< of its making: what was said of the sources
};

/// Throws Error for what is no such file, is damaged, or is of another major version.
[[nodiscard]] StoredModel read_model_file(const std::filesystem::path& path);

/// Whether the file says that it is one; false for what is damaged.
[[nodiscard]] bool is_model_file(const std::filesystem::path& path);

}  // namespace plume
