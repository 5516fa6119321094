// SPDX-License-Identifier: Apache-2.0
#include "host/report/html_report.hpp"

#include <cmath>

#include "host/base/hash.hpp"
#include "host/base/numbers.hpp"
#include "host/report/figures.hpp"
#include "host/report/markup.hpp"

namespace plume {
namespace {

/// The bytes that hexadecimal digits mean.
std::string bytes_of(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/// The number exactly, for programs; nothing for texts.
std::string exact_value(const Cell& cell) {
  if (!cell.is_number() || !std::isfinite(cell.value)) return {};
  return " data-v=\"" + format_exact(cell.value) + "\"";
}

class HtmlWriter {
 public:
  explicit HtmlWriter(const Labels& labels) : labels_(labels) {}

  void section(const Section& section) {
    const std::string id = escaped(section.id);
    out_ +=
        "<section aria-labelledby=\"h-" + id + "\">\n<h2 id=\"h-" + id + "\">" + escaped(section.heading) + "</h2>\n";
    bool in_figures = false;
    for (const Block& block : section.blocks) {
      const bool is_figure = std::holds_alternative<Figure>(block);
      if (is_figure != in_figures) out_ += is_figure ? "<div class=\"figures\">\n" : "</div>\n";
      in_figures = is_figure;
      std::visit([this](const auto& each) { write(each); }, block);
    }
    if (in_figures) out_ += "</div>\n";
    out_ += "</section>\n";
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void write(const Paragraph& paragraph) {
    switch (paragraph.kind) {
      case Paragraph::Kind::plain:
        out_ += "<p>" + escaped(paragraph.text) + "</p>\n";
        break;
      case Paragraph::Kind::note:
        out_ += "<p class=\"note\">" + escaped(paragraph.text) + "</p>\n";
        break;
      case Paragraph::Kind::verdict:
        out_ += "<p class=\"verdict\">" + escaped(paragraph.text) + "</p>\n";
        break;
      case Paragraph::Kind::command:
        out_ += "<pre><code>" + escaped(paragraph.text) + "</code></pre>\n";
        break;
    }
  }

  void write(const Facts& facts) {
    out_ += "<dl>\n";
    for (const auto& fact : facts.facts) {
      out_ += "<dt>" + escaped(fact.label) + "</dt>";
      for (const std::string& text : fact.texts) out_ += "<dd>" + escaped(text) + "</dd>";
      out_ += "\n";
    }
    out_ += "</dl>\n";
  }

  void write(const ReportTable& table) {
    // On narrow screens a style sheet makes lists of tables; the roles keep them tables for those who listen.
    out_ += "<table role=\"table\" id=\"" + escaped(table.id) + "\"><caption>" + escaped(table.caption) +
            "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
    for (const ReportColumn& column : table.columns) {
      out_ += std::string("<th scope=\"col\" role=\"columnheader\"") +
              (column.kind == ReportColumn::number ? " class=\"x\">" : ">") + escaped(column.head) + "</th>";
    }
    out_ += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
    for (const auto& row : table.rows) {
      out_ += "<tr role=\"row\">";
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i == 0) {
          out_ += "<th scope=\"row\" role=\"rowheader\"" + exact_value(row[i]) + ">" + escaped(shown(row[i])) + "</th>";
          continue;
        }
        const ReportColumn& column = table.columns.at(i);
        out_ += std::string("<td role=\"cell\"") + (column.kind == ReportColumn::number ? " class=\"x\"" : "") +
                " data-h=\"" + escaped(column.head) + "\"" + exact_value(row[i]) + ">" + escaped(shown(row[i])) +
                "</td>";
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  void write(const Figure& figure) {
    out_ += "<figure><h3>" + escaped(figure.title) + "</h3>" + draw(figure, labels_) + "<figcaption>" +
            escaped(figure.description) + "</figcaption></figure>\n";
  }

  const Labels& labels_;
  std::string out_;
};

}  // namespace

std::string html_report(const Document& document, const Labels& labels, const ReportTemplate& own) {
  const std::string style = style_sheet(own);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + escaped(document.language) +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" +
                    base64(bytes_of(sha256(style))) +
                    "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
                    "content=\"no-referrer\">\n<meta name=\"generator\" content=\"" +
                    escaped(document.generator) + "\">\n<title>" + escaped(document.title) + "</title>\n<style>" +
                    style + "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">" +
                    escaped(labels("word.skip")) + "</a>\n<header>\n";
  if (!own.logo_type.empty()) {
    out += "<img alt=\"" + escaped(own.logo_text) + "\" src=\"data:" + own.logo_type + ";base64," +
           base64(own.logo_bytes) + "\">\n";
  }
  out += "<div>";
  if (!document.organisation.empty()) out += "<p class=\"subtitle\">" + escaped(document.organisation) + "</p>";
  out += "<h1>" + escaped(document.title) + "</h1><p class=\"subtitle\">" + escaped(document.subtitle) +
         "</p></div>\n</header>\n<nav aria-labelledby=\"contents\"><h2 id=\"contents\">" +
         escaped(labels("word.contents")) + "</h2><ul>";
  for (const Section& section : document.sections) {
    out += "<li><a href=\"#h-" + escaped(section.id) + "\">" + escaped(section.heading) + "</a></li>";
  }
  out += "</ul></nav>\n<main id=\"main\">\n";
  HtmlWriter writer(labels);
  for (const Section& section : document.sections) writer.section(section);
  return out + writer.take() + "</main>\n<footer><p>" + escaped(labels("word.made_with", {document.generator})) +
         "</p></footer>\n</body>\n</html>\n";
}

}  // namespace plume
