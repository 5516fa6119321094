// SPDX-License-Identifier: Apache-2.0
#include "host/run/dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "host/base/csv_cell.hpp"
#include "host/base/error.hpp"
#include "host/base/numbers.hpp"
#include "host/base/significant_bits.hpp"
#include "host/run/output_check.hpp"
#include "host/run/prepare.hpp"
#include "host/sampling/direct_iteration.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/own_files.hpp"
#include "kernels/api/batch_runner.hpp"
#include "kernels/api/realisation.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

/// A table being written: RFC 4180, lines ended by a line feed.
class Table {
 public:
  explicit Table(const char* heads) : text_(std::string(heads) + "\n") {}
  template <class... Cells>
  void add(const Cells&... cells) {
    std::size_t i = 0;
    ((text_ += (i++ == 0 ? "" : ","), append(cells)), ...);
    text_ += '\n';
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void append(double number) { text_ += format_exact(number); }
  void append(std::string_view cell) { text_ += csv_cell(cell); }

  std::string text_;
};

/// Sums by (row, column), in order of first use or sorted.
class Cells {
 public:
  void add(std::uint32_t row, std::uint32_t column, double value) {
    const auto [found, is_new] = position_.emplace(std::uint64_t{row} << 32 | column, list_.size());
    if (is_new) list_.push_back({row, column, 0.0});
    list_[found->second].value += value;
  }
  [[nodiscard]] double at(std::uint32_t row, std::uint32_t column) const {
    const auto found = position_.find(std::uint64_t{row} << 32 | column);
    return found == position_.end() ? 0.0 : list_[found->second].value;
  }
  struct Cell {
    std::uint32_t row, column;
    double value;
  };
  [[nodiscard]] const std::vector<Cell>& list() const { return list_; }

 private:
  std::unordered_map<std::uint64_t, std::size_t> position_;
  std::vector<Cell> list_;
};

Cells static_cells(const Model& model, Matrix matrix) {
  Cells cells;
  for (const Exchange& e : model.exchanges) {
    if (e.matrix == matrix) cells.add(e.row, e.column, e.static_value());
  }
  return cells;
}

/// What a run stores of an iteration: of the problem as a run has it, in which what is certain is
/// summed once; bit for bit.
struct StoredIteration {
  IterationStatus status = IterationStatus::ok;
  std::vector<double> scores;
};

StoredIteration as_stored(const PreparedStudy& prepared, std::uint64_t iteration) {
  const Problem& p = prepared.problem;
  RunnerOptions options;
  options.values = p.lane_types();
  const auto runner = make_runner(choose_device("serial"), p.view(), options);
  LaneOutcome outcome{};
  StoredIteration stored;
  stored.scores.resize(std::size_t{p.num_demands} * p.num_categories);
  BatchOutput batch;
  batch.first = iteration;
  batch.count = 1;
  batch.scores = stored.scores.data();
  batch.outcome = &outcome;
  runner->run(batch);
  stored.status =
      outcome == LaneOutcome::infeasible ? IterationStatus::infeasible : IterationStatus::ok;
  if (outcome == LaneOutcome::unsolved) {
    DirectResult direct = DirectIteration(p).solve(iteration);
    stored.status = direct.status;
    stored.scores = std::move(direct.scores);
  }
  if (prepared.study.digits > 0) {
    for (double& score : stored.scores)
      score = rounded_to_bits(score, bits_for_digits(prepared.study.digits));
  }
  return stored;
}

class Dumper {
 public:
  /// `prepared` keeps every flow; `stored` is what the run has.
  Dumper(const PreparedStudy& prepared, StoredIteration stored, std::uint64_t iteration)
      : prepared_(prepared),
        p_(prepared.problem),
        model_(prepared.model),
        values_(p_.fp32_values ? ValueType::fp32 : ValueType::fp64),
        realisation_(realise(p_.view(), values_, iteration)),
        direct_(DirectIteration(p_).solve(iteration)),
        static_biosphere_(static_cells(model_, Matrix::biosphere)),
        stored_(std::move(stored)) {}

  [[nodiscard]] IterationStatus status() const { return stored_.status; }
  [[nodiscard]] const std::vector<double>& scores() const { return stored_.scores; }

  [[nodiscard]] std::string demand() const {
    Table table("demand,product,amount,product_name");
    for (const DemandVector& demand : prepared_.demands) {
      for (const auto& entry : demand.entries) {
        const Product& product = model_.products[entry.product];
        table.add(demand.name, product.id, entry.amount, product.name);
      }
    }
    return table.text();
  }

  [[nodiscard]] std::string technosphere() const {
    Cells cells;
    const auto add = [&](std::uint32_t row, std::uint32_t column, double value) {
      cells.add(p_.row_product[row], p_.row_process[column],
                std::ldexp(value, -p_.row_scale[row] - p_.row_exponent[column]));
    };
    for (std::uint32_t row = 0; row < p_.num_rows; ++row) {
      if (p_.diagonal[row] != 0.0) add(row, row, p_.diagonal[row]);
      for (auto k = p_.row_diagonal[row]; k < p_.row_diagonal[row + 1]; ++k)
        add(row, row, realisation_.slots[k]);
      for (auto k = p_.row_fixed[row]; k < p_.row_fixed[row + 1]; ++k)
        add(row, p_.fixed_column[k], p_.fixed_value[k]);
      for (auto k = p_.row_slot[row]; k < p_.row_slot[row + 1]; ++k) {
        add(row, p_.slot_column[k], realisation_.slots[k]);
      }
    }
    const Cells amounts = static_cells(model_, Matrix::technosphere);
    Table table("product,process,value,static,product_name,process_name");
    for (const auto& cell : cells.list()) {
      const Product& product = model_.products[cell.row];
      const Process& process = model_.processes[cell.column];
      table.add(product.id, process.id, cell.value, amounts.at(cell.row, cell.column), product.name,
                process.name);
    }
    return table.text();
  }

  [[nodiscard]] std::string biosphere() const {
    Cells cells;
    const auto add = [&](std::uint32_t flow, std::uint32_t row, double value) {
      cells.add(p_.flow_index[flow], p_.row_process[row], std::ldexp(value, -p_.row_exponent[row]));
    };
    for (std::size_t i = 0; i < p_.bio_fixed.size(); ++i) {
      add(p_.bio_fixed[i].flow, p_.bio_fixed[i].row, p_.bio_fixed_value[i]);
    }
    std::size_t next = 0;
    const auto add_draws = [&](const auto& draws) {
      for (const auto& draw : draws) add(draw.target, draw.row, realisation_.biosphere[next++]);
    };
    add_draws(p_.biosphere.lognormal);
    add_draws(p_.biosphere.normal);
    add_draws(p_.biosphere.wide);
    for (std::size_t i = 0; i < p_.bio_slot.size(); ++i) {
      add(p_.bio_slot[i].flow, p_.bio_slot[i].row, realisation_.bio_slots[i]);
    }
    Table table("flow,process,value,static,flow_name,process_name");
    for (const auto& cell : cells.list()) {
      const Flow& flow = model_.flows[cell.row];
      const Process& process = model_.processes[cell.column];
      table.add(flow.id, process.id, cell.value, static_biosphere_.at(cell.row, cell.column),
                flow.name, process.name);
    }
    return table.text();
  }

  [[nodiscard]] std::string characterisation() const {
    const Cells amounts = static_cells(model_, Matrix::characterisation);
    const Cells normalisation = static_cells(model_, Matrix::normalisation);
    double weighting = 1.0;
    for (const Exchange& e : model_.exchanges) {
      if (e.matrix == Matrix::weighting) weighting *= e.static_value();
    }
    Table table("category,flow,value,static,category_name,flow_name");
    for (std::uint32_t k = 0; k < p_.num_categories; ++k) {
      Cells cells;
      for (auto i = p_.category_entry[k]; i < p_.category_entry[k + 1]; ++i) {
        double factor = p_.entry_slot[i] == no_slot ? p_.entry_value[i]
                                                    : realisation_.factors[p_.entry_slot[i]];
        if (!p_.entry_normalisation.empty())
          factor *= realisation_.factors[p_.entry_normalisation[i]];
        if (p_.weighting_slot != no_slot) factor *= realisation_.factors[p_.weighting_slot];
        cells.add(p_.flow_index[p_.entry_flow[i]], k, factor);
      }
      const std::uint32_t index = prepared_.categories[k];
      const ImpactCategory& category = model_.categories[index];
      for (const auto& cell : cells.list()) {
        double amount = amounts.at(cell.row, index) * weighting;
        if (!normalisation.list().empty()) amount *= normalisation.at(cell.row, 0);
        const Flow& flow = model_.flows[cell.row];
        table.add(category.id, flow.id, cell.value, amount, category.name, flow.name);
      }
    }
    return table.text();
  }

  [[nodiscard]] std::string supply() const {
    Table table("demand,process,value,static,process_name");
    for (std::size_t i = 0; i < direct_.supply.size(); ++i) {
      const std::size_t row = i % p_.num_rows;
      const Process& process = model_.processes[p_.row_process[row]];
      table.add(prepared_.demands[i / p_.num_rows].name, process.id,
                std::ldexp(direct_.supply[i], p_.row_exponent[row]), p_.static_supply[i],
                process.name);
    }
    return table.text();
  }

  [[nodiscard]] std::string inventory() const {
    std::vector<std::uint32_t> row_of(model_.processes.size(), no_index);
    for (std::uint32_t row = 0; row < p_.num_rows; ++row) row_of[p_.row_process[row]] = row;
    std::vector<double> amounts(model_.flows.size());
    Table table("demand,flow,value,static,flow_name");
    for (std::size_t d = 0; d < prepared_.demands.size() && !direct_.inventory.empty(); ++d) {
      std::fill(amounts.begin(), amounts.end(), 0.0);
      for (const auto& cell : static_biosphere_.list()) {
        const std::uint32_t row = row_of[cell.column];
        if (row != no_index)
          amounts[cell.row] += cell.value * p_.static_supply[d * p_.num_rows + row];
      }
      for (std::size_t f = 0; f < p_.num_flows; ++f) {
        const Flow& flow = model_.flows[p_.flow_index[f]];
        table.add(prepared_.demands[d].name, flow.id, direct_.inventory[d * p_.num_flows + f],
                  amounts[p_.flow_index[f]], flow.name);
      }
    }
    return table.text();
  }

  [[nodiscard]] std::string score_table() const {
    Table table("demand,category,unit,status,score,direct,difference,static,category_name");
    const auto& categories = prepared_.axes.categories;
    for (std::size_t i = 0; i < stored_.scores.size(); ++i) {
      const double score = stored_.scores[i], direct = direct_.scores[i];
      const OutputAxes::Category& category = categories[i % categories.size()];
      table.add(prepared_.demands[i / categories.size()].name, category.id, category.unit,
                std::string_view(name_of(stored_.status)), score, direct, score - direct,
                p_.static_scores[i], category.name);
    }
    return table.text();
  }

 private:
  const PreparedStudy& prepared_;
  const Problem& p_;
  const Model& model_;
  ValueType values_;
  Realisation realisation_;
  DirectResult direct_;
  Cells static_biosphere_;
  StoredIteration stored_;
};

/// A table takes the place of one of an earlier dump, known by its heads, and of nothing else.
void check_table(const fs::path& path, const std::string& text, const std::vector<fs::path>& inputs,
                 Findings& findings) {
  std::error_code error;
  if (!fs::exists(path, error)) return;
  const std::string heads = text.substr(0, text.find('\n') + 1);
  std::string there(heads.size(), '\0');
  if (fs::is_regular_file(path, error)) {
    std::ifstream stream(path, std::ios::binary);
    stream.read(there.data(), static_cast<std::streamsize>(there.size()));
  }
  if (const fs::path input = input_that_is(path, inputs); !input.empty() || there != heads) {
    findings.add("E0633", {path.string(), 0, 0},
                 input.empty()
                     ? "the file exists and is no table of an earlier dump"
                     : "the file exists and belongs to the input '" + input.string() + "'",
                 "give another folder with -o");
  }
}

void write_table(const fs::path& path, const std::string& text) {
  AtomicFile file(path);
  errno = 0;
  std::ofstream stream(file.temporary(), std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) {
    throw Error(fmt::format("cannot write {}: {}", path.string(),
                            errno == 0 ? "no reason given" : std::strerror(errno)));
  }
  file.commit();
}

fs::path default_folder(const fs::path& study_path, std::uint64_t iteration) {
  if (is_given_text(study_path))
    return study_path.parent_path() / fmt::format("study-iteration-{}", iteration);
  return study_path.parent_path() /
         fmt::format("{}-iteration-{}", study_path.stem().string(), iteration);
}

}  // namespace

IterationDump dump_iteration(const StudySource& source, const std::vector<Override>& overrides,
                             std::uint64_t iteration, const fs::path& folder, Findings& findings) {
  const PreparedStudy prepared =
      prepare_study(source, overrides, findings, {}, /*every_flow=*/true);
  if (findings.has_errors()) throw BadInput(findings);
  IterationDump dump;
  dump.folder = folder.empty() ? default_folder(source.path, iteration) : folder;
  std::error_code error;
  fs::create_directories(dump.folder, error);
  if (error || !fs::is_directory(dump.folder)) {
    throw Error(fmt::format("cannot create the folder {}: {}", dump.folder.string(),
                            error ? error.message() : "there is a file of this name"));
  }
  Findings same;
  const Dumper dumper(prepared, as_stored(prepare_study(source, overrides, same), iteration),
                      iteration);
  const std::pair<const char*, std::string> tables[] = {
      {"demand.csv", dumper.demand()},       {"technosphere.csv", dumper.technosphere()},
      {"biosphere.csv", dumper.biosphere()}, {"characterisation.csv", dumper.characterisation()},
      {"supply.csv", dumper.supply()},       {"inventory.csv", dumper.inventory()},
      {"scores.csv", dumper.score_table()},
  };
  const std::vector<fs::path> inputs = inputs_of(prepared.study, prepared.inputs);
  if (const fs::path input = input_that_is(dump.folder, inputs); !input.empty()) {
    findings.add("E0632", {dump.folder.string(), 0, 0},
                 "the folder of the dump is the input '" + input.string() + "'",
                 "give another folder with -o");
  }
  for (const auto& [name, text] : tables) check_table(dump.folder / name, text, inputs, findings);
  if (findings.has_errors()) throw BadInput(findings);
  for (const auto& [name, text] : tables) {
    write_table(dump.folder / name, text);
    dump.files.emplace_back(name);
  }
  dump.iteration = iteration;
  dump.seed = prepared.study.sampling.seed;
  dump.status = dumper.status();
  dump.axes = prepared.axes;
  dump.scores = dumper.scores();
  dump.static_scores = prepared.problem.static_scores;
  return dump;
}

}  // namespace plume
