// SPDX-License-Identifier: Apache-2.0
// An array that somebody else owns, with its length: lanes read it as a pointer, and who copies it
// to a device need not know what its length depends on.
//
//     View<double> values = vector;          // or of a pointer, whose length is not known then
//     values[3], values + 3, values != nullptr
#pragma once

#include <cstddef>
#include <utility>

#include "kernels/base/macros.hpp"

namespace plume {

template <class T>
class View {
 public:
  static constexpr std::size_t unknown = static_cast<std::size_t>(-1);  ///< length of a pointer

  constexpr View() = default;
  constexpr View(const T* data)  // NOLINT(google-explicit-constructor)
      : data_(data), size_(data == nullptr ? 0 : unknown) {}
  constexpr View(const T* data, std::size_t size) : data_(data), size_(size) {}
  /// Of a std::vector, say; nullptr where it is empty: there is no such array.
  template <class Container, class = decltype(std::declval<const Container&>().size())>
  constexpr View(const Container& owner)  // NOLINT(google-explicit-constructor)
      : data_(owner.size() == 0 ? nullptr : owner.data()), size_(owner.size()) {}

  // NOLINTNEXTLINE(google-explicit-constructor)
  PLUME_HD PLUME_INLINE constexpr operator const T*() const { return data_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }

 private:
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace plume
