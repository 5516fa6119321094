// SPDX-License-Identifier: Apache-2.0
// From ids to indices, without a copy of the ids: they stand in the model's own records.
//
// A flat table with linear probing holds the index of each record and 32 bits of its id's hash; a
// look-up touches the table once and the record once. This is what reading millions of exchanges
// waits for.
//
//     IdIndex index;
//     index.add(products, 0);                                  // products[0].id
//     const std::uint32_t found = index.find(products, "p1");  // no_index if unknown
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "host/model/model.hpp"

namespace plume {

class IdIndex {
 public:
  /// Index of the record with this id. `records` must be those that add() was called with.
  template <class Records>
  [[nodiscard]] std::uint32_t find(const Records& records, std::string_view id) const {
    const std::size_t hash = std::hash<std::string_view>{}(id);
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t at = hash & mask; entries_[at].index != no_index; at = (at + 1) & mask) {
      if (entries_[at].tag == tag_of(hash) && records[entries_[at].index].id == id)
        return entries_[at].index;
    }
    return no_index;
  }

  /// Takes up records[index]; of two records with one id the first is found.
  template <class Records>
  void add(const Records& records, std::uint32_t index) {
    if ((num_ids_ + 1) * 2 > entries_.size()) grow(records);
    insert(std::hash<std::string_view>{}(records[index].id), index);
    ++num_ids_;
  }

 private:
  struct Entry {
    std::uint32_t tag = 0;
    std::uint32_t index = no_index;
  };

  [[nodiscard]] static std::uint32_t tag_of(std::size_t hash) {
    return static_cast<std::uint32_t>(hash >> 32);
  }

  void insert(std::size_t hash, std::uint32_t index) {
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = hash & mask;
    while (entries_[at].index != no_index) at = (at + 1) & mask;
    entries_[at] = {tag_of(hash), index};
  }

  template <class Records>
  void grow(const Records& records) {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    // In the order of indices, so that the first record of an id stays the first.
    std::vector<std::uint32_t> indices;
    indices.reserve(num_ids_);
    for (const Entry& entry : old) {
      if (entry.index != no_index) indices.push_back(entry.index);
    }
    std::sort(indices.begin(), indices.end());
    for (const std::uint32_t index : indices)
      insert(std::hash<std::string_view>{}(records[index].id), index);
  }

  std::vector<Entry> entries_ = std::vector<Entry>(64);  ///< a power of two, at most half full
  std::size_t num_ids_ = 0;
};

}  // namespace plume
