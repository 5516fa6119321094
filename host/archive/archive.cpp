// SPDX-License-Identifier: Apache-2.0
#include "host/archive/archive.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <system_error>
#include <utility>

#include "host/archive/shown.hpp"
#include "host/archive/zip_source.hpp"
#include "host/base/error.hpp"
#include "host/base/letter_case.hpp"

namespace plume {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_files_in_folder = 100'000;
constexpr std::uint64_t max_deflate_ratio = 1032;  // zlib: 258 bytes from 2 bits, at most 1032:1
constexpr int method_deflate = 8;
constexpr std::size_t longest_name = 300;  // in messages
constexpr unsigned long flag_encrypted = 1;
// Tables and arrays of models pack to a third or a twentieth; what unpacks to more than a hundred
// times its size holds little but one byte.
constexpr std::uint64_t most_unpacked_ratio = 100, always_unpacked = std::uint64_t{64} << 20;
constexpr std::uint64_t most_inner_zip = std::uint64_t{1} << 30;  // it is held in memory

struct Member {
  fs::path file;                 // of a folder
  unz64_file_pos position = {};  // of a zip
  std::string content;           // of memory
  std::uint64_t size = 0;
};

enum class Kind { folder, zip, memory };

using Members = std::map<std::string, Member, std::less<>>;

Place place_of(std::string file) { return Place{std::move(file), 0, 0}; }

void add_damaged(const std::string& file, std::string_view detail, Findings& findings) {
  findings.add("E0203", place_of(file),
               fmt::format("the zip file is truncated or damaged: {}", detail),
               "copy or download it again");
}

enum class ZipEnd { whole, empty, damaged };

/// Looks at the record that ends a zip: signature, 16 bytes, length of a comment, comment. minizip
/// takes bytes missing there for zeros, and does not find it in a zip without members.
ZipEnd check_end(const ZipSource& source) {
  constexpr std::uint64_t record = 22;
  constexpr std::uint64_t longest_comment = 0xFFFF;
  const std::uint64_t size = source.size();
  const std::uint64_t offset = size - std::min(size, record + longest_comment);
  const std::string tail = source.bytes(offset, size - offset);
  const std::size_t at = tail.rfind(std::string_view("PK\5\6", 4));
  if (at == std::string::npos || tail.size() - at < record) return ZipEnd::damaged;
  const auto u16 = [&](std::size_t from) {
    return static_cast<std::size_t>(static_cast<unsigned char>(tail[at + from])) +
           256U * static_cast<unsigned char>(tail[at + from + 1]);
  };
  if (tail.size() - at - record < u16(20)) return ZipEnd::damaged;
  return offset + at == 0 && u16(10) == 0 ? ZipEnd::empty : ZipEnd::whole;
}

/// What a zip says about its current member: name and sizes. `name` has '/' separators whatever
/// made the zip.
bool describe_member(unzFile zip, unz_file_info64& info, std::string& name) {
  if (unzGetCurrentFileInfo64(zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
    return false;
  std::vector<char> buffer(info.size_filename + 1, '\0');
  if (unzGetCurrentFileInfo64(zip, &info, buffer.data(), buffer.size(), nullptr, 0, nullptr, 0) !=
      UNZ_OK)
    return false;
  name.assign(buffer.data(), info.size_filename);
  std::replace(name.begin(), name.end(), '\\', '/');
  return true;
}

/// What macOS, Windows and Excel leave beside the user's files, in any folder.
bool is_litter(std::string_view name) {
  if (name.starts_with("__MACOSX/") || name.find("/__MACOSX/") != std::string_view::npos)
    return true;
  const std::string file = lower_case(name.substr(name.rfind('/') + 1));
  constexpr std::array<std::string_view, 4> names = {".ds_store", "thumbs.db", "ehthumbs.db",
                                                     "desktop.ini"};
  return std::find(names.begin(), names.end(), file) != names.end() || file.starts_with("._") ||
         file.starts_with("~$");
}

/// "folder/" if every file lies below that one folder, else "".
std::string common_folder(const Members& members) {
  std::string folder;
  for (const auto& [name, member] : members) {
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos) return {};
    if (folder.empty()) folder = name.substr(0, slash + 1);
    if (!name.starts_with(folder)) return {};
  }
  return folder;
}

/// False if findings tell why the zip cannot be used.
bool list_zip(const ZipSource& source, const std::string& display, Members& members,
              Findings& findings) {
  const std::uint64_t size = source.size();
  const ZipEnd end = check_end(source);
  if (end == ZipEnd::empty) return true;
  const OpenZip zip(source);
  if (end == ZipEnd::damaged || !zip) {
    add_damaged(display, "its directory at the end of the file cannot be found", findings);
    return false;
  }
  unz_global_info64 global;
  if (unzGetGlobalInfo64(zip.get(), &global) != UNZ_OK) {
    add_damaged(display, "its directory cannot be read", findings);
    return false;
  }
  if (global.number_entry == 0) return true;

  bool usable = true;
  std::uint64_t num_read = 0, unpacked = 0;
  int status = unzGoToFirstFile(zip.get());
  for (; status == UNZ_OK; status = unzGoToNextFile(zip.get())) {
    unz_file_info64 info;
    std::string name;
    Member member;
    if (!describe_member(zip.get(), info, name) ||
        unzGetFilePos64(zip.get(), &member.position) != UNZ_OK)
      break;
    ++num_read;
    if (name.empty() || name.ends_with('/') || is_litter(name)) continue;
    const std::string file = fmt::format("{}/{}", display, shown(name, longest_name));
    member.size = info.uncompressed_size;
    unpacked += std::min(member.size, std::numeric_limits<std::uint64_t>::max() - unpacked);
    if ((info.flag & flag_encrypted) != 0) {
      findings.add("E0204", place_of(file), "the file is encrypted",
                   "save the zip without a password");
      usable = false;
    } else if (info.compression_method != 0 && info.compression_method != method_deflate) {
      findings.add(
          "E0208", place_of(file),
          fmt::format("zip compression method {} cannot be unpacked", info.compression_method),
          "save the zip with deflate (8) or without compression (0)");
      usable = false;
    } else if (!members.emplace(name, member).second) {
      findings.add("E0209", place_of(file), "the zip holds two files of this name",
                   "keep one of them");
      usable = false;
    }
  }
  if (num_read != global.number_entry) {
    add_damaged(display,
                fmt::format("its directory promises {} entries, {} can be read",
                            global.number_entry, num_read),
                findings);
    return false;
  }
  const std::uint64_t most = std::max(always_unpacked, size * most_unpacked_ratio);
  if (unpacked > most) {
    findings.add(
        "E0207", place_of(display),
        fmt::format(
            "its files have {} bytes unpacked, more than the {} that are read of a zip of {} bytes",
            unpacked, most, size),
        "unpack it, and give the folder, if it is meant");
    return false;
  }
  return usable;
}

bool list_folder(const fs::path& path, const std::string& display, Members& members,
                 Findings& findings) {
  std::error_code error;
  fs::recursive_directory_iterator entry(path, fs::directory_options::none, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    Member member;
    member.file = entry->path();
    member.size = entry->file_size(error);
    if (error) break;
    const std::string name = entry->path().lexically_relative(path).generic_string();
    if (is_litter(name)) continue;
    if (members.size() == max_files_in_folder) {
      findings.add("E0202", place_of(display),
                   fmt::format("the folder holds more than {} files; it cannot be a model",
                               max_files_in_folder),
                   "give the folder of the model itself");
      return false;
    }
    members.emplace(name, std::move(member));
  }
  if (error) throw Error(fmt::format("cannot list folder {}: {}", display, error.message()));
  return true;
}

/// Unpacks one member; minizip compares its CRC when it is closed after the last byte.
std::optional<std::string> read_zipped(const ZipSource& source, const Member& member,
                                       const std::string& display, Findings& findings) {
  const auto damaged = [&](std::string_view detail) {
    findings.add("E0206", place_of(display), fmt::format("the file cannot be unpacked: {}", detail),
                 "the zip file is damaged; copy or download it again");
    return std::nullopt;
  };
  const OpenZip zip(source);
  if (!zip || unzGoToFilePos64(zip.get(), &member.position) != UNZ_OK)
    return damaged("the zip's directory has changed");
  unz_file_info64 info;
  std::string name;
  if (!describe_member(zip.get(), info, name)) return damaged("its directory entry cannot be read");

  const std::uint64_t zip_size = source.size();
  const std::uint64_t packed = info.compressed_size;
  const std::uint64_t most =
      info.compression_method == 0 ? packed : (packed + 1) * max_deflate_ratio;
  if (packed > zip_size || member.size > most) {
    return damaged(
        fmt::format("{} bytes cannot come from {} compressed ones", member.size, packed));
  }
  if (unzOpenCurrentFile(zip.get()) != UNZ_OK) return damaged("its local header is wrong");

  std::string content(member.size, '\0');
  std::size_t filled = 0;
  int got = 0;
  while (filled < content.size()) {
    const auto ask =
        static_cast<unsigned>(std::min<std::size_t>(content.size() - filled, 1U << 30));
    got = unzReadCurrentFile(zip.get(), content.data() + filled, ask);
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  const int closed = unzCloseCurrentFile(zip.get());
  if (got < 0) return damaged("its compressed bytes are not valid");
  if (filled < content.size()) {
    return damaged(fmt::format("{} of {} bytes can be read", filled, content.size()));
  }
  if (closed == UNZ_CRCERROR) return damaged("its checksum (CRC-32) is wrong");
  if (closed != UNZ_OK) return damaged("its end cannot be read");
  return content;
}

}  // namespace

struct Archive::State {
  fs::path path;
  std::string display;
  std::string prefix;  // the one folder entered, with its '/'
  Kind kind = Kind::folder;
  std::optional<ZipSource> zip;
  Members members;
  std::function<void()> read_hook;

  /// Goes down as long as all files lie in one folder.
  void enter_common_folder() {
    for (std::string folder = common_folder(members); !folder.empty();
         folder = common_folder(members)) {
      prefix += folder;
      Members inner;
      for (auto& [name, member] : members)
        inner.emplace(name.substr(folder.size()), std::move(member));
      members = std::move(inner);
    }
  }

  /// False if findings tell why the zip, or the one that it holds alone, cannot be used.
  bool list_zips(Findings& findings) {
    constexpr int deepest = 4;
    for (int depth = 0; depth < deepest; ++depth) {
      members.clear();
      if (!list_zip(*zip, display + prefix_of_findings(), members, findings)) return false;
      enter_common_folder();
      if (members.size() != 1 || !lower_case(members.begin()->first).ends_with(".zip")) return true;
      const auto& [name, member] = *members.begin();
      const std::string file = fmt::format("{}/{}", display, shown(prefix + name, longest_name));
      if (member.size > most_inner_zip) {
        findings.add("E0207", place_of(file),
                     fmt::format("the zip in the zip has {} bytes, more than the {} that are read",
                                 member.size, most_inner_zip),
                     "unpack the outer one");
        return false;
      }
      std::optional<std::string> inner = read_zipped(*zip, member, file, findings);
      if (!inner) return false;
      if (!inner->starts_with("PK")) return true;
      prefix += name + '/';
      zip = ZipSource(std::move(*inner));
    }
    findings.add("E0276", place_of(display),
                 fmt::format("it holds a zip in a zip, more than {} deep", deepest),
                 "unpack it, and give the folder");
    return false;
  }

  [[nodiscard]] std::string prefix_of_findings() const {
    return prefix.empty() ? "" : '/' + shown(prefix.substr(0, prefix.size() - 1), longest_name);
  }
};

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

std::optional<Archive> Archive::open(const fs::path& path, Findings& findings) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->display = path.generic_string();
  while (state->display.size() > 1 && state->display.ends_with('/')) state->display.pop_back();

  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    findings.add("E0201", place_of(state->display), "no such file or folder",
                 "check the path; it is read as written");
    return std::nullopt;
  }
  if (error) throw Error(fmt::format("cannot open {}: {}", state->display, error.message()));

  if (fs::is_directory(status)) {
    if (!list_folder(path, state->display, state->members, findings)) return std::nullopt;
    state->enter_common_folder();
    return Archive(std::move(state));
  }
  if (!fs::is_regular_file(status)) {
    findings.add("E0202", place_of(state->display), "neither a folder nor a zip file",
                 "give a folder or a .zip file");
    return std::nullopt;
  }

  const std::string magic = bytes_of(path, 0, 2);
  if (magic.empty()) {
    add_damaged(state->display, "it is empty", findings);
    return std::nullopt;
  }
  if (magic != "PK" && magic != "P") {
    findings.add("E0202", place_of(state->display), "neither a folder nor a zip file",
                 "give a folder or a .zip file");
    return std::nullopt;
  }
  state->kind = Kind::zip;
  state->zip.emplace(path);
  if (!state->list_zips(findings)) return std::nullopt;
  return Archive(std::move(state));
}

Archive Archive::from_memory(const fs::path& path, std::map<std::string, std::string> contents) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->display = path.generic_string();
  state->kind = Kind::memory;
  for (auto& [name, content] : contents) {
    Member& member = state->members[name];
    member.size = content.size();
    member.content = std::move(content);
  }
  return Archive(std::move(state));
}

bool Archive::contains(std::string_view name) const {
  return state_->members.find(name) != state_->members.end();
}

std::vector<std::string> Archive::names() const {
  std::vector<std::string> names;
  names.reserve(state_->members.size());
  for (const auto& [name, member] : state_->members) names.push_back(name);
  return names;
}

std::optional<std::string> Archive::read(std::string_view name, Findings& findings,
                                         std::size_t max_bytes) const {
  const std::string display = display_name(name);
  const auto found = state_->members.find(name);
  if (found == state_->members.end()) {
    std::string hint = shown(did_you_mean(name, names()), longest_name);
    if (hint.empty()) hint = "check that the folder or zip is complete";
    findings.add("E0205", place_of(display), "no such file in the folder or zip", std::move(hint));
    return std::nullopt;
  }
  const Member& member = found->second;
  if (member.size > max_bytes) {
    findings.add("E0207", place_of(display),
                 fmt::format("the file has {} bytes unpacked, more than the {} that are read",
                             member.size, max_bytes));
    return std::nullopt;
  }
  std::optional<std::string> content = state_->kind == Kind::memory ? member.content
                                       : state_->kind == Kind::zip
                                           ? read_zipped(*state_->zip, member, display, findings)
                                           : bytes_of(member.file, 0, member.size);
  if (state_->read_hook) state_->read_hook();
  return content;
}

void Archive::on_read(std::function<void()> hook) { state_->read_hook = std::move(hook); }

std::string Archive::display_name(std::string_view name) const {
  return fmt::format("{}/{}", state_->display,
                     shown(state_->prefix + std::string(name), longest_name));
}

const std::string& Archive::display_root() const { return state_->display; }

const fs::path& Archive::path() const { return state_->path; }

}  // namespace plume
