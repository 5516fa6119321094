// SPDX-License-Identifier: Apache-2.0
// The study reader: whatever the text, it ends with a study and findings. The first line of the input, if it begins with
// "#set ", is taken as an override KEY=VALUE as well.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/input/study.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<plume::Override> overrides;
  constexpr std::string_view mark = "#set ";
  if (text.starts_with(mark)) {
    const std::string_view line = text.substr(mark.size(), text.find('\n') - mark.size());
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos) overrides.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  plume::Findings findings;
  (void)plume::parse_study(text, "no such folder/study.toml", overrides, findings);
  (void)findings.to_string();
  return 0;
}
