// SPDX-License-Identifier: Apache-2.0
// The result file, once: every name, type, shape and attribute. Writer, reader and the test that
// compares docs/file-format.md with a fresh file all read this; nothing else spells a name.
//
// Changing it: an added variable or attribute raises minor_version; anything removed, renamed or
// given another meaning raises major_version, and tests/data keeps one file of every version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace plume::schema {

inline constexpr std::uint32_t major_version = 1;
inline constexpr std::uint32_t minor_version = 3;
inline constexpr std::uint32_t sealed_since =
    3;  ///< minor version from which files end with a digest (file_digest.hpp)

enum class Type { float64, int64, uint64, uint8, text };
enum class Dimension { iteration, demand, category, level };

/// Name in the file and in its documentation.
[[nodiscard]] constexpr const char* name_of(Type type) {
  constexpr const char* names[] = {"float64", "int64", "uint64", "uint8", "string"};
  return names[static_cast<int>(type)];
}
[[nodiscard]] constexpr const char* name_of(Dimension dimension) {
  constexpr const char* names[] = {"iteration", "demand", "category", "level"};
  return names[static_cast<int>(dimension)];
}

/// One dataset of the root group. `units` is for the whole variable; scores differ in unit by
/// category, so they point to the variable that holds it. nullptr: the attribute is absent.
struct Variable {
  const char* name;
  Type type;
  std::size_t rank;
  std::array<Dimension, 3> dimensions;
  const char* long_name;
  const char* units = nullptr;
  /// over demand × category: has the attributes unit_variable and coordinates
  bool of_outputs = false;
  std::uint32_t since_minor = 0;  ///< files of an earlier minor version do not have it
};

// Coordinate variables: each the scale of the dimension whose name it bears. Created first, in this
// order.
inline constexpr Variable iteration = {
    "iteration", Type::int64, 1, {Dimension::iteration}, "number of the iteration, from 0", "1"};
inline constexpr Variable demand = {
    "demand", Type::text, 1, {Dimension::demand}, "name of the functional unit"};
inline constexpr Variable category = {
    "category", Type::text, 1, {Dimension::category}, "id of the impact category"};
inline constexpr Variable level = {
    "level", Type::float64, 1, {Dimension::level}, "share of iterations below the quantile", "1"};

inline constexpr Variable demand_unit = {
    "demand_unit",
    Type::text,
    1,
    {Dimension::demand},
    "unit of the product demanded; empty for several products"};
inline constexpr Variable category_name = {
    "category_name", Type::text, 1, {Dimension::category}, "name of the impact category"};
inline constexpr Variable category_unit = {"category_unit",
                                           Type::text,
                                           1,
                                           {Dimension::category},
                                           "unit of the scores of the impact category"};

inline constexpr Variable score = {"score",
                                   Type::float64,
                                   3,
                                   {Dimension::iteration, Dimension::demand, Dimension::category},
                                   "score of every iteration; NaN without one",
                                   nullptr,
                                   true};
inline constexpr Variable status = {
    "status", Type::uint8, 1, {Dimension::iteration}, "what became of the iteration"};

/// A variable of one figure per output.
[[nodiscard]] constexpr Variable figure(const char* name, const char* long_name,
                                        std::uint32_t since_minor = 0) {
  return {name,      Type::float64, 2,    {Dimension::demand, Dimension::category},
          long_name, nullptr,       true, since_minor};
}
inline constexpr Variable static_score = figure("static_score", "score of the static amounts");
inline constexpr Variable mean = figure("mean", "mean of the scores");
inline constexpr Variable se_mean = figure("se_mean", "Monte Carlo standard error of the mean");
inline constexpr Variable se_median =
    figure("se_median", "Monte Carlo standard error of the median", 1);
inline constexpr Variable sd = figure("sd", "standard deviation of the scores (n - 1)");
inline constexpr Variable median = figure("median", "median of the scores");
inline constexpr Variable minimum = figure("minimum", "least score");
inline constexpr Variable maximum = figure("maximum", "greatest score");
inline constexpr Variable count = {"count",
                                   Type::int64,
                                   2,
                                   {Dimension::demand, Dimension::category},
                                   "number of iterations with a score",
                                   "1"};
inline constexpr Variable quantile = {"quantile",
                                      Type::float64,
                                      3,
                                      {Dimension::level, Dimension::demand, Dimension::category},
                                      "quantile of the scores (type 7, linear interpolation)",
                                      nullptr,
                                      true};

inline constexpr Variable replicates = {
    "replicates",
    Type::int64,
    2,
    {Dimension::demand, Dimension::category},
    "number of independent parts that the standard errors rest on",
    "1",
    false,
    1};
inline constexpr Variable se_quantile = {"se_quantile",
                                         Type::float64,
                                         3,
                                         {Dimension::level, Dimension::demand, Dimension::category},
                                         "Monte Carlo standard error of the quantile",
                                         nullptr,
                                         true,
                                         1};

inline constexpr std::array variables = {iteration,   demand,        category,      level,
                                         demand_unit, category_name, category_unit, score,
                                         status,      static_score,  mean,          se_mean,
                                         sd,          median,        minimum,       maximum,
                                         count,       quantile,      se_median,     replicates,
                                         se_quantile};

// Of a run with a control variate only (from 1.1 on): all of them, or none.
[[nodiscard]] constexpr Variable level_figure(const char* name, const char* long_name) {
  return {
      name,      Type::float64, 3,    {Dimension::level, Dimension::demand, Dimension::category},
      long_name, nullptr,       true, 1};
}
/// The same without a unit: how many times less variance an estimate has.
[[nodiscard]] constexpr Variable as_gain(Variable variable) {
  variable.units = "1";
  variable.of_outputs = false;
  return variable;
}
inline constexpr Variable mean_controlled =
    figure("mean_controlled", "mean of the scores by the control variate", 1);
inline constexpr Variable se_mean_controlled =
    figure("se_mean_controlled", "standard error of mean_controlled", 1);
inline constexpr Variable control_gain =
    as_gain(figure("control_gain", "variance of the mean divided by that of mean_controlled", 1));
inline constexpr Variable median_controlled =
    figure("median_controlled", "median of the scores by the control variate", 1);
inline constexpr Variable se_median_controlled =
    figure("se_median_controlled", "standard error of median_controlled", 1);
inline constexpr Variable median_control_gain = as_gain(figure(
    "median_control_gain", "variance of the median divided by that of median_controlled", 1));
inline constexpr Variable quantile_controlled =
    level_figure("quantile_controlled", "quantile of the scores by the control variate");
inline constexpr Variable se_quantile_controlled =
    level_figure("se_quantile_controlled", "standard error of quantile_controlled");
inline constexpr Variable quantile_control_gain = as_gain(level_figure(
    "quantile_control_gain", "variance of the quantile divided by that of quantile_controlled"));
inline constexpr std::array controlled_variables = {
    mean_controlled,     se_mean_controlled,     control_gain,
    median_controlled,   se_median_controlled,   median_control_gain,
    quantile_controlled, se_quantile_controlled, quantile_control_gain};

/// Attributes of datasets.
namespace attribute {
inline constexpr const char* long_name = "long_name";
inline constexpr const char* units = "units";
/// every float64 variable but `level`: NaN
inline constexpr const char* fill_value = "_FillValue";
/// CF: auxiliary coordinate variables
inline constexpr const char* coordinates = "coordinates";
inline constexpr const char* unit_variable = "unit_variable";  ///< the variable that holds the unit
inline constexpr const char* ancillary = "ancillary_variables";
inline constexpr const char* flag_values = "flag_values";
inline constexpr const char* flag_meanings = "flag_meanings";
/// iterations by status, in the order of flag_values
inline constexpr const char* flag_counts = "flag_counts";
/// Bits of the mantissa that rounded samples have (from 1.2 on; absent: all). The name is
/// netCDF-C's, for its own rounding of this kind.
inline constexpr const char* score_bits = "_QuantizeBitRoundNumberOfSignificantBits";
}  // namespace attribute

inline constexpr const char* output_coordinates = "demand_unit category_name category_unit";

/// Attributes of the root group.
namespace root {
inline constexpr const char* conventions = "Conventions";
inline constexpr const char* title = "title";
inline constexpr const char* type = "plume_type";
inline constexpr const char* version = "version";
inline constexpr const char* producer = "producer";
inline constexpr const char* commit = "commit";
inline constexpr const char* seed = "seed";
inline constexpr const char* iterations = "iterations";
inline constexpr const char* iterations_planned = "iterations_planned";
inline constexpr const char* stop_reason = "stop_reason";
inline constexpr const char* precision = "precision";  ///< from 1.1 on, and only with a stop rule
inline constexpr const char* seconds = "seconds";
inline constexpr const char* input_digest = "input_digest";
inline constexpr const char* history = "history";
inline constexpr const char* provenance = "provenance";
}  // namespace root

/// The group of a result without samples (from 1.2 on), and of its parts: plain arrays of one
/// dimension, all of them or none.
namespace figures {
inline constexpr const char* group = "figures";
struct Array {
  const char* name;
  Type type;
  const char* long_name;
};
[[nodiscard]] inline std::string path_of(const Array& array) {
  return std::string(group) + "/" + array.name;
}

inline constexpr Array facts = {"facts", Type::uint64,
                                "first iteration, iterations, outputs, whether products are kept, "
                                "whether replicates are kept, demands"};
inline constexpr Array status_count = {"status_count", Type::uint64, "iterations by status"};
inline constexpr Array failed_iteration = {"failed_iteration", Type::uint64,
                                           "iterations that failed: the first 1000 of each status"};
inline constexpr Array failed_status = {"failed_status", Type::uint64,
                                        "status of each failed_iteration"};
inline constexpr Array stretch_first = {"stretch_first", Type::uint64,
                                        "first block of each stretch; a block is 1024 iterations"};
inline constexpr Array stretch_level = {"stretch_level", Type::uint64,
                                        "logarithm to base 2 of the blocks of each stretch"};
inline constexpr Array moments = {"moments", Type::float64,
                                  "[stretch][output][count, mean, sum of squares about the mean]"};
inline constexpr Array products = {
    "products", Type::float64,
    "[stretch][output][output up to it]: sum of products about the means"};
inline constexpr Array replicates = {
    "replicates", Type::float64,
    "[stretch][output][mean, median, quantiles][blocks, mean, sum of squares about the mean]"};
inline constexpr Array extremes = {"extremes", Type::float64, "[output][least, greatest]"};
inline constexpr Array num_bins = {"num_bins", Type::uint64, "bins with scores of each output"};
inline constexpr Array bin = {"bin", Type::int64, "number of each bin, output after output"};
inline constexpr Array bin_count = {"bin_count", Type::uint64,
                                    "scores of whole blocks in each bin"};
inline constexpr Array bin_ends = {"bin_ends", Type::float64,
                                   "[bin][least, greatest] of these scores"};
inline constexpr Array below = {
    "below", Type::uint64,
    "[category][demand][demand]: iterations of whole blocks in which the first is below "
    "the second; of the first 12 demands"};
inline constexpr Array open = {"open", Type::float64,
                               "[iteration][output] of the block that is not full"};
inline constexpr std::array arrays = {
    facts,    status_count, failed_iteration, failed_status, stretch_first, stretch_level, moments,
    products, replicates,   extremes,         num_bins,      bin,           bin_count,     bin_ends,
    below,    open};
}  // namespace figures

/// Of part files (docs/file-format.md, "Parts of a run"), beside attributes of the result's names.
namespace part {
inline constexpr std::uint32_t major_version = 1;
inline constexpr std::uint32_t minor_version = 1;
inline constexpr std::uint32_t sealed_since = 1;
inline constexpr const char* type_value = "part";
inline constexpr const char* type_of_figures = "figures";  ///< of a run without samples
inline constexpr const char* run = "run";                  ///< digest of all that makes its numbers
inline constexpr const char* study = "study";              ///< SHA-256 of the study's text
inline constexpr const char* first = "first";              ///< number of its first iteration
inline constexpr const char* content = "content";          ///< hash of scores and statuses
}  // namespace part

/// Of compiled models (docs/formats/compiled-model.md); their datasets stand in model_columns.hpp.
namespace model {
inline constexpr std::uint32_t major_version = 1;
inline constexpr std::uint32_t minor_version = 2;
inline constexpr std::uint32_t formulas_since = 1;
inline constexpr std::uint32_t sides_since = 2;  ///< whether a process is a treatment
inline constexpr const char* type_value = "model";
}  // namespace model

inline constexpr const char* conventions_value = "CF-1.8";
inline constexpr const char* type_value = "result";

}  // namespace plume::schema
