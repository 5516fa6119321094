// SPDX-License-Identifier: Apache-2.0
// One input of the readers of report templates and of labels: any text gives findings. Shared by
// the fuzz target and by the test that replays its corpus.
#pragma once

#include <string_view>

#include "host/report/labels.hpp"
#include "host/report/report_template.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace plume::fuzz {

/// Returns whether it is a template or a file of labels without errors.
inline bool template_input(std::string_view bytes) {
  const MemoryFile file("fuzz.toml", bytes);
  Findings of_template, of_labels;
  (void)read_template(file.path(), of_template);
  const Labels labels = parse_labels(bytes, "fuzz.toml", built_in_labels("en"), of_labels);
  check_findings(of_template);
  check_findings(of_labels);
  require(!labels.texts().empty(), "the words of English are gone");
  return !of_template.has_errors() || !of_labels.has_errors();
}

}  // namespace plume::fuzz
