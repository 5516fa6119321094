// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_template.hpp"

#include <algorithm>

#include "host/archive/read_text.hpp"
#include "host/base/joined.hpp"
#include "host/base/utf8.hpp"
#include "host/report/make_document.hpp"
#include "host/report/palette.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_template_bytes = std::size_t{1} << 20;
/// a report of everything is to stay below 1 MB
constexpr std::size_t most_logo_bytes = std::size_t{256} << 10;
constexpr double least_contrast = 4.5;

/// The media type by the first bytes; empty for what browsers may not know.
std::string image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("GIF8")) return "image/gif";
  if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP")
    return "image/webp";
  const std::string_view head = bytes.substr(0, 1024);
  return head.find("<svg") != std::string_view::npos ? "image/svg+xml" : "";
}

/// Paragraphs are parted by empty lines.
std::vector<std::string> paragraphs_of(const std::string& text) {
  std::vector<std::string> paragraphs(1);
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      if (!paragraphs.back().empty()) paragraphs.emplace_back();
    } else {
      paragraphs.back() += (paragraphs.back().empty() ? "" : " ") + line;
    }
    begin = end + 1;
  }
  if (paragraphs.back().empty()) paragraphs.pop_back();
  return paragraphs;
}

class TemplateReader {
 public:
  TemplateReader(const fs::path& file, Findings& findings) : file_(file), findings_(findings) {}

  ReportTemplate read(const toml::table& root) {
    const TomlTable table(root, "",
                          {"profile", "language", "labels", "title", "subtitle", "organisation",
                           "logo", "logo_text", "sections", "section", "colours"},
                          file_.string(), findings_);
    if (const auto profile = table.choice("profile", profile_names())) {
      template_.profile = static_cast<Profile>(*profile);
    }
    if (const auto language = table.choice("language", built_in_languages())) {
      template_.language = built_in_languages()[*language];
    }
    template_.title = table.nonempty_text("title").value_or("");
    template_.subtitle = table.text("subtitle").value_or("");
    template_.organisation = table.text("organisation").value_or("");
    if (const auto labels = table.nonempty_text("labels"))
      template_.labels = file_.parent_path() / *labels;
    read_logo(table);
    read_colours(table);
    for (const toml::table* own : table.tables("section")) read_section(*own);
    read_order(table);
    return std::move(template_);
  }

 private:
  void read_logo(const TomlTable& table) {
    const auto name = table.nonempty_text("logo");
    template_.logo_text = table.text("logo_text").value_or(template_.organisation);
    if (!name) return;
    const TextFile file = read_text(file_.parent_path() / *name, most_logo_bytes);
    if (!file.text) {
      findings_.add("E0905", table.place("logo"),
                    "the logo '" + *name + "' cannot be read: " + file.why_not,
                    "its path is relative to the template; it has at most 256 KiB");
      return;
    }
    template_.logo_type = image_type(*file.text);
    if (template_.logo_type.empty()) {
      findings_.add("E0905", table.place("logo"),
                    "the logo '" + *name + "' is no picture that browsers know",
                    "give a PNG, JPEG, GIF, WebP or SVG file");
      return;
    }
    template_.logo_bytes = *file.text;
  }

  void read_colours(const TomlTable& table) {
    const toml::table* colours = table.table("colours");
    if (!colours) return;
    const TomlTable named(*colours, "colours", {"accent", "accent_dark"}, file_.string(),
                          findings_);
    template_.accent_light = colour(named, "accent", light_palette());
    template_.accent_dark = colour(named, "accent_dark", dark_palette());
  }

  std::string colour(const TomlTable& table, std::string_view key, const Palette& palette) {
    const auto text = table.text(key);
    if (!text) return {};
    if (!is_colour(*text)) {
      findings_.add("E0104", table.place(key),
                    table.name(key) + " = \"" + *text + "\" is no colour",
                    "write it as \"#0b5a8a\"");
      return {};
    }
    for (const std::string& ground : {palette.ground, palette.raised}) {
      if (contrast(*text, ground) >= least_contrast) continue;
      findings_.add("E0906", table.place(key),
                    table.name(key) + " = \"" + *text + "\" cannot be read well on " + ground +
                        ": its contrast is " + rounded(contrast(*text, ground), {-1, false}),
                    "4.5 is needed; take a " +
                        std::string(luminous(ground) ? "darker" : "lighter") + " colour");
      return {};
    }
    return *text;
  }
  static bool luminous(const std::string& colour) {
    return contrast(colour, "#000000") > contrast(colour, "#ffffff");
  }

  void read_section(const toml::table& node) {
    const TomlTable table(node, "section", {"id", "heading", "text"}, file_.string(), findings_);
    ReportTemplate::OwnSection section;
    const auto id = table.nonempty_text("id");
    const auto heading = table.nonempty_text("heading");
    for (const char* key : {"id", "heading", "text"}) {
      if (!table.has(key))
        findings_.add("E0105", table.place(), std::string("section.") + key + " is missing");
    }
    if (!id || !heading) return;
    if (id->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) {
      findings_.add("E0104", table.place("id"),
                    "section.id = \"" + *id + "\" is no id of a section",
                    "use lower-case letters, digits and '-'");
      return;
    }
    const auto& known = section_ids();
    const auto same = [&](const ReportTemplate::OwnSection& other) { return other.id == *id; };
    if (std::find(known.begin(), known.end(), *id) != known.end() ||
        std::any_of(template_.own.begin(), template_.own.end(), same)) {
      findings_.add("E0108", table.place("id"), "there is a section '" + *id + "' already",
                    "give it another id");
      return;
    }
    section.id = *id;
    section.heading = *heading;
    section.paragraphs = paragraphs_of(table.text("text").value_or(""));
    template_.own.push_back(std::move(section));
  }

  void read_order(const TomlTable& table) {
    std::vector<std::string> known = section_ids();
    for (const auto& own : template_.own) known.push_back(own.id);
    for (const std::string& id : table.ids("sections")) {
      if (std::find(known.begin(), known.end(), id) == known.end()) {
        const std::string near = did_you_mean(id, known);
        findings_.add("E0904", table.place("sections"), "there is no section '" + id + "'",
                      near.empty() ? "sections are " + joined(known) : near);
      } else if (std::find(template_.sections.begin(), template_.sections.end(), id) !=
                 template_.sections.end()) {
        findings_.add("E0108", table.place("sections"), "the section '" + id + "' stands twice",
                      "name it once");
      } else {
        template_.sections.push_back(id);
      }
    }
    if (template_.sections.empty() || table.place("sections").line == 0) return;
    for (const auto& own : template_.own) {
      if (std::find(template_.sections.begin(), template_.sections.end(), own.id) ==
          template_.sections.end()) {
        findings_.add("W0907", table.place("sections"),
                      "the section '" + own.id + "' is not among 'sections'",
                      "it is left out; name it where it belongs");
      }
    }
  }

  fs::path file_;
  Findings& findings_;
  ReportTemplate template_;
};

}  // namespace

const std::vector<std::string>& profile_names() {
  static const std::vector<std::string> names = {"lca", "inventory", "claim", "comparison"};
  return names;
}

ReportTemplate read_template(const fs::path& file, Findings& findings) {
  const TextFile read = read_text(file, most_template_bytes);
  if (!read.text) {
    findings.add("E0903", {file.string(), 0, 0}, "the file cannot be read: " + read.why_not,
                 "name a TOML file, see docs/reports.md");
    return {};
  }
  TomlTrouble trouble;
  const auto table = parse_toml(*read.text, file.string(), trouble);
  if (!table) {
    findings.add("E0101", {file.string(), trouble.line, trouble.column},
                 "this is not TOML (" + trouble.reason + ")", trouble.hint);
    return {};
  }
  return TemplateReader(file, findings).read(*table);
}

}  // namespace plume
