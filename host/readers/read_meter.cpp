// SPDX-License-Identifier: Apache-2.0
#include "host/readers/read_meter.hpp"

#include <utility>

namespace plume {
namespace {

constexpr std::chrono::milliseconds between_tellings{100};

}  // namespace

ReadMeter::ReadMeter(std::function<void(std::uint64_t, std::uint64_t)> tell,
                     std::function<Clock::time_point()> now)
    : tell_(std::move(tell)), now_(std::move(now)), told_(now_()) {}

void ReadMeter::watch(Archive& archive) {
  if (!tell_) return;
  total_ += archive.names().size();
  archive.on_read([this] { count(); });
}

void ReadMeter::count() {
  const std::uint64_t done = ++done_;
  const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;  // another thread tells it
  const Clock::time_point now = now_();
  if (now - told_ < between_tellings) return;
  told_ = now;
  tell_(done, total_);
}

}  // namespace plume
