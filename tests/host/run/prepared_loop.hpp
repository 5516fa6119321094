// SPDX-License-Identifier: Apache-2.0
// The mini model "loop", prepared with overrides: what the halves of a run are tested with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "host/run/prepare.hpp"

namespace plume {

inline std::filesystem::path loop_study() {
  return std::filesystem::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop" / "study.toml";
}

inline std::shared_ptr<const PreparedStudy> prepared_loop(
    const std::vector<Override>& overrides = {}) {
  Findings findings;
  auto prepared =
      std::make_shared<const PreparedStudy>(prepare_study(loop_study(), overrides, findings));
  EXPECT_FALSE(findings.has_errors()) << findings.to_string();
  return prepared;
}

}  // namespace plume
