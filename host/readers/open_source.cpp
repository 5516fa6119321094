// SPDX-License-Identifier: Apache-2.0
#include "host/readers/open_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "host/base/error.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::size_t most_bytes = std::size_t{4} << 30;

/// Kinds of files whose content is known and cannot be read: how they begin, what they are, what to
/// do.
struct Foreign {
  std::string_view magic;
  std::string_view extension;  ///< that it needs besides; empty: none
  std::string_view what;
  std::string_view cure;
};
constexpr Foreign foreign[] = {
    {"7z\xBC\xAF\x27\x1C"sv, "", "a 7z archive", "unpack it, and give the folder of its files"},
    {"Rar!"sv, "", "a RAR archive", "unpack it, and give the folder of its files"},
    {"\x1F\x8B"sv, "", "a gzip file", "unpack it, and give the folder or file in it"},
    {"\xD0\xCF\x11\xE0"sv, "", "a workbook of Excel 97 (.xls)", "save it as .xlsx"},
    {"PK\x03\x04"sv, ".zolca", "a database of openLCA",
     "open it in openLCA and export it with File > Export > JSON-LD, then give that zip"},
    {"PK\x03\x04"sv, ".spx", "an export of SimaPro in its own form",
     "export it from SimaPro as CSV"},
    {""sv, ".spx", "an export of SimaPro in its own form", "export it from SimaPro as CSV"},
    {""sv, ".zolca", "a database of openLCA",
     "open it in openLCA and export it with File > Export > JSON-LD, then give that zip"},
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c < 128 ? std::tolower(c) : c; });
  return text;
}

/// The existing file or folder at the beginning of a path, and what of the path lies inside of it.
std::pair<fs::path, std::string> split(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error)) return {path, {}};
  std::string inside;
  for (fs::path outer = path; outer.has_relative_path() && outer != outer.parent_path();
       outer = outer.parent_path()) {
    const fs::path parent = outer.parent_path();
    inside = inside.empty() ? outer.filename().generic_string()
                            : outer.filename().generic_string() + "/" + inside;
    if (fs::is_regular_file(parent, error)) return {parent, inside};
  }
  return {path, {}};
}

std::string first_bytes(const fs::path& path) {
  std::string bytes(8, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

bool refuse(const fs::path& path, std::string_view begin, Findings& findings) {
  const std::string extension = lower(path.extension().string());
  for (const Foreign& each : foreign) {
    if (!begin.starts_with(each.magic) || (!each.extension.empty() && each.extension != extension))
      continue;
    findings.add(
        "E0832", {path.generic_string(), 0, 0},
        fmt::format("'{}' is {}, which Plume does not read", path.filename().string(), each.what),
        std::string(each.cure));
    return true;
  }
  return false;
}

std::optional<Archive> single_file(const fs::path& path, Findings& findings) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) throw Error(fmt::format("cannot read {}: {}", path.generic_string(), error.message()));
  if (size > most_bytes) {
    findings.add("E0833", {path.generic_string(), 0, 0},
                 fmt::format("the file has {} bytes, more than are read", size),
                 "a model is at most 4 GiB in one file");
    return std::nullopt;
  }
  std::string content(size, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file) throw Error(fmt::format("cannot read {}", path.generic_string()));
  std::map<std::string, std::string> contents;
  contents.emplace(path.filename().string(), std::move(content));
  return Archive::from_memory(path, std::move(contents));
}

}  // namespace

bool source_exists(const fs::path& path) {
  std::error_code error;
  return fs::exists(split(path).first, error);
}

std::optional<Archive> open_source(const fs::path& path, Findings& findings) {
  const auto [outer, inside] = split(path);
  std::error_code error;
  if (!fs::is_regular_file(outer, error)) return Archive::open(outer, findings);
  const std::string begin = first_bytes(outer);
  if (refuse(outer, begin, findings)) return std::nullopt;
  if (begin.starts_with("\x89HDF"))  // opened where it lies: HDF5 reads files, not texts
    return Archive::from_memory(outer, {{outer.filename().string(), std::string()}});
  if (!begin.starts_with("PK") && !begin.empty()) return single_file(outer, findings);
  std::optional<Archive> archive = Archive::open(outer, findings);
  if (!archive || inside.empty()) return archive;
  std::optional<std::string> content = archive->read(inside, findings, most_bytes);
  if (!content) return std::nullopt;
  std::map<std::string, std::string> contents;
  contents.emplace(fs::path(inside).filename().string(), std::move(*content));
  return Archive::from_memory(path, std::move(contents));
}

}  // namespace plume
