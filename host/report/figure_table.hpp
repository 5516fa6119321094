// SPDX-License-Identifier: Apache-2.0
// The numbers of a figure as a table, for formats without pictures and for those who want to draw
// it themselves.
#pragma once

#include "host/report/document.hpp"

namespace plume {

/// Heads are short English words, the same in every language, as programs read them.
[[nodiscard]] ReportTable figure_table(const Figure& figure);

}  // namespace plume
