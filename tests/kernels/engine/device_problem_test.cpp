// SPDX-License-Identifier: Apache-2.0
// Built only with CUDA.
#include "kernels/engine/device_problem.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::device_problem_test {
namespace {

const testing::TestedSystem cuda = {"cuda", "cuda", "", 0};

/// An array, whatever it is of.
struct Bytes {
  const void* data;
  std::size_t size;
};

std::vector<Bytes> arrays_of(ProblemView view) {
  std::vector<Bytes> arrays;
  for_each_array(view, [&](const auto& array) {
    arrays.push_back({array, array.size() * sizeof(array[0])});
  });
  return arrays;
}

void expect_copied(Bytes host, Bytes device) {
  ASSERT_EQ(host.size, device.size);
  ASSERT_EQ(host.size == 0, device.data == nullptr);
  if (host.size == 0) return;
  EXPECT_NE(host.data, device.data);
  std::vector<char> back(host.size);
  check_cuda(cudaMemcpy(back.data(), device.data, host.size, cudaMemcpyDeviceToHost),
             "copying back");
  EXPECT_EQ(0, std::memcmp(host.data, back.data(), host.size));
}

/// 1 / |x|; 0 of what nobody takes.
std::vector<double> inverse_of(View<double> x) {
  std::vector<double> inverse(x.size());
  for (std::size_t i = 0; i < inverse.size(); ++i)
    inverse[i] = x[i] == 0.0 ? 0.0 : 1.0 / std::abs(x[i]);
  return inverse;
}

void expect_all_copied(const Problem& problem) {
  ProblemView host = problem.view();
  const DeviceProblem copy(host);
  EXPECT_EQ(host.num_rows, copy.view().num_rows);
  EXPECT_EQ(host.seed, copy.view().seed);
  // What is made for the device alone.
  const std::vector<double> inverse = inverse_of(host.initial),
                            adjoint_inverse = inverse_of(host.adjoint.initial);
  host.inverse_size = inverse;
  host.adjoint.inverse_size = adjoint_inverse;
  const std::vector<Bytes> there = arrays_of(copy.view()), here = arrays_of(host);
  ASSERT_EQ(here.size(), there.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    SCOPED_TRACE("array " + std::to_string(i));
    expect_copied(here[i], there[i]);
  }
}

TEST(DeviceProblem, CopiesEveryArray) {
  PLUME_SKIP_WITHOUT(cuda);
  const auto model = testing::random_model(1, {.normalised = true, .weighted = true});
  CompileOptions options;
  expect_all_copied(model.compile(options));
  options.adjoint = AdjointUse::always;
  expect_all_copied(model.compile(options));
}

TEST(DeviceProblem, RefusesAnArrayOfUnknownLength) {
  PLUME_SKIP_WITHOUT(cuda);
  const Problem problem = testing::random_model(1).compile();
  ProblemView view = problem.view();
  view.initial_slot = problem.initial.data();
  EXPECT_THROW(DeviceProblem{view}, std::logic_error);
}

}  // namespace
}  // namespace plume::device_problem_test
