// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_program.hpp"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace plume {
namespace {

class Assembler {
 public:
  Assembler(const FormulaGraph& graph, const std::vector<double>& values,
            const std::vector<std::uint32_t>& registers, std::uint32_t num_parameters)
      : nodes_(graph.nodes()),
        values_(values),
        registers_(registers),
        register_of_(nodes_.size(), no_register) {
    program_.num_registers = num_parameters;
    std::vector<char> drawn(registers.size());
    for (std::size_t i = 0; i < registers.size(); ++i) drawn[i] = registers[i] != no_register;
    changes_ = depends_on(graph, drawn);
    for (FormulaNode i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].op == FormulaOp::name) register_of_[i] = registers_[nodes_[i].a];
    }
  }

  FormulaProgram assemble(const std::array<std::vector<FormulaStore>, formula_lists>& stores) {
    find_shared(stores);
    program_.part_begin[1] = size();
    for (std::size_t list = 0; list < formula_lists; ++list) {
      add_list(stores[list]);
      program_.part_begin[list + 2] = size();
    }
    return std::move(program_);
  }

 private:
  [[nodiscard]] std::uint32_t size() const {
    return static_cast<std::uint32_t>(program_.steps.size());
  }

  /// A step is made for it: not for numbers, and not for parameters.
  [[nodiscard]] bool is_step(FormulaNode node) const {
    return changes_[node] != 0 && nodes_[node].op != FormulaOp::name;
  }

  /// Calls use(node) for the steps below a root in the order of their numbers, each once; those
  /// with a register already are not gone through.
  template <class Use>
  void for_each_below(const std::vector<FormulaNode>& roots, Use use) {
    std::vector<FormulaNode> found, open;
    std::vector<char>& seen = seen_;
    seen.resize(nodes_.size());
    const auto look = [&](FormulaNode node) {
      if (!is_step(node) || seen[node] != 0 || register_of_[node] != no_register) return;
      seen[node] = 1;
      found.push_back(node);
      open.push_back(node);
    };
    for (const FormulaNode root : roots) look(root);
    while (!open.empty()) {
      const FormulaGraph::Node& node = nodes_[open.back()];
      open.pop_back();
      look(node.a);
      look(node.b);
      look(node.c);
    }
    std::sort(found.begin(), found.end());
    for (const FormulaNode node : found) {
      seen[node] = 0;
      use(node);
    }
  }

  /// What two lists need is worked out before both, and stays.
  void find_shared(const std::array<std::vector<FormulaStore>, formula_lists>& stores) {
    std::vector<std::uint8_t> lists(nodes_.size());
    for (const std::vector<FormulaStore>& list : stores) {
      std::vector<FormulaNode> roots;
      for (const FormulaStore& each : list) roots.push_back(each.node);
      for_each_below(roots, [&](FormulaNode node) { ++lists[node]; });
    }
    for (FormulaNode node = 0; node < nodes_.size(); ++node) {
      if (lists[node] > 1) emit(node, program_.num_registers++);
    }
  }

  void add_list(const std::vector<FormulaStore>& stores) {
    // In the order that they are emitted, what the last use of each step is.
    std::vector<std::pair<FormulaNode, const FormulaStore*>> order;
    for (const FormulaStore& each : stores) {
      for_each_below({each.node}, [&](FormulaNode node) {
        register_of_[node] = pending;
        order.push_back({node, nullptr});
      });
      order.push_back({each.node, &each});
    }
    std::unordered_map<FormulaNode, std::size_t> last_use;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto use = [&](FormulaNode node) {
        if (register_of_[node] == pending) last_use[node] = i;
      };
      if (order[i].second != nullptr) {
        use(order[i].first);
        continue;
      }
      const FormulaGraph::Node& node = nodes_[order[i].first];
      use(node.a);
      use(node.b);
      use(node.c);
    }
    std::vector<FormulaNode> held;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto& [node, store] = order[i];
      const auto release = [&](FormulaNode used) {
        const auto found = last_use.find(used);
        if (found == last_use.end() || found->second != i) return;
        last_use.erase(found);
        free_.push_back(register_of_[used]);
      };
      if (store != nullptr) {
        emit_store(*store);
        release(node);
        continue;
      }
      // Operands are read before the result is written, so that it may have the register of one of
      // them.
      const FormulaGraph::Node& operation = nodes_[node];
      const std::uint32_t a = operand(operation.a), b = operand(operation.b),
                          c = operand(operation.c);
      release(operation.a);
      release(operation.b);
      release(operation.c);
      if (free_.empty()) free_.push_back(program_.num_registers++);
      register_of_[node] = free_.back();
      free_.pop_back();
      held.push_back(node);
      program_.steps.push_back({operation.op, register_of_[node], a, b, c});
    }
    for (const FormulaNode node : held) register_of_[node] = no_register;
  }

  void emit(FormulaNode node, std::uint32_t target) {
    const FormulaGraph::Node& operation = nodes_[node];
    program_.steps.push_back(
        {operation.op, target, operand(operation.a), operand(operation.b), operand(operation.c)});
    register_of_[node] = target;
  }

  void emit_store(const FormulaStore& store) {
    program_.steps.push_back({FormulaOp::store, store.target, operand(store.node),
                              constant(store.factor), store.multiplies ? 1u : 0u});
  }

  std::uint32_t operand(FormulaNode node) {
    return changes_[node] == 0 ? constant(values_[node]) : register_of_[node];
  }

  std::uint32_t constant(double value) {
    const auto [known, is_new] = constants_.emplace(
        std::bit_cast<std::uint64_t>(value), static_cast<std::uint32_t>(program_.constants.size()));
    if (is_new) program_.constants.push_back(value);
    return known->second | formula_constant_bit;
  }

  static constexpr std::uint32_t pending = no_register - 1;  ///< a register that is not chosen yet

  const std::vector<FormulaGraph::Node>& nodes_;
  const std::vector<double>& values_;
  const std::vector<std::uint32_t>& registers_;
  std::vector<std::uint32_t> register_of_;
  std::vector<char> changes_, seen_;
  std::vector<std::uint32_t> free_;  ///< registers that were held for a while
  std::unordered_map<std::uint64_t, std::uint32_t> constants_;
  FormulaProgram program_;
};

}  // namespace

std::vector<char> depends_on(const FormulaGraph& graph, const std::vector<char>& is_drawn) {
  std::vector<char> changes;
  changes.reserve(graph.nodes().size());
  for (const FormulaGraph::Node& node : graph.nodes()) {
    if (node.op == FormulaOp::number)
      changes.push_back(0);
    else if (node.op == FormulaOp::name)
      changes.push_back(is_drawn[node.a]);
    else
      changes.push_back(changes[node.a] != 0 || changes[node.b] != 0 || changes[node.c] != 0);
  }
  return changes;
}

FormulaProgram assemble(const FormulaGraph& graph, const std::vector<double>& values,
                        const std::vector<std::uint32_t>& registers, std::uint32_t num_parameters,
                        const std::array<std::vector<FormulaStore>, formula_lists>& stores) {
  return Assembler(graph, values, registers, num_parameters).assemble(stores);
}

}  // namespace plume
