// SPDX-License-Identifier: Apache-2.0
#include "host/base/nfc.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "host/base/utf8.hpp"

namespace plume {
namespace {

struct Composite {
  std::uint32_t first, second, composed;
};
struct MarkClass {
  std::uint32_t begin, end, order;
};
#include "host/base/nfc_tables.inc"

// Syllables of Hangul are composed by arithmetic: a leading consonant, a vowel, a trailing
// consonant.
constexpr std::uint32_t syllable = 0xAC00, leading = 0x1100, vowel = 0x1161, trailing = 0x11A7;
constexpr std::uint32_t num_leading = 19, num_vowels = 21, num_trailing = 28;

/// Canonical combining class: marks are ordered by it; 0 of what is no mark.
std::uint32_t mark_class(std::uint32_t code) {
  if (code < mark_classes[0].begin) return 0;
  const auto after = std::upper_bound(
      std::begin(mark_classes), std::end(mark_classes), code,
      [](std::uint32_t sought, const MarkClass& each) { return sought < each.begin; });
  const MarkClass& found = *std::prev(after);
  return code <= found.end ? found.order : 0;
}

bool composes_backwards(std::uint32_t code) {
  if (code < 0x300) return false;
  if ((code >= vowel && code < vowel + num_vowels) ||
      (code > trailing && code < trailing + num_trailing))
    return true;
  return std::any_of(std::begin(composites), std::end(composites),
                     [&](const Composite& each) { return each.second == code; });
}

void decompose(std::uint32_t code, std::vector<std::uint32_t>& into) {
  if (code >= syllable && code < syllable + num_leading * num_vowels * num_trailing) {
    const std::uint32_t index = code - syllable;
    into.push_back(leading + index / (num_vowels * num_trailing));
    into.push_back(vowel + index % (num_vowels * num_trailing) / num_trailing);
    if (index % num_trailing != 0) into.push_back(trailing + index % num_trailing);
    return;
  }
  static const std::vector<Composite> by_composed = [] {
    std::vector<Composite> sorted(std::begin(composites), std::end(composites));
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.composed < b.composed; });
    return sorted;
  }();
  const auto found = std::lower_bound(
      by_composed.begin(), by_composed.end(), code,
      [](const Composite& each, std::uint32_t sought) { return each.composed < sought; });
  if (found == by_composed.end() || found->composed != code) {
    into.push_back(code);
    return;
  }
  decompose(found->first, into);
  into.push_back(found->second);
}

/// 0 where the two do not compose.
std::uint32_t compose(std::uint32_t first, std::uint32_t second) {
  if (first >= leading && first < leading + num_leading && second >= vowel &&
      second < vowel + num_vowels)
    return syllable + ((first - leading) * num_vowels + second - vowel) * num_trailing;
  const bool open_syllable = first >= syllable &&
                             first < syllable + num_leading * num_vowels * num_trailing &&
                             (first - syllable) % num_trailing == 0;
  if (open_syllable && second > trailing && second < trailing + num_trailing)
    return first + second - trailing;
  const auto found =
      std::lower_bound(std::begin(composites), std::end(composites), Composite{first, second, 0},
                       [](const Composite& a, const Composite& b) {
                         return a.first != b.first ? a.first < b.first : a.second < b.second;
                       });
  return found != std::end(composites) && found->first == first && found->second == second
             ? found->composed
             : 0;
}

std::uint32_t code_of(std::string_view bytes) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  if (bytes.size() == 1) return byte(0);
  std::uint32_t code = byte(0) & (0xFFU >> (bytes.size() + 1));
  for (std::size_t i = 1; i < bytes.size(); ++i) code = (code << 6U) | (byte(i) & 0x3FU);
  return code;
}

/// Marks behind a letter in the order of their classes.
void order_marks(std::vector<std::uint32_t>& codes) {
  for (auto begin = codes.begin(); begin != codes.end();) {
    begin =
        std::find_if(begin, codes.end(), [](std::uint32_t code) { return mark_class(code) != 0; });
    const auto end =
        std::find_if(begin, codes.end(), [](std::uint32_t code) { return mark_class(code) == 0; });
    std::stable_sort(
        begin, end, [](std::uint32_t a, std::uint32_t b) { return mark_class(a) < mark_class(b); });
    begin = end;
  }
}

void compose_all(std::vector<std::uint32_t>& codes) {
  std::size_t kept = 0, starter = codes.size();
  std::uint32_t last_class = 0;  // of what is kept behind the starter
  for (const std::uint32_t code : std::vector<std::uint32_t>(codes)) {
    const std::uint32_t order = mark_class(code);
    const bool adjacent = starter < kept && kept - starter == 1;
    if (starter < kept && (adjacent || last_class < order)) {
      if (const std::uint32_t composed = compose(codes[starter], code); composed != 0) {
        codes[starter] = composed;
        continue;
      }
    }
    if (order == 0) starter = kept;
    last_class = order;
    codes[kept++] = code;
  }
  codes.resize(kept);
}

}  // namespace

bool is_surely_nfc(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    // ASCII, Latin, and bytes within a character: below U+0300 nothing composes backwards
    if (lead < 0xCC) {
      ++i;
      continue;
    }
    const std::size_t length = std::max<std::size_t>(utf8_length(text.substr(i)), 1);
    const bool han = lead >= 0xE4 && lead <= 0xE9;  // Chinese characters, the most of such a text
    if (length > 1 && !han) {
      const std::uint32_t code = code_of(text.substr(i, length));
      if (mark_class(code) != 0 || composes_backwards(code)) return false;
    }
    i += length;
  }
  return true;
}

std::string to_nfc(std::string_view text) {
  std::string result;
  std::vector<std::uint32_t> codes;
  const auto finish = [&] {
    order_marks(codes);
    compose_all(codes);
    for (const std::uint32_t code : codes) append_utf8(result, code);
    codes.clear();
  };
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view one = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(one.size());
    const bool ascii = length == 1;
    if (length == 0 || ascii) {
      // A letter of ASCII composes with what follows, not with what stands before.
      finish();
      if (length == 0) {
        result += one;
      } else {
        codes.push_back(static_cast<unsigned char>(one[0]));
      }
    } else {
      decompose(code_of(one), codes);
    }
  }
  finish();
  return result;
}

}  // namespace plume
