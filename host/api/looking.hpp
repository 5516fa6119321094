// SPDX-License-Identifier: Apache-2.0
// What a model, a study, a Brightway project or the parts of a run hold, as text; and what is wrong
// or doubtful about it. `plume check`, `plume info` and `plume run --dump` say this.
//
//     plume::Findings findings;
//     std::cout << check_model("models/steel.zip", {}, Form::text, findings);
//     std::cerr << findings.to_string();
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/api/plume.hpp"
#include "host/api/policy.hpp"

namespace plume::api {

/// How it is written: for people, as a table of findings, as JSON (docs/formats/README.md,
/// docs/brightway.md).
enum class Form { text, csv, json };

/// Everything but sampling: read, checked, and looked at for what is computed as it stands and
/// seldom meant. In text what the model holds, empty where there are errors; in the other forms its
/// findings, whatever they are.
[[nodiscard]] std::string check_model(const std::string& path,
                                      const std::vector<PolicyRule>& policy, Form form,
                                      Findings& findings);

/// The same of a study and its models: the study as it is understood, what it would draw, what its
/// models hold. Empty where there are errors.
[[nodiscard]] std::string check_study(const Study& study, const std::vector<PolicyRule>& policy,
                                      Findings& findings);

/// What a model holds, as text or as JSON. Throws BadInput.
[[nodiscard]] std::string look_at_model(const std::string& path, Form form);

/// The study as it is understood; its models are not read. Throws BadInput.
[[nodiscard]] std::string look_at_study(const Study& study);

/// What a run has so far in its folder of parts. Throws Error.
[[nodiscard]] std::string look_at_parts(const std::string& folder);

/// Databases and methods of a Brightway project, with their files, as text or as JSON. Throws
/// BadInput.
[[nodiscard]] std::string look_at_project(const std::string& folder, Form form, Findings& findings);

/// One iteration to look at: writes all its matrices and scores as tables into the folder
/// (host/run/dump.hpp; empty: beside the study) and says its status and scores. Throws BadInput
/// with all findings, and Error.
[[nodiscard]] std::string dump_iteration(const Study& study, std::uint64_t iteration,
                                         const std::string& folder, Findings& findings);

}  // namespace plume::api
