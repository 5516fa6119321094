// SPDX-License-Identifier: Apache-2.0
// Where the iterations of a session go while the loop makes them, and the result that they become:
// samples, or their figures alone. Either way they are in parts on the disk now and then, and when
// something throws.
//
//     const std::unique_ptr<Keeper> keeper = make_keeper(session, policy);
//     run_iterations(problem, keeper->rest(plan), runner, keeper->sink(), progress,
//         keeper->known());
//     ResultWriter writer(path, header);
//     keeper->write(writer, totals, control);
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/known_samples.hpp"
#include "host/run/session.hpp"
#include "host/stats/control_variate.hpp"
#include "host/store/parts_writer.hpp"
#include "host/store/result.hpp"

namespace plume {

class Keeper {
 public:
  virtual ~Keeper() = default;

  [[nodiscard]] virtual IterationSink& sink() = 0;
  /// for the loop; may be null
  [[nodiscard]] virtual const KnownSamples* known() const = 0;
  /// what the loop has to go through
  [[nodiscard]] virtual SamplingPlan rest(const SamplingPlan& plan) const = 0;
  /// iterations that need not be made
  [[nodiscard]] virtual std::uint64_t there(const SamplingPlan& plan) const = 0;
  /// that those took
  [[nodiscard]] virtual double seconds_before() const = 0;
  [[nodiscard]] virtual ResultTotals totals(const ResultTotals& of_the_loop) const = 0;  ///< of all

  virtual void flush() = 0;  ///< everything into parts
  /// that, where there are parts already: a short run has none
  virtual void flush_begun() = 0;
  /// flush() in trouble; iterations that are safe
  virtual std::uint64_t save_what_can_be() noexcept = 0;

  /// Everything into a result, which is finished by it.
  virtual std::vector<Summary> write(ResultWriter& writer, const ResultTotals& totals,
                                     const ControlSource* control) = 0;
};

/// Takes the parts that the session found; the session must outlive it.
[[nodiscard]] std::unique_ptr<Keeper> make_keeper(Session& session, PartsPolicy policy);

}  // namespace plume
