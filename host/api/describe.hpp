// SPDX-License-Identifier: Apache-2.0
// What models, studies, projects and parts of runs hold, as text for looking.hpp and convert.hpp.
// Seen by host/api alone, and not installed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/compile/problem.hpp"
#include "host/model/model.hpp"
#include "host/model/validate.hpp"
#include "host/readers/brightway/project.hpp"
#include "host/run/dump.hpp"
#include "host/store/parts.hpp"
#include "host/study/demand.hpp"
#include "host/study/study.hpp"

namespace plume::api {

/// Sources, sizes, categories, and the audit tables: exchanges by matrix and by distribution.
[[nodiscard]] std::string describe_model(const plume::Model& model, const ModelAudit& audit);

/// What a conversion wrote, and what became of what it could not use. `files`: of a package; none:
/// one compiled model.
[[nodiscard]] std::string describe_conversion(const plume::Model& model, const std::string& output,
                                              const std::vector<std::string>& files);

/// The study file as it was understood, defaults filled in.
[[nodiscard]] std::string describe_study(const plume::Study& study);

/// What the study's words became: products demanded, categories, outputs, numbers drawn in an
/// iteration, size of the result.
[[nodiscard]] std::string describe_resolved(const plume::Study& study, const plume::Model& model,
                                            const std::vector<DemandVector>& demands,
                                            const std::vector<std::uint32_t>& categories);

/// What the lanes of a compiled study need.
[[nodiscard]] std::string describe_memory(const Problem& problem);

/// What a run has so far: iterations kept and missing, parts that are damaged, and how to go on.
[[nodiscard]] std::string describe_parts(const Parts& parts);

/// Databases and sets of factors, with the files that studies can name.
[[nodiscard]] std::string describe_project(const BrightwayProject& project);

/// The iteration's status and scores, and the files that hold the rest.
[[nodiscard]] std::string describe_dump(const IterationDump& dump);

}  // namespace plume::api
