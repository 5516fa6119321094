// SPDX-License-Identifier: Apache-2.0
// From what a study says of dependence to the model's exchanges: Model::dependence, arrays of
// switches, gamma draws of Dirichlet shares.
#pragma once

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/study/dependence.hpp"

namespace plume {

/// Finds every exchange that the study names and fills model.dependence, groups of the model's own
/// files included. Call once, on a model that validate() has seen. Findings: 015x to 017x.
void resolve_dependence(const StudyDependence& study, Model& model, Findings& findings);

}  // namespace plume
