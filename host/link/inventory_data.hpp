// SPDX-License-Identifier: Apache-2.0
// The raw record: what readers fill and what host/link turns into a Model. A reader only reads. It
// copies what its format says into these lists, in the format's own units, signs, ids and
// directions, and converts, links or allocates nothing: that is done once, for every format, by
// link() (host/link/link.hpp).
//
//     files ─reader→ InventoryData ─link→ Model
//
// Everything that refers to something refers by id, as a Text of `texts`; which record the id
// belongs to is looked up later, after all files of all models were read. Lists that belong
// together are ranges: a process owns the exchanges from first_exchange to first_exchange +
// num_exchanges of `exchanges`, in the order of the source.
//
// A reader that works with several threads fills one InventoryData a block of files and joins them
// in the order of the blocks with append(), so that the result does not depend on the threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/formula/formula.hpp"
#include "host/link/link_options.hpp"
#include "host/link/text_pool.hpp"
#include "host/model/link_report.hpp"
#include "host/model/uncertainty.hpp"

namespace plume {

inline constexpr std::uint32_t no_raw = 0xffffffffu;  ///< "none" where an index is expected

/// A file of a source, and where in it: for findings.
struct RawPlace {
  std::uint32_t file = no_raw;  ///< index into InventoryData::files
  std::uint32_t line = 0;       ///< from 1; 0 unknown
};

struct RawFile {
  std::uint32_t source = 0;  ///< index into Model::sources
  std::string name;          ///< inside the source; empty: the source itself
  /// lines of exchanges are lines of the file, not positions in its list
  bool has_lines = false;
};

struct RawUnit {
  Text group = no_text;  ///< id of the unit group
  Text id = no_text;
  Text name = no_text;
  double factor = 1.0;  ///< one of it = `factor` reference units of the group
  bool is_reference = false;
  /// its own units come first: exports round conversion factors differently
  std::uint32_t source = 0;
};

/// A quantity in which flows are measured: mass, energy, …
struct RawProperty {
  Text id = no_text;
  Text name = no_text;
  Text group = no_text;  ///< id of the unit group
  std::uint32_t source = 0;
};

enum class FlowKind : std::uint8_t { unknown, elementary, product, waste };

struct RawFlow {
  Text id = no_text;
  Text name = no_text;
  Text cas = no_text;
  Text category = no_text;  ///< path, "Elementary flows/air/unspecified"
  Text location = no_text;
  Text synonyms = no_text;  ///< as the source separates them
  Text property = no_text;  ///< id of the reference flow property; empty where the format has none
  /// id or name of its unit, where the format gives flows a unit and no property
  Text unit = no_text;
  std::uint32_t first_property = 0, num_properties = 0;  ///< into flow_properties
  FlowKind kind = FlowKind::unknown;
  std::uint32_t source = 0;
  RawPlace place;
};

/// `factor` units of this property are one unit of the flow's reference property.
struct RawFlowProperty {
  Text property = no_text;
  double factor = 1.0;
};

enum class Direction : std::uint8_t { input, output };

struct RawExchange {
  Text flow = no_text;
  Text own_id = no_text;  ///< that the source gives it, unique within the process
  Text unit = no_text;    ///< id or name; empty: the reference unit of the flow
  /// id of the flow property that the amount is in; empty: the flow's reference property
  Text property = no_text;
  /// id of the process that the source names as maker, or as treatment of a waste
  Text provider = no_text;
  Text location = no_text;
  Text formula = no_text;
  Text variable = no_text;  ///< name by which formulas of its process know its amount
  /// of Model::formulas, which gives the amount; set by link(), where the study asks for formulas
  std::uint32_t node = no_raw;
  std::uint32_t uncertainty = no_raw;  ///< index into `uncertainties`
  /// as stored: in its own unit, with its own sign; by formula where the study asks for that
  double amount = 0.0;
  std::uint32_t first_quality = 0;  ///< into `qualities`, properties of a product such as its price
  std::uint16_t num_qualities = 0;
  Direction direction = Direction::input;
  FlowKind kind = FlowKind::unknown;  ///< where the exchange itself says so; else the flow's
  bool is_reference = false;          ///< quantitative reference of its process
  bool is_avoided = false;            ///< the format's own mark of an avoided product
  /// in the file of its process; of JSON the position in its list, from 1
  std::uint32_t line = 0;
};

/// A property of one exchange, by which products can be allocated: "price", "dry mass".
struct RawQuality {
  Text name = no_text;
  Text unit = no_text;
  double amount = 0.0;
};

/// An uncertainty in the unit and sign of the number it belongs to, and how its source wrote it.
struct RawUncertainty {
  Uncertainty value;
  /// why it cannot be drawn, in words that name the source's own key: "geomSd 0"; empty: it can be
  Text fault = no_text;
};

/// What a source says of a process that it names as a maker and may not hold itself.
struct RawNamedProcess {
  Text id = no_text;
  Text name = no_text;
  Text location = no_text;
  std::uint32_t source = 0;
};

/// A share of the process that belongs to one of its products.
struct RawAllocation {
  AllocationMethod method = AllocationMethod::as_stored;  ///< physical, economic or causal
  /// id of the product flow; empty: the source does not say
  Text product = no_text;
  /// own id of the exchange it is for; empty: every exchange of the process
  Text exchange = no_text;
  Text formula = no_text;       ///< of the share times `formula_scale`
  double value = 0.0;           ///< a share, not percent
  double formula_scale = 1.0;   ///< 100 where the formula gives per cent
  std::uint32_t node = no_raw;  ///< as of an exchange
};

struct RawParameter {
  Text name = no_text;
  Text formula = no_text;
  double value = 0.0;
  std::uint32_t uncertainty = no_raw;
  Text unit = no_text;  ///< name of it; empty: unknown
  Text id = no_text;    ///< by which its draws are known; empty: its scope and name
};

/// Parameters that several processes see. A name is looked up in the process, in its scope, and
/// then in the scopes outside.
struct RawScope {
  std::uint32_t source = 0;
  std::uint32_t outer = no_raw;  ///< index into InventoryData::scopes, of one that stands earlier
  FormulaDialect dialect;
  std::vector<std::uint32_t> parameters = {};  ///< indices into InventoryData::parameters
  /// of the process that it belongs to, where it is one that the model has already
  Text name = no_text, id = no_text;
};

/// The formula of an exchange that is in the Model already.
struct RawStoredFormula {
  Text formula = no_text;
  std::uint32_t exchange = 0;  ///< index into Model::exchanges
  std::uint32_t scope = 0;     ///< index into InventoryData::scopes
  RawPlace place;
};

struct RawProcess {
  Text id = no_text;
  Text name = no_text;
  Text location = no_text;
  Text category = no_text;
  std::uint32_t first_exchange = 0, num_exchanges = 0;
  std::uint32_t first_allocation = 0, num_allocations = 0;
  std::uint32_t first_parameter = 0, num_parameters = 0;
  /// of its formulas: index into InventoryData::scopes
  std::uint32_t scope = no_raw;
  /// what the process itself asks for
  AllocationMethod stored_allocation = AllocationMethod::none;
  /// the dataset is one product's already: its other products carry no share
  bool allocated = false;
  bool is_market = false;  ///< a consumption mix: preferred by providers = "market"
  std::uint32_t source = 0;
  /// a column of the Model already, index into Model::processes (stored_makers.hpp)
  std::uint32_t stored = no_raw;
  RawPlace place;
};

struct RawFactor {
  Text flow = no_text;
  /// of the flow, where the source is a table that says it: for flows that have another id
  Text name = no_text;
  Text category = no_text;  ///< its compartment, "air/unspecified"
  Text unit = no_text;      ///< of the flow: id or name; empty: its reference unit
  Text property = no_text;  ///< id or name of the flow property
  Text location = no_text;
  Text formula = no_text;
  std::uint32_t node = no_raw;  ///< as of an exchange
  std::uint32_t uncertainty = no_raw;
  double value = 0.0;
  std::uint32_t line = 0;
};

struct RawCategory {
  Text id = no_text;
  Text name = no_text;
  Text unit = no_text;
  Text method = no_text;  ///< name of the method it belongs to; empty: none
  std::uint32_t first_factor = 0, num_factors = 0;
  std::uint32_t scope = no_raw;  ///< of the formulas of its factors
  std::uint32_t source = 0;
  RawPlace place;
};

/// One row of a table that leads from the flows of a database to those of a method.
struct RawMapping {
  Text from = no_text;
  Text to = no_text;
  double factor = 1.0;  ///< amount of `to` = factor · amount of `from`
  Text from_unit = no_text, to_unit = no_text;
  Text from_property = no_text, to_property = no_text;
  Text to_name = no_text, to_category = no_text;
  Text provider = no_text;  ///< id of the process that makes a target that is a product
  char match = '=';         ///< '=', '~', '<' or '>' as the Federal lists write it
  std::uint32_t line = 0;
};

struct RawMappingTable {
  std::string path;          ///< as the study says it
  std::uint32_t source = 0;  ///< the model that it is given for
  std::uint32_t first = 0, num = 0;
};

/// What the study asks of one source.
struct RawSource {
  std::uint32_t source = 0;  ///< index into Model::sources
  AllocationMethod allocation = AllocationMethod::as_stored;
  std::string allocation_property = {};  ///< name of it, for AllocationMethod::property
  ProviderRule providers = ProviderRule::error;
  LinkBy link = LinkBy::id;
  bool is_looked_at = false;  ///< not run: an input with several makers is no error
  /// names or ids of methods and categories to take; empty: all
  std::vector<std::string> methods = {};
  AmountRule amounts = AmountRule::stored;
  std::vector<SetParameter> set = {};
  std::string parameter_set = {};  ///< of a product system, by name
};

/// Where a distribution or formula stands.
enum class Holder : std::uint8_t {
  exchange,
  parameter,
  property,
  factor,
  production_volume,
  allocation
};
inline constexpr int num_holders = 6;
[[nodiscard]] std::string_view name_of(Holder holder);

/// What readers met and what became of it. link() adds to it.
struct ReadCounts {
  std::array<Tally, num_holders> distributions;  ///< kinds met, also of those that are never drawn
  std::array<std::uint64_t, num_holders> formulas{};
  Tally downgraded;  ///< distributions that cannot be drawn, by reason
  Tally ignored;     ///< elements, attributes, keys and columns that were met and mean nothing here

  void add(const ReadCounts& other);
};

struct InventoryData {
  TextPool texts;
  std::vector<RawFile> files;
  std::vector<RawSource> sources;
  std::vector<RawUnit> units;
  std::vector<RawProperty> properties;
  std::vector<RawFlow> flows;
  std::vector<RawFlowProperty> flow_properties;
  std::vector<RawProcess> processes;
  std::vector<RawNamedProcess> named_processes;
  std::vector<RawExchange> exchanges;
  std::vector<RawQuality> qualities;
  std::vector<RawUncertainty> uncertainties;
  std::vector<RawAllocation> allocations;
  /// of processes; parameters of no process stand outside every range
  std::vector<RawParameter> parameters;
  std::vector<RawScope> scopes;
  std::vector<RawStoredFormula> stored_formulas;
  std::vector<RawCategory> categories;
  std::vector<RawFactor> factors;
  std::vector<RawMappingTable> mapping_tables;
  std::vector<RawMapping> mappings;
  ReadCounts counts;

  [[nodiscard]] bool empty() const {
    return processes.empty() && categories.empty() && flows.empty() && stored_formulas.empty();
  }
  [[nodiscard]] std::string_view text(Text number) const { return texts[number]; }

  /// What becomes of an amount beside a formula that gives another, in words for findings.
  [[nodiscard]] std::string_view what_stands(std::uint32_t source) const;

  /// Index of a new uncertainty; counts it for its holder.
  std::uint32_t add_uncertainty(const RawUncertainty& uncertainty, Holder holder);

  /// Adds everything of `other` behind what is there. Texts get new numbers, ranges are moved.
  void append(const InventoryData& other);
};

}  // namespace plume
