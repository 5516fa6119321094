// SPDX-License-Identifier: Apache-2.0
#include "host/cli/interrupt.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace interrupt_test {
namespace {

using plume::Interrupted;
using plume::InterruptGuard;

TEST(InterruptGuarded, TheFirstSignalIsThrownWhenAskedFor) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::signal(signal, SIG_DFL);  // started by nohup, the tests would be deaf to one
    const InterruptGuard guard;
    EXPECT_NO_THROW(guard.throw_if_interrupted());
    std::raise(signal);
    try {
      guard.throw_if_interrupted();
      FAIL() << "no exception for signal " << signal;
    } catch (const Interrupted& interrupted) {
      EXPECT_EQ(interrupted.exit_status(), 128 + signal);
      EXPECT_STREQ(interrupted.what(), "interrupted");
    }
  }
}

TEST(InterruptGuarded, TheSignalBeforeTheTimeIsUpHasAStatusOfItsOwn) {
  const InterruptGuard guard;
  std::raise(SIGUSR1);
  try {
    guard.throw_if_interrupted();
    FAIL() << "no exception";
  } catch (const Interrupted& interrupted) {
    EXPECT_EQ(interrupted.exit_status(), 75);
  }
}

TEST(InterruptGuarded, TheSecondSignalEndsTheProgram) {
  EXPECT_EXIT(
      {
        const InterruptGuard guard;
        std::raise(SIGINT);
        std::raise(SIGINT);
        std::_Exit(0);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptGuarded, WhatTwoProcessesHandOnIsOneSignal) {
  for (const int signal : {SIGTERM, SIGUSR1}) {
    const InterruptGuard guard;
    std::raise(signal);
    std::raise(signal);
    EXPECT_THROW(guard.throw_if_interrupted(), Interrupted);
  }
}

TEST(InterruptGuarded, TheSameSignalLaterEndsTheProgram) {
  EXPECT_EXIT(
      {
        const InterruptGuard guard;
        std::raise(SIGTERM);
        std::this_thread::sleep_for(
            std::chrono::milliseconds(InterruptGuard::same_signal_ms + 100));
        std::raise(SIGTERM);
        std::_Exit(0);
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

TEST(InterruptGuarded, TheFirstOfTwoSignalsCounts) {
  const InterruptGuard guard;
  std::raise(SIGUSR1);
  std::raise(SIGTERM);
  try {
    guard.throw_if_interrupted();
    FAIL() << "no exception";
  } catch (const Interrupted& interrupted) {
    EXPECT_EQ(interrupted.exit_status(), 75);
  }
}

TEST(InterruptGuarded, SignalsAreAsBeforeAfterwards) {
  EXPECT_EXIT(
      {
        { const InterruptGuard guard; }
        std::raise(SIGTERM);
        std::_Exit(0);
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

TEST(InterruptGuarded, AnIgnoredSignalStaysIgnored) {
  EXPECT_EXIT(
      {
        std::signal(SIGHUP, SIG_IGN);
        const InterruptGuard guard;
        std::raise(SIGHUP);
        std::raise(SIGHUP);
        guard.throw_if_interrupted();
        std::_Exit(7);
      },
      ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace interrupt_test
