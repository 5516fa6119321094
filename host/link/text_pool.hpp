// SPDX-License-Identifier: Apache-2.0
// Texts stored once and named by a number. A database says "kg" half a million times; a record that
// holds 32-bit numbers instead of strings is small, is compared in one instruction, and is moved
// without a copy of its texts.
//
//     TextPool pool;
//     const Text kilogram = pool.add("kg");
//     pool[kilogram];                        // "kg"
//     pool.add("kg") == kilogram;            // true
//     pool.add("") == no_text;               // true: 0 is the empty text
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace plume {

using Text = std::uint32_t;
inline constexpr Text no_text = 0;

class TextPool {
 public:
  TextPool();

  /// The number of this text; the bytes are copied if they are new.
  Text add(std::string_view text);
  /// The number of this text, or no_text where the pool does not hold it.
  [[nodiscard]] Text find(std::string_view text) const;
  [[nodiscard]] std::string_view operator[](Text text) const { return texts_[text]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    Text text = no_text;
  };
  [[nodiscard]] std::string_view keep(std::string_view text);
  void grow();

  std::vector<std::string_view> texts_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace plume
