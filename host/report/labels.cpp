// SPDX-License-Identifier: Apache-2.0
#include "host/report/labels.hpp"

#include <algorithm>

#include "host/archive/read_text.hpp"
#include "host/toml/toml_table.hpp"

namespace plume {

/// The files host/report/labels/*.toml as the build put them into labels_text.cpp.
namespace labels_text {
extern const std::string_view en;
extern const std::string_view zh;
}  // namespace labels_text

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

/// The number of the highest placeholder {n} plus one.
int num_placeholders(std::string_view text) {
  int most = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{' && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}') {
      most = std::max(most, text[i + 1] - '0' + 1);
    }
  }
  return most;
}

Place place_of(const toml::node& node, const std::string& file) {
  return {file, static_cast<std::uint32_t>(node.source().begin.line),
          static_cast<std::uint32_t>(node.source().begin.column)};
}

/// What messages of a run mean, by code: English has none, since they are English.
constexpr std::string_view messages = "finding.";

/// Tables of tables of texts, as "table.key".
void collect(const toml::table& table, const std::string& path, const std::string& file,
             const Labels* known, Labels& labels, Findings& findings) {
  for (const auto& [name, node] : table) {
    const std::string key = (path.empty() ? "" : path + ".") + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      collect(*inner, key, file, known, labels, findings);
      continue;
    }
    const auto text = node.value_exact<std::string>();
    if (!text) {
      findings.add("E0103", place_of(node, file), key + " = " + describe(node) + " is not a text",
                   "labels stand in quotes");
    } else if (key == "language") {
      labels.set_language(*text);
    } else if (known && !known->has(key) && !key.starts_with(messages)) {
      std::vector<std::string> keys;
      for (const auto& entry : known->texts()) keys.push_back(entry.first);
      findings.add("E0901", place_of(node, file), "no report has a text with the key '" + key + "'",
                   did_you_mean(key, keys));
    } else if (known && num_placeholders(*text) > num_placeholders((*known)(key))) {
      const int most = num_placeholders((*known)(key));
      findings.add("E0902", place_of(node, file),
                   key + " has the placeholder {" + std::to_string(num_placeholders(*text) - 1) +
                       "}, for which there is nothing",
                   most == 0 ? "the text of this key has no placeholders"
                   : most == 1
                       ? "the only placeholder of this key is {0}"
                       : "placeholders of this key are {0} to {" + std::to_string(most - 1) + "}");
    } else {
      labels.set(key, *text);
    }
  }
}

Labels parse_built_in(std::string_view toml, const Labels& below) {
  TomlTrouble trouble;
  Findings findings;
  Labels labels = below;
  if (const auto table = parse_toml(toml, {}, trouble))
    collect(*table, {}, {}, nullptr, labels, findings);
  return labels;
}

}  // namespace

std::string Labels::operator()(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? std::string(key) : found->second;
}

std::string Labels::operator()(std::string_view key,
                               const std::vector<std::string>& arguments) const {
  const std::string text = (*this)(key);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' &&
        text[i + 1] <= '9') {
      const auto number = static_cast<std::size_t>(text[i + 1] - '0');
      if (number < arguments.size()) out += arguments[number];
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

const std::vector<std::string>& built_in_languages() {
  static const std::vector<std::string> languages = {"en", "zh"};
  return languages;
}

Labels built_in_labels(std::string_view language) {
  static const Labels english = parse_built_in(labels_text::en, Labels{});
  static const Labels chinese = parse_built_in(labels_text::zh, english);
  return language == "zh" ? chinese : english;
}

Labels parse_labels(std::string_view toml, const std::string& file, const Labels& below,
                    Findings& findings) {
  Labels labels = below;
  TomlTrouble trouble;
  const auto table = parse_toml(toml, file, trouble);
  if (!table) {
    findings.add("E0101", {file, trouble.line, trouble.column},
                 "this is not TOML (" + trouble.reason + ")", trouble.hint);
    return labels;
  }
  const Labels english = built_in_labels("en");
  collect(*table, {}, file, &english, labels, findings);
  return labels;
}

Labels read_labels(const std::filesystem::path& file, const Labels& below, Findings& findings) {
  const TextFile read = read_text(file, most_bytes);
  if (!read.text) {
    findings.add("E0903", {file.string(), 0, 0}, "the file cannot be read: " + read.why_not,
                 "name a text file of labels");
    return below;
  }
  return parse_labels(*read.text, file.string(), below, findings);
}

}  // namespace plume
