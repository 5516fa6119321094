// SPDX-License-Identifier: Apache-2.0
#include "host/convert/convert.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "host/base/error.hpp"
#include "host/base/json_text.hpp"
#include "host/base/version.hpp"
#include "host/convert/write_package.hpp"
#include "host/readers/read_models.hpp"
#include "host/store/model_file.hpp"
#include "host/store/own_files.hpp"
#include "host/study/pair_scores.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

constexpr const char* note_name = "converted.json";
constexpr std::string_view note_type = "converted package";
constexpr std::array<std::string_view, 9> own_names = {
    note_name,       "parameters.csv", "products.csv", "flows.csv",        "categories.csv",
    "processes.csv", "exchanges.csv",  "factors.csv",  "distributions.csv"};

/// What stands beside the tables: what they were made of, and what became of the rest.
void write_note(const fs::path& folder, const Model& model) {
  nlohmann::ordered_json note;
  note["plume_type"] = note_type;
  note["producer"] = fmt::format("plume {}", version());
  note["commit"] = commit();
  note["made_from"] = nlohmann::ordered_json::array();
  for (const Source& each : model.sources)
    note["made_from"].push_back(
        {{"path", each.path}, {"format", each.format}, {"sha256", each.sha256}});
  note["report"] = parse_ordered_json(to_json(model.link_report, Findings(), true));
  std::ofstream file(folder / note_name, std::ios::binary);
  file << json_text(note, 1) << '\n';
  file.close();
  if (!file) throw Error("cannot write " + (folder / note_name).string());
}

bool is_converted_package(const fs::path& folder) {
  std::ifstream file(folder / note_name, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const nlohmann::json note = parse_if_json(text);
  return note.is_object() && note.value("plume_type", "") == note_type;
}

/// Files of the folder that a conversion does not write.
std::vector<std::string> foreign_files(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::find(own_names.begin(), own_names.end(), name) == own_names.end())
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void check_file(const ConversionTarget& target, Findings& findings) {
  std::error_code error;
  if (target.force || !fs::exists(target.path, error) || is_model_file(target.path)) return;
  findings.add("E0470", {target.path.string(), 0, 0},
               "the file exists and is no compiled model, or a damaged one",
               "give another name with -o, or --force to replace it");
}

void check_folder(const ConversionTarget& target, Findings& findings) {
  const Place place{target.path.string(), 0, 0};
  std::error_code error;
  const std::string extension = target.path.extension().string();
  if (extension == ".zip" || extension == ".csv" || extension == ".json") {
    findings.add(
        "E0477", place,
        fmt::format("a model is written to a folder or to NAME.plume.h5, not to '{}'", extension),
        "name a folder for a plain package; it can be zipped afterwards");
    return;
  }
  const fs::file_status status = fs::symlink_status(target.path, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) {
    findings.add("E0471", place, "it exists and is no folder",
                 "give another name with -o, or end it with .plume.h5");
    return;
  }
  if (fs::is_empty(target.path, error)) return;
  if (const std::vector<std::string> foreign = foreign_files(target.path); !foreign.empty()) {
    findings.add("E0471", place,
                 fmt::format("the folder holds '{}', which no conversion wrote", foreign.front()),
                 "give a folder that is empty or not there yet");
    return;
  }
  if (!target.force && !is_converted_package(target.path))
    findings.add("E0471", place, "the folder holds a package that no conversion wrote",
                 "give another folder with -o, or --force to replace it");
}

void check_target(const ConversionTarget& target, const std::vector<fs::path>& inputs,
                  Findings& findings) {
  if (const fs::path input = input_that_is(target.path, inputs); !input.empty()) {
    findings.add("E0632", {target.path.string(), 0, 0},
                 "the output is the input '" + input.string() + "' itself",
                 "give another name with -o");
    return;
  }
  if (target.is_compiled())
    check_file(target, findings);
  else
    check_folder(target, findings);
}

/// Written beside its place and moved there, so that the folder is never half a package.
std::vector<std::string> write_folder(const fs::path& path, const Model& model) {
  fs::path whole = fs::absolute(path).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  const std::string process = std::to_string(::getpid());
  const fs::path made = whole.parent_path() / ("." + whole.filename().string() + ".new-" + process);
  const fs::path old = whole.parent_path() / ("." + whole.filename().string() + ".old-" + process);
  fs::create_directories(made);
  try {
    std::vector<std::string> names = write_package(made, model);
    write_note(made, model);
    if (fs::exists(whole)) fs::rename(whole, old);
    fs::rename(made, whole);
    std::error_code ignored;
    fs::remove_all(old, ignored);
    return names;
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(made, ignored);
    throw;
  }
}

}  // namespace

Conversion convert(const std::vector<StudyModel>& models, const std::vector<fs::path>& inputs,
                   const ConversionTarget& target, Findings& findings) {
  Conversion made;
  check_target(target, inputs, findings);
  if (findings.has_errors()) return made;
  made.model = read_models(models, findings, {.keep_exchange_ids = !target.is_compiled()});
  check_single_sets(made.model, findings);
  if (!findings.has_errors() && made.model.processes.empty() && made.model.categories.empty())
    findings.add("E0478", {}, "the models hold no process and no category",
                 "name a model that holds some");
  if (findings.has_errors()) return made;
  if (target.is_compiled()) {
    write_model_file(target.path, made.model, findings.list());
    return made;
  }
  check_package_can_hold(made.model, findings);
  if (findings.has_errors()) return made;
  try {
    made.files = write_folder(target.path, made.model);
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("cannot write {}: {}", target.path.string(), error.code().message()));
  }
  return made;
}

}  // namespace plume
