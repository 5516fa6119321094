// SPDX-License-Identifier: Apache-2.0
#include "host/compile/static_loops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "host/base/numbers.hpp"
#include "host/matrix/graph.hpp"

namespace plume {
namespace {

constexpr double told_gain = 0.9;
constexpr int most_products = 2000;     ///< P x, until the bounds of ρ are close
constexpr double close_enough = 1e-4;   ///< bounds of ρ, from each other
constexpr std::size_t names_shown = 5;  ///< of a cycle
constexpr std::size_t loops_shown = 10;

/// P by rows: what each process's product is taken by.
class FeedbackOfModel {
 public:
  explicit FeedbackOfModel(const Model& model) : rows_(model.processes.size()) {
    std::vector<std::uint32_t> maker(model.products.size(), no_index);
    for (std::uint32_t p = 0; p < model.processes.size(); ++p) {
      if (model.processes[p].reference_product != no_index)
        maker[model.processes[p].reference_product] = p;
    }
    std::vector<double> net(model.processes.size()), made(model.processes.size());
    for_each_amount(model, maker, [&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column) net[row] += value;
    });
    // The row of a treatment that is written with a negative amount is turned.
    const auto turned = [&net](std::uint32_t row, double value) {
      return net[row] < 0.0 ? -value : value;
    };
    for_each_amount(model, maker, [&](std::uint32_t row, std::uint32_t column, double value) {
      if (row == column) made[row] += std::max(turned(row, value), 0.0);
    });
    for_each_amount(model, maker, [&](std::uint32_t row, std::uint32_t column, double value) {
      const double taken = -turned(row, value);
      if (taken > 0.0 && made[row] > 0.0) rows_[row].push_back({column, taken / made[row]});
    });
  }

  struct Entry {
    std::uint32_t column;
    double share;
  };
  [[nodiscard]] const std::vector<Entry>& row(std::uint32_t i) const { return rows_[i]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }

  [[nodiscard]] Graph graph() const {
    std::vector<Edge> edges;
    for (std::uint32_t i = 0; i < size(); ++i) {
      for (const Entry& each : rows_[i]) edges.push_back({each.column, i});
    }
    return make_graph(size(), edges);
  }

 private:
  template <class Use>
  static void for_each_amount(const Model& model, const std::vector<std::uint32_t>& maker,
                              Use use) {
    for (const Exchange& e : model.exchanges) {
      if (e.matrix != Matrix::technosphere || maker[e.row] == no_index ||
          !std::isfinite(e.static_value()))
        continue;
      use(maker[e.row], e.column, e.static_value());
    }
  }

  std::vector<std::vector<Entry>> rows_;
};

/// A cyclic block on its own.
class CyclicPart {
 public:
  CyclicPart(const FeedbackOfModel& feedback, const std::vector<std::uint32_t>& nodes,
             std::vector<std::uint32_t>& place)
      : nodes_(nodes), rows_(nodes.size()), x_(nodes.size(), 1.0) {
    for (std::uint32_t k = 0; k < nodes.size(); ++k) place[nodes[k]] = k;
    for (std::uint32_t k = 0; k < nodes.size(); ++k) {
      for (const FeedbackOfModel::Entry& each : feedback.row(nodes[k])) {
        const std::uint32_t column = place[each.column];
        if (column < nodes.size() && nodes[column] == each.column)
          rows_[k].push_back({column, each.share});
      }
    }
  }
  [[nodiscard]] bool is_cyclic() const { return !rows_.front().empty() || nodes_.size() > 1; }

  /// ρ between the smallest and the largest (P x)_i / x_i (Collatz and Wielandt); iterated with P +
  /// I, which no cycle makes swing.
  double gain() {
    double low = 0.0, high = std::numeric_limits<double>::infinity();
    std::vector<double> next(x_.size());
    for (int k = 0; k < most_products && (k == 0 || high - low > close_enough * high); ++k) {
      low = std::numeric_limits<double>::infinity(), high = 0.0;
      double largest = 0.0;
      for (std::uint32_t i = 0; i < x_.size(); ++i) {
        double sum = 0.0;
        for (const FeedbackOfModel::Entry& each : rows_[i]) sum += each.share * x_[each.column];
        low = std::min(low, sum / x_[i]), high = std::max(high, sum / x_[i]);
        next[i] = sum + x_[i];
        largest = std::max(largest, next[i]);
      }
      for (std::uint32_t i = 0; i < x_.size(); ++i) x_[i] = next[i] / largest;
    }
    return 0.5 * (low + high);
  }

  /// From the process with the largest part of it to the one that takes most of it, until one comes
  /// again.
  [[nodiscard]] std::vector<std::uint32_t> main_cycle() const {
    auto at = static_cast<std::uint32_t>(std::max_element(x_.begin(), x_.end()) - x_.begin());
    std::vector<std::uint32_t> path, seen(x_.size(), no_index);
    while (seen[at] == no_index) {
      seen[at] = static_cast<std::uint32_t>(path.size());
      path.push_back(at);
      const auto& row = rows_[at];
      at = std::max_element(row.begin(), row.end(),
                            [&](const FeedbackOfModel::Entry& a, const FeedbackOfModel::Entry& b) {
                              return a.share * x_[a.column] < b.share * x_[b.column];
                            })
               ->column;
    }
    std::vector<std::uint32_t> cycle;
    for (std::size_t k = path.size(); k-- > seen[at];) cycle.push_back(nodes_[path[k]]);
    return cycle;
  }

 private:
  const std::vector<std::uint32_t>& nodes_;
  std::vector<std::vector<FeedbackOfModel::Entry>> rows_;
  std::vector<double> x_;
};

std::string named(const Process& process) {
  const std::string& name = process.name.empty() ? process.id : process.name;
  return fmt::format("'{}'{}", name, process.location.empty() ? "" : " {" + process.location + "}");
}

std::string described(const Model& model, const StaticLoop& loop) {
  std::string text;
  for (std::size_t i = 0; i < loop.processes.size(); ++i) {
    if (i == names_shown && loop.processes.size() > names_shown + 1) {
      text +=
          fmt::format(" takes from {} more, the last from", loop.processes.size() - names_shown);
      return text + " " + named(model.processes[loop.processes.front()]);
    }
    text += (i == 0 ? "" : " takes from ") + named(model.processes[loop.processes[i]]);
  }
  return text + " takes from " +
         (loop.processes.size() == 1 ? std::string("itself")
                                     : named(model.processes[loop.processes.front()]));
}

}  // namespace

std::vector<StaticLoop> static_loops(const Model& model, double least) {
  const FeedbackOfModel feedback(model);
  std::vector<std::uint32_t> place(feedback.size(), no_index);
  std::vector<StaticLoop> loops;
  for (const std::vector<std::uint32_t>& nodes : components_in_order(feedback.graph())) {
    CyclicPart block(feedback, nodes, place);
    if (!block.is_cyclic()) continue;
    const double gain = block.gain();
    if (gain > least)
      loops.push_back({gain, static_cast<std::uint32_t>(nodes.size()), block.main_cycle()});
  }
  std::stable_sort(loops.begin(), loops.end(),
                   [](const auto& a, const auto& b) { return a.gain > b.gain; });
  return loops;
}

void check_loops(const Model& model, Findings& findings) {
  const std::vector<StaticLoop> loops = static_loops(model, told_gain);
  for (std::size_t k = 0; k < std::min(loops.size(), loops_shown); ++k) {
    const StaticLoop& loop = loops[k];
    const std::string needs = loop.gain < 1.0
                                  ? fmt::format("one unit asked of it needs about {} in all",
                                                format_significant(1.0 / (1.0 - loop.gain), 2))
                                  : std::string("it takes more than it makes");
    findings.add(
        "W0297", {},
        fmt::format("a loop of {} processes has a gain of {}: {}; most of it in the cycle {}",
                    loop.num_processes, format_significant(loop.gain, 3), needs,
                    described(model, loop)),
        "look whether an amount or a unit in this cycle is wrong");
  }
  if (loops.size() > loops_shown) {
    findings.add("W0297", {},
                 fmt::format("{} more loops have gains above 0.9", loops.size() - loops_shown),
                 "mend those that are named first");
  }
}

}  // namespace plume
