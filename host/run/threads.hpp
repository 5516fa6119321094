// SPDX-License-Identifier: Apache-2.0
// How many threads there can be. OpenMP ends the whole program where the system gives it fewer than
// it wants, and all that was made is lost; so as many are made and ended once before, with the same
// stacks.
//
//     const unsigned threads = threads_to_be_had(1000);       // 1000, or fewer
#pragma once

namespace plume {

/// `wanted`, where so many threads and some more can be; else half of those that could, since
/// memory is wanted for work, too, and not more than there are processors.
[[nodiscard]] unsigned threads_to_be_had(unsigned wanted);

}  // namespace plume
