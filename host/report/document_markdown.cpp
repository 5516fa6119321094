// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/report/markup.hpp"
#include "host/report/plain_formats.hpp"
#include "host/report/text.hpp"

namespace plume {
namespace {

class MarkdownWriter {
 public:
  explicit MarkdownWriter(const Labels& labels) : labels_(labels) {}

  void operator()(const Paragraph& paragraph) {
    const std::string text = escaped_markdown(paragraph.text);
    switch (paragraph.kind) {
      case Paragraph::Kind::plain:
        out_ += text + "\n\n";
        break;
      case Paragraph::Kind::note:
        out_ += "> " + text + "\n\n";
        break;
      case Paragraph::Kind::verdict:
        out_ += "**" + text + "**\n\n";
        break;
      case Paragraph::Kind::command:
        out_ += "    " + printable(paragraph.text) + "\n\n";
        break;
    }
  }
  void operator()(const Facts& facts) {
    for (const auto& fact : facts.facts) {
      out_ += "- **" + escaped_markdown(fact.label) + "**";
      if (fact.texts.size() == 1) out_ += ": " + escaped_markdown(fact.texts.front());
      out_ += "\n";
      if (fact.texts.size() == 1) continue;
      for (const std::string& text : fact.texts) out_ += "  - " + escaped_markdown(text) + "\n";
    }
    out_ += "\n";
  }
  void operator()(const ReportTable& table) {
    out_ += "**" + escaped_markdown(table.caption) + "**\n\n|";
    for (const ReportColumn& column : table.columns)
      out_ += " " + escaped_markdown(column.head) + " |";
    out_ += "\n|";
    for (const ReportColumn& column : table.columns)
      out_ += column.kind == ReportColumn::number ? "---:|" : "---|";
    out_ += "\n";
    for (const auto& row : table.rows) {
      out_ += "|";
      // A minus sign at the beginning of a cell begins no list.
      for (const Cell& cell : row) {
        out_ +=
            " " + (cell.is_number() ? printable(shown(cell)) : escaped_markdown(cell.text)) + " |";
      }
      out_ += "\n";
    }
    out_ += "\n";
  }
  void operator()(const Figure& figure) {
    out_ += "*" + escaped_markdown(labels_("word.figure")) + ": " + escaped_markdown(figure.title) +
            ".* " + escaped_markdown(figure.description) + "\n\n";
  }
  void heading(int level, const std::string& text) {
    out_ +=
        std::string(static_cast<std::size_t>(level), '#') + " " + escaped_markdown(text) + "\n\n";
  }
  [[nodiscard]] std::string take() {
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  const Labels& labels_;
  std::string out_;
};

}  // namespace

std::string document_markdown(const Document& document, const Labels& labels) {
  MarkdownWriter writer(labels);
  writer.heading(1, document.title);
  if (!document.organisation.empty()) writer(Paragraph{document.organisation});
  writer(Paragraph{document.subtitle});
  for (const Section& section : document.sections) {
    writer.heading(2, section.heading);
    for (const Block& block : section.blocks)
      std::visit([&](const auto& each) { writer(each); }, block);
  }
  writer(Paragraph{labels("word.made_with", {document.generator})});
  return writer.take();
}

}  // namespace plume
