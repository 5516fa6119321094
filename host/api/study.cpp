// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "host/api/state.hpp"
#include "host/base/error.hpp"
#include "host/base/numbers.hpp"

namespace plume::api {
namespace {

/// As a basic string of TOML.
std::string quoted(const std::string& text) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string made = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      made += std::string("\\") + c;
    } else if (byte < 0x20 || byte == 0x7f) {
      made += std::string("\\u00") + digits[byte / 16] + digits[byte % 16];
    } else {
      made += c;
    }
  }
  return made + "\"";
}

/// The study file of a study in memory: its result holds it, and everything about it is checked
/// where study files are.
std::string text_of(const Study::Values& values) {
  std::string text = "[study]\nname = " + quoted(values.name) + "\n";
  for (const Study::Demand& demand : values.demands) {
    text += "\n[[demand]]\nname = " + quoted(demand.name) + "\nitems = [";
    for (const Study::Item& item : demand.items) {
      text += &item == demand.items.data() ? "" : ", ";
      text += "{process = " + quoted(item.what) + ", amount = " + format_exact(item.amount) + "}";
    }
    text += "]\n";
  }
  for (const std::string& category : values.categories)
    text += "\n[[category]]\nname = " + quoted(category) + "\n";
  return text + "\n[sampling]\niterations = " + std::to_string(values.iterations) +
         "\nseed = " + std::to_string(values.seed) + "\n";
}

Prepared finished(PreparedStudy prepared, std::vector<Override> overrides, Findings findings) {
  prepared.model = {};  // several times as large as the problem
  auto state = std::make_shared<Prepared::State>();
  state->study = std::make_shared<const PreparedStudy>(std::move(prepared));
  state->overrides = std::move(overrides);
  state->findings = std::move(findings);
  return Prepared(std::move(state));
}

/// The study of a model that is not on the disk. Studies must name one: this names the folder at
/// hand, which is not read.
plume::Study read_without_model(const Study::Parts& parts, Findings& findings) {
  Findings told;
  plume::Study first = read_study(parts.source, parts.overrides, told);
  if (!first.models.empty()) {
    findings.add("E0777", first.models.front().place,
                 "the study names a model, and one in memory is given with it",
                 "leave [[model]] out, or prepare the study without the other");
    return first;
  }
  if (first.text.empty()) {  // it cannot be read
    for (const Finding& each : told.list())
      findings.add(each.code, each.place, each.problem, each.hint);
    return first;
  }
  std::vector<Override> overrides = parts.overrides;
  overrides.emplace_back("model", "[{path = \".\"}]");
  plume::Study study = parse_study(first.text, first.path, overrides, findings);
  study.models.clear();
  return study;
}

const PreparedStudy& study_of(const Prepared::State& state) {
  if (state.findings.has_errors()) throw BadInput(state.findings);
  return *state.study;
}

}  // namespace

Study::Study(const Values& values) : path_("."), text_(text_of(values)) {}

Study Study::file(std::string path) {
  Study study;
  study.path_ = std::move(path);
  study.is_file_ = true;
  return study;
}

Study Study::text(std::string toml, std::string folder) {
  Study study;
  study.path_ = std::move(folder);
  study.text_ = std::move(toml);
  return study;
}

Study& Study::set(std::string key, std::string value) {
  settings_.emplace_back(std::move(key), std::move(value));
  return *this;
}

Study::Parts Study::parts() const {
  return {is_file_ ? StudySource(path_) : StudySource(std::filesystem::path(path_), text_),
          settings_};
}

Prepared prepare(const Study& study) {
  Study::Parts parts = study.parts();
  Findings findings;
  PreparedStudy prepared = prepare_study(parts.source, parts.overrides, findings);
  return finished(std::move(prepared), std::move(parts.overrides), std::move(findings));
}

Prepared prepare(const Study& study, Model model) {
  Study::Parts parts = study.parts();
  Model::State taken = std::move(model).take();
  Findings findings = std::move(taken.findings);
  plume::Study read = read_without_model(parts, findings);
  PreparedStudy prepared = prepare_study(std::move(read), std::move(taken.model), findings);
  return finished(std::move(prepared), std::move(parts.overrides), std::move(findings));
}

bool Prepared::ok() const { return !state_->findings.has_errors(); }
const std::vector<Finding>& Prepared::findings() const { return state_->findings.list(); }
std::size_t Prepared::num_demands() const { return study_of(*state_).axes.demands.size(); }
std::size_t Prepared::num_categories() const { return study_of(*state_).axes.categories.size(); }
std::string Prepared::demand(std::size_t demand) const {
  return study_of(*state_).axes.demands.at(demand).name;
}

Category Prepared::category(std::size_t category) const {
  const OutputAxes::Category& found = study_of(*state_).axes.categories.at(category);
  return {found.id, found.name, found.unit};
}

double Prepared::static_score(std::size_t demand, std::size_t category) const {
  const PreparedStudy& study = study_of(*state_);
  (void)study.axes.demands.at(demand);
  (void)study.axes.categories.at(category);
  return study.problem.static_scores.at(demand * study.axes.categories.size() + category);
}

}  // namespace plume::api
