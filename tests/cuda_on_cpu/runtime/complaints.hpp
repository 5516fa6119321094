// SPDX-License-Identifier: Apache-2.0
// What the stand-in saw that no program may do. A test fails that leaves one behind:
// runtime/listener.cpp.
#pragma once

#include <string>
#include <vector>

namespace cuda_on_cpu {

void complain(const std::string& what);

/// All since the last time, which are forgotten.
std::vector<std::string> take_complaints();

}  // namespace cuda_on_cpu
