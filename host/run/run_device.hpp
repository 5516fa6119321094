// SPDX-License-Identifier: Apache-2.0
// What makes the batches of a run: the devices that were asked for, and a runner on them that may
// outlive one.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/finding.hpp"
#include "host/run/prepare.hpp"
#include "host/run/run_options.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

struct RunDevice {
  std::vector<Device> devices;
  RunnerOptions options;
  std::unique_ptr<BatchRunner> runner;
};

/// The devices that the options name; of a team the one of this rank.
[[nodiscard]] std::vector<Device> devices_for(const RunOptions& options);

/// The study must outlive it. Its lanes are enough for so many `iterations`, 0: those of the study.
/// W0634 where there are fewer threads than are wanted.
[[nodiscard]] RunDevice open_device(const std::vector<Device>& devices,
                                    const PreparedStudy& prepared, const RunOptions& options,
                                    Findings& findings, std::uint64_t iterations = 0);

/// "not enough memory for the lanes of this problem; use …".
[[nodiscard]] std::string too_little_memory(const std::vector<Device>& devices);

/// Does what a device does. Its errors are the environment's: one kind of exception for the caller.
template <class Make>
auto on_device(const std::vector<Device>& devices, Make make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    throw Error(too_little_memory(devices));
  } catch (const std::invalid_argument&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw Error(error.what());
  }
}

}  // namespace plume
