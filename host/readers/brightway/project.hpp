// SPDX-License-Identifier: Apache-2.0
// A Brightway project's folder: what lies in it, and which files of it a study can name as models.
//
//     plume.5f391c4b/
//       databases.json, methods.json, normalizations.json, weightings.json
//               names, units, numbers of entries
//       lci/databases.db
//               the datasets themselves, which are not read
//       processed/foreground.0fa009a7.zip
//               the datapackages that Brightway calculates with
//
// Brightway names the file of a database by the first eight digits of the MD5 of its name, that of
// a method by its abbreviation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

struct BrightwayProject {
  struct Processed {
    std::string file;         ///< relative to the project; empty: there is none
    std::uint64_t bytes = 0;  ///< of the file
  };
  struct Database {
    std::string name;
    std::uint64_t datasets = 0;                     ///< processes and flows
    std::uint64_t technosphere = 0, biosphere = 0;  ///< exchanges of the processed file
    bool changed = false;                           ///< since it was processed
    std::vector<std::string> depends;               ///< names of other databases
    Processed processed;
  };
  struct Factors {
    std::string name;  ///< parts joined by " | ", as studies call it
    std::string unit;
    std::uint64_t factors = 0;
    Processed processed;
  };

  std::filesystem::path path;
  std::vector<Database> databases;
  std::vector<Factors> methods, normalisations, weightings;
};

/// A project, or the folder that projects lie in.
[[nodiscard]] bool is_brightway_folder(const std::filesystem::path& path);

/// Findings: E0642 a list of names cannot be read; E0643 the folder holds projects and is none;
/// W0644 a database was never processed; W0645 one has changed since; W0646 the project holds
/// nothing.
[[nodiscard]] std::optional<BrightwayProject> read_brightway_project(
    const std::filesystem::path& path, Findings& findings);

/// For programs; docs/brightway.md names the keys.
[[nodiscard]] std::string to_json(const BrightwayProject& project);

}  // namespace plume
