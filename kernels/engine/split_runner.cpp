// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/split_runner.hpp"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

namespace plume {

SplitRunner::SplitRunner(std::vector<std::unique_ptr<BatchRunner>> runners,
                         const ProblemView& problem)
    : runners_(std::move(runners)),
      num_outputs_(std::size_t{problem.num_demands} * problem.num_categories),
      num_supplies_(std::size_t{problem.num_demands} * problem.num_rows),
      num_inventories_(std::size_t{problem.num_demands} * problem.num_flows) {}

void SplitRunner::run(const BatchOutput& batch) {
  const double whole = static_cast<double>(preferred_batch());
  std::vector<std::exception_ptr> failures(runners_.size());
  std::vector<std::thread> threads;
  std::uint64_t begin = 0;
  double share = 0.0;
  for (std::size_t i = 0; i < runners_.size(); ++i) {
    // In proportion to what keeps each busy; the last takes what rounding leaves.
    share += static_cast<double>(runners_[i]->preferred_batch()) / whole;
    std::uint64_t end = batch.count;
    if (i + 1 < runners_.size()) {
      end = std::clamp(static_cast<std::uint64_t>(share * static_cast<double>(batch.count)), begin,
                       batch.count);
      if (batch.moments != nullptr) {  // no block is cut
        const std::uint64_t block = (batch.first + end) / moments_block * moments_block;
        end = std::max(block, batch.first + begin) - batch.first;
      }
    }
    if (begin == end) continue;
    BatchOutput part = batch;
    part.first = batch.first + begin;
    part.count = end - begin;
    const auto skip = [&](auto*& pointer, std::size_t elements) {
      if (pointer != nullptr) pointer += begin * elements;
    };
    skip(part.scores, num_outputs_);
    skip(part.outcome, 1);
    skip(part.sweeps, 1);
    skip(part.supply, num_supplies_);
    skip(part.control, num_outputs_);
    skip(part.inventory, num_inventories_);
    if (part.moments != nullptr) {
      part.moments += (WholeBlocks(part.first, part.count).first -
                       WholeBlocks(batch.first, batch.count).first) *
                      num_outputs_;
    }
    threads.emplace_back([&runner = *runners_[i], &failure = failures[i], part] {
      try {
        runner.run(part);
      } catch (...) {
        failure = std::current_exception();
      }
    });
    begin = end;
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

std::string SplitRunner::description() const {
  std::string text;
  for (const auto& runner : runners_) text += (text.empty() ? "" : "; ") + runner->description();
  return text;
}

std::uint64_t SplitRunner::preferred_batch() const {
  std::uint64_t sum = 0;
  for (const auto& runner : runners_) sum += runner->preferred_batch();
  return sum;
}

std::size_t SplitRunner::memory_bytes() const {
  std::size_t sum = 0;
  for (const auto& runner : runners_) sum += runner->memory_bytes();
  return sum;
}

}  // namespace plume
