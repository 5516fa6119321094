// SPDX-License-Identifier: Apache-2.0
// Built only with CUDA.
#include "kernels/engine/device_problem.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume {
namespace {

const testing::TestedSystem cuda = {"cuda", "cuda", "", 0};

template <class T>
void expect_copied(const T* host, const T* device, std::size_t count) {
  ASSERT_EQ(host == nullptr || count == 0, device == nullptr);
  if (device == nullptr) return;
  std::vector<T> back(count);
  check_cuda(cudaMemcpy(back.data(), device, count * sizeof(T), cudaMemcpyDeviceToHost),
             "copying back");
  EXPECT_EQ(0, std::memcmp(host, back.data(), count * sizeof(T)));
}

TEST(DeviceProblem, CopiesEveryArray) {
  PLUME_SKIP_WITHOUT(cuda);
  CompileOptions options;
  options.adjoint = AdjointUse::always;
  const Problem problem =
      testing::random_model(1, {.normalised = true, .weighted = true}).compile(options);
  const ProblemView host = problem.view();
  const DeviceProblem copy(host);
  const ProblemView& device = copy.view();
  EXPECT_EQ(host.num_rows, device.num_rows);
  EXPECT_EQ(host.seed, device.seed);
  expect_copied(host.row_fixed, device.row_fixed, host.num_rows + 1);
  expect_copied(host.fixed_value, device.fixed_value, host.row_fixed[host.num_rows]);
  expect_copied(host.slot_column, device.slot_column, host.num_slots);
  expect_copied(host.initial, device.initial, std::size_t{host.num_rows} * host.num_right_sides);
  expect_copied(host.adjoint.slot_of, device.adjoint.slot_of, host.num_slots);
  expect_copied(host.adjoint.monitored_row, device.adjoint.monitored_row,
                host.adjoint.num_monitored);
  expect_copied(host.demand_value, device.demand_value, host.demand_begin[host.num_demands]);
  expect_copied(host.technosphere.lognormal, device.technosphere.lognormal,
                host.technosphere.num_lognormal);
  expect_copied(host.technosphere.array, device.technosphere.array, host.technosphere.num_array);
  expect_copied(host.biosphere.wide, device.biosphere.wide, host.biosphere.num_wide);
  expect_copied(host.entry_normalisation, device.entry_normalisation, host.num_entries);
  expect_copied(host.array_values, device.array_values, problem.array_values.size());
}

}  // namespace
}  // namespace plume
