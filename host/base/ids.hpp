// SPDX-License-Identifier: Apache-2.0
// Numbers that say what they count: a process's number is no flow's, and does not become one
// unasked.
//
//     IdVector<ProcessId, NodeId> node_of(num_processes);        // none yet
//     node_of[exchange.process()] = NodeId{7};
//     node_of[exchange.product()];                               // does not compile
//     if (const NodeId node = node_of[process]) …;               // where there is one
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace plume {

template <class Tag>
struct Index {
  static constexpr std::uint32_t none = 0xffffffffu;

  std::uint32_t value = none;

  constexpr Index() = default;
  constexpr explicit Index(std::uint32_t v) : value(v) {}

  /// Whether it is the number of anything.
  [[nodiscard]] constexpr explicit operator bool() const { return value != none; }
  constexpr auto operator<=>(const Index&) const = default;
};

using ProductId = Index<struct ProductTag>;  ///< of a model's products: rows of its technosphere
using ProcessId = Index<struct ProcessTag>;  ///< of a model's processes
using FlowId = Index<struct FlowTag>;        ///< of a model's flows
/// of the processes that a demand reaches, in the model's order
using NodeId = Index<struct NodeTag>;
using RowId = Index<struct RowTag>;    ///< of these, in solving order
using SlotId = Index<struct SlotTag>;  ///< of the places that a problem keeps for values

/// All numbers below `size`: for (const NodeId node : Ids<NodeId>(n)) …
template <class Id>
class Ids {
 public:
  explicit constexpr Ids(std::size_t size) : size_(static_cast<std::uint32_t>(size)) {}

  class Iterator {
   public:
    explicit constexpr Iterator(std::uint32_t at) : at_(at) {}
    constexpr Id operator*() const { return Id{at_}; }
    constexpr Iterator& operator++() {
      ++at_;
      return *this;
    }
    constexpr bool operator==(const Iterator&) const = default;

   private:
    std::uint32_t at_;
  };
  [[nodiscard]] constexpr Iterator begin() const { return Iterator(0); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(size_); }

 private:
  std::uint32_t size_;
};

/// A vector that is subscripted by one kind of number alone.
template <class Id, class T>
class IdVector {
 public:
  IdVector() = default;
  explicit IdVector(std::size_t size, const T& value = T()) : items_(size, value) {}
  explicit IdVector(std::vector<T> items) : items_(std::move(items)) {}

  typename std::vector<T>::reference operator[](Id id) { return items_[id.value]; }
  typename std::vector<T>::const_reference operator[](Id id) const { return items_[id.value]; }

  void assign(std::size_t size, const T& value) { items_.assign(size, value); }
  void resize(std::size_t size) { items_.resize(size); }

  /// The number of the new one.
  Id push_back(T item) {
    items_.push_back(std::move(item));
    return Id{static_cast<std::uint32_t>(items_.size() - 1)};
  }

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] Ids<Id> ids() const { return Ids<Id>(items_.size()); }

 private:
  std::vector<T> items_;
};

}  // namespace plume
