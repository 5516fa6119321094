// SPDX-License-Identifier: Apache-2.0
// What memory gives, measured in the same run as what uses it: the roof that attained shares are
// of.
#pragma once

#include <cstddef>
#include <string>

namespace plume::bench {

/// Bytes per second that one core reads of an array of so many bytes, best of five.
[[nodiscard]] double read_bandwidth(std::size_t bytes);

/// Bytes per second, read and written together, of a copy of `bytes` within the memory of a CUDA
/// device, best of five; 0 if this build or machine has none.
[[nodiscard]] double device_copy_bandwidth(int ordinal, std::size_t bytes);

}  // namespace plume::bench
