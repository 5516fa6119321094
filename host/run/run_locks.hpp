// SPDX-License-Identifier: Apache-2.0
// The locks of one run beside its result. Shards share the lock that a whole run wants for itself;
// each has another for itself.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "host/plan/shards.hpp"
#include "host/store/lock_file.hpp"

namespace plume {

struct RunLocks {
  std::unique_ptr<LockFile> whole, own;
};

/// Error where the path of the result cannot be written to, before anything is made beside it, and
/// where another run has the lock.
[[nodiscard]] RunLocks lock_run(const std::filesystem::path& result,
                                const std::optional<Shard>& shard);

}  // namespace plume
