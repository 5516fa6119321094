// SPDX-License-Identifier: Apache-2.0
// Many alike items in one message: all are counted, the first few are named.
//
//     Examples odd("exchange");
//     for (...) if (is_odd(e)) odd.add([&] { return model.label_of(e); });
//     odd.count_text()  // "4811 exchanges"
//     odd.list()        // "a, b, c and 4808 more"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plume {

/// "'id' (name)", or the id alone where there is no other name.
template <class Item>
std::string quoted(const Item& item) {
  return item.name.empty() || item.name == item.id ? "'" + item.id + "'"
                                                   : "'" + item.name + "' (" + item.id + ")";
}

class Examples {
 public:
  /// `noun` takes an s in the plural.
  explicit Examples(std::string_view noun, std::size_t kept = 3) : noun_(noun), kept_(kept) {}

  /// Counts one item; `describe()` is called for those that are named.
  template <class Describe>
  void add(const Describe& describe) {
    if (++count_ <= kept_) texts_.push_back(describe());
  }

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }

  [[nodiscard]] std::string count_text() const {
    return std::to_string(count_) + " " + std::string(noun_) + (count_ == 1 ? "" : "s");
  }

  [[nodiscard]] std::string list() const {
    std::string text;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (i > 0) text += i + 1 == count_ ? " and " : ", ";
      text += texts_[i];
    }
    if (count_ > texts_.size()) text += " and " + std::to_string(count_ - texts_.size()) + " more";
    return text;
  }

 private:
  std::string_view noun_;
  std::size_t kept_;
  std::size_t count_ = 0;
  std::vector<std::string> texts_;
};

}  // namespace plume
