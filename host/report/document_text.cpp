// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/report/plain_formats.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

class TextWriter {
 public:
  TextWriter(const Labels& labels, std::size_t width)
      : labels_(labels),
        width_(width),
        columns_(width == 0 ? 100 : std::clamp<std::size_t>(width, 40, 100)) {}

  void heading(const std::string& text, char line) {
    out_ += wrapped(printable(text), columns_) +
            std::string(std::min(display_width(printable(text)), columns_), line) + "\n\n";
  }
  void operator()(const Paragraph& paragraph) {
    if (paragraph.kind == Paragraph::Kind::command)
      out_ += "    " + printable(paragraph.text) + "\n\n";
    else
      out_ += wrapped(printable(paragraph.text), columns_) + "\n";
  }
  void operator()(const Facts& facts) {
    for (const auto& fact : facts.facts) {
      for (std::size_t i = 0; i < fact.texts.size(); ++i) {
        out_ += (i == 0 ? printable(fact.label) + ": " : std::string(2, ' ')) +
                printable(fact.texts[i]) + "\n";
      }
    }
    out_ += "\n";
  }
  void operator()(const ReportTable& table) {
    std::vector<std::string> heads;
    std::vector<TextTable::Alignment> alignments;
    for (const ReportColumn& column : table.columns) {
      heads.push_back(printable(column.head));
      alignments.push_back(column.kind == ReportColumn::number ? TextTable::right
                                                               : TextTable::left);
    }
    TextTable lines(heads, alignments);
    for (const auto& row : table.rows) {
      std::vector<std::string> cells;
      for (const Cell& cell : row) cells.push_back(printable(shown(cell)));
      lines.add(std::move(cells));
    }
    out_ += shortened(printable(table.caption), width_) + "\n\n" + lines.to_string(width_) + "\n";
  }
  void operator()(const Figure& figure) {
    out_ += wrapped(printable(labels_("word.figure_line", {figure.title, figure.description})),
                    columns_) +
            "\n";
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  const Labels& labels_;
  std::size_t width_, columns_;
  std::string out_;
};

}  // namespace

std::string document_text(const Document& document, const Labels& labels, std::size_t width) {
  TextWriter writer(labels, width);
  writer.heading(document.title, '=');
  if (!document.organisation.empty()) writer(Paragraph{document.organisation});
  writer(Paragraph{document.subtitle});
  for (const Section& section : document.sections) {
    writer.heading(section.heading, '-');
    for (const Block& block : section.blocks)
      std::visit([&](const auto& each) { writer(each); }, block);
  }
  writer(Paragraph{labels("word.made_with", {document.generator})});
  return writer.take();
}

}  // namespace plume
