// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_device.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "host/run/run_plan.hpp"
#include "host/run/threads.hpp"
#include "host/sampling/fallback_runner.hpp"

namespace plume {
namespace {

bool has_gpu(const std::vector<Device>& devices) {
  return std::any_of(devices.begin(), devices.end(),
                     [](const Device& device) { return device.system == System::cuda; });
}

/// As many threads as are asked for (0: one a core), or as there can be, which is told.
unsigned affordable_threads(const RunOptions& options, Findings& findings) {
  const bool of_a_team = options.team != nullptr && options.threads == 0;
  const unsigned asked = of_a_team ? options.team->cores() : options.threads;
  const unsigned wanted = asked != 0 ? asked : std::max(1u, std::thread::hardware_concurrency());
  const unsigned threads = threads_to_be_had(wanted);
  if (threads == wanted) return asked;
  findings.add("W0634", {"--threads", 0, 0},
               "the system does not give the " + std::to_string(wanted) +
                   " threads that are wanted; the run uses " + std::to_string(threads),
               "the result is the same; ask for fewer, or raise the limits (ulimit -u, ulimit -v)");
  return threads;
}

RunnerOptions runner_options(const PreparedStudy& prepared, const RunOptions& options,
                             std::uint64_t iterations, Findings& findings) {
  RunnerOptions runner;
  runner.values = prepared.problem.lane_types();
  runner.threads = affordable_threads(options, findings);
  runner.most_at_once = make_plan(iterations, options.batch, iterations,
                                  prepared.axes.num_outputs(), target_of(prepared.study.stop))
                            .batch;
  return runner;
}

/// With a GPU among the devices one that outlives it, where the study wants so.
std::unique_ptr<BatchRunner> runner_for(const std::vector<Device>& devices,
                                        const PreparedStudy& prepared,
                                        const RunnerOptions& runner_options,
                                        const RunOptions& options) {
  auto runner = make_runner(devices, prepared.problem.view(), runner_options);
  if (!has_gpu(devices) || prepared.study.on_device_loss == DeviceLoss::stop) return runner;
  return std::make_unique<FallbackRunner>(
      std::move(runner),
      [&prepared, runner_options] {
        return make_runner(choose_devices("cpu"), prepared.problem.view(), runner_options);
      },
      [notice = options.notice](const std::string& cause, const std::string& now_on) {
        if (notice) notice("the device failed (" + cause + "); the run goes on with " + now_on);
      });
}

}  // namespace

std::string too_little_memory(const std::vector<Device>& devices) {
  // Threads are what lanes of a CPU multiply with; those of a GPU are as many as fit.
  return std::string("not enough memory for the lanes of this problem; use ") +
         (has_gpu(devices) ? "fewer demands, or --device cpu"
                           : "fewer threads (--threads) or fewer demands");
}

std::vector<Device> devices_for(const RunOptions& options) {
  std::vector<Device> devices = on_device({}, [&] { return choose_devices(options.device); });
  if (options.team == nullptr) return devices;
  return {devices[device_of_rank(options.team->local_rank(), devices.size())]};
}

RunDevice open_device(const std::vector<Device>& devices, const PreparedStudy& prepared,
                      const RunOptions& options, Findings& findings, std::uint64_t iterations) {
  RunDevice device;
  device.devices = devices;
  if (iterations == 0) iterations = prepared.study.sampling.iterations;
  device.options = runner_options(prepared, options, iterations, findings);
  device.runner =
      on_device(devices, [&] { return runner_for(devices, prepared, device.options, options); });
  return device;
}

}  // namespace plume
