// SPDX-License-Identifier: Apache-2.0
#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>

#include "host/base/error.hpp"
#include "host/parallel/team.hpp"

namespace plume {
namespace {

using Clock = std::chrono::steady_clock;

enum Tag : int { progress_tag = 1, departure_tag = 2 };

class MpiTeam final : public Team {
 public:
  MpiTeam() {
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    departures_.resize(static_cast<std::size_t>(size_));
    told_.resize(static_cast<std::size_t>(size_));
    MPI_Comm node;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &node);
    MPI_Comm_rank(node, &local_rank_);
    find_cores(node);
    MPI_Comm_free(&node);
  }

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return size_; }
  [[nodiscard]] int local_rank() const override { return local_rank_; }
  [[nodiscard]] unsigned cores() const override { return cores_; }

  void broadcast(std::vector<std::uint64_t>& numbers) override {
    std::uint64_t count = numbers.size();
    MPI_Request request;
    MPI_Ibcast(&count, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD, &request);
    wait(request);
    numbers.resize(count);
    MPI_Ibcast(numbers.data(), static_cast<int>(count), MPI_UINT64_T, 0, MPI_COMM_WORLD, &request);
    wait(request);
  }

  std::vector<std::string> gather(const std::string& bytes) override {
    const int own = static_cast<int>(bytes.size());
    std::vector<int> counts(static_cast<std::size_t>(size_)), starts(counts.size());
    MPI_Request request;
    MPI_Igather(&own, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, MPI_COMM_WORLD, &request);
    wait(request);
    std::exclusive_scan(counts.begin(), counts.end(), starts.begin(), 0);
    std::string all(static_cast<std::size_t>(starts.back() + counts.back()), '\0');
    MPI_Igatherv(bytes.data(), own, MPI_BYTE, all.data(), counts.data(), starts.data(), MPI_BYTE, 0,
                 MPI_COMM_WORLD, &request);
    wait(request);
    std::vector<std::string> each;
    for (std::size_t i = 0; rank_ == 0 && i < counts.size(); ++i) {
      each.push_back(
          all.substr(static_cast<std::size_t>(starts[i]), static_cast<std::size_t>(counts[i])));
    }
    return each;
  }

  void tell(std::uint64_t done) override {
    look();
    if (rank_ == 0 || !is_done(sending_)) return;
    own_progress_ = done;
    MPI_Isend(&own_progress_, 1, MPI_UINT64_T, 0, progress_tag, MPI_COMM_WORLD, &sending_);
  }

  std::uint64_t told() override {
    look();
    return std::accumulate(told_.begin(), told_.end(), std::uint64_t{0});
  }

  void set_idle(std::function<void()> idle) override { idle_ = std::move(idle); }

  void finish() override {
    MPI_Request request;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    wait(request);
    if (sending_ != MPI_REQUEST_NULL) wait(sending_);
    MPI_Finalize();
  }

  std::vector<Departure> leave(int status, int culprit) override {
    idle_ = nullptr;
    words_ = {status, culprit, waiting_ ? 1 : 0};
    departures_[static_cast<std::size_t>(rank_)] = {true, status, culprit};
    any_waiting_ = any_waiting_ || waiting_;
    for (int other = 0; other < size_; ++other) {
      if (other == rank_) continue;
      MPI_Request request;
      MPI_Isend(words_.data(), 3, MPI_INT, other, departure_tag, MPI_COMM_WORLD, &request);
      farewells_.push_back(request);
    }
    const Clock::time_point begin = Clock::now();
    while (!all_left() && Clock::now() - begin < std::chrono::seconds(10)) {
      receive();
      pause();
    }
    return departures_;
  }

  void end(int status) override {
    if (all_left() && !any_waiting_ && is_done(sending_)) {
      MPI_Waitall(static_cast<int>(farewells_.size()), farewells_.data(), MPI_STATUSES_IGNORE);
      MPI_Finalize();
      return;
    }
    // Something of MPI is left open that only Abort ends; rank 0 does it for all, when they had
    // time for a last word.
    std::this_thread::sleep_for(std::chrono::milliseconds(rank_ == 0 || !all_left() ? 300 : 5000));
    MPI_Abort(MPI_COMM_WORLD, status);
  }

 private:
  void find_cores(MPI_Comm node) {
    cpu_set_t own;
    CPU_ZERO(&own);
    sched_getaffinity(0, sizeof(own), &own);
    int neighbours = 1;
    MPI_Comm_size(node, &neighbours);
    std::vector<cpu_set_t> sets(static_cast<std::size_t>(neighbours));
    MPI_Allgather(&own, sizeof(own), MPI_BYTE, sets.data(), sizeof(own), MPI_BYTE, node);
    const auto sharing = std::count_if(sets.begin(), sets.end(),
                                       [&](const cpu_set_t& set) { return CPU_EQUAL(&set, &own); });
    cores_ = static_cast<unsigned>(
        std::max<std::ptrdiff_t>(1, CPU_COUNT(&own) / std::max<std::ptrdiff_t>(1, sharing)));
  }

  [[nodiscard]] bool all_left() const {
    return std::all_of(departures_.begin(), departures_.end(),
                       [](const Departure& each) { return each.left; });
  }

  static bool is_done(MPI_Request& request) {
    int done = 1;
    if (request != MPI_REQUEST_NULL) MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    return done != 0;
  }

  static void pause() { std::this_thread::sleep_for(std::chrono::microseconds(500)); }

  void wait(MPI_Request& request) {
    waiting_ = true;
    while (!is_done(request)) {
      look();
      if (idle_) idle_();
      pause();
    }
    waiting_ = false;
  }

  /// Takes what has come in.
  void receive() {
    for (;;) {
      int there = 0;
      MPI_Status status;
      MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
      if (there == 0) return;
      const auto from = static_cast<std::size_t>(status.MPI_SOURCE);
      if (status.MPI_TAG == progress_tag) {
        MPI_Recv(&told_[from], 1, MPI_UINT64_T, status.MPI_SOURCE, progress_tag, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
        continue;
      }
      int words[3] = {};
      MPI_Recv(words, 3, MPI_INT, status.MPI_SOURCE, departure_tag, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
      departures_[from] = {true, words[0], words[1]};
      any_waiting_ = any_waiting_ || words[2] != 0;
    }
  }

  void look() {
    receive();
    for (const Departure& each : departures_) {
      if (each.left) throw TeamBroken(each.culprit, each.status);
    }
  }

  int rank_ = 0, size_ = 1, local_rank_ = 0;
  unsigned cores_ = 1;
  std::function<void()> idle_;
  std::uint64_t own_progress_ = 0;
  MPI_Request sending_ = MPI_REQUEST_NULL;
  std::vector<std::uint64_t> told_;
  std::vector<Departure> departures_;
  std::vector<int> words_;
  std::vector<MPI_Request> farewells_;
  bool waiting_ = false;      ///< in an operation of all ranks that may never end
  bool any_waiting_ = false;  ///< some rank left so
};

std::unique_ptr<MpiTeam> the_team;

bool is_running() {
  int begun = 0, ended = 0;
  MPI_Initialized(&begun);
  MPI_Finalized(&ended);
  return begun != 0 && ended == 0;
}

}  // namespace

Team* join_team(bool alone_is_fine) {
  if (the_team) return joined_team();
  const Launcher launcher = find_launcher([](const char* name) { return std::getenv(name); });
  if (alone_is_fine) return nullptr;
  if (launcher.tasks > 1 && !launcher.is_mpi) {
    throw Error("this is one of " + std::to_string(launcher.tasks) + " processes (" +
                launcher.shown +
                "), and each would make the whole run: they cannot find each other; start them "
                "with srun --mpi=pmix or "
                "mpirun, or give each its own --shard");
  }
  if (!launcher.is_mpi || launcher.tasks <= 1) return nullptr;
  int given = 0;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given) != MPI_SUCCESS) {
    throw Error("MPI cannot be started (" + launcher.shown + ")");
  }
  int size = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (size > 1) {
    the_team = std::make_unique<MpiTeam>();
  } else {
    MPI_Finalize();
    if (launcher.tasks > 1) {
      throw Error("this is one of " + std::to_string(launcher.tasks) + " processes (" +
                  launcher.shown + "), but " + mpi_name() +
                  " finds only itself: the launcher is of another MPI");
    }
  }
  return joined_team();
}

Team* joined_team() { return the_team && is_running() ? the_team.get() : nullptr; }

std::string mpi_name() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  MPI_Get_library_version(text, &length);
  const std::string name(text, static_cast<std::size_t>(std::max(0, length)));
  return name.substr(0, name.find_first_of(",\n"));
}

}  // namespace plume
