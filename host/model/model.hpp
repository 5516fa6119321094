// SPDX-License-Identifier: Apache-2.0
// The model: what every reader makes and everything later reads. One canonical record for every
// format.
//
//   technosphere  row = product, column = process     A s = f      production +, consumption −
//   biosphere     row = flow,    column = process     g = B s
//   characterisation  row = flow, column = category   h_k = Σ_flow C_k,flow · g_flow
//
// The value of exchange e in iteration k is   sign_e · factor_e · draw_e(k),
//         its static value sign · factor · amount.
// Several exchanges may stand on one cell: they are separate variables, drawn one by one and
// summed.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/base/ids.hpp"
#include "host/formula/formula_graph.hpp"
#include "host/model/dependence.hpp"
#include "host/model/link_report.hpp"
#include "host/model/pedigree.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

inline constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

struct Product {  ///< a row of the technosphere: a product, service or waste
  std::string id;
  std::string name;
  std::string unit;
  std::string location;
  /// id of the flow that the row is, where the source has flows of their own
  std::string flow = {};
  /// index into Model::convertible: what a demand for it may be written in
  std::uint32_t units = no_index;
};

/// Units of one dimension, by name, in units of one of them.
struct ConvertibleUnits {
  struct Unit {
    std::string name;
    double factor = 1.0;
  };
  std::vector<Unit> units;

  /// Amount in `to` of one `from`; 0 where one of both is none of these.
  [[nodiscard]] double factor(std::string_view from, std::string_view to) const;
};

/// What a process does with its reference product. A treatment takes it in: the row of its product
/// is turned, so that what it treats is asked for in positive amounts. `unknown`: of files that do
/// not say.
enum class ReferenceSide : std::uint8_t { given, taken, unknown };

struct Process {  ///< a column of the technosphere
  std::string id;
  std::string name;
  std::string unit;  ///< of its reference product
  std::string location;
  /// index into products; no_index where the source does not say
  std::uint32_t reference_product = no_index;
  /// id of the dataset that this column is a share of; empty: the process is its own
  std::string dataset = {};
  std::string category = {};  ///< path, in the classification of the source
  /// of the columns of its dataset: the one for the quantitative reference
  bool is_main = true;
  ReferenceSide side = ReferenceSide::given;
};

struct Flow {  ///< an elementary flow
  std::string id;
  std::string name;
  std::string unit;
  std::string compartment;
  std::string cas = {};
};

struct ImpactCategory {
  std::string id;  ///< unique in the model
  std::string name;
  std::string unit;
  std::string method = {};  ///< name of the method that it belongs to
};

/// A parameter of formulas, in the scope of a process, a project or a database. Its number (amount,
/// uncertainty, key) is an exchange of Matrix::parameter.
struct Parameter {
  std::string name;
  /// name of the process that it belongs to; empty: of the whole source
  std::string scope;
  std::uint32_t exchange = 0;  ///< index into Model::exchanges
};

/// `parameter` is no matrix: its numbers reach scores by formulas alone.
enum class Matrix : std::uint8_t {
  technosphere,
  biosphere,
  characterisation,
  normalisation,
  weighting,
  parameter
};
inline constexpr int num_matrices = 6;

/// "technosphere", …; part of the exchange keys.
[[nodiscard]] std::string_view name_of(Matrix matrix);

/// One number of the model and everything known about it.
struct Exchange {
  std::uint64_t key = 0;  ///< stable_key of canonical ids; the draw's identity
  /// static amount as in the source (consumption positive where sign is −1)
  double amount = 0.0;
  double factor = 1.0;  ///< unit conversion, allocation, rescale
  /// technosphere: product; biosphere, characterisation, normalisation: flow; weighting: its set;
  /// parameter: itself
  std::uint32_t row = 0;
  /// technosphere, biosphere: process; characterisation, weighting: category; normalisation: its
  /// set
  std::uint32_t column = 0;
  std::uint32_t uncertainty = no_index;  ///< index into Model::uncertainties; no_index: certain
  /// node of Model::formulas that gives its amount; no_index: it stands as it is
  std::uint32_t formula = no_index;
  std::uint32_t array = no_index;  ///< index into Model::arrays; no_index: not presampled
  std::uint32_t array_row = 0;     ///< row of that array
  /// of the source; row number in a table or resource, from 1; 0 unknown
  std::uint32_t line = 0;
  std::uint32_t table = 0;   ///< index into Source::tables, where the source has any
  std::uint16_t source = 0;  ///< index into Model::sources
  std::int8_t sign = 1;      ///< −1 where the source flips (consumption)
  Matrix matrix = Matrix::technosphere;

  [[nodiscard]] double static_value() const { return sign * factor * amount; }

  // Its ends by what they are; which of them it has, its matrix says.
  [[nodiscard]] ProductId product() const { return ProductId{row}; }
  [[nodiscard]] ProcessId process() const { return ProcessId{column}; }
  [[nodiscard]] FlowId flow() const { return FlowId{row}; }
};

/// Normalisation factors, or a weighting factor, that belong together. A source may hold several:
/// the study says which category has which.
struct FactorSet {
  std::string name;
  std::string source;  ///< where it came from, for messages
  /// of a score that is normalised or weighted by it, such as "person years"; empty: not said
  std::string unit = {};
};

/// How an iteration picks its column of a presampled array. `formula`: it does not, the amount
/// follows Exchange::formula; the columns are a sample of it, for what must be known before the run
/// (settle_formulas.hpp).
enum class ColumnOrder : std::uint8_t { sequential, combinatorial, random, weighted, formula };

/// A table of presampled values, one row an exchange, one column a coherent scenario or draw.
/// A NaN says "this column does not speak of that exchange": its own draw or static amount stands.
struct PresampledArray {
  std::string name;
  std::uint32_t num_rows = 0;
  std::uint32_t num_columns = 0;
  std::vector<double> values;  ///< [row][column]
  ColumnOrder order = ColumnOrder::random;
  /// random: arrays of one package share it, and so their columns
  std::uint64_t group_key = 0;
  /// combinatorial: column = (iteration / stride) mod num_columns
  std::uint64_t stride = 1;
  std::uint32_t switch_index = 0xffffffffu;  ///< weighted: the switch whose option is the column
  /// values multiply what the exchange would be without the array
  bool multiplies = false;
};

/// A file or folder the model was read from.
struct Source {
  std::string path;    ///< as the user wrote it
  std::string format;  ///< "plume package", "brightway datapackage"
  std::string sha256;
  /// files inside the source that lines count in; empty: the source itself
  std::vector<std::string> tables = {};
  std::optional<bool> lognormal_anchor_mean = {};  ///< what the study says for this source alone
};

struct Model {
  std::vector<Product> products;
  std::vector<Process> processes;
  std::vector<Flow> flows;
  std::vector<ImpactCategory> categories;
  /// the sets that exchanges of these matrices belong to
  std::vector<FactorSet> normalisations, weightings;
  std::vector<Parameter> parameters;
  FormulaGraph formulas;  ///< of parameters, by index
  std::vector<Exchange> exchanges;
  std::vector<Uncertainty> uncertainties;
  std::vector<ExchangePedigree> pedigrees;  ///< of exchanges that carry scores
  std::vector<PresampledArray> arrays;
  std::vector<Source> sources;
  Dependence dependence;
  std::vector<ConvertibleUnits> convertible;
  LinkReport link_report;
  /// by exchange: its own id or ""; kept where a reader was asked to
  std::vector<std::string> exchange_ids;

  /// Where an exchange stands in the user's files.
  [[nodiscard]] Place place_of(const Exchange& exchange) const;

  /// What it is, in words for messages: "product 'steel' (p17) in process 'car' (a3)".
  [[nodiscard]] std::string label_of(const Exchange& exchange) const;
};

}  // namespace plume
