// SPDX-License-Identifier: Apache-2.0
// What a report says, apart from how it looks: sections of paragraphs, facts, tables and figures.
// Every format (HTML, Markdown, text, CSV, JSON, XLSX) renders this and nothing else, so that all
// of them hold the same numbers.
//
// A number is kept exactly, together with the rounding that its uncertainty allows: machines get
// the number, people the rounding. shown() is the only place where one becomes the other.
//
//     ReportTable table{"scores", "Scores", {{"category"}, {"mean", ReportColumn::number}}, {}};
//     table.rows.push_back({Cell::words("climate change"),
//         Cell::number(1.23456, rounding_by_error(0.0123, values))});
//     shown(table.rows[0][1]) == "1.235"
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/report/number.hpp"

namespace plume {

struct Cell {
  enum class Kind { text, number, percent, change };
  Kind kind = Kind::text;
  /// of a text; of a number or share what to say instead where it is not finite, 0 or 1
  std::string text;
  double value = 0.0;      ///< of a number; a share of 1 for percent and change
  Rounding rounding = {};  ///< of a number; for percent in percent points

  [[nodiscard]] static Cell words(std::string text) { return {Kind::text, std::move(text)}; }
  [[nodiscard]] static Cell number(double value, Rounding rounding, std::string otherwise = {}) {
    return {Kind::number, std::move(otherwise), value, rounding};
  }
  /// With at most three significant digits, for numbers without an uncertainty of their own.
  [[nodiscard]] static Cell figure(double value, int digits = 3);
  [[nodiscard]] static Cell count(double value) { return {Kind::number, {}, value, Rounding{}}; }
  /// A probability or a share; `error` (a share, too) decides the digits, 0: as many as make sense
  /// of a share.
  [[nodiscard]] static Cell percent(double share, double error = 0.0);

  /// A share that somebody chose, as it was chosen: 0.95 is "95 %", 0.975 "97.5 %".
  [[nodiscard]] static Cell level(double share);
  /// A share of `count` independent draws: as percent(), and what was seen always or never is ">
  /// 99.97 %" or "< 0.03 %", the end of a 95 % confidence interval (rule of three) rounded
  /// outwards, for nothing is certain by simulation.
  [[nodiscard]] static Cell sampled_share(double share, double count);
  /// From one value to another, relative to the first, with its sign.
  [[nodiscard]] static Cell change(double from, double to);

  [[nodiscard]] bool is_number() const { return kind != Kind::text; }
};

/// As people read it.
[[nodiscard]] std::string shown(const Cell& cell);

struct ReportColumn {
  enum class Kind { text, number };
  std::string head;
  Kind kind = Kind::text;
  static constexpr Kind number = Kind::number;
};

struct ReportTable {
  std::string id;  ///< of lower-case letters, digits and '-'; unique in the document
  std::string caption;
  std::vector<ReportColumn> columns;  ///< the first one names the row
  std::vector<std::vector<Cell>> rows;
};

struct Paragraph {
  enum class Kind { plain, note, verdict, command };
  std::string text;
  Kind kind = Kind::plain;
};

/// Labels and what they say; several lines where there are several texts.
struct Facts {
  struct Fact {
    std::string label;
    std::vector<std::string> texts;
  };
  std::vector<Fact> facts;
};

// --- Figures: the numbers to draw. host/report/figures.hpp draws them.

/// Density of a score with its 95 % interval, median, and the static value.
struct DistributionData {
  double from = 0.0, to = 0.0;  ///< of the first and the last point
  std::vector<double> density;  ///< at points evenly apart
  double lower = 0.0, upper = 0.0, median = 0.0, static_value = 0.0;
  bool has_zero_line = false;  ///< draws a line at 0: of a balance
  struct Atom {
    double value = 0.0, share = 0.0;
  };
  /// values that many draws share, with their probability; the density is of the others
  std::vector<Atom> atoms = {};
};

/// What a total is made of: one bar an option, one piece a part, with the interval of the total.
struct StackedBarsData {
  struct Bar {
    std::string label;
    std::vector<double> values;  ///< one a part; negative ones go to the left
    double total = 0.0, lower = 0.0, upper = 0.0;
  };
  std::vector<std::string> parts;
  std::vector<Bar> bars;
};

/// Bars from the largest down: shares of a variance, or the swing of a result between a low and a
/// high case.
struct TornadoData {
  struct Row {
    std::string label;
    double low = 0.0, high = 0.0;
  };
  std::vector<Row> rows;
  double centre = 0.0;
  bool shares = false;  ///< low is 0 and high a share of 1
  double error = 0.0;   ///< of the shares; 0: none known
};

/// How mean and 95 % quantile settle while iterations are added.
struct ConvergenceData {
  std::vector<double> iterations, mean, p95;
  /// after all iterations; after k of n they are √(n/k) times as large
  double se_mean = 0.0, se_p95 = 0.0;
};

/// Probability that the row's score is below the column's.
struct MatrixData {
  std::vector<std::string> labels;
  std::vector<double> values;      ///< [row][column]; the diagonal is not shown
  std::vector<double> counts;      ///< [row][column] of draws
  std::vector<double> equal = {};  ///< [row][column] share of ties
};

/// From a first amount by steps to a last one.
struct WaterfallData {
  struct Step {
    std::string label;
    double value = 0.0;     ///< a total, or the change
    bool is_total = false;  ///< begins at zero
    double lower = 0.0, upper = 0.0;
    bool has_interval = false;
  };
  std::vector<Step> steps;
};

/// Probability that a claim holds, against the credits bought.
struct ClaimCurveData {
  std::vector<double> credits, face, adjusted;  ///< adjusted may be empty
  double bought = 0.0;
  double level = 0.95;
};

struct Figure {
  std::string id;
  std::string title;
  /// what the figure shows, for those who do not see it: with its numbers
  std::string description;
  std::string unit;  ///< of the axis
  std::variant<DistributionData, StackedBarsData, TornadoData, ConvergenceData, MatrixData,
               WaterfallData, ClaimCurveData>
      data;
};

using Block = std::variant<Paragraph, Facts, ReportTable, Figure>;

struct Section {
  std::string id;
  std::string heading;
  std::vector<Block> blocks;
};

struct Document {
  std::string language = "en";
  std::string title;
  std::string subtitle;
  std::string organisation;
  std::string generator;  ///< "plume 0.1.0"
  std::vector<Section> sections;
};

/// "distribution", "tornado", …: the name of the kind, for machines.
[[nodiscard]] std::string kind_name(const Figure& figure);

}  // namespace plume
