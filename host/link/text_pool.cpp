// SPDX-License-Identifier: Apache-2.0
#include "host/link/text_pool.hpp"

#include <algorithm>
#include <functional>

namespace plume {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 16;
constexpr std::size_t first_slots = 1024;  // a power of two, as all sizes

std::uint32_t tag_of(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

TextPool::TextPool() : texts_{std::string_view{}}, slots_(first_slots) {}

Text TextPool::add(std::string_view text) {
  if (text.empty()) return no_text;
  const std::size_t hash = std::hash<std::string_view>{}(text);
  const std::uint32_t tag = tag_of(hash);
  std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].text != no_text; at = (at + 1) & mask) {
    if (slots_[at].tag == tag && texts_[slots_[at].text] == text) return slots_[at].text;
  }
  const auto added = static_cast<Text>(texts_.size());
  texts_.push_back(keep(text));
  slots_[at] = {tag, added};
  if (texts_.size() * 2 > slots_.size()) grow();
  return added;
}

Text TextPool::find(std::string_view text) const {
  if (text.empty()) return no_text;
  const std::size_t hash = std::hash<std::string_view>{}(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].text != no_text; at = (at + 1) & mask) {
    if (slots_[at].tag == tag_of(hash) && texts_[slots_[at].text] == text) return slots_[at].text;
  }
  return no_text;
}

std::string_view TextPool::keep(std::string_view text) {
  if (text.size() > left_) {
    const std::size_t bytes = std::max(block_bytes, text.size());
    blocks_.push_back(std::make_unique<char[]>(bytes));
    free_ = blocks_.back().get();
    left_ = bytes;
  }
  std::copy(text.begin(), text.end(), free_);
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

void TextPool::grow() {
  slots_.assign(slots_.size() * 2, {});
  const std::size_t mask = slots_.size() - 1;
  for (Text text = 1; text < texts_.size(); ++text) {
    const std::size_t hash = std::hash<std::string_view>{}(texts_[text]);
    std::size_t at = hash & mask;
    while (slots_[at].text != no_text) at = (at + 1) & mask;
    slots_[at] = {tag_of(hash), text};
  }
}

}  // namespace plume
