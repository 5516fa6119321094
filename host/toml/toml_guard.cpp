// SPDX-License-Identifier: Apache-2.0
#include "host/toml/toml_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/tables/utf8.hpp"

namespace plume {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Scanner {
 public:
  explicit Scanner(std::string_view toml) : toml_(toml) {}

  std::optional<TomlTrouble> find() {
    const TextFault fault = first_text_fault(toml_);
    if (fault.kind == TextFault::Kind::not_utf8)
      return trouble(fault.offset, "a byte that is not UTF-8", "save the file as UTF-8");
    std::size_t dots = 0;
    if (toml_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    while (at_ < toml_.size()) {
      switch (toml_[at_]) {
        case '"':
        case '\'':
          skip_string();
          continue;
        case '#':
          while (at_ < toml_.size() && toml_[at_] != '\n') ++at_;
          continue;
        case '.':
          if (++dots > max_key_dots) {
            return trouble(at_, fmt::format("a key of more than {} parts", max_key_dots),
                           "keys of a study have two");
          }
          break;
        case '=':
        case ',':
        case '{':
        case '}':
        case '[':
        case ']':
        case '\n':
          dots = 0;
          break;
        default:
          if (is_beyond_ascii(at_)) return stray_character(at_);
      }
      ++at_;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool is_beyond_ascii(std::size_t at) const {
    return static_cast<unsigned char>(toml_[at]) >= 0x80;
  }

  [[nodiscard]] bool is_triple(std::size_t at, char quote) const {
    return at + 2 < toml_.size() && toml_[at] == quote && toml_[at + 1] == quote &&
           toml_[at + 2] == quote;
  }

  /// Moves behind the string that begins here.
  void skip_string() {
    const char quote = toml_[at_];
    const bool is_long = is_triple(at_, quote);
    for (at_ += is_long ? 3 : 1; at_ < toml_.size();) {
      if (toml_[at_] == '\\' && quote == '"' && at_ + 1 < toml_.size() && toml_[at_ + 1] != '\n') {
        at_ += 2;
        continue;
      }
      if (!is_long && toml_[at_] == '\n') return;
      if (!is_long && toml_[at_] == quote) {
        ++at_;
        return;
      }
      if (is_long && is_triple(at_, quote)) {
        at_ += 3;
        for (int i = 0; i < 2 && at_ < toml_.size() && toml_[at_] == quote; ++i)
          ++at_;  // a long string may end in quotes
        return;
      }
      ++at_;
    }
  }

  TomlTrouble stray_character(std::size_t at) const {
    std::size_t length = 1;
    while (at + length < toml_.size() &&
           (static_cast<unsigned char>(toml_[at + length]) & 0xC0) == 0x80)
      ++length;
    const std::string_view character = toml_.substr(at, length);
    constexpr std::string_view typographic_quotes = "“”„‟‘’‚‛«»";
    const bool is_quote = typographic_quotes.find(character) != std::string_view::npos;
    return trouble(at, fmt::format("the character {} outside of straight quotes", character),
                   is_quote ? "write straight quotes, \" or '"
                            : "text and such keys stand in quotes, \" or '");
  }

  TomlTrouble trouble(std::size_t at, std::string reason, std::string hint) const {
    const std::string_view before = toml_.substr(0, at);
    const std::size_t line_begin =
        before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
            static_cast<std::uint32_t>(count_characters(before.substr(line_begin)) + 1),
            std::move(reason), std::move(hint)};
  }

  std::string_view toml_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<TomlTrouble> find_toml_trouble(std::string_view toml) { return Scanner(toml).find(); }

}  // namespace plume
