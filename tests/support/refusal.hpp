// SPDX-License-Identifier: Apache-2.0
// What an action says when it refuses: its findings, or its error.
#pragma once

#include <string>

#include "host/base/error.hpp"
#include "host/base/finding.hpp"

namespace plume::testing {

/// "not refused" where the action ends well.
template <class Action>
std::string refusal_of(Action action) {
  try {
    action();
  } catch (const BadInput& bad) {
    return bad.findings().to_string();
  } catch (const Error& error) {
    return error.what();
  }
  return "not refused";
}

}  // namespace plume::testing
