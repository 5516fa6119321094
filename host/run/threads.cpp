// SPDX-License-Identifier: Apache-2.0
#include "host/run/threads.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace plume {
namespace {

struct Gate {
  std::mutex mutex;
  std::condition_variable opened;
  bool is_open = false;
};

void* wait_at(void* gate_of_all) {
  Gate& gate = *static_cast<Gate*>(gate_of_all);
  std::unique_lock<std::mutex> lock(gate.mutex);
  gate.opened.wait(lock, [&] { return gate.is_open; });
  return nullptr;
}

}  // namespace

unsigned threads_to_be_had(unsigned wanted) {
  if (wanted <= 1) return wanted;
  const unsigned tried = wanted + wanted / 8 + 1;
  Gate gate;
  std::vector<pthread_t> threads;
  threads.reserve(tried);
  for (pthread_t thread{};
       threads.size() < tried && ::pthread_create(&thread, nullptr, wait_at, &gate) == 0;) {
    threads.push_back(thread);
  }
  {
    const std::lock_guard<std::mutex> lock(gate.mutex);
    gate.is_open = true;
  }
  gate.opened.notify_all();
  for (const pthread_t thread : threads) ::pthread_join(thread, nullptr);
  if (threads.size() == tried) return wanted;
  const auto half = static_cast<unsigned>(threads.size() / 2);
  return std::max(1u, std::min({half, wanted, std::max(1u, std::thread::hardware_concurrency())}));
}

}  // namespace plume
