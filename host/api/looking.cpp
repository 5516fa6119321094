// SPDX-License-Identifier: Apache-2.0
#include "host/api/looking.hpp"

#include <optional>

#include "host/api/describe.hpp"
#include "host/api/state.hpp"
#include "host/base/error.hpp"
#include "host/compile/static_loops.hpp"
#include "host/model/check_distributions.hpp"
#include "host/model/count_entries.hpp"
#include "host/readers/read_models.hpp"

namespace plume::api {
namespace {

plume::Model model_to_look_at(const std::string& path, Findings& findings) {
  StudyModel model = model_named(path);
  model.is_looked_at = true;
  plume::Model read = read_models({model}, findings);
  count_entries(read);
  return read;
}

/// What is computed as it stands and is seldom meant: said when somebody asks what a model is like,
/// not by each run.
void look_for_mistakes(const plume::Model& model, Findings& findings) {
  check_spreads(model, findings);
  check_loops(model, findings);
}

}  // namespace

std::string check_model(const std::string& path, const std::vector<PolicyRule>& policy, Form form,
                        Findings& findings) {
  plume::Model model = model_to_look_at(path, findings);
  if (!findings.has_errors()) validate(model, findings);
  if (!findings.has_errors()) look_for_mistakes(model, findings);
  apply_policy(policy, model.link_report, findings);
  switch (form) {
    case Form::csv:
      return findings_table(model.link_report, findings);
    case Form::json:
      return to_json(model.link_report, findings, true) + "\n";
    case Form::text:
      break;
  }
  return findings.has_errors() ? "" : describe_model(model, audit(model));
}

std::string check_study(const Study& study, const std::vector<PolicyRule>& policy,
                        Findings& findings) {
  const Study::Parts parts = study.parts();
  const PreparedStudy prepared = prepare_study(parts.source, parts.overrides, findings);
  if (!findings.has_errors()) look_for_mistakes(prepared.model, findings);
  apply_policy(policy, prepared.model.link_report, findings);
  if (findings.has_errors()) return "";
  return describe_study(prepared.study) + "\n" +
         describe_resolved(prepared.study, prepared.model, prepared.demands, prepared.categories) +
         describe_memory(prepared.problem) + "\n" +
         describe_model(prepared.model, audit(prepared.model));
}

std::string look_at_model(const std::string& path, Form form) {
  Findings findings;
  const plume::Model model = model_to_look_at(path, findings);
  if (findings.has_errors()) throw BadInput(findings);
  if (form == Form::json) return to_json(model.link_report, findings, false) + "\n";
  return describe_model(model, audit(model));
}

std::string look_at_study(const Study& study) {
  const Study::Parts parts = study.parts();
  Findings findings;
  const plume::Study read = read_study(parts.source, parts.overrides, findings);
  if (findings.has_errors()) throw BadInput(findings);
  return describe_study(read);
}

std::string look_at_parts(const std::string& folder) { return describe_parts(Parts::open(folder)); }

std::string look_at_project(const std::string& folder, Form form, Findings& findings) {
  const std::optional<BrightwayProject> project = read_brightway_project(folder, findings);
  if (!project) throw BadInput(findings);
  return form == Form::json ? to_json(*project) + "\n" : describe_project(*project);
}

std::string dump_iteration(const Study& study, std::uint64_t iteration, const std::string& folder,
                           Findings& findings) {
  const Study::Parts parts = study.parts();
  return describe_dump(
      plume::dump_iteration(parts.source, parts.overrides, iteration, folder, findings));
}

}  // namespace plume::api
