// SPDX-License-Identifier: Apache-2.0
#include "host/run/threads.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>

#include <cstdlib>

namespace plume::threads_test {
namespace {

TEST(Threads, ThatCanBeHadAreGiven) {
  EXPECT_EQ(threads_to_be_had(0), 0u);
  EXPECT_EQ(threads_to_be_had(1), 1u);
  EXPECT_EQ(threads_to_be_had(3), 3u);
}

/// With stacks that a limited memory holds a few of. A sanitizer has mapped more than that already.
TEST(Threads, ThatCannotBeHadAreFewerAndNotMoreThanProcessors) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers map more memory than the limit allows";
#endif
  EXPECT_EXIT(
      {
        pthread_attr_t attributes;
        ::pthread_attr_init(&attributes);
        ::pthread_attr_setstacksize(&attributes, std::size_t{256} << 20);
        ::pthread_setattr_default_np(&attributes);
        struct rlimit limit;
        limit.rlim_cur = limit.rlim_max = std::size_t{6} << 30;
        ::setrlimit(RLIMIT_AS, &limit);
        const unsigned given = threads_to_be_had(500);
        std::_Exit(given >= 1 && given <= 12 ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace plume::threads_test
