// SPDX-License-Identifier: Apache-2.0
#include "host/store/figures_writer.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

namespace plume {

FiguresWriter::FiguresWriter(std::filesystem::path folder, PartsManifest manifest,
                             std::optional<Parts> found, RunFigures figures, PartsPolicy policy)
    : folder_(std::move(folder)),
      manifest_(std::move(manifest)),
      parts_(std::move(found)),
      figures_(std::move(figures)),
      policy_(policy),
      seconds_before_(parts_ ? parts_->seconds_of(figures_.first()) : 0.0),
      safe_(figures_.end()) {}

void FiguresWriter::append(std::uint64_t first, std::span<const double> scores,
                           std::span<const IterationStatus> status, bool known) {
  if (known) throw std::logic_error("figures take every iteration once");
  append_summed(first, scores, status, {});
}

void FiguresWriter::append_summed(std::uint64_t first, std::span<const double> scores,
                                  std::span<const IterationStatus> status,
                                  std::span<const BlockMoments> moments) {
  if (first != figures_.end()) throw std::logic_error("figures take iterations in order");
  figures_.append(scores, status, moments);
  if (std::chrono::duration<double>(Clock::now() - written_).count() >= policy_.seconds) flush();
}

void FiguresWriter::flush() {
  if (figures_.end() == safe_) return;
  if (!parts_) parts_.emplace(Parts::create(folder_, manifest_, policy_.shared));
  parts_->write(figures_,
                seconds_before_ + std::chrono::duration<double>(Clock::now() - begun_).count());
  safe_ = figures_.end();
  written_ = Clock::now();
}

std::uint64_t FiguresWriter::save_what_can_be() noexcept {
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

}  // namespace plume
