// SPDX-License-Identifier: Apache-2.0
// What ties the draws of a model together. Everything here is resolved: exchanges by index, options
// and matrices checked.
//
// A draw is identified by a key (docs/decisions/0005). Exchanges that share one draw have one key:
// sharing() looks it up. The inputs of a copula are keys, too, so that a group of exchanges can be
// one input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// Numbers whose amounts sum to a fixed total in every iteration.
struct Composition {
  std::string name;
  double total = 0.0;  ///< of the amounts as the source has them: before sign and factor
  struct Member {
    std::uint32_t exchange;
    bool pinned;  ///< keeps its value; the others share what is left
  };
  std::vector<Member> members;
};

/// Draws that depend on each other as a correlation matrix says, margins as they are.
struct Copula {
  std::string name;
  std::vector<std::uint64_t> keys;  ///< of the inputs
  std::vector<double> cholesky;     ///< lower triangle by rows: L_00, L_10, L_11, …
  double degrees = 0.0;             ///< of freedom of a t copula; 0: Gaussian
  std::uint64_t key = 0;            ///< of the draw that a t copula needs besides
};

/// One option of several, drawn once an iteration by weights; its values stand in arrays of the
/// same key.
struct Switch {
  std::string name;
  std::vector<std::string> options;
  std::vector<double> weights;  ///< above 0, sum 1
  std::uint64_t key = 0;

  /// thresholds()[k], k < options − 1: the option is the number of thresholds at or below the
  /// 32-bit word.
  [[nodiscard]] std::vector<double> thresholds() const;
};

struct Dependence {
  /// By exchange; may be shorter than the model or empty. 0: the exchange's own key.
  std::vector<std::uint64_t> shared_key;
  std::vector<Composition> compositions;
  std::vector<Copula> copulas;
  std::vector<Switch> switches;

  /// What the sources say of their exchanges, for the study to build on: exchanges by the name of
  /// their group, and by tag.
  std::map<std::string, std::vector<std::uint32_t>> source_groups, tags;

  /// The key that the exchange is drawn with. `own` is its identity.
  [[nodiscard]] std::uint64_t key_of(std::size_t exchange, std::uint64_t own) const {
    return exchange < shared_key.size() && shared_key[exchange] != 0 ? shared_key[exchange] : own;
  }
  void share(std::size_t exchange, std::uint64_t key);
};

/// The key of a group of exchanges: of its name, and of the value that tells it from others of the
/// same rule.
[[nodiscard]] std::uint64_t group_key(std::string_view name, std::string_view value = {});

}  // namespace plume
