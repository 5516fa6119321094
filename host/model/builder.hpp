// SPDX-License-Identifier: Apache-2.0
// Builds a Model from several sources: ids become indices once, whoever names them first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/model/id_index.hpp"
#include "host/model/key_counter.hpp"
#include "host/model/model.hpp"

namespace plume {

/// In Model::exchange_ids: of an exchange that has an id of its own which is not known any more. No
/// id is a line end.
inline constexpr std::string_view unknown_exchange_id = "\n";

/// Use:
///     ModelBuilder builder(model);
///     Exchange e;  e.row = builder.product("p1");  e.column = builder.process("a1");
///         e.amount = 2.5;
///     builder.add(e, Uncertainty{...});     // gives it its key
class ModelBuilder {
 public:
  explicit ModelBuilder(Model& model);  ///< takes up what the model already holds

  /// Index of the id, added with an empty name if new.
  std::uint32_t product(std::string_view id);
  std::uint32_t process(std::string_view id);
  std::uint32_t flow(std::string_view id);
  std::uint32_t category(std::string_view id);
  /// no_index if unknown; likewise below
  [[nodiscard]] std::uint32_t find_product(std::string_view id) const;
  [[nodiscard]] std::uint32_t find_process(std::string_view id) const;
  [[nodiscard]] std::uint32_t find_flow(std::string_view id) const;
  [[nodiscard]] std::uint32_t find_category(std::string_view id) const;

  /// Adds an exchange. Its key becomes stable_key({matrix name, row id, column id, ordinal}) where
  /// ordinal counts the exchanges of that cell in order of addition, or stable_key({"exchange",
  /// id}) if the source gives the exchange an id of its own (such an exchange takes no ordinal).
  /// Row id of a weighting and column id of a normalisation are empty texts. An uncertainty that
  /// is_certain() is not stored. Returns the exchange's index.
  std::size_t add(Exchange exchange, const Uncertainty& uncertainty = {},
                  std::string_view own_id = {});

  /// Adds a parameter of formulas; `number` has its amount and place. Its key is that of its name
  /// and scope, or of its own id. Returns the parameter's index.
  std::uint32_t parameter(std::string_view name, std::string_view scope, Exchange number,
                          const Uncertainty& uncertainty = {}, std::string_view own_id = {});

  /// Adds an exchange that has its key, uncertainty and indices already: of a model that was
  /// stored.
  void add_stored(const Exchange& exchange);

  /// Keeps the ids of exchanges from now on (Model::exchange_ids): they are only wanted to write a
  /// model down.
  void keep_exchange_ids() { keeps_ids_ = true; }

  [[nodiscard]] Model& model() { return model_; }
  [[nodiscard]] const Model& model() const { return model_; }

 private:
  /// whether its key is that of its place among the exchanges of its cell
  bool count(const Exchange& exchange);

  Model& model_;
  IdIndex products_, processes_, flows_, categories_;
  KeyCounter ordinals_;  ///< by key of ordinal 0
  bool keeps_ids_ = false;
};

}  // namespace plume
