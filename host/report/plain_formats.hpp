// SPDX-License-Identifier: Apache-2.0
// A document in the formats without pictures.
//   text      for terminals: tables in columns, figures as what they show
//   Markdown  GitHub's tables
//   CSV       long: section, table, row, column, value, shown; one line a cell. Figures are tables
//             of their numbers. Paragraphs and facts are lines with a text and no value
//   JSON      the whole content: {"language", "title", "sections": [{"id", "heading", "blocks":
//             [{"kind": "table", …}]}]}
// Machines find a number exactly in value, as shortest digits that read back as the same; people
// find it rounded in shown.
#pragma once

#include <cstddef>
#include <string>

#include "host/report/document.hpp"
#include "host/report/labels.hpp"

namespace plume {

/// `width`: columns of the terminal; 0: nothing is shortened.
[[nodiscard]] std::string document_text(const Document& document, const Labels& labels,
                                        std::size_t width = 0);
[[nodiscard]] std::string document_markdown(const Document& document, const Labels& labels);
[[nodiscard]] std::string document_csv(const Document& document);
[[nodiscard]] std::string document_json(const Document& document);

}  // namespace plume
