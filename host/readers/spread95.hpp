// SPDX-License-Identifier: Apache-2.0
// The 95 % spread by which EcoSpold 1, ILCD and SimaPro give a distribution: the square of the
// geometric standard deviation of a lognormal, twice the standard deviation of a normal. Other
// programs read that of a normal as its variance (Brightway of SimaPro) or as per cent of the mean
// (the name and type of ILCD's element, against its note): a study may ask for either, and a note
// says so.
#pragma once

#include <cstdint>

#include "host/model/uncertainty.hpp"
#include "host/readers/format.hpp"

namespace plume {

/// Of median |amount|, with its sign. False where the spread is no finite number above 1.
[[nodiscard]] bool set_lognormal_by_spread95(double amount, double spread, Uncertainty& u);
/// Of mean `amount`. False where the spread is no finite number above 0.
[[nodiscard]] bool set_normal_by_spread95(double amount, double spread, Uncertainty& u,
                                          NormalSpread as = NormalSpread::two_sd);

/// Tells how many normals were read in another way than their format says; made before a source is
/// read.
class NormalSpreadNote {
 public:
  NormalSpreadNote(const FormatSource& source, const InventoryData& data);
  void tell(const InventoryData& data, Findings& findings) const;

 private:
  [[nodiscard]] static std::uint64_t normals_in(const InventoryData& data);
  const StudyModel& wanted_;
  std::uint64_t before_;
};

}  // namespace plume
