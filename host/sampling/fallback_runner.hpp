// SPDX-License-Identifier: Apache-2.0
// A device may be lost or run out of memory hours into a run. This runner then does the same batch
// on another one, and whatever follows: any device gives the same bits, so that the result does not
// show it. Use:
//
//     FallbackRunner runner(std::move(gpu), [&] { return make_runner(cpu, …); },
//         [](const std::string& why) { … });
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kernels/api/batch_runner.hpp"

namespace plume {

class FallbackRunner final : public BatchRunner {
 public:
  using Make = std::function<std::unique_ptr<BatchRunner>()>;
  using Told = std::function<void(const std::string& cause, const std::string& now_on)>;

  FallbackRunner(std::unique_ptr<BatchRunner> first, Make second, Told told);

  void run(const BatchOutput& batch) override;
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::uint64_t preferred_batch() const override {
    return runner_->preferred_batch();
  }
  [[nodiscard]] std::size_t memory_bytes() const override { return runner_->memory_bytes(); }

 private:
  std::unique_ptr<BatchRunner> runner_;
  Make second_;
  Told told_;
  std::string first_description_;
  std::uint64_t lost_at_ = 0;
  bool lost_ = false;
};

}  // namespace plume
