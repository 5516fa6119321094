// SPDX-License-Identifier: Apache-2.0
// A hash map from 64-bit keys to 32-bit indices in two flat arrays: a package has up to millions of
// matrix cells, and one allocation for each would take longer than everything else about reading
// it.
//
//     FlatMap cells;
//     std::uint32_t& head = cells.slot(key);    // no_index where the key is new
//     head = 7;                                 // must be set before the next call of slot()
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "host/model/model.hpp"

namespace plume {

class FlatMap {
 public:
  FlatMap() : entries_(initial_size) {}

  /// The value of a key, added as no_index if new. The reference holds until the next call. A value
  /// left at no_index is not kept.
  std::uint32_t& slot(std::uint64_t key) {
    if ((num_used_ + 1) * 2 > entries_.size()) grow();
    Entry& entry = entries_[position_of(key)];
    if (entry.value == no_index) {
      // counts a slot asked for and never set once more; that only makes the map grow sooner
      ++num_used_;
      entry.key = key;
    }
    return entry.value;
  }

  /// The value of a key, no_index if it has none.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    return entries_[position_of(key)].value;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t value = no_index;
  };
  static constexpr std::size_t initial_size = 64;  // a power of two, as all sizes

  /// Where the key is, or the free place where it belongs. Half of the places are free, so the
  /// search ends.
  [[nodiscard]] std::size_t position_of(std::uint64_t key) const {
    std::uint64_t hash = key;  // splitmix64's mixer
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9U;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBU;
    hash ^= hash >> 31;
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = hash & mask;
    while (entries_[at].value != no_index && entries_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    num_used_ = 0;
    for (const Entry& entry : old) {
      if (entry.value == no_index) continue;
      entries_[position_of(entry.key)] = entry;
      ++num_used_;
    }
  }

  std::vector<Entry> entries_;
  std::size_t num_used_ = 0;
};

}  // namespace plume
