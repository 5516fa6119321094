// SPDX-License-Identifier: Apache-2.0
// What a thread's share of a GPU's caches still holds: the words of its lane that it touched last.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cuda_on_cpu {

class NearWords {
 public:
  explicit NearWords(std::size_t most_bytes) : most_(most_bytes) {}

  void forget() {
    words_.clear();
    held_ = 0;
  }

  /// Whether the word was held. Now it is, as the newest; the oldest make room.
  bool touch(std::uint64_t at, std::size_t bytes) {
    if (bytes > most_) return false;
    const auto found = std::find_if(words_.rbegin(), words_.rend(),
                                    [&](const Word& word) { return word.at == at; });
    if (found != words_.rend()) {
      std::rotate(found.base() - 1, found.base(), words_.end());
      return true;
    }
    words_.push_back({at, bytes});
    held_ += bytes;
    auto kept = words_.begin();
    for (; held_ > most_; ++kept) held_ -= kept->bytes;
    words_.erase(words_.begin(), kept);
    return false;
  }

 private:
  struct Word {
    std::uint64_t at;
    std::size_t bytes;
  };
  std::size_t most_, held_ = 0;
  std::vector<Word> words_;  // the newest last
};

}  // namespace cuda_on_cpu
