// SPDX-License-Identifier: Apache-2.0
#include "host/tables/table_file.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "host/archive/archive.hpp"
#include "host/archive/read_text.hpp"
#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/csv.hpp"
#include "host/tables/workbook.hpp"

namespace plume {
namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 20;
constexpr std::string_view save_as = "save it as .xlsx or as 'CSV UTF-8'";

/// A CSV text with the reader of it: cells are views into the text.
class OwnedCsv final : public RowReader {
 public:
  OwnedCsv(std::string text, const std::string& file, Findings& findings,
           std::span<const std::string> words)
      : RowReader(file), text_(std::move(text)), csv_(text_, file, findings, words) {
    take();
  }
  bool next() override {
    csv_.set_quiet(quiet_);
    csv_.watch_remarks(cells_needed_);
    const bool more = csv_.next();
    take();
    return more;
  }
  void rewind() override {
    csv_.rewind();
    take();
  }
  [[nodiscard]] Place place(const Cell& cell) const override { return csv_.place(cell); }
  [[nodiscard]] bool may_hold_commas() const override { return csv_.may_hold_commas(); }

 private:
  void take() {
    cells_.assign(csv_.cells().begin(), csv_.cells().end());
    num_cells_ = cells_.size();
    row_line_ = csv_.line();
    separator_ = csv_.separator();
    intact_ = csv_.intact();
    full_remarks_ = csv_.full_remarks();
  }
  std::string text_;
  CsvReader csv_;
};

void report_kind(const std::string& file, const std::string& kind, Findings& findings) {
  findings.add("E0266", {file, 0, 0}, fmt::format("the file is {}", kind), std::string(save_as));
}

std::string kind_of_zip(const Archive& archive) {
  if (archive.contains("xl/workbook.bin")) return "a binary Excel workbook (.xlsb)";
  if (archive.contains("mimetype") && archive.contains("content.xml"))
    return "an OpenDocument file (.ods)";
  if (archive.contains("word/document.xml")) return "a Word document";
  if (archive.contains("Index/Document.iwa")) return "a document of Numbers";
  return "a zip file that holds no workbook";
}

}  // namespace

std::string kind_that_is_no_table(std::string_view bytes) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return "an old Excel workbook (.xls), or one with a password";
  if (bytes.starts_with("%PDF")) return "a PDF";
  std::string_view begin = bytes.substr(0, 512);
  if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
  const std::string text = lower_case(trim(begin));
  constexpr std::array<std::string_view, 4> tags = {"<html", "<!doctype", "<table", "<?xml"};
  for (const std::string_view tag : tags)
    if (text.starts_with(tag)) return "a web page or XML, whatever its name says";
  return {};
}

std::unique_ptr<RowReader> open_table_file(const std::filesystem::path& path,
                                           const std::string& sheet,
                                           std::span<const std::string> words, Findings& findings) {
  TextFile file = read_text(path, most_bytes);
  if (!file.text) {
    findings.add("E0700", {path.string(), 0, 0},
                 fmt::format("the table cannot be read ({})", file.why_not),
                 "the path is relative to the study file");
    return {};
  }
  if (file.text->starts_with("PK\3\4")) {
    file.text.reset();
    const std::optional<Archive> archive = Archive::open(path, findings);
    if (!archive) return {};
    if (is_workbook(*archive)) return open_workbook(*archive, sheet, findings);
    report_kind(path.string(), kind_of_zip(*archive), findings);
    return {};
  }
  if (const std::string kind = kind_that_is_no_table(*file.text); !kind.empty()) {
    report_kind(path.string(), kind, findings);
    return {};
  }
  return std::make_unique<OwnedCsv>(std::move(*file.text), path.string(), findings, words);
}

}  // namespace plume
