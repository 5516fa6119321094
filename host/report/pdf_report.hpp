// SPDX-License-Identifier: Apache-2.0
// PDF by a program that knows how to print HTML: chromium (also under its other names) or
// weasyprint, whichever is found first in PATH. Plume itself makes none.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// A program that can print, and its path.
struct PdfPrinter {
  enum class Kind { chromium, weasyprint };
  Kind kind;
  std::filesystem::path program;
};

/// What is present, in the order of preference; `path` is a list of folders like PATH.
[[nodiscard]] std::vector<PdfPrinter> pdf_printers(std::string_view path);

/// Prints `html` to `output` with the first of the printers that does it within two minutes. Throws
/// Error: without printers naming the programs to install, else with what the last one said. No
/// half file carries the name.
void write_pdf(const std::string& html, const std::filesystem::path& output,
               const std::vector<PdfPrinter>& printers);

}  // namespace plume
