// SPDX-License-Identifier: Apache-2.0
// NumPy's .npy files: one array of numbers, plain or structured, as numpy.save writes it.
//
//   "\x93NUMPY" major minor | header length (2 bytes in version 1, 4 in versions 2 and 3) | header
//   | elements
//
// The header is a Python dictionary, {'descr': '<f8', 'fortran_order': False, 'shape': (3,), },
// where descr is one type or a list of named ones, [('row', '<i8'), ('col', '<i8')]. Format:
// numpy.lib.format.
//
// Use:
//     // nothing: findings say why
//     const auto array = NpyArray::parse(std::move(bytes), "a.npy", findings);
//     if (const NpyField* row = array->find("row")) use(array->integers(*row));
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {

enum class NpyType : std::uint8_t {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64
};

/// The elements of a plain array, or one named part of the elements of a structured one.
struct NpyField {
  std::string name;  ///< empty for a plain array
  NpyType type = NpyType::float64;
  bool big_endian = false;
  std::size_t offset = 0;  ///< bytes from the start of an element

  [[nodiscard]] bool is_integer() const {
    return type != NpyType::boolean && type < NpyType::float32;
  }
};

class NpyArray {
 public:
  /// Takes the bytes of a file; `file` is its name in findings. What is damaged or cut off is
  /// E0305, what is well formed but no array of plain numbers is E0306.
  static std::optional<NpyArray> parse(std::string bytes, const std::string& file,
                                       Findings& findings);

  [[nodiscard]] const std::vector<std::size_t>& shape() const { return shape_; }
  [[nodiscard]] std::size_t size() const { return size_; }  ///< elements: the product of the shape
  [[nodiscard]] bool is_structured() const { return !fields_.front().name.empty(); }
  /// in the file's order, never empty
  [[nodiscard]] const std::vector<NpyField>& fields() const { return fields_; }
  /// nullptr if there is none
  [[nodiscard]] const NpyField* find(std::string_view name) const;

  /// All elements in C order (last index fastest), whatever the order in the file.
  [[nodiscard]] std::vector<double> doubles(const NpyField& field) const;
  /// Likewise, of a field that is_integer() or boolean. An unsigned number beyond 2^63 wraps to a
  /// negative one.
  [[nodiscard]] std::vector<std::int64_t> integers(const NpyField& field) const;

  /// "(3, 4)", "(3,)", as Python writes a shape; "float32" or "(row: int64, col: int64)".
  [[nodiscard]] std::string shape_text() const;
  [[nodiscard]] std::string type_text() const;

 private:
  template <class Target>
  std::vector<Target> convert(const NpyField& field) const;
  template <class Target>
  void to_c_order(std::vector<Target>& values) const;

  std::string bytes_;
  std::size_t data_begin_ = 0;
  std::size_t element_size_ = 0;
  std::size_t size_ = 0;
  bool fortran_order_ = false;
  std::vector<std::size_t> shape_;
  std::vector<NpyField> fields_;
};

}  // namespace plume
