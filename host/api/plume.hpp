// SPDX-License-Identifier: Apache-2.0
// The face of Plume for C++ programs: a study, its model, a run, its result. What lies behind it is
// not seen here: no HDF5, TOML, Thrust or CUDA, and nothing of theirs, so that a program that
// includes this compiles fast and need not have them.
//
//     using namespace plume::api;
//     Study study({.name = "steel", .demands = {{"1 kg of steel", {{"steel"}}}},
//         .iterations = 10'000});
//     // or prepare(Study::file("study.toml"))
//     Prepared prepared = prepare(study, model);
//     for (const plume::Finding& finding : prepared.findings()) std::cerr << to_string(finding)
//         << "\n";
//     // in memory; with a path in its settings, into a file
//     Result result = Run(prepared).go();
//     result.summary(0, 0).mean; result.quantile(0, 0, 0.9);
//
// docs/cpp.md walks through it; host/api/columns.hpp has models from arrays of numbers. Outputs are
// numbered as they are asked for: [demand][category].
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/finding.hpp"
#include "host/model/uncertainty.hpp"
#include "host/stats/summary.hpp"
#include "kernels/base/status.hpp"

namespace plume::api {

/// A number that may be uncertain. Without `uncertainty` it is certain.
struct Amount {
  double value = 0.0;  ///< the static amount: that of the deterministic result
  Uncertainty uncertainty = {};

  Amount(double certain = 0.0)
      : value(certain) {}  // NOLINT(google-explicit-constructor): a number is an amount
  Amount(double value_, Uncertainty uncertainty_)
      : value(value_), uncertainty(std::move(uncertainty_)) {}
};

/// Median and geometric standard deviation (e^σ, not its square); a negative median has the values
/// on the other side of 0.
[[nodiscard]] Amount lognormal(double median, double gsd);
[[nodiscard]] Amount normal(double mean, double sd);
[[nodiscard]] Amount uniform(double minimum, double maximum);  ///< the static amount is the middle
[[nodiscard]] Amount triangular(double minimum, double mode, double maximum);

/// One number of a matrix. Several on one cell are drawn one by one, and summed.
struct Entry {
  std::uint32_t row = 0, column = 0;
  Amount amount;
};

/// A row or column: an id that no other has, and what people call it.
struct Label {
  std::string id;
  std::string name = {};
  std::string unit = {};
};

/// A model as its matrices: h = C B s with A s = f.
struct Arrays {
  std::vector<Label> products, processes, flows, categories;
  /// A: product × process; what is made is positive, what is used negative
  std::vector<Entry> technosphere;
  std::vector<Entry> biosphere;         ///< B: flow × process
  std::vector<Entry> characterisation;  ///< C: category × flow
};

/// A model in memory. Draws depend on ids, never on the order of entries of different cells.
class Model {
 public:
  /// What is wrong with the arrays is among the findings of prepare().
  explicit Model(Arrays arrays);

  struct State;
  explicit Model(std::shared_ptr<State> state) : state_(std::move(state)) {}
  [[nodiscard]] const State& state() const { return *state_; }
  /// for the inside: what it holds, without a copy where no other Model has it, too
  [[nodiscard]] State take() &&;

 private:
  std::shared_ptr<State> state_;
};

/// What is asked for: demands, categories, how to sample. Nothing is read or checked before
/// prepare().
class Study {
 public:
  struct Item {
    std::string what;  ///< id or name of a process or product
    double amount = 1.0;
  };
  struct Demand {
    std::string name;
    std::vector<Item> items;
  };
  /// A study of a model in memory.
  struct Values {
    std::string name;
    std::vector<Demand> demands;
    std::vector<std::string> categories = {};  ///< ids or names; empty: all
    std::uint64_t iterations = 1000;
    std::uint64_t seed = 1;
  };

  explicit Study(const Values& values);
  [[nodiscard]] static Study file(std::string path);  ///< a study file (docs/study-file.md)
  /// The text of one; `folder` is where its paths begin.
  [[nodiscard]] static Study text(std::string toml, std::string folder = ".");

  /// Any key of a study file, as `--set` takes it: set("sampling.design", "lhs").
  Study& set(std::string key, std::string value);

  struct Parts;  ///< for the inside
  [[nodiscard]] Parts parts() const;

 private:
  Study() = default;
  std::string path_, text_;
  bool is_file_ = false;
  std::vector<std::pair<std::string, std::string>> settings_;
};

struct Category {
  std::string id, name, unit;
};

/// A study with its model, read, checked and compiled once, for any number of runs. Copies share
/// it.
class Prepared {
 public:
  /// there is no error among the findings
  [[nodiscard]] bool ok() const;
  [[nodiscard]] const std::vector<Finding>& findings() const;  ///< errors, warnings and notes
  // Of a study without errors:
  [[nodiscard]] std::size_t num_demands() const;
  [[nodiscard]] std::size_t num_categories() const;
  [[nodiscard]] std::string demand(std::size_t demand) const;  ///< its name
  [[nodiscard]] Category category(std::size_t category) const;
  /// of the static amounts
  [[nodiscard]] double static_score(std::size_t demand, std::size_t category) const;

  struct State;
  explicit Prepared(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// With the models that the study names.
[[nodiscard]] Prepared prepare(const Study& study);
/// With a model in memory; the study names none. A model that is handed over (std::move) is not
/// copied.
[[nodiscard]] Prepared prepare(const Study& study, Model model);

/// Scores, statuses and figures of a run. Throws std::out_of_range for an output that is none.
/// Copies share it.
class Result {
 public:
  [[nodiscard]] static Result file(const std::string& path);  ///< throws Error

  /// fewer than asked for where something ended the run sooner
  [[nodiscard]] std::uint64_t iterations() const;
  /// "iterations done", "precision reached", "stopped"
  [[nodiscard]] std::string ended() const;
  [[nodiscard]] std::size_t num_demands() const;
  [[nodiscard]] std::size_t num_categories() const;
  [[nodiscard]] std::string demand(std::size_t demand) const;
  /// of what is demanded; empty for several products
  [[nodiscard]] std::string demand_unit(std::size_t demand) const;
  [[nodiscard]] Category category(std::size_t category) const;

  [[nodiscard]] const Summary& summary(std::size_t demand, std::size_t category) const;
  [[nodiscard]] double static_score(std::size_t demand, std::size_t category) const;
  /// [iteration]; NaN where there is no score. Throws Error where samples were not kept, as do the
  /// three below.
  [[nodiscard]] std::vector<double> scores(std::size_t demand, std::size_t category) const;
  [[nodiscard]] std::vector<IterationStatus> statuses() const;
  /// All at once, from iteration `first` on: [iteration][demand][category]; NaN where there is no
  /// score. Throws std::out_of_range for a `first` beyond iterations().
  [[nodiscard]] std::vector<double> all_scores(std::uint64_t first = 0) const;
  /// Type 7 (linear interpolation) at level p in [0, 1], of the iterations with a score.
  [[nodiscard]] double quantile(std::size_t demand, std::size_t category, double p) const;

  [[nodiscard]] std::vector<std::string> warnings() const;  ///< one line each
  [[nodiscard]] std::uint64_t without_score() const;        ///< iterations that have none
  /// As the file that a run into it would have made: `plume report` and every HDF5 reader open it.
  /// Of results in memory. Throws Error, and BadInput for a file that is no result, which `force`
  /// replaces.
  void save(const std::string& path, bool force = false) const;

  struct State;
  explicit Result(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// Thrown by Run::go() after cancel(). Deliberately no std::runtime_error: it is no trouble.
class Cancelled : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override {
    return "the run was cancelled; what it made is kept";
  }
};

struct Progress {
  /// "sampling", "writing"; of a study that is not prepared yet "reading" and "compiling" before
  std::string stage;
  std::uint64_t done = 0;   ///< iterations; of "reading" files
  std::uint64_t total = 0;  ///< 0 where it is not known
  double seconds = 0.0;     ///< since the stage began
  std::uint64_t first = 0;  ///< iterations that were there before: of a result that is extended
};

struct RunSettings {
  std::string result = {};  ///< path of the result file; empty: in memory
  std::string device = "auto";
  unsigned threads = 0;          ///< 0: all cores this process may use
  std::uint64_t batch = 0;       ///< iterations in memory at once; 0: chosen
  std::uint64_t iterations = 0;  ///< of a run in memory, 1 to 2³⁴; 0: as many as the study says
  bool force = false;            ///< replace a file that is no result
  bool resume = false;           ///< go on from the parts that are there
  /// at most ten times a second; what it throws ends the run
  std::function<void(const Progress&)> progress = {};
  std::function<void(const std::string&)> notice = {};  ///< a line to tell at once
};

/// One run of a prepared study. go() is for one thread at a time; cancel() and stop() may be called
/// by any, by the callbacks, and by a handler of signals.
class Run {
 public:
  explicit Run(Prepared prepared, RunSettings settings = {});
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Throws BadInput for a study with errors or one that cannot run so, Error for what the
  /// environment refuses, Cancelled. After that the iterations that were made are kept, in memory,
  /// or in parts beside the result; the next go() goes on from them.
  Result go();
  /// After go() of a run in memory: that many iterations more. The result is that of one longer
  /// run, to the bit, and has all of them. Throws what go() throws, and Error where go() has not
  /// ended or a stop rule said when the run was over.
  Result more(std::uint64_t iterations);
  /// The result of what a run in memory has made so far, all of it after go(). Not while go() is
  /// running.
  [[nodiscard]] Result so_far() const;

  void cancel() noexcept;  ///< ends go() after the batch at hand, by Cancelled
  void stop() noexcept;    ///< ends go() after the batch at hand, with the result of what there is

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plume::api
