// SPDX-License-Identifier: Apache-2.0
// Several files in one input. Tables, each behind a line "@NAME":
//     @processes.csv
//     id,unit
// or files that may hold any byte, each behind a line "@NAME SIZE" with SIZE bytes (or what is
// left); a line "@@" begins the next folder:
//     @datapackage.json 812
//     {"profile": …
#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plume::fuzz {

inline std::map<std::string, std::string> tables_of(std::string_view bytes) {
  std::map<std::string, std::string> tables;
  std::string* table = nullptr;
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    if (line.starts_with('@')) {
      table = &tables[std::string(line.substr(1))];
    } else if (table != nullptr) {
      table->append(bytes.substr(0, line.size() + 1));
    }
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
  }
  return tables;
}

inline std::vector<std::map<std::string, std::string>> folders_of(std::string_view bytes) {
  std::vector<std::map<std::string, std::string>> folders(1);
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    if (line == "@@") folders.emplace_back();
    if (line.size() < 2 || line[0] != '@' || line == "@@") continue;
    const std::size_t blank = line.find(' ');
    const std::string size(blank == std::string_view::npos ? "" : line.substr(blank + 1));
    const std::string_view content = bytes.substr(0, std::strtoul(size.c_str(), nullptr, 10));
    folders.back()[std::string(line.substr(1, blank - 1))] = std::string(content);
    bytes.remove_prefix(content.size());
  }
  return folders;
}

}  // namespace plume::fuzz
