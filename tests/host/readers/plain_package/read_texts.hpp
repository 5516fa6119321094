// SPDX-License-Identifier: Apache-2.0
// A package given as texts in the test itself, and its findings as lines.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/readers/plain_package/read_package.hpp"
#include "tests/support/finding_lines.hpp"

namespace plume::testing {

using Texts = std::map<std::string, std::string>;

inline PackageFiles files_of(const Texts& texts) {
  PackageFiles files;
  for (const auto& [name, text] : texts) files.names.push_back(name);
  files.read = [&texts](std::string_view name) { return texts.at(std::string(name)); };
  files.display_name = [](std::string_view name) { return "p/" + std::string(name); };
  return files;
}

struct Reading {
  Model model;
  std::vector<std::string> lines;  ///< findings
};

inline Reading read_texts(const Texts& texts) {
  Reading reading;
  reading.model.sources.push_back({"p", "plume package", ""});
  Findings findings;
  ModelBuilder builder(reading.model);
  read_package(files_of(texts), 0, builder, findings);
  reading.lines = lines_of(findings);
  return reading;
}

/// Two processes, one flow, one category: right in every cell, to be changed one table at a time.
inline Texts steel() {
  return {{"processes.csv", "id,name,unit\npower,power plant,kWh\nsteel,steel works,kg\n"},
          {"flows.csv", "id,name,unit\nco2,carbon dioxide,kg\n"},
          {"exchanges.csv",
           "process,type,item,amount\nsteel,input,power,2\nsteel,emission,co2,1.5\npower,emission,"
           "co2,0.5\n"},
          {"categories.csv", "id,name,unit\ngwp,global warming,kg CO2e\n"},
          {"factors.csv", "category,flow,amount\ngwp,co2,1\n"}};
}

inline Texts steel_with(const std::string& table, const std::string& text) {
  Texts texts = steel();
  texts[table] = text;
  return texts;
}

}  // namespace plume::testing
