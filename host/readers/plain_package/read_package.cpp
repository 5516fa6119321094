// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/read_package.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/readers/plain_package/declarations.hpp"
#include "host/readers/plain_package/exchanges.hpp"

namespace plume {
namespace {

constexpr std::array<std::string_view, 8> table_names = {
    "processes.csv",  "products.csv", "flows.csv",         "exchanges.csv",
    "categories.csv", "factors.csv",  "distributions.csv", "parameters.csv"};

void report_missing(const PackageFiles& files, std::string_view name, std::string problem,
                    std::string hint, Findings& findings) {
  findings.add("E0210", {files.display_name(name), 0, 0}, std::move(problem), std::move(hint));
}

/// The table that a file is, whatever case its name is written in; empty where it is none.
std::string_view table_named(std::string_view file) {
  const std::string name = lower_case(file);
  const auto found = std::find(table_names.begin(), table_names.end(), name);
  return found == table_names.end() ? std::string_view() : *found;
}

/// The same files under the names that tables have: Exchanges.CSV is exchanges.csv.
PackageFiles with_table_names(const PackageFiles& files, Findings& findings) {
  PackageFiles named;
  std::map<std::string, std::string, std::less<>> written;  // table → its file
  for (const std::string& name : files.names) {
    const std::string_view table = table_named(name);
    if (table.empty()) {
      named.names.push_back(name);
      continue;
    }
    const auto [first, is_new] = written.emplace(table, name);
    if (is_new) {
      named.names.emplace_back(table);
      continue;
    }
    findings.add("E0270", {files.display_name(name), 0, 0},
                 "the table " + std::string(table) + " is there as '" + first->second + "', too",
                 "keep one of them");
  }
  const auto file_of = [written](std::string_view name) {
    const auto found = written.find(name);
    return found == written.end() ? std::string(name) : found->second;
  };
  named.read = [&files, file_of](std::string_view name) { return files.read(file_of(name)); };
  named.display_name = [&files, file_of](std::string_view name) {
    return files.display_name(file_of(name));
  };
  return named;
}

/// A table under a name that is nearly right would be left out without a word.
void warn_of_misnamed(const PackageFiles& files, Findings& findings) {
  std::vector<std::string> absent;
  for (const std::string_view name : table_names) {
    if (!files.contains(name)) absent.emplace_back(name);
  }
  for (const std::string& name : files.names) {
    bool known = name.find('/') != std::string::npos;
    for (const std::string_view table : table_names) known |= name == table;
    if (known || name.size() > 64) continue;
    const std::string hint = did_you_mean(name, absent);
    if (!hint.empty())
      findings.add("W0210", {files.display_name(name), 0, 0}, "the file is no table of a package",
                   hint);
  }
}

void check_tables(const PackageFiles& files, PackageContext& context) {
  const Model& model = context.builder.model();
  Findings& findings = context.findings;
  const bool processes = files.contains("processes.csv");
  const bool exchanges = files.contains("exchanges.csv");
  const bool categories = files.contains("categories.csv");
  const bool factors = files.contains("factors.csv");
  if (!processes && !exchanges && !factors) {
    report_missing(files, "processes.csv",
                   "the table is missing, and so are exchanges.csv and factors.csv",
                   "a package has at least one of them", findings);
    return;
  }
  if (exchanges && !processes && model.processes.empty()) {
    report_missing(files, "processes.csv", "the table is missing",
                   "add it with the columns id, name, unit", findings);
    context.set_incomplete(IdKind::process);
    context.set_incomplete(IdKind::product);
  }
  if (processes && !exchanges) {
    report_missing(files, "exchanges.csv", "the table is missing",
                   "add it with the columns process, type, item, amount", findings);
  }
  if (factors && !categories && model.categories.empty()) {
    report_missing(files, "categories.csv", "the table is missing",
                   "add it with the columns id, name, unit", findings);
    context.set_incomplete(IdKind::category);
  }
  if (categories && !factors) {
    report_missing(files, "factors.csv", "the table is missing, so the categories have no factors",
                   "add it with the columns category, flow, amount", findings);
  }
  context.table_missing[static_cast<std::size_t>(IdKind::flow)] =
      !files.contains("flows.csv") && model.flows.empty();
}

}  // namespace

bool is_package(const Archive& archive) {
  const std::vector<std::string> names = archive.names();
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    const std::string_view table = table_named(name);
    return table == "processes.csv" || table == "exchanges.csv" || table == "factors.csv";
  });
}

PackageFormulas read_package(const Archive& archive, std::uint16_t source, ModelBuilder& builder,
                             Findings& findings) {
  PackageFiles files;
  files.names = archive.names();
  files.read = [&archive, &findings](std::string_view name) {
    return archive.read(name, findings);
  };
  files.display_name = [&archive](std::string_view name) { return archive.display_name(name); };
  return read_package(files, source, builder, findings);
}

PackageFormulas read_package(const PackageFiles& given, std::uint16_t source, ModelBuilder& builder,
                             Findings& findings) {
  const PackageFiles files = with_table_names(given, findings);
  Model& model = builder.model();
  if (source < model.sources.size()) {
    model.sources[source].tables.assign(number_table_names.begin(), number_table_names.end());
  }
  PackageContext context(builder, source, findings);
  warn_of_misnamed(files, findings);
  check_tables(files, context);

  const std::string folder = files.display_name("");
  /// Reads one table and lets its text go before the next: the largest one decides the memory.
  const auto with_table = [&files](std::string_view name, auto&& use, auto&& unreadable) {
    if (!files.contains(name)) return;
    if (const std::optional<std::string> text = files.read(name)) {
      use(*text, files.display_name(name));
    } else {
      unreadable();
    }
  };
  with_table(
      "distributions.csv",
      [&](const std::string& text, const std::string& file) {
        context.distributions.read(text, file, findings);
      },
      [&] { context.distributions.set_incomplete(); });
  with_table(
      "products.csv",
      [&](const std::string& text, const std::string& file) { read_products(text, file, context); },
      [&] { context.set_incomplete(IdKind::product); });
  with_table(
      "flows.csv",
      [&](const std::string& text, const std::string& file) { read_flows(text, file, context); },
      [&] { context.set_incomplete(IdKind::flow); });
  with_table(
      "categories.csv",
      [&](const std::string& text, const std::string& file) {
        read_categories(text, file, context);
      },
      [&] { context.set_incomplete(IdKind::category); });
  with_table(
      "processes.csv",
      [&](const std::string& text, const std::string& file) {
        read_processes(text, file, context);
      },
      [&] {
        context.set_incomplete(IdKind::process);
        context.set_incomplete(IdKind::product);
      });
  with_table(
      "exchanges.csv",
      [&](const std::string& text, const std::string& file) {
        read_exchanges(text, file, folder, context);
      },
      [] {});
  with_table(
      "factors.csv",
      [&](const std::string& text, const std::string& file) {
        read_factors(text, file, folder, context);
      },
      [] {});
  with_table(
      "parameters.csv",
      [&](const std::string& text, const std::string& file) {
        read_parameters(text, file, folder, context);
      },
      [] {});
  return std::move(context.formulas);
}

}  // namespace plume
