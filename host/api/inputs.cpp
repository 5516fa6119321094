// SPDX-License-Identifier: Apache-2.0
#include "host/api/inputs.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <istream>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/letter_case.hpp"
#include "host/readers/brightway/project.hpp"
#include "host/store/model_file.hpp"
#include "host/store/parts.hpp"
#include "host/study/study_source.hpp"

namespace plume::api {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

InputKind by_extension(const fs::path& path) {
  const std::string extension = path.extension().string();
  if (extension == ".h5" || extension == ".hdf5" || extension == ".nc") return InputKind::result;
  return extension == ".toml" ? InputKind::study : InputKind::model;
}

/// A file of a model as text: a table, or one that begins as XML, JSON or the header of SimaPro
/// does.
bool is_model_text(const fs::path& path, std::string_view begin) {
  const std::string extension = lower_case(path.extension().string());
  for (const char* each : {".csv", ".json", ".xml", ".spold"}) {
    if (extension == each) return true;
  }
  if (begin.starts_with("\xEF\xBB\xBF"sv)) begin.remove_prefix(3);
  return begin.starts_with('<') || begin.starts_with('{');
}

}  // namespace

InputKind input_kind(const std::string& name) {
  const fs::path path = name;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (Parts::exist(path)) return InputKind::parts;
    return is_brightway_folder(path) ? InputKind::project : InputKind::model;
  }
  if (!fs::is_regular_file(path, ignored)) return by_extension(path);  // a pipe is not waited for
  std::array<char, 4096> bytes{};
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), bytes.size());
  const std::string_view begin(bytes.data(), static_cast<std::size_t>(file.gcount()));
  if (begin.empty()) return by_extension(path);
  if (begin.starts_with("\x89HDF\r\n\x1A\n"sv))
    return is_model_file(path) ? InputKind::model : InputKind::result;
  const bool is_text =
      begin.find('\0') == std::string_view::npos && !begin.starts_with("PK\x03\x04"sv);
  const InputKind named = by_extension(path);
  if (named != InputKind::model) return named;
  return is_text && !is_model_text(path, begin) ? InputKind::study : InputKind::model;
}

Study study_from(std::istream& in, const std::string& folder) {
  std::string text(max_study_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) throw Error("cannot read the study from standard input");
  if (text.size() <= max_study_bytes) return Study::text(std::move(text), folder);
  Findings findings;
  findings.add("E0109", {"-", 0, 0},
               "the study file cannot be read (it is larger than " +
                   std::to_string(max_study_bytes >> 20) + " MiB)");
  throw BadInput(findings);
}

}  // namespace plume::api
