// SPDX-License-Identifier: Apache-2.0
#include "host/readers/read_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/hash.hpp"
#include "host/base/utf8.hpp"
#include "host/link/link.hpp"
#include "host/model/builder.hpp"
#include "host/readers/brightway/project.hpp"
#include "host/readers/formats.hpp"
#include "host/readers/mapping_table.hpp"
#include "host/readers/names_table.hpp"
#include "host/readers/open_source.hpp"
#include "host/readers/read_meter.hpp"

namespace plume {
namespace {

/// "a plain package holds exchanges.csv, a Brightway datapackage datapackage.json"
std::string marks() {
  std::string text;
  for (auto each = formats().rbegin() + 1; each != formats().rend(); ++each) {
    if (!text.empty()) text += ", ";
    text += (*each)->mark;
  }
  return text + ", " + std::string(formats().back()->mark);  // what was converted is named last
}

std::string names_of_formats() {
  std::string text = "\"auto\"";
  for (auto each = formats().rbegin(); each != formats().rend(); ++each)
    text += fmt::format(", \"{}\"", (*each)->name);
  return text;
}

/// The format of an opened source, if the study does not contradict it.
const Format* checked_format(const Archive& archive, const StudyModel& wanted, Findings& findings) {
  const Place place = wanted.place.file.empty() ? Place{wanted.path.string(), 0, 0} : wanted.place;
  const Format* asked = wanted.format == "auto" ? nullptr : find_format(wanted.format);
  if (wanted.format != "auto" && asked == nullptr) {
    findings.add("E0104", place, fmt::format("model.format = \"{}\" is not offered", wanted.format),
                 "allowed: " + names_of_formats());
    return nullptr;
  }
  const Format* found = format_of(archive);
  if (found == nullptr) {
    const bool is_project = is_brightway_folder(archive.path());
    findings.add(
        "E0140", place,
        fmt::format("'{}' is no model that Plume can read", archive.path().string()),
        is_project
            ? "it is for Brightway projects: name the files of its databases and methods, which "
              "plume info lists"
            : marks());
    return nullptr;
  }
  if (asked != nullptr && asked != found) {
    findings.add("E0141", place,
                 fmt::format("'{}' is a {}, not a {} as model.format says", wanted.written_path,
                             found->title, asked->title),
                 fmt::format("write format = \"{}\", or leave it out", found->name));
    return nullptr;
  }
  return found;
}

/// What the study asks of a source about links, and the mapping tables it gives.
void add_options(const StudyModel& wanted, std::uint16_t source, InventoryData& data,
                 Findings& findings) {
  RawSource options;
  options.source = source;
  options.allocation = wanted.allocation;
  options.allocation_property = wanted.allocation_property;
  options.providers = wanted.providers;
  options.link = wanted.link;
  options.is_looked_at = wanted.is_looked_at;
  options.methods = wanted.methods;
  options.amounts = wanted.amounts;
  options.set = wanted.set;
  options.parameter_set = wanted.parameter_set;
  data.sources.push_back(options);
  for (const std::filesystem::path& path : wanted.mappings) {
    if (!source_exists(path)) {
      findings.add("E0836", wanted.place,
                   fmt::format("the mapping table '{}' does not exist", path.generic_string()),
                   "the path is relative to the study file, and may go into a zip");
      continue;
    }
    const std::optional<Archive> archive = open_source(path, findings);
    if (!archive) continue;
    const std::vector<std::string> names = archive->names();
    if (names.size() != 1) {
      findings.add(
          "E0836", wanted.place,
          fmt::format("'{}' holds {} files, not one table", path.generic_string(), names.size()),
          "name the table itself; a path may go into a zip");
      continue;
    }
    if (std::optional<std::string> text = archive->read(names.front(), findings))
      read_mapping_table(without_byte_order_mark(std::move(*text)), path.generic_string(), source,
                         data, findings);
  }
}

void add_format(LinkReport& report, const Format& format) {
  const std::string name(format.name);
  if (std::find(report.formats.begin(), report.formats.end(), name) == report.formats.end())
    report.formats.push_back(name);
}

}  // namespace

Model read_models(const std::vector<StudyModel>& models, Findings& findings,
                  const ReadOptions& options) {
  Model model;
  ModelBuilder builder(model);
  if (options.keep_exchange_ids) builder.keep_exchange_ids();
  InventoryData data;
  std::vector<std::unique_ptr<Archive>> archives;  // sources hold pointers to them
  std::map<const Format*, std::vector<FormatSource>> sources;
  ReadMeter meter(options.progress);
  for (const StudyModel& wanted : models) {
    std::optional<Archive> archive = open_source(wanted.path, findings);
    if (!archive) continue;
    const Format* format = checked_format(*archive, wanted, findings);
    if (format == nullptr) continue;
    if (!wanted.parameter_set.empty() && format->name != "openlca-jsonld") {
      findings.add(
          "E0648", wanted.place,
          fmt::format("'{}' is a {}, which has no sets of parameters", wanted.written_path,
                      format->title),
          "product systems of openLCA have some; of other models, set = { … } fixes parameters");
    }
    const auto source = static_cast<std::uint16_t>(model.sources.size());
    model.sources.push_back(
        {wanted.written_path, std::string(format->title), sha256_of_path(wanted.path)});
    if (wanted.lognormal_anchor)
      model.sources.back().lognormal_anchor_mean =
          *wanted.lognormal_anchor == LognormalAnchor::mean;
    add_options(wanted, source, data, findings);
    add_format(model.link_report, *format);
    archives.push_back(std::make_unique<Archive>(std::move(*archive)));
    meter.watch(*archives.back());
    sources[format].push_back({archives.back().get(), &wanted, source});
  }
  // Compiled models and plain packages first: they may declare what others add to; datapackages,
  // which overwrite, last.
  for (auto format = formats().rbegin(); format != formats().rend(); ++format) {
    if (const auto found = sources.find(*format); found != sources.end())
      (*format)->read(found->second, {builder, data}, findings);
  }
  link(data, builder, findings);
  for (const StudyModel& wanted : models) {
    for (const std::filesystem::path& path : wanted.names) {
      if (!read_names_table(path, model, findings)) continue;
      model.sources.push_back({path.filename().string(), "table of names", sha256_of_path(path)});
    }
  }
  return model;
}

}  // namespace plume
