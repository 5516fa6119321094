// SPDX-License-Identifier: Apache-2.0
// Every test of this program also asks what the stand-in saw, and whether all was freed.
#include <gtest/gtest.h>

#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/stand_in.hpp"

namespace {

class Listener final : public ::testing::EmptyTestEventListener {
  void OnTestEnd(const ::testing::TestInfo&) override {
    for (const std::string& what : cuda_on_cpu::take_complaints())
      ADD_FAILURE() << "CUDA on the CPU: " << what;
    EXPECT_EQ("", cuda_on_cpu::leaks()) << "not freed";
  }
};

const bool listens = (::testing::UnitTest::GetInstance()->listeners().Append(new Listener), true);

}  // namespace
