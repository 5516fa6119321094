// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"

namespace report_template_test {
namespace {

using plume::Findings;
using plume::read_template;
using plume::ReportTemplate;
using ::testing::ElementsAre;

class ReadTemplate : public ::testing::Test {
 protected:
  ReportTemplate read(const std::string& toml) {
    findings_ = Findings();
    return read_template(folder_.write("t.toml", toml), findings_);
  }
  /// The findings without the folder.
  [[nodiscard]] std::string said() const {
    std::string text = findings_.to_string();
    const std::string folder = folder_.path().string() + "/";
    for (std::size_t at; (at = text.find(folder)) != std::string::npos;)
      text.erase(at, folder.size());
    return text;
  }
  plume::testing::TempFolder folder_;
  Findings findings_;
};

TEST_F(ReadTemplate, TakesEverything) {
  folder_.write("logo.png", "\x89PNG\r\n\x1A\nrest");
  const ReportTemplate own = read(R"(
title = "Our wafers"
subtitle = "Year 2024"
organisation = "Wafer Ltd"
profile = "claim"
language = "zh"
labels = "words.toml"
logo = "logo.png"
logo_text = "Wafer Ltd, logo"
sections = ["preface", "results", "reproducibility"]
[colours]
accent = "#7a1f00"
accent_dark = "#ffb399"
[[section]]
id = "preface"
heading = "Why"
text = """
First line
goes on.

Second."""
)");
  EXPECT_EQ(said(), "");
  EXPECT_EQ(own.title, "Our wafers");
  EXPECT_EQ(own.profile, plume::Profile::claim);
  EXPECT_EQ(own.language, "zh");
  EXPECT_EQ(own.labels, folder_.path() / "words.toml");
  EXPECT_EQ(own.logo_type, "image/png");
  EXPECT_EQ(own.logo_text, "Wafer Ltd, logo");
  EXPECT_EQ(own.accent_dark, "#ffb399");
  EXPECT_THAT(own.sections, ElementsAre("preface", "results", "reproducibility"));
  ASSERT_EQ(own.own.size(), 1u);
  EXPECT_THAT(own.own[0].paragraphs, ElementsAre("First line goes on.", "Second."));
}

TEST_F(ReadTemplate, SaysEverythingThatIsWrong) {
  folder_.write("text.txt", "no picture");
  (void)read(R"(titel = "x"
profile = "audit"
logo = "text.txt"
sections = ["resluts", "results", "results"]
[colours]
accent = "#ffff00"
accent_dark = "blue"
[[section]]
id = "Preface"
heading = "h"
text = ""
[[section]]
id = "results"
heading = "h"
text = ""
[[section]]
heading = "h"
text = ""
)");
  EXPECT_EQ(said(),
            "t.toml:1:1: error E0102: unknown key 'titel'; did you mean 'title'?\n"
            "t.toml:2:11: error E0104: profile = \"audit\" is not offered; allowed: \"lca\", "
            "\"inventory\", \"claim\", "
            "\"comparison\"\n"
            "t.toml:3:8: error E0905: the logo 'text.txt' is no picture that browsers know; give a "
            "PNG, JPEG, GIF, WebP or "
            "SVG file\n"
            "t.toml:6:10: error E0906: colours.accent = \"#ffff00\" cannot be read well on "
            "#ffffff: its contrast is 1.1; "
            "4.5 is needed; take a darker colour\n"
            "t.toml:7:15: error E0104: colours.accent_dark = \"blue\" is no colour; write it as "
            "\"#0b5a8a\"\n"
            "t.toml:9:6: error E0104: section.id = \"Preface\" is no id of a section; use "
            "lower-case letters, digits and "
            "'-'\n"
            "t.toml:13:6: error E0108: there is a section 'results' already; give it another id\n"
            "t.toml:16:1: error E0105: section.id is missing\n"
            "t.toml:4:12: error E0904: there is no section 'resluts'; did you mean 'results'?\n"
            "t.toml:4:12: error E0108: the section 'results' stands twice; name it once");
}

TEST_F(ReadTemplate, WarnsOfASectionThatIsLeftOut) {
  (void)read("sections = [\"results\"]\n[[section]]\nid = \"a\"\nheading = \"h\"\ntext = \"t\"\n");
  EXPECT_EQ(said(),
            "t.toml:1:12: warning W0907: the section 'a' is not among 'sections'; it is left out; "
            "name it where it "
            "belongs");
}

TEST_F(ReadTemplate, SaysThatFilesAreMissing) {
  (void)read("logo = \"none.png\"\n");
  EXPECT_EQ(said(),
            "t.toml:1:8: error E0905: the logo 'none.png' cannot be read: No such file or "
            "directory; its path is relative "
            "to the template; it has at most 256 KiB");
  findings_ = Findings();
  (void)read_template(folder_.path() / "none.toml", findings_);
  EXPECT_EQ(said(),
            "none.toml: error E0903: the file cannot be read: No such file or directory; name a "
            "TOML file, see "
            "docs/reports.md");
}

}  // namespace
}  // namespace report_template_test
