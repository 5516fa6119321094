// SPDX-License-Identifier: Apache-2.0
#include "host/run/output_check.hpp"

#include <system_error>

#include "host/store/own_files.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

void add_foreign(const fs::path& path, Findings& findings) {
  findings.add("E0631", {path.string(), 0, 0},
               "the file has the name of a part and is no part of this run",
               "move it out of the folder; it is not touched");
}

}  // namespace

void check_output(const fs::path& output, const std::vector<fs::path>& inputs, bool force,
                  Findings& findings) {
  std::error_code error;
  if (const fs::path input = input_that_is(output, inputs); !input.empty()) {
    const bool inside = !fs::equivalent(output, input, error);
    findings.add("E0632", {output.string(), 0, 0},
                 inside ? "the output would replace a file of the input '" + input.string() + "'"
                        : "the output is the input '" + input.string() + "' itself",
                 "give another name with -o");
    return;
  }
  if (force || !fs::is_regular_file(output, error) || is_result(output)) return;
  findings.add("E0633", {output.string(), 0, 0},
               "the file exists and is no result of Plume, or a damaged one",
               "give another name with -o, or --force to replace it");
}

std::vector<fs::path> inputs_of(const Study& study, const std::vector<InputFile>& files) {
  std::vector<fs::path> inputs = {study.path};
  for (const StudyModel& model : study.models) inputs.push_back(model.path);
  for (const InputFile& file : files) inputs.push_back(study.path.parent_path() / file.path);
  return inputs;
}

void check_parts_folder(const fs::path& folder, const ResultHeader& header, Findings& findings) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) {
    findings.add("E0630", {folder.string(), 0, 0},
                 fs::is_symlink(status)
                     ? "parts of the run would lie here, and it is a symbolic link"
                     : "parts of the run would lie here, and it is a file",
                 "move it away, or give the result another name with -o");
    return;
  }
  if (Parts::exist(folder)) return;  // then opening it says what is whose
  for (const fs::path& path : Parts::in_the_way(folder, header)) add_foreign(path, findings);
}

void forbid_foreign(const Parts& parts, Findings& findings) {
  for (const DamagedPart& part : parts.foreign()) add_foreign(part.path, findings);
}

}  // namespace plume
