// SPDX-License-Identifier: Apache-2.0
// The words of reports in a language: a text for every key, from host/report/labels/*.toml, which
// are part of the program, or from such a file of the user's. What a file lacks is taken from
// English. Messages of a run are English; a language may say by their codes what they mean
// ("finding.W0804").
//
//     const Labels labels = built_in_labels("zh");
//     labels("heading.results");                        // "结果"
//     labels("figure.level_wanted", {"95 %"});          // {0} replaced
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

class Labels {
 public:
  /// The text of a key; the key itself where there is none.
  [[nodiscard]] std::string operator()(std::string_view key) const;
  /// The same with {0}, {1}, … replaced. What stands in an argument is not replaced again.
  [[nodiscard]] std::string operator()(std::string_view key,
                                       const std::vector<std::string>& arguments) const;

  [[nodiscard]] bool has(std::string_view key) const { return texts_.contains(key); }
  [[nodiscard]] const std::string& language() const { return language_; }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& texts() const {
    return texts_;
  }
  void set(std::string key, std::string text) {
    texts_.insert_or_assign(std::move(key), std::move(text));
  }
  void set_language(std::string language) { language_ = std::move(language); }

 private:
  std::string language_ = "en";
  std::map<std::string, std::string, std::less<>> texts_;
};

/// Languages that the program knows: "en", "zh".
[[nodiscard]] const std::vector<std::string>& built_in_languages();

/// The texts of one of them.
[[nodiscard]] Labels built_in_labels(std::string_view language);

/// The texts of a file over those of `below`. Keys that English does not know are findings (E0901),
/// as are values that are no text (E0103) and placeholders beyond those of the English text
/// (E0902).
[[nodiscard]] Labels read_labels(const std::filesystem::path& file, const Labels& below,
                                 Findings& findings);

/// The same of a text; `file` is named in findings.
[[nodiscard]] Labels parse_labels(std::string_view toml, const std::string& file,
                                  const Labels& below, Findings& findings);

}  // namespace plume
