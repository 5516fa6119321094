// SPDX-License-Identifier: Apache-2.0
// Equality of bits, with the first difference in the message. All NaN count as one: their payload
// is nobody's promise.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace plume::testing {

template <class T>
std::uint64_t bits_of(T value) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(value)) return 0x7ff8'0000'0000'0000u;
  }
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  return bits;
}

template <class T>
::testing::AssertionResult same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size())
    return ::testing::AssertionFailure() << "sizes " << a.size() << " and " << b.size();
  std::size_t differing = 0, first = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (bits_of(a[i]) != bits_of(b[i]) && differing++ == 0) first = i;
  }
  if (differing == 0) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << differing << " of " << a.size() << " differ; the first at " << first << ": "
         << ::testing::PrintToString(a[first]) << " and " << ::testing::PrintToString(b[first]);
}

}  // namespace plume::testing
