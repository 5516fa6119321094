// SPDX-License-Identifier: Apache-2.0
#include "host/tables/sheet_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "host/base/nfc.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/utf8.hpp"
#include "host/tables/xml_reader.hpp"

namespace plume {
namespace {

constexpr std::uint32_t most_columns = 16'384, most_rows = 1'048'576;  // of the format

struct Position {
  std::uint32_t column = 0, line = 0;  ///< from 1
};

/// "BC12". Nothing where it is none.
std::optional<Position> parse_position(std::string_view text) {
  Position at;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && at.column <= most_columns; ++i)
    at.column = at.column * 26 + static_cast<std::uint32_t>(text[i] - 'A' + 1);
  if (i == text.size()) return {};
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && at.line <= most_rows; ++i)
    at.line = at.line * 10 + static_cast<std::uint32_t>(text[i] - '0');
  const bool good = i == text.size() && at.column > 0 && at.column <= most_columns && at.line > 0 &&
                    at.line <= most_rows;
  return good ? std::optional(at) : std::nullopt;
}

struct Range {
  Position first, last;
  std::string text;
};

class SheetRows final : public RowReader {
 public:
  struct Stored {
    std::uint32_t column, begin, length;  ///< from 1; in texts
    bool percent, number;
  };
  struct Row {
    std::uint32_t line = 0;
    std::vector<Stored> cells;  ///< the filled ones, by column
  };

  explicit SheetRows(std::string file) : RowReader(std::move(file)) {}

  bool next() override {
    for (; next_ < rows.size(); ++next_) {
      const Row& row = rows[next_];
      if (row.cells.empty()) continue;
      if (text_of(row.cells.front()).starts_with('#')) {
        left_out(row.cells.size(), row.line);
        continue;
      }
      for (const std::uint32_t column : filled_) cells_[column - 1] = {};
      filled_.clear();
      ++next_;
      row_line_ = row.line;
      num_cells_ = row.cells.back().column;
      if (cells_.size() < num_cells_) cells_.resize(num_cells_);
      for (const Stored& cell : row.cells) {
        cells_[cell.column - 1] = {text_of(cell), nullptr,      row.line,
                                   cell.column,   cell.percent, cell.number};
        filled_.push_back(cell.column);
      }
      return true;
    }
    num_cells_ = 0;
    return false;
  }
  void rewind() override { next_ = 0; }
  [[nodiscard]] Place place(const Cell& cell) const override {
    return {file_, row_line_, static_cast<std::uint32_t>(&cell - cells_.data() + 1)};
  }
  [[nodiscard]] bool may_hold_commas() const override { return true; }
  [[nodiscard]] std::string_view text_of(const Stored& cell) const {
    return std::string_view(texts).substr(cell.begin, cell.length);
  }

  std::vector<Row> rows;
  std::string texts;

 private:
  std::vector<std::uint32_t> filled_;
  std::size_t next_ = 0;
};

bool by_column(const SheetRows::Stored& a, const SheetRows::Stored& b) {
  return a.column < b.column;
}

class SheetReader {
 public:
  SheetReader(const SheetParts& parts, Findings& findings)
      : parts_(parts), findings_(findings), sheet_(std::make_unique<SheetRows>(parts.file)) {}

  std::unique_ptr<RowReader> read(std::string_view text) {
    XmlReader xml(text);
    while (good_ && xml.next()) {
      switch (xml.event()) {
        case XmlReader::Event::begin:
          begin(xml);
          break;
        case XmlReader::Event::end:
          end(xml.name());
          break;
        case XmlReader::Event::text:
          if (into_ != nullptr) *into_ += xml.text();
          break;
      }
    }
    if (good_ && !xml.fault().empty()) damaged(xml.fault());
    if (!good_) return {};
    fill_merged_cells();
    drop_hidden_columns();
    report_hidden();
    report_words();
    return std::move(sheet_);
  }

 private:
  void begin(const XmlReader& xml) {
    const std::string_view name = xml.name();
    if (name == "row") {
      begin_row(xml);
    } else if (name == "c") {
      begin_cell(xml);
    } else if (name == "v") {
      has_value_ = true;
      into_ = &value_;
    } else if (name == "t") {
      if (phonetic_ == 0) into_ = &inline_text_;
    } else if (name == "f") {
      has_formula_ = true;
    } else if (name == "rPh") {
      ++phonetic_;
    } else if (name == "mergeCell") {
      add_merged(xml.attribute("ref"));
    } else if (name == "col") {
      add_column(xml);
    }
  }

  void end(std::string_view name) {
    if (name == "c") end_cell();
    if (name == "row") end_row();
    if (name == "rPh") --phonetic_;
    if (name == "v" || name == "t") into_ = nullptr;
  }

  void begin_row(const XmlReader& xml) {
    NumberTrouble trouble;
    if (xml.has_attribute("r")) {
      const auto given = parse_integer(xml.attribute("r"), 1, most_rows, trouble);
      if (!given) return damaged(fmt::format("row '{}' is none", xml.attribute("r")));
      line_ = static_cast<std::uint32_t>(*given);
    } else {
      ++line_;
    }
    const std::string height = xml.attribute("ht");
    hidden_row_ =
        !parts_.with_hidden && (is_set(xml.attribute("hidden")) ||
                                (!height.empty() && parse_double(height, trouble) == 0.0));
    column_ = 0;
    row_ = {};
    row_.line = line_;
  }

  void end_row() {
    if (!row_.cells.empty() && hidden_row_) {
      if (num_hidden_rows_++ == 0) first_hidden_row_ = line_;
      row_.cells.clear();
    }
    if (!std::is_sorted(row_.cells.begin(), row_.cells.end(), by_column))
      std::stable_sort(row_.cells.begin(), row_.cells.end(), by_column);
    if (!row_.cells.empty()) sheet_->rows.push_back(std::move(row_));
    row_ = {};
  }

  void begin_cell(const XmlReader& xml) {
    if (xml.has_attribute("r")) {
      const auto at = parse_position(xml.attribute("r"));
      if (!at) return damaged(fmt::format("cell '{}' is none", xml.attribute("r")));
      column_ = at->column;
    } else if (++column_ > most_columns) {
      return damaged("a row has too many cells");
    }
    type_ = xml.attribute("t");
    style_ = xml.attribute("s");
    value_.clear();
    inline_text_.clear();
    has_formula_ = has_value_ = false;
  }

  [[nodiscard]] Place place() const { return {parts_.file, line_, column_}; }

  void end_cell() {
    if (hidden_row_) {
      if (has_formula_ || !value_.empty() || !inline_text_.empty()) store("x", false, false);
      return;
    }
    if (has_formula_ && value_.empty() && !(type_ == "str" && has_value_)) {
      findings_.add(
          "E0264", place(), "the cell holds a formula without a stored value",
          "open the workbook in a spreadsheet program and save it, so that the values are stored");
    } else if (type_ == "s") {
      NumberTrouble trouble;
      const auto index =
          parse_integer(value_, 0, static_cast<std::int64_t>(parts_.strings.size()) - 1, trouble);
      if (index) return store(parts_.strings[static_cast<std::size_t>(*index)], false, false);
      if (!value_.empty()) damaged(fmt::format("text '{}' of a cell is none", value_));
    } else if (type_ == "inlineStr") {
      store(inline_text_, false, false);
    } else if (type_ == "str") {
      store(value_, false, false);
    } else if (type_ == "b") {
      store(value_ == "1" || value_ == "true" ? "TRUE" : "FALSE", false, false);
    } else if (type_ == "e") {
      findings_.add("E0705", place(), fmt::format("the cell holds the error {}", in_quotes(value_)),
                    "correct its formula");
      store(value_, false, false);
    } else if (type_ == "d") {
      store(date_text(value_, format()), false, false);
    } else if (!value_.empty()) {
      store_number();
    }
  }

  [[nodiscard]] NumberFormat format() const {
    NumberTrouble trouble;
    const auto index =
        parse_integer(style_, 0, static_cast<std::int64_t>(parts_.formats.size()) - 1, trouble);
    return style_.empty() || !index ? NumberFormat{}
                                    : parts_.formats[static_cast<std::size_t>(*index)];
  }

  void store_number() {
    const NumberFormat format = this->format();
    NumberTrouble trouble;
    const auto number = parse_double(value_, trouble);
    switch (format.kind) {
      case NumberFormat::Kind::number:
        if (!format.words.empty() && num_worded_++ == 0)
          first_worded_ = {column_, line_}, words_ = format.words;
        return store(value_, false, number.has_value());
      case NumberFormat::Kind::nothing:
        return shown_otherwise("nothing");
      case NumberFormat::Kind::percent:
        return store(value_, number.has_value(), number.has_value());
      case NumberFormat::Kind::date: {
        const std::string date = number ? date_text(*number, format, parts_.dates) : std::string();
        if (!date.empty()) return store(date, false, false);
        return shown_otherwise("a date that no calendar has");
      }
      case NumberFormat::Kind::time:
        return shown_otherwise("a time of day");
      case NumberFormat::Kind::scaled:
        return shown_otherwise("a number in thousands");
    }
  }

  void shown_otherwise(const std::string& what) {
    findings_.add("E0265", place(),
                  fmt::format("the cell holds {} and is shown as {}", in_quotes(value_), what),
                  "give it a number format that shows what it holds");
    store(value_, false, true);
  }

  void store(std::string_view text, bool percent, bool number) {
    const std::string normal = is_surely_nfc(text) ? std::string() : to_nfc(text);
    text = trim(normal.empty() ? text : normal);
    if (text.empty() || !good_) return;
    row_.cells.push_back({column_, static_cast<std::uint32_t>(sheet_->texts.size()),
                          static_cast<std::uint32_t>(text.size()), percent, number});
    sheet_->texts += text;
    check_budget(place());
  }

  void check_budget(const Place& place) {
    if (++num_cells_ > parts_.most_cells) beyond(place, fmt::format("{} cells", parts_.most_cells));
    if (sheet_->texts.size() > parts_.most_text)
      beyond(place, fmt::format("{} MiB of text", parts_.most_text >> 20));
  }

  void beyond(const Place& place, const std::string& what) {
    if (good_)
      findings_.add("E0257", place, "the table has more than " + what,
                    "keep only the table's own rows and columns");
    good_ = false;
  }

  void damaged(std::string_view why) {
    if (good_)
      findings_.add("E0700", {parts_.part, 0, 0},
                    fmt::format("the workbook cannot be read ({})", why), "save it again as .xlsx");
    good_ = false;
  }

  static bool is_set(std::string_view text) { return text == "1" || text == "true"; }

  void add_merged(const std::string& reference) {
    const std::size_t colon = reference.find(':');
    const auto first = parse_position(std::string_view(reference).substr(0, colon));
    const auto last = colon == std::string::npos
                          ? first
                          : parse_position(std::string_view(reference).substr(colon + 1));
    if (!first || !last) return damaged(fmt::format("merged cells '{}' are none", reference));
    if (merged_.size() < most_ranges) merged_.push_back({*first, *last, reference});
  }

  void add_column(const XmlReader& xml) {
    NumberTrouble trouble;
    const std::string width = xml.attribute("width");
    if (parts_.with_hidden) return;
    if (!is_set(xml.attribute("hidden")) &&
        !(!width.empty() && parse_double(width, trouble) == 0.0))
      return;
    const auto first = parse_integer(xml.attribute("min"), 1, most_columns, trouble);
    const auto last = parse_integer(xml.attribute("max"), 1, most_columns, trouble);
    if (!first || !last) return;
    hidden_columns_.resize(most_columns + 1);
    for (std::int64_t column = *first; column <= *last && ++num_hidden_columns_ <= most_columns;
         ++column)
      hidden_columns_[static_cast<std::size_t>(column)] = true;
  }

  /// What the first cell of a range shows stands in all of them, in rows that hold more than the
  /// range.
  void fill_merged_cells() {
    const Range* example = nullptr;
    std::string example_text;
    for (const Range& range : merged_) {
      const auto line_less = [](const SheetRows::Row& row, std::uint32_t line) {
        return row.line < line;
      };
      const auto begin =
          std::lower_bound(sheet_->rows.begin(), sheet_->rows.end(), range.first.line, line_less);
      if (begin == sheet_->rows.end() || begin->line != range.first.line) continue;
      const auto from = std::find_if(
          begin->cells.begin(), begin->cells.end(),
          [&](const SheetRows::Stored& cell) { return cell.column == range.first.column; });
      if (from == begin->cells.end()) continue;
      const SheetRows::Stored shown = *from;
      std::size_t filled = 0;
      for (auto row = begin; row != sheet_->rows.end() && row->line <= range.last.line && good_;
           ++row)
        filled += fill(*row, range, shown);
      if (filled == 0 || example != nullptr) continue;
      example = &range;
      example_text = sheet_->text_of(shown);
    }
    if (example == nullptr) return;
    findings_.add(
        "N0267", {parts_.file, example->first.line, example->first.column},
        fmt::format("cells {} are merged: what they show, {}, stands in each of them",
                    example->text, in_quotes(example_text)),
        merged_.size() == 1
            ? "check that it is meant for each row"
            : fmt::format("check that it is meant for each row; the sheet has {} merged ranges",
                          merged_.size()));
  }

  /// How many cells of the row it filled.
  std::size_t fill(SheetRows::Row& row, const Range& range, const SheetRows::Stored& shown) {
    const auto inside = [&](const SheetRows::Stored& cell) {
      return cell.column >= range.first.column && cell.column <= range.last.column;
    };
    check_budget({parts_.file, row.line, range.first.column});
    if (std::all_of(row.cells.begin(), row.cells.end(), inside)) return 0;
    std::erase_if(row.cells, inside);  // what stands below a merged cell is not seen
    for (std::uint32_t column = range.first.column; column <= range.last.column && good_;
         ++column) {
      row.cells.push_back(shown);
      row.cells.back().column = column;
      check_budget({parts_.file, row.line, column});
    }
    std::sort(row.cells.begin(), row.cells.end(), by_column);
    const std::size_t width = range.last.column - range.first.column + 1;
    return row.line == range.first.line ? width - 1 : width;
  }

  void drop_hidden_columns() {
    if (hidden_columns_.empty()) return;
    for (SheetRows::Row& row : sheet_->rows) {
      std::erase_if(row.cells, [&](const SheetRows::Stored& cell) {
        const bool hidden = hidden_columns_[cell.column];
        if (hidden && num_hidden_cells_++ == 0) first_hidden_cell_ = {cell.column, row.line};
        return hidden;
      });
    }
  }

  void report_hidden() {
    if (num_hidden_rows_ > 0)
      findings_.add("W0268", {parts_.file, first_hidden_row_, 0},
                    fmt::format("{} hidden {} not read, as the sheet does not show {}",
                                num_hidden_rows_, num_hidden_rows_ == 1 ? "row is" : "rows are",
                                num_hidden_rows_ == 1 ? "it" : "them"),
                    "unhide the rows, or take the filter off, if they count");
    if (num_hidden_cells_ > 0)
      findings_.add(
          "W0268", {parts_.file, first_hidden_cell_.line, first_hidden_cell_.column},
          fmt::format("{} {} of hidden columns {} not read, as the sheet does not show them",
                      num_hidden_cells_, num_hidden_cells_ == 1 ? "cell" : "cells",
                      num_hidden_cells_ == 1 ? "is" : "are"),
          "unhide the columns if they count");
  }

  void report_words() {
    if (num_worded_ == 0) return;
    findings_.add(
        "N0291", {parts_.file, first_worded_.line, first_worded_.column},
        fmt::format("{} {} shown with the words of a number format, here {}: they are not read",
                    num_worded_, num_worded_ == 1 ? "number is" : "numbers are", in_quotes(words_)),
        "a unit belongs into its own column: check that it says the same");
  }

  static constexpr std::size_t most_ranges = 10'000;

  const SheetParts& parts_;
  Findings& findings_;
  std::unique_ptr<SheetRows> sheet_;
  SheetRows::Row row_;
  std::string value_, inline_text_, type_, style_;
  std::string* into_ = nullptr;
  std::vector<Range> merged_;
  std::vector<bool> hidden_columns_;  ///< by column; empty where none is
  Position first_hidden_cell_, first_worded_;
  std::string words_;
  std::uint32_t line_ = 0, column_ = 0, first_hidden_row_ = 0;
  std::size_t num_cells_ = 0, num_hidden_rows_ = 0, num_hidden_cells_ = 0, num_hidden_columns_ = 0,
              num_worded_ = 0;
  int phonetic_ = 0;
  bool has_formula_ = false, has_value_ = false, hidden_row_ = false, good_ = true;
};

}  // namespace

std::unique_ptr<RowReader> read_sheet_rows(std::string_view xml, const SheetParts& parts,
                                           Findings& findings) {
  return SheetReader(parts, findings).read(xml);
}

}  // namespace plume
