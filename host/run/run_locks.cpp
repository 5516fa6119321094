// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_locks.hpp"

#include <string>

#include "host/store/atomic_file.hpp"

namespace plume {
namespace {

std::string shard_name(const Shard& shard) {
  return std::to_string(shard.number) + "-of-" + std::to_string(shard.count);
}

}  // namespace

RunLocks lock_run(const std::filesystem::path& result, const std::optional<Shard>& shard) {
  { const AtomicFile probe(result); }
  remove_orphans_of(result);
  RunLocks locks;
  locks.whole =
      std::make_unique<LockFile>(lock_path(result), result.string(),
                                 shard ? LockFile::Mode::shared : LockFile::Mode::exclusive);
  if (shard)
    locks.own = std::make_unique<LockFile>(lock_path(result, shard_name(*shard)), result.string());
  return locks;
}

}  // namespace plume
