// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

#include "tests/cuda_on_cpu/device/arithmetic.hpp"
#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/stand_in.hpp"
#include "tests/cuda_on_cpu/runtime/state.hpp"

namespace cuda_on_cpu {
namespace {

long number_in_environment(const char* name, long otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::atol(text) : otherwise;
}

void print_work() {
  for (const auto& [kernel, work] : work_of_kernels())
    std::fprintf(stderr,
                 "cuda_on_cpu: %s: %llu launches, %llu threads, %llu instructions, %llu bytes, "
                 "%llu of lanes, %llu far\n",
                 kernel.c_str(), static_cast<unsigned long long>(work.launches),
                 static_cast<unsigned long long>(work.threads),
                 static_cast<unsigned long long>(work.instructions),
                 static_cast<unsigned long long>(work.bytes),
                 static_cast<unsigned long long>(work.lane_bytes),
                 static_cast<unsigned long long>(work.far_bytes));
}

/// Of a whole program nobody asks for complaints: they end it.
void print_complaints() {
  const std::vector<std::string> all = take_complaints();
  for (const std::string& what : all) std::fprintf(stderr, "cuda_on_cpu: %s\n", what.c_str());
  if (!all.empty()) std::_Exit(70);
}

Settings of_environment() {
  std::atexit(print_complaints);
  if (number_in_environment("CUDA_ON_CPU_WORK", 0) != 0) std::atexit(print_work);
  Settings s;
  const char* order = std::getenv("CUDA_ON_CPU_ORDER");
  const std::string name = order != nullptr ? order : "interleaved";
  s.order = name == "eager" ? Order::eager : name == "lazy" ? Order::lazy : Order::interleaved;
  s.seed = static_cast<std::uint64_t>(number_in_environment("CUDA_ON_CPU_SEED", 1));
  s.devices = static_cast<int>(number_in_environment("CUDA_ON_CPU_DEVICES", 1));
  s.device_bytes = static_cast<std::size_t>(number_in_environment("CUDA_ON_CPU_MIB", 16)) << 20;
  s.near_bytes = static_cast<std::size_t>(number_in_environment("CUDA_ON_CPU_CACHE", 0));
  s.fail_call = number_in_environment("CUDA_ON_CPU_FAIL_CALL", 0);
  s.lose_call = number_in_environment("CUDA_ON_CPU_LOSE_CALL", 0);
  return s;
}

Settings& current() {
  static Settings s = of_environment();
  return s;
}

void use(const Settings& s) {
  const std::lock_guard<std::recursive_mutex> lock(state().mutex);
  current() = s;
  state().counts = {};
  state().lost.clear();
  state().sizes.clear();
  state().dice.seed(s.seed);
  fma_is_not_fused = s.unfused_fma;
}

std::vector<std::string>& complaints() {
  static auto* list = new std::vector<std::string>;
  return *list;
}

}  // namespace

Hostility::Hostility(const Settings& settings) : before_(current()) { use(settings); }
Hostility::~Hostility() { use(before_); }
const Settings& settings() { return current(); }
Counts counts() { return state().counts; }
std::vector<std::size_t> sizes_of_arrays() { return state().sizes; }

void complain(const std::string& what) {
  if (complaints().size() < 20) complaints().push_back(what);
}
std::vector<std::string> take_complaints() {
  const std::lock_guard<std::recursive_mutex> lock(state().mutex);
  return std::move(complaints());
}

}  // namespace cuda_on_cpu
