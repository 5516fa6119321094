// SPDX-License-Identifier: Apache-2.0
#include "host/input/reader.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "host/archive/archive.hpp"
#include "host/base/hash.hpp"
#include "host/input/brightway/read_datapackages.hpp"
#include "host/input/package/read_package.hpp"
#include "host/model/builder.hpp"

namespace plume {
namespace {

constexpr std::string_view offered = "a plain package holds exchanges.csv, a Brightway datapackage datapackage.json";

/// "brightway" or "plume"; empty, with a finding, if the archive is neither.
std::string format_of(const Archive& archive, const Place& place, Findings& findings) {
  // A datapackage may carry CSV files of its own, so its mark is looked for first.
  if (is_datapackage(archive)) return "brightway";
  if (is_package(archive)) return "plume";
  findings.add("E0140", place, fmt::format("'{}' is no model that Plume can read", archive.path().string()),
               std::string(offered));
  return {};
}

std::string full_name(std::string_view format) {
  return format == "brightway" ? "brightway datapackage" : "plume package";
}

}  // namespace

Model read_models(const std::vector<StudyModel>& models, Findings& findings) {
  Model model;
  ModelBuilder builder(model);
  std::vector<std::unique_ptr<Archive>> archives;  // read_datapackages holds pointers to them
  std::vector<Datapackage> datapackages;
  for (const StudyModel& wanted : models) {
    std::optional<Archive> archive = Archive::open(wanted.path, findings);
    if (!archive) continue;
    const Place place = wanted.place.file.empty() ? Place{wanted.path.string(), 0, 0} : wanted.place;
    const std::string format = format_of(*archive, place, findings);
    if (format.empty()) continue;
    if (wanted.format != "auto" && wanted.format != format) {
      findings.add("E0141", place,
                   fmt::format("'{}' is a {}, not a {} as model.format says", wanted.written_path, full_name(format),
                               full_name(wanted.format)),
                   fmt::format("write format = \"{}\", or leave it out", format));
      continue;
    }
    const auto source = static_cast<std::uint16_t>(model.sources.size());
    model.sources.push_back({wanted.written_path, full_name(format), sha256_of_path(wanted.path)});
    if (wanted.lognormal_anchor)
      model.sources.back().lognormal_anchor_mean = *wanted.lognormal_anchor == LognormalAnchor::mean;
    archives.push_back(std::make_unique<Archive>(std::move(*archive)));
    if (format == "brightway")
      datapackages.push_back({archives.back().get(), source});
    else
      read_package(*archives.back(), source, builder, findings);
  }
  if (!datapackages.empty()) read_datapackages(datapackages, builder, findings);
  return model;
}

std::string detect_format(const std::filesystem::path& path, Findings& findings) {
  const std::optional<Archive> archive = Archive::open(path, findings);
  return archive ? format_of(*archive, {path.string(), 0, 0}, findings) : std::string{};
}

}  // namespace plume
