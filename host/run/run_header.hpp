// SPDX-License-Identifier: Apache-2.0
// What a result says of its run before the first iteration: how it came to be, in words and
// numbers.
#pragma once

#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/run/prepare.hpp"
#include "host/store/result.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

/// "sampling.seed=7", as results remember it; and back.
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Override>& overrides);
[[nodiscard]] std::vector<Override> overrides_of(const std::vector<std::string>& texts);

/// Of a run of its own, which begins now: its warnings are those of `findings`, its only part is
/// the run itself.
[[nodiscard]] ResultHeader run_header(const PreparedStudy& prepared,
                                      const std::vector<Override>& overrides,
                                      const std::string& command, const BatchRunner& runner,
                                      const Findings& findings);

}  // namespace plume
