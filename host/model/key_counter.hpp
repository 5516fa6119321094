// SPDX-License-Identifier: Apache-2.0
// How often each 64-bit key was seen: one flat table, since a model has millions of keys and nearly
// all occur once.
//
// Keys stand in an open table with linear probing, eight bytes each; only those seen again also get
// an entry in a map. Keys must be well mixed, as those of stable_key() are: their low bits are the
// place in the table.
//
//     KeyCounter seen;
//     const std::uint32_t before = seen.add(key);   // 0 for the first
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace plume {

class KeyCounter {
 public:
  /// Counts the key; returns how often it was counted before.
  std::uint32_t add(std::uint64_t key) {
    key = stored(key);
    if ((num_keys_ + 1) * 4 > places_.size() * 3) grow();
    std::uint64_t& place = places_[place_of(key)];
    if (place == free_place) {
      place = key;
      ++num_keys_;
      return 0;
    }
    return ++again_[key];
  }

  [[nodiscard]] std::uint32_t count(std::uint64_t key) const {
    key = stored(key);
    if (places_[place_of(key)] == free_place) return 0;
    const auto more = again_.find(key);
    return 1 + (more == again_.end() ? 0 : more->second);
  }

 private:
  static constexpr std::uint64_t free_place = 0;
  static constexpr std::size_t initial_size = 1024;  // a power of two, as all sizes

  /// Zero marks free places, so the key zero is stored as another: two keys of 2^64 share a count.
  [[nodiscard]] static std::uint64_t stored(std::uint64_t key) {
    return key == free_place ? 1 : key;
  }

  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    const std::size_t mask = places_.size() - 1;
    std::size_t at = key & mask;
    while (places_[at] != free_place && places_[at] != key) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<std::uint64_t> old(places_.size() * 2, free_place);
    old.swap(places_);
    for (const std::uint64_t key : old) {
      if (key != free_place) places_[place_of(key)] = key;
    }
  }

  std::vector<std::uint64_t> places_ = std::vector<std::uint64_t>(initial_size, free_place);
  std::size_t num_keys_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> again_;  ///< beyond the first
};

}  // namespace plume
