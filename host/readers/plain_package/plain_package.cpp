// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/plain_package.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "host/formula/parameter_scope.hpp"
#include "host/readers/plain_package/read_package.hpp"
#include "host/readers/stored_amounts.hpp"

namespace plume {
namespace {

/// Formulas of a package are openLCA's: `^`, `;` between arguments, no difference of case.
constexpr FormulaLanguage language = FormulaLanguage::openlca;

/// Hands the parameters and formulas of one package on to linking, and works out the amounts that
/// formulas stand in for.
class PackageScopes {
 public:
  PackageScopes(std::uint16_t source, const ReadInto& into, Findings& findings)
      : source_(source),
        builder_(into.builder),
        model_(into.builder.model()),
        data_(into.data),
        findings_(findings),
        dialect_(formula_dialect(language)),
        all_(dialect_) {
    data_.scopes.push_back({source, no_raw, dialect_});
    outer_ = static_cast<std::uint32_t>(data_.scopes.size() - 1);
  }

  void add(const PackageFormulas& found) {
    for (const PackageParameter& each : found.parameters) add(each);
    for (const PackageParameter& each : found.parameters) check(each);
    for (const PackageFormula& each : found.formulas) add(each);
  }

 private:
  /// What a process sees, where it has parameters of its own.
  struct Inner {
    std::uint32_t scope;
    ParameterScope values;
  };

  void add(const PackageParameter& given) {
    RawParameter raw;
    raw.name = data_.texts.add(given.name);
    raw.formula = data_.texts.add(given.formula);
    raw.unit = data_.texts.add(given.unit);
    raw.id = data_.texts.add(given.id);
    raw.value = given.amount;
    if (!given.uncertainty.is_certain())
      raw.uncertainty = data_.add_uncertainty({given.uncertainty}, Holder::parameter);
    if (raw.formula != no_text) ++data_.counts.formulas[static_cast<int>(Holder::parameter)];
    Inner* inner = given.process.empty() ? nullptr : &scope_of(given.process);
    data_.scopes[inner == nullptr ? outer_ : inner->scope].parameters.push_back(
        static_cast<std::uint32_t>(data_.parameters.size()));
    data_.parameters.push_back(raw);
    ParameterScope& values = inner == nullptr ? all_ : inner->values;
    if (given.formula.empty())
      values.add(given.name, given.amount);
    else
      values.add_formula(given.name, given.formula);
  }

  Inner& scope_of(const std::string& process) {
    if (const auto found = inner_.find(process); found != inner_.end()) return found->second;
    RawScope scope{source_, outer_, dialect_};
    scope.id = data_.texts.add(process);
    scope.name = data_.texts.add(model_.processes[builder_.find_process(process)].name);
    data_.scopes.push_back(std::move(scope));
    const auto index = static_cast<std::uint32_t>(data_.scopes.size() - 1);
    return inner_.emplace(process, Inner{index, ParameterScope(dialect_, &all_)}).first->second;
  }

  [[nodiscard]] ParameterScope& values_of(const std::string& process) {
    const auto found = inner_.find(process);
    return found == inner_.end() ? all_ : found->second.values;
  }

  void check(const PackageParameter& given) {
    if (given.formula.empty()) return;
    ParameterScope& values = values_of(given.process);
    const std::string what = fmt::format("parameter '{}'", given.name);
    if (!std::isnan(given.amount))
      compare_with_formula(values, given.formula, given.amount, what, stands(), given.place,
                           findings_);
    else
      (void)value_of(values, given.formula, what, given.place);
  }

  void add(const PackageFormula& given) {
    Exchange& number = model_.exchanges[given.exchange];
    const std::string& process = given.is_factor ? none_ : model_.processes[number.column].id;
    const auto inner = inner_.find(process);
    ParameterScope& values = values_of(process);
    if (given.has_amount)
      compare_with_formula(values, given.text, number.amount, model_.label_of(number), stands(),
                           given.place, findings_);
    else
      number.amount = value_of(values, given.text, model_.label_of(number), given.place);
    ++data_.counts.formulas[static_cast<int>(given.is_factor ? Holder::factor : Holder::exchange)];
    RawStoredFormula raw;
    raw.formula = data_.texts.add(given.text);
    raw.exchange = given.exchange;
    raw.scope = inner == inner_.end() ? outer_ : inner->second.scope;
    raw.place = {file_of(given.place.file), given.place.line};
    data_.stored_formulas.push_back(raw);
  }

  /// An amount that only a formula gives; 0 with an error where it gives none.
  double value_of(ParameterScope& values, const std::string& formula, const std::string& what,
                  const Place& place) {
    std::string why;
    const std::optional<double> value = values.evaluate(formula, why);
    if (value && std::isfinite(*value)) return *value;
    findings_.add("E0458", place,
                  fmt::format("the formula '{}' of {} cannot be worked out: {}", formula, what,
                              value ? "it is no number" : why),
                  "names are those of parameters.csv; without an amount beside it a formula must "
                  "have a value");
    return 0.0;
  }

  [[nodiscard]] std::string_view stands() const { return data_.what_stands(source_); }

  /// The table of the package, among the files that findings name.
  std::uint32_t file_of(const std::string& shown) {
    const auto [known, is_new] =
        files_.emplace(shown, static_cast<std::uint32_t>(data_.files.size()));
    if (is_new) data_.files.push_back({source_, shown.substr(shown.rfind('/') + 1), true});
    return known->second;
  }

  std::uint16_t source_;
  const ModelBuilder& builder_;
  Model& model_;
  InventoryData& data_;
  Findings& findings_;
  FormulaDialect dialect_;
  ParameterScope all_;
  std::uint32_t outer_ = 0;
  std::map<std::string, Inner> inner_;  ///< by id of the process
  std::map<std::string, std::uint32_t> files_;
  const std::string none_;
};

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) {
    const PackageFormulas found = read_package(*each.archive, each.source, into.builder, findings);
    if (found.parameters.empty() && found.formulas.empty()) continue;
    PackageScopes(each.source, into, findings).add(found);
  }
}

}  // namespace

const Format& plain_package_format() {
  static const Format format{"plume", "plume package", "a plain package holds exchanges.csv",
                             &is_package, &read};
  return format;
}

}  // namespace plume
