// SPDX-License-Identifier: Apache-2.0
// What a file may be built of before anything in it is believed: plain datasets in few groups, each
// with its bytes in this very file. HDF5 would follow links and storage into any other file that
// the user may read, print its bytes as numbers, load programs as filters, and make room for as
// many numbers as a dataset says it has.
//
//     // Error: cannot read out/x.h5: the dataset 'mean' lies in another file
//     check_structure(file, {"out/x.h5", source->length()});
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>

namespace plume::hdf5 {

struct LookedAt {
  std::string shown;         ///< the file, for messages
  std::uint64_t length = 0;  ///< bytes of it
};

/// Walks over every group, dataset and attribute, and reads every text and the index of every
/// dataset, which is what hangs and crashes where it is damaged. Throws Error naming the first
/// thing that does not belong: links other than hard ones, groups in each other, external and
/// virtual storage, filters that are not built in, more bytes than the file has, chunks that are
/// missing.
void check_structure(hid_t file, const LookedAt& at);

}  // namespace plume::hdf5
