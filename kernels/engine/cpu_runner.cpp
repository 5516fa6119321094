// SPDX-License-Identifier: Apache-2.0
// Lane groups over threads: Thrust's cpp system for `serial`, its omp system for `cpu`. Each worker
// has its own workspace and takes the next group when it is free; where a group's scores go depends
// on its iterations only.
#include "kernels/engine/cpu_runner.hpp"

#include <omp.h>
#include <sched.h>
#include <sys/mman.h>
#include <thrust/for_each.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/system/cpp/execution_policy.h>
#include <thrust/system/omp/execution_policy.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/engine/lanes.hpp"
#include "kernels/engine/workspace.hpp"
#include "kernels/solve/block_summary.hpp"

namespace plume {
namespace {

struct FreeDeleter {
  void operator()(void* p) const { std::free(p); }
};
using AlignedBytes = std::unique_ptr<void, FreeDeleter>;

/// Large memory in large pages, where the system has them: lanes touch more of it than small pages'
/// translations are kept for.
AlignedBytes allocate(std::size_t bytes) {
  constexpr std::size_t large_page = std::size_t{1} << 21;
  const bool large = bytes >= large_page;
  const std::size_t unit = large ? large_page : 64;
  const std::size_t rounded = (std::max<std::size_t>(bytes, 1) + unit - 1) / unit * unit;
  void* p = std::aligned_alloc(unit, rounded);
  if (p == nullptr) throw std::bad_alloc();
  if (large) (void)madvise(p, rounded, MADV_HUGEPAGE);  // a wish
  return AlignedBytes(p);
}

/// Four right-hand sides share a pass over the values where their unknowns stay in half a megabyte
/// of cache; where not, fetching unknowns from further away costs more than the pass saves.
std::uint32_t right_sides_at_once(const ProblemView& view, LaneTypes types, std::size_t width) {
  const std::uint32_t most = std::max(view.num_right_sides, view.adjoint.num_right_sides);
  return most >= 4 &&
                 4 * std::size_t{view.num_rows} * value_bytes(types.unknowns) * width <= (1u << 19)
             ? 4
             : 1;
}

/// One worker: takes groups until none is left.
struct GroupWorker {
  const ProblemView* view;
  const BatchOutput* batch;
  const LaneSet* lanes;
  const Workspace* workspaces;
  std::atomic<std::uint64_t>* next;
  std::uint64_t first_group, num_groups;
  LaneTypes values;

  void operator()(unsigned worker) const {
    for (std::uint64_t group = next->fetch_add(1); group < num_groups; group = next->fetch_add(1)) {
      const std::uint64_t first = (first_group + group) * static_cast<std::uint64_t>(lanes->width);
      lanes->run(*view, values, workspaces[worker], *batch, first);
    }
  }
};

/// One worker: the moments of every `step`-th block and output.
struct SummaryWorker {
  const BatchOutput* batch;
  std::size_t num_outputs;
  std::uint64_t num_summaries;
  unsigned step;

  void operator()(unsigned worker) const {
    for (std::uint64_t i = worker; i < num_summaries; i += step)
      summarise_block(*batch, num_outputs, i / num_outputs, i % num_outputs);
  }
};

class CpuRunner final : public BatchRunner {
 public:
  CpuRunner(const Device& device, const ProblemView& problem, const RunnerOptions& options)
      : view_(problem),
        values_(options.values),
        serial_(device.system == System::serial),
        lanes_(serial_ ? scalar_lanes() : choose_lanes(options.lanes.c_str())),
        num_workers_(serial_                ? 1
                     : options.threads != 0 ? options.threads
                                            : usable_cores()) {
    view_.right_sides_at_once =
        right_sides_at_once(view_, values_, static_cast<std::size_t>(lanes_.width));
    const std::size_t bytes =
        bytes_per_lane(view_, values_) * static_cast<std::size_t>(lanes_.width);
    for (unsigned i = 0; i < num_workers_; ++i) {
      memory_.push_back(allocate(bytes));
      workspaces_.push_back(cut_workspace(view_, values_, static_cast<std::size_t>(lanes_.width),
                                          memory_.back().get()));
    }
    memory_bytes_ = bytes * num_workers_;
  }

  void run(const BatchOutput& batch) override {
    if (batch.count == 0) return;
    if (view_.adjoint.num_right_sides > 0 &&
        (batch.supply != nullptr || batch.inventory != nullptr))
      throw std::runtime_error(
          "a problem solved by its adjoint has no supplies or inventories of single demands");
    const auto width = static_cast<std::uint64_t>(lanes_.width);
    const std::uint64_t first_group = batch.first / width;
    const std::uint64_t end_group = (batch.first + batch.count + width - 1) / width;
    std::atomic<std::uint64_t> next{0};
    const GroupWorker worker{
        &view_, &batch, &lanes_, workspaces_.data(), &next, first_group, end_group - first_group,
        values_};
    on_all_workers(worker);
    if (batch.moments == nullptr || batch.scores == nullptr) return;
    const std::size_t num_outputs = std::size_t{view_.num_demands} * view_.num_categories;
    on_all_workers(SummaryWorker{&batch, num_outputs,
                                 WholeBlocks(batch.first, batch.count).count * num_outputs,
                                 num_workers_});
  }

  std::string description() const override {
    if (serial_) return "serial: 1 thread, 1 lane";
    return "cpu: " + std::to_string(num_workers_) +
           (num_workers_ == 1 ? " thread, " : " threads, ") + lanes_.name + " lanes";
  }
  /// About a tenth of a second of work: long enough to be worth starting the threads, short enough
  /// to show progress. Whole groups for every thread, since lanes of a group that is cut are
  /// computed twice; whole blocks of moments where there are many.
  std::uint64_t preferred_batch() const override {
    const std::uint64_t numbers = std::uint64_t{view_.num_slots} * (1 + view_.num_demands) +
                                  view_.biosphere.num_lognormal +
                                  std::uint64_t{view_.num_rows} * view_.num_demands;
    const std::uint64_t groups = num_workers_ * static_cast<std::uint64_t>(lanes_.width);
    const std::uint64_t wanted =
        std::min<std::uint64_t>(num_workers_ * std::uint64_t{40'000'000} / (numbers + 100), 65536);
    const std::uint64_t unit =
        wanted >= 4 * std::max(groups, moments_block) ? moments_block : groups;
    return std::max<std::uint64_t>(wanted / unit, 4) * unit;
  }
  std::size_t memory_bytes() const override { return memory_bytes_; }

 private:
  template <class Worker>
  void on_all_workers(const Worker& worker) const {
    const thrust::counting_iterator<unsigned> begin(0), end(num_workers_);
    if (serial_) {
      thrust::for_each(thrust::cpp::par, begin, end, worker);
    } else {
      omp_set_num_threads(static_cast<int>(num_workers_));
      thrust::for_each(thrust::omp::par, begin, end, worker);
    }
  }

  ProblemView view_;
  LaneTypes values_;
  bool serial_;
  LaneSet lanes_;
  unsigned num_workers_;
  std::vector<AlignedBytes> memory_;
  std::vector<Workspace> workspaces_;
  std::size_t memory_bytes_ = 0;
};

}  // namespace

unsigned usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

std::unique_ptr<BatchRunner> make_cpu_runner(const Device& device, const ProblemView& problem,
                                             const RunnerOptions& options) {
  return std::make_unique<CpuRunner>(device, problem, options);
}

}  // namespace plume
