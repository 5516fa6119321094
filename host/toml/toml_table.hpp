// SPDX-License-Identifier: Apache-2.0
// One table of a TOML file, read strictly: unknown keys, wrong types and values out of range become
// findings at their line.
//
//     // reports unknown keys
//     TomlTable sampling(table, "sampling", {"iterations", "seed"}, "study.toml", findings);
//     // else: absent, or a finding
//     if (const auto seed = sampling.integer("seed", 0, max)) study.seed = *seed;
//
// Nodes that came from the command line carry "--set KEY=VALUE" as their source, which then is the
// place of the finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/toml/toml_parse.hpp"

namespace plume {

/// How the source of a node that an override made begins.
inline constexpr std::string_view override_source = "--set ";

class TomlTable {
 public:
  /// `path` names the table in messages and is empty for the whole file; `keys` are all that it may
  /// hold.
  TomlTable(const toml::table& table, std::string path, std::vector<std::string> keys,
            std::string file, Findings& findings);

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

  // Each of these gives nothing where the key is absent, and nothing with a finding where its value
  // will not do.
  [[nodiscard]] std::optional<std::string> text(std::string_view key) const;  ///< may be empty
  [[nodiscard]] std::optional<std::string> nonempty_text(std::string_view key) const;
  /// text, or an integer as text
  [[nodiscard]] std::optional<std::string> id(std::string_view key) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t min,
                                                    std::int64_t max) const;
  /// finite; integers will do
  [[nodiscard]] std::optional<double> number(std::string_view key) const;
  [[nodiscard]] std::optional<double> number(std::string_view key, double min, double max) const;
  /// Numbers of a list; one that will not do is a finding and left out.
  [[nodiscard]] std::vector<double> numbers(std::string_view key, double min, double max) const;
  /// A list of lists of texts, as [["a", "b"], ["a", "c"]]; what is none is a finding and left out.
  struct TextList {
    std::vector<std::string> texts;
    Place place;
  };
  [[nodiscard]] std::vector<TextList> text_lists(std::string_view key) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
  /// Position of the value in `allowed`.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key,
                                                  const std::vector<std::string>& allowed) const;
  /// One text or a list of them, integers as texts; none may be empty.
  [[nodiscard]] std::vector<std::string> ids(std::string_view key) const;
  /// Rows of numbers; nothing, with a finding, where one of them is not a list of finite numbers.
  [[nodiscard]] std::optional<std::vector<std::vector<double>>> rows(std::string_view key) const;
  [[nodiscard]] const toml::table* table(std::string_view key) const;
  /// The tables of [[key]]; an element that is none is a finding and left out.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const;

  [[nodiscard]] bool is_empty_array(std::string_view key) const;

  [[nodiscard]] Place place() const;  ///< of the table
  /// of the value; of the table where it is absent
  [[nodiscard]] Place place(std::string_view key) const;
  [[nodiscard]] std::string name(std::string_view key) const;  ///< "sampling.seed"

 private:
  [[nodiscard]] Place place_of(const toml::source_region& source) const;
  void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted,
                  std::string hint = {}) const;
  void out_of_range(std::string_view key, const toml::node& node, std::string allowed) const;

  const toml::table& table_;
  std::string path_;
  std::string file_;
  Findings& findings_;
};

/// The value as in a message: `"text"` (cut where long), `5`, `1000.0`, `true`; empty for the rest.
[[nodiscard]] std::string describe(const toml::node& node);

}  // namespace plume
