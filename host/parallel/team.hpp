// SPDX-License-Identifier: Apache-2.0
// The processes ("ranks") that make one result together, started by mpirun or srun. All that Plume
// wants of MPI is here; MPI itself is seen by mpi_team.cpp alone, and a build without it has
// no_mpi.cpp in its place.
//
//     Team* team = join_team();                       // nullptr: this process is alone
//     team->broadcast(numbers);                       // from rank 0 to all
//     std::vector<std::string> all = team->gather(own);
//     …
//     // all come here; or, when this rank cannot go on:
//     team->finish();
//     // the others hear of it wherever they wait, and leave, too
//     team->leave(status, team->rank());
//
// Ranks wait politely (they sleep) and never for one that has left: every call throws TeamBroken
// then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "host/parallel/launcher.hpp"

namespace plume {

/// How a rank left: with which exit status, and because of which rank, itself or one that it
/// followed.
struct Departure {
  bool left = false;
  int status = 0;
  int culprit = -1;
};

/// Another rank cannot go on.
class TeamBroken : public std::exception {
 public:
  TeamBroken(int rank, int status) : rank_(rank), status_(status) {}
  [[nodiscard]] const char* what() const noexcept override { return "another rank has left"; }
  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int status() const { return status_; }

 private:
  int rank_, status_;
};

class Team {
 public:
  virtual ~Team() = default;
  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;
  [[nodiscard]] virtual int local_rank() const = 0;  ///< among those on this machine
  /// Cores for this process: those it may use, shared with the ranks that may use the same.
  [[nodiscard]] virtual unsigned cores() const = 0;

  /// Gives everyone the numbers of rank 0.
  virtual void broadcast(std::vector<std::uint64_t>& numbers) = 0;
  /// Rank 0 gets the bytes of every rank, in order; the others get nothing.
  [[nodiscard]] virtual std::vector<std::string> gather(const std::string& bytes) = 0;
  /// How far this rank is, for rank 0, at once; throws TeamBroken where another rank has left.
  virtual void tell(std::uint64_t done) = 0;
  /// Rank 0: what all the others told last, added up.
  [[nodiscard]] virtual std::uint64_t told() = 0;
  /// Called now and then while this rank waits; what it throws ends the waiting.
  virtual void set_idle(std::function<void()> idle) = 0;

  /// All have done their work; returns when all are here.
  virtual void finish() = 0;
  /// Tells the others that this rank ends with this status because of `culprit`, and waits (not
  /// long) until all have left.
  [[nodiscard]] virtual std::vector<Departure> leave(int status, int culprit) = 0;
  /// The last word after leave(): ends this process, and those that still hang, where MPI needs it.
  virtual void end(int status) = 0;
};

/// Joins the processes that the launcher started with this one, once; nullptr where there are none.
/// Throws Error where there are, and this build cannot work with them; `alone_is_fine` says that
/// each has its own work.
[[nodiscard]] Team* join_team(bool alone_is_fine = false);

/// What join_team() gave.
[[nodiscard]] Team* joined_team();

/// Whether this build has MPI, and which: "Open MPI 4.1", "none".
[[nodiscard]] std::string mpi_name();

/// The one of `count` devices that a rank uses.
[[nodiscard]] constexpr std::size_t device_of_rank(int local_rank, std::size_t count) {
  return count == 0 ? 0 : static_cast<std::size_t>(local_rank) % count;
}

}  // namespace plume
