// SPDX-License-Identifier: Apache-2.0
// The study file (TOML): which models, which demands, which categories, how to sample.
// docs/study-file.md shows all keys.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/finding.hpp"
#include "host/link/link_options.hpp"
#include "host/model/pedigree.hpp"
#include "host/study/dependence.hpp"
#include "host/study/study_inventory.hpp"
#include "host/study/study_product.hpp"
#include "host/study/study_source.hpp"

namespace plume {

enum class LognormalAnchor : std::uint8_t { median, mean };

/// What the number behind a normal of EcoSpold 1, ILCD and SimaPro is: twice its standard
/// deviation, its variance, or twice the standard deviation in per cent of the mean.
enum class NormalSpread : std::uint8_t { two_sd, variance, percent };

struct StudyModel {
  /// absolute or relative to the working directory (the study's folder already applied)
  std::filesystem::path path;
  std::string written_path;  ///< as the study says it
  /// or the name of a format (host/readers/formats.hpp), which is checked when it is read
  std::string format = "auto";
  Place place;
  std::optional<LognormalAnchor> lognormal_anchor = {};  ///< without: the study's
  AllocationMethod allocation = AllocationMethod::as_stored;
  /// of the products, by which they share; with AllocationMethod::property
  std::string allocation_property = {};
  ProviderRule providers = ProviderRule::error;
  LinkBy link = LinkBy::id;
  NormalSpread normal_spread = NormalSpread::two_sd;
  std::vector<std::filesystem::path> mappings = {};  ///< tables of flows; a path may go into a zip
  /// tables of names (host/readers/names_table.hpp)
  std::vector<std::filesystem::path> names = {};
  /// names or ids of methods and categories; empty: all
  std::vector<std::string> methods = {};
  AmountRule amounts = AmountRule::stored;  ///< of numbers that have a formula
  std::vector<SetParameter> set = {};       ///< parameters that are fixed
  /// of a product system of openLCA, by name; empty: none
  std::string parameter_set = {};
  /// by `plume info`: an input with several makers is counted, not an error
  bool is_looked_at = false;
};

/// A model that is named by itself, as a study would name it: on the command line.
[[nodiscard]] StudyModel model_named(const std::string& path);

struct DemandItem {
  std::string process;   ///< id, uuid, or exact name of a process or product
  std::string location;  ///< narrows a name; may be empty
  std::string unit;      ///< if given, the product's unit or one that converts to it
  double amount = 1.0;
  Place place;
  std::string product = {};  ///< id or name of the flow, where the process makes several
};

struct StudyDemand {  ///< one functional unit: one demand vector f
  std::string name;
  std::vector<DemandItem> items;
  Place place;
};

struct StudyCategory {
  std::string name;  ///< id or exact name
  Place place;
  std::string normalisation = {}, weighting = {};  ///< names of sets of factors; empty: none
  std::string unit = {};                           ///< of the normalised or weighted score

  [[nodiscard]] bool is_paired() const { return !normalisation.empty() || !weighting.empty(); }
};

enum class Design : std::uint8_t { random, latin_hypercube, sobol };
/// "random", "lhs", "sobol": in study files, results and reports.
[[nodiscard]] constexpr const char* name_of(Design design) {
  constexpr const char* names[] = {"random", "lhs", "sobol"};
  return names[static_cast<int>(design)];
}
enum class Precision : std::uint8_t { mixed, double_, fast };
/// As the study file and the result say it.
[[nodiscard]] std::string_view name_of(Precision precision);

struct Sampling {
  std::uint64_t iterations = 1000;
  std::uint64_t seed = 1;
  Design design = Design::random;
  std::uint32_t sobol_dimensions = 64;  ///< of design sobol: parameters that the sequence covers
  /// estimate means and quantiles with a control variate, too
  bool control = false;
  /// share of the first-order variance that may be left out; 0: nothing is
  double freeze_below = 0.0;
  bool technosphere = true;
  bool biosphere = true;
  bool characterisation = true;
  bool parameters = true;
  LognormalAnchor lognormal_anchor = LognormalAnchor::median;
};

/// Which iterations prove that their scores are within the tolerance, where an estimate would do:
/// those that need it (every one of small systems, suspicious ones of large systems), or all.
enum class ProofOf : std::uint8_t { needed, all };

struct Solver {
  Precision precision = Precision::mixed;
  /// relative error allowed in every score, 1e-12 … 1e-2; fast: from 1e-6, the default
  double tolerance = 1e-7;
  ProofOf proof = ProofOf::needed;
  /// exit status 5 when more iterations than this have no usable score
  double max_failed_share = 0.01;
};

/// Stop as soon as every output is this precise; checked at block ends. 0: that rule is off.
struct StopRule {
  double relative_se_mean = 0.0;  ///< standard error of the mean ÷ |mean|
  std::uint64_t min_iterations = 1024;
  std::vector<double> quantiles;     ///< levels whose quantiles must be known
  double quantile_half_width = 0.0;  ///< of their 95 % confidence intervals
  /// the half-width is in the unit of the score, not relative to |quantile|
  bool quantile_in_own_unit = false;
  double comparison_half_width = 0.0;  ///< of the 95 % confidence interval of P(A < B)
  /// positions in Study::demands
  std::vector<std::pair<std::uint32_t, std::uint32_t>> comparisons;
};

/// What a run does when its device fails in mid-run: go on on the CPU, or stop so that it can be
/// resumed.
enum class DeviceLoss : std::uint8_t { cpu, stop };

struct Study {
  std::string name;
  std::filesystem::path path;  ///< of the study file
  std::string text;            ///< its text, for the provenance
  std::vector<StudyModel> models;
  std::vector<StudyDemand> demands;
  std::vector<StudyCategory> categories;  ///< empty: every category found
  PedigreeOptions pedigree;               ///< [pedigree]
  Sampling sampling;
  Solver solver;
  std::optional<StopRule> stop;
  StudyDependence dependence;
  std::optional<StudyInventory> inventory;
  std::optional<StudyClaim> claim;
  std::optional<StudyProduct> product;
  std::filesystem::path result_path;  ///< empty: the study's name with .h5, beside the study
  /// result.max_bytes: of the result and its parts; 0: no limit
  std::uint64_t max_bytes = 0;
  Place max_bytes_place;
  bool keep_samples = true;  ///< result.samples
  Place keep_samples_place;
  unsigned digits = 0;      ///< result.digits: significant ones that samples are rounded to; 0: all
  bool covariances = true;  ///< result.covariances: of a run without samples
  DeviceLoss on_device_loss = DeviceLoss::cpu;
};

/// One `--set KEY=VALUE`: key is dotted ("sampling.seed"), value is TOML text or, if that does not
/// parse, a string.
using Override = std::pair<std::string, std::string>;

/// What a study is read for: a run needs demands, those who only want its models do not.
enum class StudyUse : std::uint8_t { run, models };

/// Reads and checks a study file. Everything wrong is in `findings` (codes 01xx): unknown keys with
/// the nearest known one, wrong types, values out of range, models that do not exist. A file that
/// cannot be opened is a finding too.
[[nodiscard]] Study read_study(const StudySource& source, const std::vector<Override>& overrides,
                               Findings& findings, StudyUse use = StudyUse::run);

/// The same from the text of a study file; `path` gives the folder that other paths are relative
/// to, and stands in findings.
[[nodiscard]] Study parse_study(std::string_view text, const std::filesystem::path& path,
                                const std::vector<Override>& overrides, Findings& findings,
                                StudyUse use = StudyUse::run);

}  // namespace plume
