// SPDX-License-Identifier: Apache-2.0
#include "host/report/html_report.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

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

/// Ids may end a line after an underscore, units after a slash; nothing else breaks inside a word.
std::string breakable(const std::string& text) {
  std::string out;
  for (const char c : escaped(text)) {
    out += c;
    if (c == '_' || c == '/') out += "<wbr>";
  }
  return out;
}

/// Columns with something in them: a register has many that a study leaves empty.
std::vector<std::size_t> filled_columns(const ReportTable& table) {
  std::vector<std::size_t> filled;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool any = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
      return i < row.size() && !shown(row[i]).empty();
    });
    if (i == 0 || any || table.rows.empty()) filled.push_back(i);
  }
  return filled;
}

/// Tables with more columns than this are printed across the page.
constexpr std::size_t most_upright = 8;

class HtmlWriter {
 public:
  explicit HtmlWriter(const Labels& labels) : labels_(labels) {}

  void section(const Section& section) {
    const std::string id = escaped(section.id);
    out_ += "<section aria-labelledby=\"h-" + id + "\">\n<h2 id=\"h-" + id + "\">" +
            escaped(section.heading) + "</h2>\n";
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
    // On narrow screens a style sheet makes lists of tables; the roles keep them tables for those
    // who listen.
    const std::vector<std::size_t> columns = filled_columns(table);
    out_ += std::string("<table role=\"table\"") +
            (columns.size() > most_upright ? " class=\"wide\"" : "") + " id=\"" +
            escaped(table.id) + "\"><caption>" + escaped(table.caption) +
            "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
    const auto is_number = [&](std::size_t i) {
      return table.columns.at(i).kind == ReportColumn::number;
    };
    for (const std::size_t i : columns) {
      out_ += std::string("<th scope=\"col\" role=\"columnheader\"") +
              (is_number(i) ? " class=\"x\">" : ">") + escaped(table.columns[i].head) + "</th>";
    }
    out_ += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
    for (const auto& row : table.rows) {
      out_ += "<tr role=\"row\">";
      for (const std::size_t i : columns) {
        if (i >= row.size()) continue;
        const std::string cell = exact_value(row[i]) + ">" + breakable(shown(row[i]));
        if (i == 0)
          out_ += "<th scope=\"row\" role=\"rowheader\"" + cell + "</th>";
        else
          out_ += std::string("<td role=\"cell\"") + (is_number(i) ? " class=\"x\"" : "") +
                  " data-h=\"" + escaped(table.columns[i].head) + "\"" + cell + "</td>";
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  void write(const Figure& figure) {
    out_ += "<figure><h3>" + escaped(figure.title) + "</h3>" + draw(figure, labels_) +
            "<figcaption>" + escaped(figure.description) + "</figcaption></figure>\n";
  }

  const Labels& labels_;
  std::string out_;
};

}  // namespace

std::string html_report(const Document& document, const Labels& labels, const ReportTemplate& own) {
  const std::string style = style_sheet(own);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + escaped(document.language) +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'sha256-" +
                    base64(bytes_of(sha256(style))) +
                    "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
                    "content=\"no-referrer\">\n<meta name=\"generator\" content=\"" +
                    escaped(document.generator) + "\">\n<title>" + escaped(document.title) +
                    "</title>\n<style>" + style +
                    "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">" +
                    escaped(labels("word.skip")) + "</a>\n<header>\n";
  if (!own.logo_type.empty()) {
    out += "<img alt=\"" + escaped(own.logo_text) + "\" src=\"data:" + own.logo_type + ";base64," +
           base64(own.logo_bytes) + "\">\n";
  }
  out += "<div>";
  if (!document.organisation.empty())
    out += "<p class=\"subtitle\">" + escaped(document.organisation) + "</p>";
  out += "<h1>" + escaped(document.title) + "</h1><p class=\"subtitle\">" +
         escaped(document.subtitle) +
         "</p></div>\n</header>\n<nav aria-labelledby=\"contents\"><h2 id=\"contents\">" +
         escaped(labels("word.contents")) + "</h2><ul>";
  for (const Section& section : document.sections) {
    out +=
        "<li><a href=\"#h-" + escaped(section.id) + "\">" + escaped(section.heading) + "</a></li>";
  }
  out += "</ul></nav>\n<main id=\"main\">\n";
  HtmlWriter writer(labels);
  for (const Section& section : document.sections) writer.section(section);
  return out + writer.take() + "</main>\n<footer><p>" +
         escaped(labels("word.made_with", {document.generator})) +
         "</p></footer>\n</body>\n</html>\n";
}

}  // namespace plume
