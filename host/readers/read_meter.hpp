// SPDX-License-Identifier: Apache-2.0
// Counts the files that are read, by whatever thread, and tells it at most ten times a second.
//
//     ReadMeter meter([](std::uint64_t done, std::uint64_t total) { … });
//     meter.watch(archive);    // every archive, before anything is read
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

#include "host/archive/archive.hpp"

namespace plume {

class ReadMeter {
 public:
  using Clock = std::chrono::steady_clock;

  /// Without `tell` it costs nothing. `now` is for tests.
  explicit ReadMeter(std::function<void(std::uint64_t, std::uint64_t)> tell,
                     std::function<Clock::time_point()> now = &Clock::now);

  /// The archive must not be read any more when the meter is gone.
  void watch(Archive& archive);

 private:
  void count();

  std::function<void(std::uint64_t, std::uint64_t)> tell_;
  std::function<Clock::time_point()> now_;
  std::uint64_t total_ = 0;  ///< complete before anything is read
  std::atomic<std::uint64_t> done_{0};
  std::mutex mutex_;
  Clock::time_point told_;
};

}  // namespace plume
