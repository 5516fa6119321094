// SPDX-License-Identifier: Apache-2.0
// The cuda system: one lane a thread, or four where numbers are drawn; a batch is drawn, solved,
// certified and scored by one kernel each, which does nothing else, so that its threads need few
// registers; two batches in flight on two streams, so that drawing one overlaps solving the other.
// Nothing in the loop waits for the whole device.
#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "kernels/engine/cuda_memory.hpp"
#include "kernels/engine/cuda_runner.hpp"
#include "kernels/engine/device_problem.hpp"
#include "kernels/engine/lane_count.hpp"
#include "kernels/engine/workspace.hpp"
#include "kernels/solve/block_summary.hpp"
#include "kernels/solve/lane_program.hpp"

namespace plume {
namespace {

constexpr auto threads_per_block = static_cast<unsigned>(cuda_block);
constexpr int num_streams = 2;

/// The lanes of a warp lie side by side, and those of the next behind all that is theirs: element i
/// of an array of lane l stands at base[group of l][32 · i + l mod 32], so that a place is known
/// but for one product with a constant.
constexpr unsigned group_lanes = 32;
using GroupStride = FixedStride<group_lanes>;

/// What a kernel gets: all by value, all plain.
template <class Value, class Unknown>
struct LaneTask {
  ProblemView view;
  LaneMemory<Value, GroupStride, Unknown> memory;  // of the first group
  std::size_t group_bytes;                         // from one group to the next
  std::uint64_t origin;                            // iteration of lane 0, a multiple of four
  std::uint64_t lanes;                             // from there to the last iteration
  BatchOutput batch;                               // device pointers
};
static_assert(std::is_trivially_copyable<LaneTask<float, double>>::value,
              "kernel arguments are copied as bytes");

/// Where the first element of lane `lane` stands.
template <class T>
__device__ __forceinline__ T* at_lane(T* array, std::size_t group_bytes, std::uint64_t lane) {
  const std::size_t bytes = lane / group_lanes * group_bytes;
  const auto place = static_cast<unsigned>(lane % group_lanes);
  return PLUME_KEPT_WHOLE(reinterpret_cast<T*>(reinterpret_cast<char*>(array) + bytes) + place);
}

/// The memory as lane `lane` sees it: every array begins at that lane.
template <class Value, class Unknown>
__device__ LaneMemory<Value, GroupStride, Unknown> at_lane(
    LaneMemory<Value, GroupStride, Unknown> memory, std::size_t group_bytes, std::uint64_t lane) {
  const auto move = [&](auto*& array) { array = at_lane(array, group_bytes, lane); };
  move(memory.slots);
  move(memory.bio_slots);
  move(memory.factors);
  move(memory.x);
  move(memory.history);
  move(memory.trace);
  move(memory.right_side);
  move(memory.g);
  move(memory.control);
  move(memory.gross);
  move(memory.bound);
  move(memory.registers);
  move(memory.depth);
  return memory;
}

/// Calls run(memory, first iteration) for the W lanes of this thread, if there are any.
template <int W, class Value, class Unknown, class Run>
__device__ __forceinline__ void with_lanes(const LaneTask<Value, Unknown>& task, Run run) {
  const std::uint64_t lane = (std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x) * W;
  if (lane < task.lanes) run(at_lane(task.memory, task.group_bytes, lane), task.origin + lane);
}

/// A call of the generator makes the words of four iterations: threads that draw have four lanes,
/// and a part of the lists.
constexpr int drawn_together = 4;

/// Numbers that own slots, or parameters, which own registers.
template <class Number>
struct SlotTask {
  SlotNumbers numbers;
  FormulaPart part;
  Number* slots;  // of the first group
};

/// Calls run(slots, first iteration) for the W lanes of this thread, if there are any.
template <int W, class Value, class Unknown, class Number, class Run>
__device__ __forceinline__ void with_slots(const LaneTask<Value, Unknown>& task,
                                           const SlotTask<Number>& filled, Run run) {
  const std::uint64_t lane = (std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x) * W;
  if (lane < task.lanes) run(at_lane(filled.slots, task.group_bytes, lane), task.origin + lane);
}

template <class Value, class Unknown, class Number>
__global__ void initial_kernel(const __grid_constant__ LaneTask<Value, Unknown> task,
                               const __grid_constant__ SlotTask<Number> filled) {
  with_slots<drawn_together>(task, filled, [&](Number* slots, std::uint64_t) {
    fill_initial<Number, drawn_together>(filled.numbers.initial, filled.numbers.count, slots,
                                         GroupStride{});
  });
}

template <class Value, class Unknown, class Number>
__global__ void draw_kernel(const __grid_constant__ LaneTask<Value, Unknown> task,
                            const __grid_constant__ SlotTask<Number> filled) {
  with_slots<drawn_together>(task, filled, [&](Number* slots, std::uint64_t first) {
    fill_plain_part<Number, drawn_together>(filled.numbers.lists, task.view, first, slots,
                                            GroupStride{}, blockIdx.y, gridDim.y);
  });
}

template <class Value, class Unknown, class Number>
__global__ void draw_others_kernel(const __grid_constant__ LaneTask<Value, Unknown> task,
                                   const __grid_constant__ SlotTask<Number> filled) {
  with_slots<1>(task, filled, [&](Number* slots, std::uint64_t first) {
    fill_others<Number, 1>(filled.numbers.lists, task.view, first, slots, GroupStride{});
  });
}

template <class Value, class Unknown, class Number>
__global__ void formula_kernel(const __grid_constant__ LaneTask<Value, Unknown> task,
                               const __grid_constant__ SlotTask<Number> filled) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t) {
    with_slots<1>(task, filled, [&](Number* slots, std::uint64_t) {
      run_part<1>(task.view.formulas, filled.part, memory.registers, slots, GroupStride{});
    });
  });
}

template <class Value, class Unknown, class Number>
__global__ void share_kernel(const __grid_constant__ LaneTask<Value, Unknown> task,
                             const __grid_constant__ SlotTask<Number> filled) {
  with_slots<1>(task, filled, [&](Number* slots, std::uint64_t) {
    fix_sums<Number, 1>(filled.numbers.lists, slots, GroupStride{});
  });
}

/// Sweeps right-hand sides begin … end of the technosphere or of its adjoint, R at a time.
template <int R, bool adjoint, class Value, class Unknown>
__global__ void __launch_bounds__(threads_per_block, R > 1     ? 3
                                                     : adjoint ? 7
                                                               : 8)
    solve_kernel(const __grid_constant__ LaneTask<Value, Unknown> task, std::uint32_t begin,
                 std::uint32_t end) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t first) {
    std::uint32_t sweeps = 0;
    if constexpr (adjoint) {
      sweeps = pursue_all<R, 1>(task.view.adjoint, adjoint_memory(task.view, memory),
                                proved_limits(task.view), begin, end);
    } else {
      sweeps = pursue_all<R, 1>(task.view, memory, supply_limits(task.view), begin, end);
    }
    for_lanes_inside<1>(task.batch, first,
                        [&](int, std::uint64_t i) { task.batch.sweeps[i] += sweeps; });
  });
}

/// The right-hand sides of the adjoint.
template <class Value, class Unknown>
__global__ void intensity_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t first) {
    accumulate_intensities<1>(task.view, memory, first);
  });
}

template <class Value, class Unknown>
__global__ void settle_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t first) {
    std::uint32_t sweeps = 0;
    for_lanes_inside<1>(task.batch, first,
                        [&](int, std::uint64_t i) { sweeps = task.batch.sweeps[i]; });
    settle_lane_group<1>(task.view, memory, task.batch, first, sweeps);
  });
}

template <class Value, class Unknown>
__global__ void emission_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  with_lanes<drawn_together>(task, [&](const auto& memory, std::uint64_t first) {
    accumulate_plain_part<drawn_together>(task.view, memory, first, blockIdx.y, gridDim.y);
  });
}

template <class Value, class Unknown>
__global__ void score_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t first) {
    score_lane_group<1>(task.view, memory, task.batch, first,
                        [&] { accumulate_others<1>(task.view, memory, first); });
  });
}

template <class Value, class Unknown>
__global__ void control_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  with_lanes<1>(task, [&](const auto& memory, std::uint64_t first) {
    control_lane_group<1>(task.view, memory, task.batch, first);
  });
}

/// A thread sums one output of one block: neighbours read neighbouring scores, and the sum has the
/// order that it has on a CPU.
__global__ void summary_kernel(BatchOutput batch, std::size_t num_outputs,
                               std::uint64_t num_summaries) {
  const std::uint64_t i = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < num_summaries) summarise_block(batch, num_outputs, i / num_outputs, i % num_outputs);
}

/// One batch in flight: its lanes' memory, its results on both sides, its stream.
struct Flight {
  CudaStream stream;
  DeviceBytes memory, scores, outcome, sweeps, control, moments;
  PinnedBytes host_scores, host_outcome, host_sweeps, host_control, host_moments;
  std::uint64_t first = 0, count = 0;

  void free_memory() {
    for (DeviceBytes* bytes : {&memory, &scores, &outcome, &sweeps, &control, &moments})
      *bytes = DeviceBytes();
    for (PinnedBytes* bytes :
         {&host_scores, &host_outcome, &host_sweeps, &host_control, &host_moments})
      *bytes = PinnedBytes();
  }
};

class CudaRunner final : public BatchRunner {
 public:
  CudaRunner(const Device& device, const ProblemView& problem, const RunnerOptions& options)
      : name_(device.name),
        ordinal_(selected(device.ordinal)),
        values_(options.values),
        host_(problem) {
    // A value is read from device memory once for four right-hand sides; unknowns come from there
    // in any case.
    host_.right_sides_at_once =
        std::max(problem.num_right_sides, problem.adjoint.num_right_sides) >= 4 ? 4 : 1;
    problem_ = std::make_unique<DeviceProblem>(host_);
    num_outputs_ = std::size_t{problem.num_demands} * problem.num_categories;
    std::size_t free = 0, total = 0;
    check_cuda(cudaMemGetInfo(&free, &total), "asking for free memory");
    const std::size_t per_lane = bytes_per_lane(host_, values_) +
                                 (has_control() ? 2 : 1) * num_outputs_ * sizeof(double) + 8;
    const std::uint64_t most =
        options.max_lanes != 0 ? num_streams * options.max_lanes : options.most_at_once;
    allocate(wanted_lanes(most, free, per_lane, num_streams), per_lane);
  }

  ~CudaRunner() override {
    forget_error(cudaSetDevice(ordinal_));
    forget_error(cudaDeviceSynchronize());
  }

  void run(const BatchOutput& batch) override {
    with_types(values_, [&](auto value, auto unknown) {
      run_as<decltype(value), decltype(unknown)>(batch);
    });
  }

  std::string description() const override {
    return "cuda: " + name_ + ", " + std::to_string(lanes_) + " lanes";
  }
  std::uint64_t preferred_batch() const override { return num_streams * lanes_; }
  std::size_t memory_bytes() const override { return memory_bytes_; }

 private:
  /// The streams of the flights are made before the constructor's body: on this device.
  static int selected(int ordinal) {
    check_cuda(cudaSetDevice(ordinal), "selecting the device");
    return ordinal;
  }

  [[nodiscard]] bool has_control() const { return host_.num_control > 0; }

  [[nodiscard]] std::size_t moments_bytes(std::uint64_t lanes) const {
    return lanes / moments_block * num_outputs_ * sizeof(BlockMoments);
  }

  /// Takes fewer lanes until they fit: memory may be in use by others.
  void allocate(std::uint64_t lanes, std::size_t per_lane) {
    for (;; lanes = fewer_lanes(lanes)) {
      if (lanes == 0) {
        throw std::runtime_error(
            "cannot run on " + name_ + ": one block of lanes needs " +
            std::to_string((num_streams * per_lane * threads_per_block >> 20) + 1) +
            " MiB of device memory; use --device cpu");
      }
      try {
        for (Flight& flight : flights_) {
          flight.memory = DeviceBytes(bytes_per_lane(host_, values_) * lanes);
          flight.scores = DeviceBytes(lanes * num_outputs_ * sizeof(double));
          flight.outcome = DeviceBytes(lanes * sizeof(LaneOutcome));
          flight.sweeps = DeviceBytes(lanes * sizeof(std::uint32_t));
          if (has_control()) {
            flight.control = DeviceBytes(lanes * num_outputs_ * sizeof(double));
            flight.host_control = PinnedBytes(lanes * num_outputs_ * sizeof(double));
          }
          flight.moments = DeviceBytes(moments_bytes(lanes));
          flight.host_moments = PinnedBytes(moments_bytes(lanes));
          flight.host_scores = PinnedBytes(lanes * num_outputs_ * sizeof(double));
          flight.host_outcome = PinnedBytes(lanes * sizeof(LaneOutcome));
          flight.host_sweeps = PinnedBytes(lanes * sizeof(std::uint32_t));
        }
        lanes_ = lanes;
        memory_bytes_ = per_lane * lanes * num_streams;
        return;
      } catch (const std::bad_alloc&) {
        for (Flight& flight : flights_) flight.free_memory();
      }
    }
  }

  template <class Value, class Unknown>
  void start(Flight& flight, const BatchOutput& wanted) {
    const bool control = wanted.control != nullptr && has_control();
    LaneTask<Value, Unknown> task;
    task.view = problem_->view();
    task.memory = lane_memory<Value, Unknown>(
        cut_workspace(host_, values_, group_lanes, flight.memory.get()), GroupStride{});
    task.group_bytes = bytes_per_lane(host_, values_) * group_lanes;
    task.origin = flight.first / drawn_together * drawn_together;
    // Whole fours: the neighbours of a lane that is drawn for are solved, too, and what they read
    // is written.
    task.lanes = (flight.first + flight.count - task.origin + drawn_together - 1) / drawn_together *
                 drawn_together;
    task.batch.first = flight.first;
    task.batch.count = flight.count;
    task.batch.scores = static_cast<double*>(flight.scores.get());
    task.batch.control = control ? static_cast<double*>(flight.control.get()) : nullptr;
    task.batch.outcome = static_cast<LaneOutcome*>(flight.outcome.get());
    task.batch.sweeps = static_cast<std::uint32_t*>(flight.sweeps.get());
    const cudaStream_t stream = flight.stream.get();
    // A lane that a kernel should miss must not look solved.
    check_cuda(cudaMemsetAsync(flight.outcome.get(), static_cast<int>(LaneOutcome::unsolved),
                               flight.count, stream),
               "marking the lanes as unsolved");
    check_cuda(
        cudaMemsetAsync(flight.sweeps.get(), 0, flight.count * sizeof(std::uint32_t), stream),
        "marking the lanes as unsolved");
    // A kernel that did not start leaves numbers of another batch, which the next must not take for
    // its own.
    const auto launch = [&](auto kernel, const char* doing, auto... more) {
      kernel<<<blocks_of(task.lanes), threads_per_block, 0, stream>>>(task, more...);
      check_cuda(cudaGetLastError(), doing);
    };
    const std::uint64_t fours = (task.lanes + drawn_together - 1) / drawn_together;
    const auto launch_in_parts = [&](auto kernel, unsigned parts, const char* doing) {
      kernel<<<dim3(blocks_of(fours), parts), threads_per_block, 0, stream>>>(task);
      check_cuda(cudaGetLastError(), doing);
    };
    if (wanted.scores != nullptr) {
      const unsigned parts = parts_of_lists(fours);
      // As fill_slots() and draw_parameters() do it.
      const auto fill = [&](FormulaPart part, auto* slots) {
        using Number = std::remove_pointer_t<decltype(slots)>;
        const SlotTask<Number> filled{slot_numbers(task.view, part), part, slots};
        const SlotNumbers& numbers = filled.numbers;
        const char* const doing = "starting to draw";
        const auto by_fours = [&](auto kernel, unsigned parts) {
          kernel<<<dim3(blocks_of(fours), parts), threads_per_block, 0, stream>>>(task, filled);
          check_cuda(cudaGetLastError(), doing);
        };
        if (numbers.count == 0) return;
        if (numbers.initial != nullptr) by_fours(initial_kernel<Value, Unknown, Number>, 1);
        if (numbers.lists.num_lognormal + numbers.lists.num_normal > 0)
          by_fours(draw_kernel<Value, Unknown, Number>, parts);
        if (numbers.lists.num_wide + numbers.lists.num_array > 0)
          launch(draw_others_kernel<Value, Unknown, Number>, doing, filled);
        const auto run_formulas = [&] {
          const std::uint32_t* const begin =
              task.view.formulas.part_begin + static_cast<std::uint32_t>(part);
          if (begin[0] < begin[1]) launch(formula_kernel<Value, Unknown, Number>, doing, filled);
        };
        if (part != FormulaPart::shared) run_formulas();
        if (numbers.lists.num_share > 0)
          launch(share_kernel<Value, Unknown, Number>, doing, filled);
        if (part == FormulaPart::shared) run_formulas();
      };
      fill(FormulaPart::shared, task.memory.registers);
      fill(FormulaPart::technosphere, task.memory.slots);
      fill(FormulaPart::biosphere, task.memory.bio_slots);
      fill(FormulaPart::characterisation, task.memory.factors);
      const auto solve = [&](auto four, auto one, const LinearSystem& system) {
        const std::uint32_t sides = system.num_right_sides,
                            together = host_.right_sides_at_once >= 4 ? sides / 4 * 4 : 0;
        if (together > 0) launch(four, "starting to solve", 0u, together);
        if (together < sides) launch(one, "starting to solve", together, sides);
      };
      solve(solve_kernel<4, false, Value, Unknown>, solve_kernel<1, false, Value, Unknown>, host_);
      if (host_.adjoint.num_right_sides > 0) {
        launch(intensity_kernel<Value, Unknown>, "starting to sum intensities");
        solve(solve_kernel<4, true, Value, Unknown>, solve_kernel<1, true, Value, Unknown>,
              host_.adjoint);
      }
      launch(settle_kernel<Value, Unknown>, "starting to certify");
      if (host_.adjoint.num_right_sides == 0)
        launch_in_parts(emission_kernel<Value, Unknown>, parts, "starting to score");
      launch(score_kernel<Value, Unknown>, "starting to score");
    }
    if (control) launch(control_kernel<Value, Unknown>, "starting the control variates");
    const std::uint64_t num_summaries =
        sums(wanted) ? WholeBlocks(flight.first, flight.count).count * num_outputs_ : 0;
    if (num_summaries > 0) {
      task.batch.moments = static_cast<BlockMoments*>(flight.moments.get());
      summary_kernel<<<blocks_of(num_summaries), threads_per_block, 0, stream>>>(
          task.batch, num_outputs_, num_summaries);
      check_cuda(cudaGetLastError(), "starting to sum blocks");
    }
    if (num_summaries > 0)
      copy_back(flight.host_moments, flight.moments, num_summaries * sizeof(BlockMoments), stream);
    if (wanted.scores != nullptr) {
      copy_back(flight.host_scores, flight.scores, flight.count * num_outputs_ * sizeof(double),
                stream);
    }
    if (control) {
      copy_back(flight.host_control, flight.control, flight.count * num_outputs_ * sizeof(double),
                stream);
    }
    copy_back(flight.host_outcome, flight.outcome, flight.count * sizeof(LaneOutcome), stream);
    copy_back(flight.host_sweeps, flight.sweeps, flight.count * sizeof(std::uint32_t), stream);
  }

  [[nodiscard]] static unsigned blocks_of(std::uint64_t threads) {
    return static_cast<unsigned>((threads + threads_per_block - 1) / threads_per_block);
  }

  /// Threads that draw take so many parts of the lists that a GPU is full, and a part is not too
  /// short for what it takes to find it.
  [[nodiscard]] static unsigned parts_of_lists(std::uint64_t threads) {
    constexpr std::uint64_t full = std::uint64_t{1} << 18, most = 32;
    return static_cast<unsigned>(std::min(most, std::max<std::uint64_t>(1, full / threads)));
  }

  [[nodiscard]] static bool sums(const BatchOutput& batch) {
    return batch.moments != nullptr && batch.scores != nullptr;
  }

  static void copy_back(const PinnedBytes& to, const DeviceBytes& from, std::size_t bytes,
                        cudaStream_t stream) {
    check_cuda(cudaMemcpyAsync(to.get(), from.get(), bytes, cudaMemcpyDeviceToHost, stream),
               "copying scores back");
  }

  void finish(Flight& flight, const BatchOutput& batch) {
    if (flight.count == 0) return;
    check_cuda(cudaStreamSynchronize(flight.stream.get()), "running the lane kernels");
    const std::size_t at = flight.first - batch.first;
    if (batch.scores != nullptr) {
      std::memcpy(batch.scores + at * num_outputs_, flight.host_scores.get(),
                  flight.count * num_outputs_ * sizeof(double));
      std::memcpy(batch.outcome + at, flight.host_outcome.get(),
                  flight.count * sizeof(LaneOutcome));
    }
    if (sums(batch)) {
      const WholeBlocks here(flight.first, flight.count), all(batch.first, batch.count);
      std::memcpy(batch.moments + (here.first - all.first) * num_outputs_,
                  flight.host_moments.get(), here.count * num_outputs_ * sizeof(BlockMoments));
    }
    if (batch.control != nullptr && has_control()) {
      std::memcpy(batch.control + at * num_outputs_, flight.host_control.get(),
                  flight.count * num_outputs_ * sizeof(double));
    }
    if (batch.sweeps != nullptr)
      std::memcpy(batch.sweeps + at, flight.host_sweeps.get(),
                  flight.count * sizeof(std::uint32_t));
    flight.count = 0;
  }

  /// Waits for what a failed batch left on its way, and forgets it: the next batch has other arrays
  /// to write to.
  void abandon() noexcept {
    for (Flight& flight : flights_) {
      forget_error(cudaStreamSynchronize(flight.stream.get()));
      flight.count = 0;
    }
  }

  template <class Value, class Unknown>
  void run_as(const BatchOutput& batch) {
    check_cuda(cudaSetDevice(ordinal_), "selecting the device");
    if (batch.supply != nullptr || batch.inventory != nullptr) {
      throw std::runtime_error(
          "supplies and inventories are given by the cpu and serial systems only");
    }
    // Halves of the batch go to the two flights in turn; a flight is emptied before it starts
    // again. A block of moments is not cut.
    const std::uint64_t half = (batch.count + num_streams - 1) / num_streams;
    // The first iteration of a flight is a multiple of four, but for the first flight's.
    const std::uint64_t unit =
        sums(batch) && lanes_ >= moments_block ? moments_block : drawn_together;
    const std::uint64_t portion = std::min<std::uint64_t>(lanes_, (half + unit - 1) / unit * unit);
    try {
      std::uint64_t done = 0;
      for (int turn = 0; done < batch.count; turn = (turn + 1) % num_streams) {
        Flight& flight = flights_[turn];
        finish(flight, batch);
        flight.first = batch.first + done;
        flight.count = std::min(portion - flight.first % drawn_together, batch.count - done);
        done += flight.count;
        start<Value, Unknown>(flight, batch);
      }
      for (Flight& flight : flights_) finish(flight, batch);
    } catch (...) {
      abandon();
      throw;
    }
  }

  std::string name_;
  int ordinal_;  // before what is made on the device
  LaneTypes values_;
  ProblemView host_;
  std::unique_ptr<DeviceProblem> problem_;
  std::size_t num_outputs_ = 0;
  Flight flights_[num_streams];
  std::uint64_t lanes_ = 0;
  std::size_t memory_bytes_ = 0;
};

}  // namespace

std::vector<Device> list_cuda_devices() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  std::vector<Device> devices;
  if (status != cudaSuccess || count == 0) {
    cudaGetLastError();
    Device none;
    none.system = System::cuda;
    none.why_not = status != cudaSuccess
                       ? std::string("no CUDA device found: ") + cudaGetErrorString(status)
                       : "no CUDA device found";
    return {none};
  }
  for (int ordinal = 0; ordinal < count; ++ordinal) {
    Device device;
    device.system = System::cuda;
    device.ordinal = ordinal;
    cudaDeviceProp properties{};
    if (cudaGetDeviceProperties(&properties, ordinal) == cudaSuccess) {
      device.name = properties.name;
      device.detail = std::to_string(properties.totalGlobalMem >> 30) +
                      " GiB, compute capability " + std::to_string(properties.major) + "." +
                      std::to_string(properties.minor);
      device.usable = true;
    } else {
      cudaGetLastError();
      device.why_not = "cannot read its properties";
    }
    devices.push_back(device);
  }
  return devices;
}

std::unique_ptr<BatchRunner> make_cuda_runner(const Device& device, const ProblemView& problem,
                                              const RunnerOptions& options) {
  try {
    return std::make_unique<CudaRunner>(device, problem, options);
  } catch (const std::bad_alloc&) {  // of the arrays that all lanes share
    throw std::runtime_error(
        "cannot run on " + device.name +
        ": there is not enough memory for the arrays of the problem, on the device or page-locked; "
        "use --device cpu");
  }
}

}  // namespace plume
