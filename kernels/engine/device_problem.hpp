// SPDX-License-Identifier: Apache-2.0
// A copy of the problem's arrays in device memory, with the view that points into it. Only .cu
// files include this.
#pragma once

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "kernels/api/problem_view.hpp"
#include "kernels/engine/cuda_memory.hpp"

namespace plume {

class DeviceProblem {
 public:
  explicit DeviceProblem(const ProblemView& host) : view_(host) {
    std::vector<double> inverse_size = inverse_of(host.initial);
    std::vector<double> adjoint_inverse_size = inverse_of(host.adjoint.initial);
    if (host.inverse_size == nullptr) view_.inverse_size = inverse_size;
    if (host.adjoint.inverse_size == nullptr) view_.adjoint.inverse_size = adjoint_inverse_size;
    for_each_array(view_, [this](auto& array) { array = copied(array); });
    // A copy from pageable memory may still be on its way to the device when cudaMemcpy returns,
    // and streams that do not block do not wait for it.
    check_cuda(cudaDeviceSynchronize(), "copying the problem to the device");
  }

  [[nodiscard]] const ProblemView& view() const { return view_; }

 private:
  /// A division takes a GPU as long as thirty other operations.
  static std::vector<double> inverse_of(View<double> initial) {
    std::vector<double> inverse(initial.size());
    for (std::size_t i = 0; i < inverse.size(); ++i)
      inverse[i] = initial[i] != 0.0 ? 1.0 / std::abs(initial[i]) : 0.0;
    return inverse;
  }

  /// A copy on the device; of what is empty nothing.
  template <class T>
  View<T> copied(View<T> array) {
    if (array == nullptr || array.size() == 0) return {};
    if (array.size() == View<T>::unknown)
      throw std::logic_error("an array of a problem without its length cannot be copied");
    DeviceBytes bytes(array.size() * sizeof(T));
    check_cuda(cudaMemcpy(bytes.get(), array, array.size() * sizeof(T), cudaMemcpyHostToDevice),
               "copying the problem to the device");
    const T* const there = static_cast<const T*>(bytes.get());
    arrays_.push_back(std::move(bytes));
    return {there, array.size()};
  }

  ProblemView view_;
  std::vector<DeviceBytes> arrays_;
};

}  // namespace plume
