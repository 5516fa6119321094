// SPDX-License-Identifier: Apache-2.0
#include "host/store/guarded.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::guarded_test {
namespace {

std::string refusal(const std::function<void()>& work) {
  return message_of<Error>([&] { guarded({.seconds = 1}, "x.h5", work); });
}

TEST(Guarded, WhatGoesWellIsDoneElsewhere) {
  int here = 0;
  guarded({}, "x.h5", [&] { here = 1; });
  EXPECT_EQ(here, 0) << "the child's memory is its own";
}

TEST(Guarded, ErrorsComeOut) {
  EXPECT_EQ(refusal([] { throw Error("cannot read x.h5: for a reason"); }),
            "cannot read x.h5: for a reason");
}

TEST(Guarded, WhatDoesNotEndIsEnded) {
  EXPECT_EQ(refusal([] {
              volatile unsigned long counted = 0;
              for (;;) {
                const unsigned long before = counted;
                counted = before + 1;
              }
            }),
            "x.h5 is damaged: reading it does not come to an end");
}

TEST(Guarded, ACrashIsAnError) {
  EXPECT_EQ(refusal([] { std::raise(SIGSEGV); }), "x.h5 is damaged: HDF5 crashes when it reads it");
  EXPECT_EQ(refusal([] { std::abort(); }), "x.h5 is damaged: HDF5 crashes when it reads it");
  EXPECT_EQ(refusal([] { std::_Exit(0); }), "x.h5 is damaged: HDF5 crashes when it reads it")
      << "and so is silence";
}

TEST(Guarded, MemoryIsBounded) {
  EXPECT_EQ(refusal([] { throw std::bad_alloc(); }),
            "x.h5 is damaged: reading it takes more memory than a file of its size can need");
}

}  // namespace
}  // namespace plume::guarded_test
