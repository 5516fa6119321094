// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/fallback_runner.hpp"

#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

namespace plume {

FallbackRunner::FallbackRunner(std::unique_ptr<BatchRunner> first, Make second, Told told)
    : runner_(std::move(first)),
      second_(std::move(second)),
      told_(std::move(told)),
      first_description_(runner_->description()) {}

void FallbackRunner::run(const BatchOutput& batch) {
  std::string cause;
  try {
    runner_->run(batch);
    return;
  } catch (const std::bad_alloc&) {
    if (lost_) throw;
    cause = "out of memory";
  } catch (const std::runtime_error& error) {
    if (lost_) throw;
    cause = error.what();
  }
  lost_ = true;
  lost_at_ = batch.first;
  runner_.reset();  // its memory, before the other asks for its own
  runner_ = second_();
  if (told_) told_(cause, runner_->description());
  runner_->run(batch);
}

std::string FallbackRunner::description() const {
  if (!lost_) return first_description_;
  return first_description_ + "; lost at iteration " + std::to_string(lost_at_) + ", then " +
         runner_->description();
}

}  // namespace plume
