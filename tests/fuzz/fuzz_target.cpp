// SPDX-License-Identifier: Apache-2.0
// A target of libFuzzer: PLUME_FUZZ_INPUT of PLUME_FUZZ_HEADER, which CMakeLists.txt names.
#include <cstddef>
#include <cstdint>

#include PLUME_FUZZ_HEADER

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)plume::fuzz::PLUME_FUZZ_INPUT({reinterpret_cast<const char*>(data), size});
  return 0;
}
