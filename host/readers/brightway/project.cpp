// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/archive/archive.hpp"
#include "host/archive/read_text.hpp"
#include "host/archive/shown.hpp"
#include "host/base/json_text.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t max_list_bytes = std::size_t{64} << 20;
constexpr std::size_t max_description_bytes = std::size_t{16} << 20;

/// MD5 (RFC 1321) in lower-case digits. Names of files are made with it; it protects nothing.
std::string md5(std::string text) {
  constexpr std::array<int, 16> turns = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
  std::array<std::uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  const std::uint64_t bits = std::uint64_t{8} * text.size();
  text += '\x80';
  text.append((120 - text.size() % 64) % 64, '\0');
  for (int i = 0; i < 8; ++i) text += static_cast<char>(bits >> (8 * i));
  for (std::size_t block = 0; block < text.size(); block += 64) {
    std::array<std::uint32_t, 16> words{};
    for (std::size_t i = 0; i < 64; ++i)
      words[i / 4] |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[block + i]))
                      << (8 * (i % 4));
    auto [a, b, c, d] = state;
    for (std::uint32_t i = 0; i < 64; ++i) {
      const std::uint32_t round = i / 16;
      const std::uint32_t mixed = round == 0   ? ((b & c) | (~b & d))
                                  : round == 1 ? ((d & b) | (~d & c))
                                  : round == 2 ? (b ^ c ^ d)
                                               : (c ^ (b | ~d));
      const std::uint32_t index = (round == 0   ? i
                                   : round == 1 ? 5 * i + 1
                                   : round == 2 ? 3 * i + 5
                                                : 7 * i) %
                                  16;
      const auto sine =
          static_cast<std::uint32_t>(std::floor(std::abs(std::sin(i + 1.0)) * 4294967296.0));
      const std::uint32_t sum = a + mixed + sine + words[index];
      a = std::exchange(
          d, std::exchange(c, std::exchange(b, b + std::rotl(sum, turns[4 * round + i % 4]))));
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
  }
  std::string digits;
  for (const std::uint32_t word : state)
    for (int i = 0; i < 4; ++i) digits += fmt::format("{:02x}", (word >> (8 * i)) & 0xff);
  return digits;
}

std::uint64_t count_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// "climate | GWP 100" of ["climate", "GWP 100"].
std::string joined(const Json& name) {
  if (name.is_string()) return name.get<std::string>();
  std::string text;
  for (const Json& part : name) {
    if (!text.empty()) text += " | ";
    text += part.is_string() ? part.get<std::string>() : json_text(part);
  }
  return text;
}

class Reading {
 public:
  Reading(const fs::path& path, Findings& findings) : findings_(findings) {
    project_.path = path;
    std::error_code ignored;
    for (const fs::directory_entry& each : fs::directory_iterator(path / "processed", ignored)) {
      if (each.path().extension() == ".zip") processed_.push_back(each.path().filename().string());
    }
    std::sort(processed_.begin(), processed_.end());
  }

  BrightwayProject run() {
    read_databases();
    read_factors("methods.json", "num_cfs", project_.methods);
    read_factors("normalizations.json", "num_cfs", project_.normalisations);
    read_factors("weightings.json", "num_cfs", project_.weightings);
    if (!findings_.has_errors() && project_.databases.empty() && project_.methods.empty())
      findings_.add("W0646", {project_.path.string(), 0, 0},
                    "the Brightway project holds no database and no method",
                    "import one with bw2io, or give the folder of another project");
    return std::move(project_);
  }

 private:
  /// The content of a list; null where there is none. Other versions keep other lists: none is no
  /// error.
  Json list(const char* name) {
    const fs::path path = project_.path / name;
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    const TextFile file = read_text(path, max_list_bytes);
    Json value = file.text ? parse_if_json(*file.text) : Json(Json::value_t::discarded);
    if (value.is_object() || value.is_array()) return value;
    findings_.add("E0642", {path.string(), 0, 0},
                  file.text ? "this is no list of names in JSON"
                            : fmt::format("cannot be read ({})", file.why_not),
                  "open the project in Brightway, which writes it again");
    return {};
  }

  void read_databases() {
    const Json all = list("databases.json");
    if (!all.is_object()) return;
    for (const auto& [name, about] : all.items()) {
      BrightwayProject::Database made;
      made.name = name;
      made.datasets = count_of(about, "number");
      const auto changed = about.find("dirty");
      made.changed = changed != about.end() && changed->is_boolean() && changed->get<bool>();
      if (const auto depends = about.find("depends");
          depends != about.end() && depends->is_array()) {
        for (const Json& each : *depends)
          if (each.is_string()) made.depends.push_back(each.get<std::string>());
      }
      made.processed = find("." + md5(name).substr(0, 8) + ".zip");
      const std::string place = (project_.path / "databases.json").string();
      const std::string process =
          fmt::format("bw2data.Database(\"{}\").process() does it", shown(name));
      if (made.processed.file.empty()) {
        findings_.add("W0644", {place, 0, 0},
                      fmt::format("database '{}' was never processed", shown(name)), process);
      } else {
        count_exchanges(made);
        if (made.changed)
          findings_.add(
              "W0645", {place, 0, 0},
              fmt::format("database '{}' has changed since it was processed", shown(name)),
              process);
      }
      project_.databases.push_back(std::move(made));
    }
  }

  void read_factors(const char* file, const char* count,
                    std::vector<BrightwayProject::Factors>& into) {
    const Json all = list(file);
    if (!all.is_array()) return;
    for (const Json& each : all) {
      if (!each.is_array() || each.size() != 2) continue;
      const Json& about = each[1];
      into.push_back({joined(each[0]), text_at(about, "unit"), count_of(about, count), {}});
      const std::string abbreviation = text_at(about, "abbreviation");
      if (!abbreviation.empty()) into.back().processed = find(abbreviation + ".zip");
    }
  }

  /// The one processed file that ends so.
  BrightwayProject::Processed find(std::string_view end) {
    const auto is_it = [&](const std::string& name) { return name.ends_with(end); };
    const auto found = std::find_if(processed_.begin(), processed_.end(), is_it);
    if (found == processed_.end()) return {};
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(project_.path / "processed" / *found, error);
    return {"processed/" + *found, error ? 0 : bytes};
  }

  void count_exchanges(BrightwayProject::Database& database) {
    const std::optional<Archive> archive =
        Archive::open(project_.path / database.processed.file, findings_);
    if (!archive || !archive->contains("datapackage.json")) return;
    const std::optional<std::string> text =
        archive->read("datapackage.json", findings_, max_description_bytes);
    const Json about = text ? parse_if_json(*text) : Json();
    if (!about.is_object() || !about.contains("resources")) return;
    for (const Json& each : about["resources"]) {
      if (!each.is_object() || text_at(each, "kind") != "indices") continue;
      const std::string matrix = text_at(each, "matrix");
      if (matrix == "technosphere_matrix") database.technosphere += count_of(each, "nrows");
      if (matrix == "biosphere_matrix") database.biosphere += count_of(each, "nrows");
    }
  }

  Findings& findings_;
  BrightwayProject project_;
  std::vector<std::string> processed_;
};

bool is_project(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path / "databases.json", ignored) &&
         (fs::is_directory(path / "processed", ignored) || fs::is_directory(path / "lci", ignored));
}

}  // namespace

bool is_brightway_folder(const fs::path& path) {
  std::error_code ignored;
  return is_project(path) || fs::is_regular_file(path / "projects.db", ignored);
}

std::optional<BrightwayProject> read_brightway_project(const fs::path& path, Findings& findings) {
  if (is_project(path)) {
    BrightwayProject project = Reading(path, findings).run();
    if (findings.has_errors()) return std::nullopt;
    return project;
  }
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& each : fs::directory_iterator(path, ignored)) {
    if (is_project(each.path())) names.push_back(each.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string list;
  for (const std::string& name : names)
    list += fmt::format("{}'{}'", list.empty() ? "" : ", ", shown(name));
  findings.add("E0643", {path.string(), 0, 0},
               "the folder is for Brightway projects, and is none itself",
               names.empty() ? "it holds none yet" : "name one of those in it: " + list);
  return std::nullopt;
}

std::string to_json(const BrightwayProject& project) {
  using Ordered = nlohmann::ordered_json;
  const auto add_file = [](Ordered& to, const BrightwayProject::Processed& processed) {
    to["file"] = processed.file.empty() ? Ordered() : Ordered(processed.file);
    to["bytes"] = processed.bytes;
  };
  Ordered all = {{"project", project.path.string()}, {"databases", Ordered::array()}};
  for (const BrightwayProject::Database& each : project.databases) {
    Ordered made = {{"name", each.name},
                    {"datasets", each.datasets},
                    {"technosphere", each.technosphere},
                    {"biosphere", each.biosphere},
                    {"changed", each.changed},
                    {"depends", each.depends}};
    add_file(made, each.processed);
    all["databases"].push_back(std::move(made));
  }
  const auto add = [&](const char* key, const std::vector<BrightwayProject::Factors>& factors) {
    all[key] = Ordered::array();
    for (const BrightwayProject::Factors& each : factors) {
      Ordered made = {{"name", each.name}, {"unit", each.unit}, {"factors", each.factors}};
      add_file(made, each.processed);
      all[key].push_back(std::move(made));
    }
  };
  add("methods", project.methods);
  add("normalisations", project.normalisations);
  add("weightings", project.weightings);
  return json_text(all, 2);
}

}  // namespace plume
