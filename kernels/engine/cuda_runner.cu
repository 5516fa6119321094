// SPDX-License-Identifier: Apache-2.0
// The cuda system: one lane a thread, three kernels a batch (draw, solve, score), two batches in flight on two streams so that
// drawing one overlaps solving the other. Nothing in the loop waits for the whole device.
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

/// What a kernel gets: all by value, all plain.
template <class Value, class Unknown>
struct LaneTask {
  ProblemView view;
  LaneMemory<Value, BatchStride, Unknown> memory;
  BatchOutput batch;  // device pointers
};
static_assert(std::is_trivially_copyable<LaneTask<float, double>>::value, "kernel arguments are copied as bytes");

/// The memory as lane `lane` sees it: every array begins at that lane.
template <class Value, class Unknown>
__device__ LaneMemory<Value, BatchStride, Unknown> at_lane(LaneMemory<Value, BatchStride, Unknown> memory,
                                                           std::uint64_t lane) {
  memory.slots += lane;
  memory.bio_slots += lane;
  memory.factors += lane;
  memory.x += lane;
  memory.history += lane;
  memory.trace += lane;
  memory.right_side += lane;
  memory.g += lane;
  memory.control += lane;
  memory.gross += lane;
  memory.bound += lane;
  memory.registers += lane;
  memory.depth += lane;
  return memory;
}

template <class Value, class Unknown>
__global__ void draw_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  const std::uint64_t lane = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (lane >= task.batch.count) return;
  draw_lane_group<1>(task.view, at_lane(task.memory, lane), task.batch.first + lane);
}

template <class Value, class Unknown>
__global__ void solve_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  const std::uint64_t lane = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (lane >= task.batch.count) return;
  solve_lane_group<1>(task.view, at_lane(task.memory, lane), task.batch, task.batch.first + lane);
}

template <class Value, class Unknown>
__global__ void score_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  const std::uint64_t lane = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (lane >= task.batch.count) return;
  score_lane_group<1>(task.view, at_lane(task.memory, lane), task.batch, task.batch.first + lane);
}

template <class Value, class Unknown>
__global__ void control_kernel(const __grid_constant__ LaneTask<Value, Unknown> task) {
  const std::uint64_t lane = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (lane >= task.batch.count) return;
  control_lane_group<1>(task.view, at_lane(task.memory, lane), task.batch, task.batch.first + lane);
}

/// A thread sums one output of one block: neighbours read neighbouring scores, and the sum has the order that it has on a CPU.
__global__ void summary_kernel(BatchOutput batch, std::size_t num_outputs, std::uint64_t num_summaries) {
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
    for (DeviceBytes* bytes : {&memory, &scores, &outcome, &sweeps, &control, &moments}) *bytes = DeviceBytes();
    for (PinnedBytes* bytes : {&host_scores, &host_outcome, &host_sweeps, &host_control, &host_moments})
      *bytes = PinnedBytes();
  }
};

class CudaRunner final : public BatchRunner {
 public:
  CudaRunner(const Device& device, const ProblemView& problem, const RunnerOptions& options)
      : name_(device.name), ordinal_(selected(device.ordinal)), values_(options.values), host_(problem) {
    // A value is read from device memory once for four right-hand sides; unknowns come from there in any case.
    host_.right_sides_at_once = std::max(problem.num_right_sides, problem.adjoint.num_right_sides) >= 4 ? 4 : 1;
    problem_ = std::make_unique<DeviceProblem>(host_);
    num_outputs_ = std::size_t{problem.num_demands} * problem.num_categories;
    std::size_t free = 0, total = 0;
    check_cuda(cudaMemGetInfo(&free, &total), "asking for free memory");
    const std::size_t per_lane =
        bytes_per_lane(host_, values_) + (has_control() ? 2 : 1) * num_outputs_ * sizeof(double) + 8;
    const std::uint64_t most = options.max_lanes != 0 ? num_streams * options.max_lanes : options.most_at_once;
    allocate(wanted_lanes(most, free, per_lane, num_streams), per_lane);
  }

  ~CudaRunner() override {
    forget_error(cudaSetDevice(ordinal_));
    forget_error(cudaDeviceSynchronize());
  }

  void run(const BatchOutput& batch) override {
    with_types(values_, [&](auto value, auto unknown) { run_as<decltype(value), decltype(unknown)>(batch); });
  }

  std::string description() const override { return "cuda: " + name_ + ", " + std::to_string(lanes_) + " lanes"; }
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
        throw std::runtime_error("cannot run on " + name_ + ": one block of lanes needs " +
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
    const Workspace w = cut_workspace(host_, values_, lanes_, flight.memory.get());
    LaneTask<Value, Unknown> task;
    task.view = problem_->view();
    task.memory = lane_memory<Value, Unknown>(w, BatchStride{lanes_});
    task.batch.first = flight.first;
    task.batch.count = flight.count;
    task.batch.scores = static_cast<double*>(flight.scores.get());
    task.batch.control = control ? static_cast<double*>(flight.control.get()) : nullptr;
    task.batch.outcome = static_cast<LaneOutcome*>(flight.outcome.get());
    task.batch.sweeps = static_cast<std::uint32_t*>(flight.sweeps.get());
    const cudaStream_t stream = flight.stream.get();
    // A lane that a kernel should miss must not look solved.
    check_cuda(cudaMemsetAsync(flight.outcome.get(), static_cast<int>(LaneOutcome::unsolved), flight.count, stream),
               "marking the lanes as unsolved");
    const auto blocks = static_cast<unsigned>((flight.count + threads_per_block - 1) / threads_per_block);
    // A kernel that did not start leaves numbers of another batch, which the next must not take for its own.
    const auto launch = [&](auto kernel, const char* doing) {
      kernel<<<blocks, threads_per_block, 0, stream>>>(task);
      check_cuda(cudaGetLastError(), doing);
    };
    if (wanted.scores != nullptr) {
      launch(draw_kernel<Value, Unknown>, "starting to draw");
      launch(solve_kernel<Value, Unknown>, "starting to solve");
      launch(score_kernel<Value, Unknown>, "starting to score");
    }
    if (control) launch(control_kernel<Value, Unknown>, "starting the control variates");
    const std::uint64_t num_summaries = sums(wanted) ? WholeBlocks(flight.first, flight.count).count * num_outputs_ : 0;
    if (num_summaries > 0) {
      task.batch.moments = static_cast<BlockMoments*>(flight.moments.get());
      const auto summary_blocks = static_cast<unsigned>((num_summaries + threads_per_block - 1) / threads_per_block);
      summary_kernel<<<summary_blocks, threads_per_block, 0, stream>>>(task.batch, num_outputs_, num_summaries);
      check_cuda(cudaGetLastError(), "starting to sum blocks");
    }
    if (num_summaries > 0) copy_back(flight.host_moments, flight.moments, num_summaries * sizeof(BlockMoments), stream);
    if (wanted.scores != nullptr) {
      copy_back(flight.host_scores, flight.scores, flight.count * num_outputs_ * sizeof(double), stream);
    }
    if (control) {
      copy_back(flight.host_control, flight.control, flight.count * num_outputs_ * sizeof(double), stream);
    }
    copy_back(flight.host_outcome, flight.outcome, flight.count * sizeof(LaneOutcome), stream);
    copy_back(flight.host_sweeps, flight.sweeps, flight.count * sizeof(std::uint32_t), stream);
  }

  [[nodiscard]] static bool sums(const BatchOutput& batch) {
    return batch.moments != nullptr && batch.scores != nullptr;
  }

  static void copy_back(const PinnedBytes& to, const DeviceBytes& from, std::size_t bytes, cudaStream_t stream) {
    check_cuda(cudaMemcpyAsync(to.get(), from.get(), bytes, cudaMemcpyDeviceToHost, stream), "copying scores back");
  }

  void finish(Flight& flight, const BatchOutput& batch) {
    if (flight.count == 0) return;
    check_cuda(cudaStreamSynchronize(flight.stream.get()), "running the lane kernels");
    const std::size_t at = flight.first - batch.first;
    if (batch.scores != nullptr) {
      std::memcpy(batch.scores + at * num_outputs_, flight.host_scores.get(),
                  flight.count * num_outputs_ * sizeof(double));
      std::memcpy(batch.outcome + at, flight.host_outcome.get(), flight.count * sizeof(LaneOutcome));
    }
    if (sums(batch)) {
      const WholeBlocks here(flight.first, flight.count), all(batch.first, batch.count);
      std::memcpy(batch.moments + (here.first - all.first) * num_outputs_, flight.host_moments.get(),
                  here.count * num_outputs_ * sizeof(BlockMoments));
    }
    if (batch.control != nullptr && has_control()) {
      std::memcpy(batch.control + at * num_outputs_, flight.host_control.get(),
                  flight.count * num_outputs_ * sizeof(double));
    }
    if (batch.sweeps != nullptr)
      std::memcpy(batch.sweeps + at, flight.host_sweeps.get(), flight.count * sizeof(std::uint32_t));
    flight.count = 0;
  }

  /// Waits for what a failed batch left on its way, and forgets it: the next batch has other arrays to write to.
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
      throw std::runtime_error("supplies and inventories are given by the cpu and serial systems only");
    }
    // Halves of the batch go to the two flights in turn; a flight is emptied before it starts again. A block of moments is not cut.
    const std::uint64_t half = (batch.count + num_streams - 1) / num_streams;
    const std::uint64_t unit = sums(batch) && lanes_ >= moments_block ? moments_block : 1;
    const std::uint64_t portion = std::min<std::uint64_t>(lanes_, (half + unit - 1) / unit * unit);
    try {
      std::uint64_t done = 0;
      for (int turn = 0; done < batch.count; turn = (turn + 1) % num_streams) {
        Flight& flight = flights_[turn];
        finish(flight, batch);
        flight.first = batch.first + done;
        flight.count = std::min(portion, batch.count - done);
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
    none.why_not = status != cudaSuccess ? std::string("no CUDA device found: ") + cudaGetErrorString(status)
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
      device.detail = std::to_string(properties.totalGlobalMem >> 30) + " GiB, compute capability " +
                      std::to_string(properties.major) + "." + std::to_string(properties.minor);
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
