// SPDX-License-Identifier: Apache-2.0
#include "host/run/team_run.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/seconds_since.hpp"
#include "host/plan/precision.hpp"
#include "host/sampling/loop.hpp"
#include "host/stats/moments.hpp"

namespace plume {
namespace {

std::uint64_t end_of_block(std::uint64_t iteration) {
  return (iteration / statistics_block + 1) * statistics_block;
}

/// To the parts, and where rank 0 wants the scores to memory, too.
class PartsAndScores final : public IterationSink {
 public:
  PartsAndScores(PartsWriter& parts, bool keep) : parts_(parts), keep_(keep) {}
  void append(std::uint64_t first, std::span<const double> scores,
              std::span<const IterationStatus> status, bool known) override {
    if (keep_) scores_.append(reinterpret_cast<const char*>(scores.data()), scores.size_bytes());
    parts_.append(first, scores, status, known);
  }
  [[nodiscard]] const std::string& scores() const { return scores_; }

 private:
  PartsWriter& parts_;
  bool keep_;
  std::string scores_;
};

/// Rank 0: which iterations come next, and whether any do.
class Foreman {
 public:
  explicit Foreman(const TeamWork& work)
      : work_(work),
        num_outputs_(std::size_t{work.problem.num_demands} * work.problem.num_categories),
        monitor_(work.plan.target, work.problem.num_demands, work.problem.num_categories,
                 work.plan.replicate_length) {}

  /// The ranges of the next round; none: all is done.
  std::vector<IterationRange> next_round(std::size_t ranks) {
    if (!work_.plan.target.any()) return std::exchange(gaps_, {});
    const double seconds = seconds_since(round_began_);
    read_known();
    if (is_done()) return {};
    std::uint64_t room =
        std::max<std::uint64_t>(statistics_block, most_bytes / sizeof(double) / num_outputs_);
    if (last_round_ > 0) {
      room = std::min(room, static_cast<std::uint64_t>(static_cast<double>(last_round_) *
                                                       round_seconds / std::max(seconds, 1e-3)));
    }
    const std::uint64_t least = ranks * statistics_block;
    room = std::min(room, std::max(at_, least));
    std::uint64_t end =
        std::max(end_of_block(at_), (at_ + room) / statistics_block * statistics_block);
    end = std::min(end, work_.plan.iterations);
    if (work_.known != nullptr) end = std::min(end, work_.known->next(at_));
    last_round_ = end - at_;
    round_began_ = Clock::now();
    return {{at_, end}};
  }

  void find_gaps() {
    for (std::uint64_t at = 0; at < work_.plan.iterations;) {
      const std::uint64_t there = work_.known == nullptr ? 0 : work_.known->count(at);
      if (there == 0) {
        std::uint64_t end = work_.plan.iterations;
        if (work_.known != nullptr) end = std::min(end, work_.known->next(at));
        gaps_.push_back({at, end});
        at = end;
      } else {
        at += std::min(there, work_.plan.iterations - at);
      }
    }
  }

  void take(const std::vector<std::string>& lots) {
    for (const std::string& lot : lots) {
      std::vector<double> scores(lot.size() / sizeof(double));
      std::memcpy(scores.data(), lot.data(), lot.size());
      add(scores);
    }
  }

  [[nodiscard]] std::uint64_t at() const { return at_; }

 private:
  static constexpr std::size_t most_bytes = std::size_t{64} << 20;
  static constexpr double round_seconds = 10.0;

  [[nodiscard]] bool is_done() const { return precise_ || at_ >= work_.plan.iterations; }

  void add(std::span<const double> scores) {
    while (!scores.empty() && !precise_) {
      const std::uint64_t rows =
          std::min<std::uint64_t>(scores.size() / num_outputs_, end_of_block(at_) - at_);
      monitor_.add(scores.first(rows * num_outputs_));
      scores = scores.subspan(rows * num_outputs_);
      at_ += rows;
      precise_ = at_ > work_.plan.ask_after && monitor_.reached();
    }
  }

  void read_known() {
    constexpr std::uint64_t at_once = 4096;
    std::vector<double> scores;
    std::vector<IterationStatus> status;
    while (!is_done() && work_.known != nullptr) {
      const std::uint64_t there =
          std::min({work_.known->count(at_), at_once, work_.plan.iterations - at_});
      if (there == 0) return;
      scores.resize(there * num_outputs_);
      status.resize(there);
      work_.known->read(at_, scores, status);
      add(scores);
    }
  }

  const TeamWork& work_;
  std::size_t num_outputs_;
  PrecisionMonitor monitor_;
  std::vector<IterationRange> gaps_;
  std::uint64_t at_ = 0;  ///< with a rule: iterations that it has seen
  std::uint64_t last_round_ = 0;
  Clock::time_point round_began_ = Clock::now();
  bool precise_ = false;
};

}  // namespace

std::vector<std::vector<IterationRange>> cut_in_lots(const std::vector<IterationRange>& ranges,
                                                     std::size_t count) {
  std::uint64_t all = 0;
  for (const IterationRange& range : ranges) all += range.end - range.first;
  std::vector<std::vector<IterationRange>> lots(count);
  // all · k / count, which may not overflow
  const auto before = [&](std::size_t k) { return all / count * k + all % count * k / count; };
  std::uint64_t given = 0;
  std::size_t lot = 0;
  for (IterationRange rest : ranges) {
    while (rest.first < rest.end) {
      while (lot + 1 < count && given >= before(lot + 1)) ++lot;
      std::uint64_t end = rest.end;
      if (lot + 1 < count) {
        const std::uint64_t wanted = rest.first + (before(lot + 1) - given);
        end = std::min(end, (wanted + statistics_block - 1) / statistics_block * statistics_block);
      }
      lots[lot].push_back({rest.first, end});
      given += end - rest.first;
      rest.first = end;
    }
  }
  return lots;
}

TeamParts make_parts(Team& team, const TeamWork& work, BatchRunner& runner) {
  const bool leads = team.rank() == 0;
  const bool has_rule = work.plan.target.any();
  if (leads && !Parts::exist(work.folder)) Parts::create(work.folder, work.manifest);
  Foreman foreman(work);
  if (leads && !has_rule) foreman.find_gaps();

  const Clock::time_point begin = Clock::now();
  std::uint64_t made = 0, before = 0;
  const auto show = [&](std::uint64_t done) {
    team.tell(done);
    if (work.progress) work.progress(leads ? done + team.told() : done, seconds_since(begin));
  };
  team.set_idle([&] { show(made); });
  std::optional<PartsWriter> writer;
  std::vector<std::string> made_on;
  PartsPolicy policy = work.policy;
  policy.shared = true;
  try {
    for (;;) {
      std::vector<std::uint64_t> numbers;
      if (leads) {
        for (const IterationRange& range :
             foreman.next_round(static_cast<std::size_t>(team.size()))) {
          numbers.insert(numbers.end(), {range.first, range.end});
        }
      }
      team.broadcast(numbers);
      if (numbers.empty()) break;
      // The folder with its manifest is there since rank 0 has spoken; what others put into it does
      // not matter here.
      if (!writer)
        writer.emplace(work.folder, work.manifest, Parts::open(work.folder, IterationRange{}),
                       policy);
      std::vector<IterationRange> round;
      for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        round.push_back({numbers[i], numbers[i + 1]});
      PartsAndScores sink(*writer, has_rule);
      const auto lots = cut_in_lots(round, static_cast<std::size_t>(team.size()));
      for (const IterationRange& range : lots[static_cast<std::size_t>(team.rank())]) {
        SamplingPlan plan = work.plan;
        plan.target = {};
        plan.first = range.first;
        plan.iterations = range.end;
        before = made;
        (void)run_iterations(work.problem, plan, runner, sink, [&](std::uint64_t done, double) {
          made = before + done - range.first;
          show(made);
        });
        made = before + range.end - range.first;
      }
      if (has_rule) foreman.take(team.gather(sink.scores()));
    }
    if (writer) writer->flush();
    // Rank 0 reads the parts when the last rank has written its last.
    made_on = team.gather(runner.description());
  } catch (...) {
    team.set_idle(nullptr);
    if (writer) writer->save_what_can_be();
    throw;
  }
  team.set_idle(nullptr);
  return {has_rule ? foreman.at() : work.plan.iterations, std::move(made_on)};
}

void release_ranks(Team& team) {
  std::vector<std::uint64_t> nothing;
  team.broadcast(nothing);
  (void)team.gather({});
}

std::string describe_ranks(const std::vector<std::string>& each) {
  std::vector<std::string> kinds;
  for (const std::string& text : each) {
    if (std::find(kinds.begin(), kinds.end(), text) == kinds.end()) kinds.push_back(text);
  }
  std::string text = std::to_string(each.size()) + " ranks";
  for (const std::string& kind : kinds) {
    const auto count = std::count(each.begin(), each.end(), kind);
    text += (&kind == kinds.data() ? ": " : "; ") +
            (kinds.size() > 1 ? std::to_string(count) + " with " : "") + kind;
  }
  return text;
}

Parts gathered_parts(const std::filesystem::path& folder, std::uint64_t first, std::uint64_t end,
                     double most_seconds) {
  const Clock::time_point begin = Clock::now();
  for (;;) {
    Parts parts = Parts::open(folder);
    const std::vector<IterationRange> missing = parts.missing(first, end);
    if (missing.empty()) return parts;
    if (seconds_since(begin) >= most_seconds) {
      throw Error("the parts that other ranks wrote into " + folder.string() +
                  " are not there (iterations " + describe(missing) +
                  "): the result must lie on a file system that all machines share");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace plume
