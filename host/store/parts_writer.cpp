// SPDX-License-Identifier: Apache-2.0
#include "host/store/parts_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <utility>

namespace plume {

PartsWriter::PartsWriter(std::filesystem::path folder, PartsManifest manifest,
                         std::optional<Parts> found, PartsPolicy policy)
    : folder_(std::move(folder)),
      manifest_(std::move(manifest)),
      parts_(std::move(found)),
      policy_(policy),
      num_outputs_(manifest_.header.axes.num_outputs()),
      chunk_(result_chunk(manifest_.header.iterations_planned, num_outputs_)),
      most_(std::max<std::uint64_t>(1, policy.buffer_bytes / sizeof(double) / num_outputs_)) {
  if (most_ > chunk_) most_ -= most_ % chunk_;
}

void PartsWriter::append(std::uint64_t first, std::span<const double> scores,
                         std::span<const IterationStatus> status, bool known) {
  if (!status_.empty() && first != first_ + status_.size()) flush();
  if (known) return;
  while (!status.empty()) {
    if (status_.empty()) first_ = first;
    const std::uint64_t count = std::min<std::uint64_t>(status.size(), most_ - status_.size());
    scores_.insert(scores_.end(), scores.begin(),
                   scores.begin() + static_cast<std::ptrdiff_t>(count * num_outputs_));
    status_.insert(status_.end(), status.begin(),
                   status.begin() + static_cast<std::ptrdiff_t>(count));
    scores = scores.subspan(count * num_outputs_);
    status = status.subspan(count);
    first += count;
    const bool old =
        std::chrono::duration<double>(Clock::now() - written_).count() >= policy_.seconds;
    if (status_.size() < most_ && !old) continue;
    // Whole chunks of the result can be copied into it as they are; a chunk is short against the
    // interval, or not reached.
    const std::uint64_t whole = (first_ + status_.size()) / chunk_ * chunk_;
    write(whole > first_ ? whole - first_ : status_.size());
  }
}

void PartsWriter::flush() {
  if (!status_.empty()) write(status_.size());
}

std::uint64_t PartsWriter::save_what_can_be() noexcept {
  try {
    flush();
  } catch (const std::exception&) {  // the first trouble is told
  }
  try {
    if (parts_ && !policy_.shared && parts_->whole().empty()) {
      Parts::remove(folder_);
      parts_.reset();
    }
    return parts_ ? parts_->num_iterations(0, manifest_.iterations) : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

void PartsWriter::write(std::uint64_t count) {
  if (!parts_) parts_.emplace(Parts::create(folder_, manifest_, policy_.shared));
  const Clock::time_point now = Clock::now();
  parts_->write(first_, std::span<const double>(scores_).first(count * num_outputs_),
                std::span<const IterationStatus>(status_).first(count),
                std::chrono::duration<double>(now - written_).count());
  written_ = now;
  scores_.erase(scores_.begin(),
                scores_.begin() + static_cast<std::ptrdiff_t>(count * num_outputs_));
  status_.erase(status_.begin(), status_.begin() + static_cast<std::ptrdiff_t>(count));
  first_ += count;
}

}  // namespace plume
