// SPDX-License-Identifier: Apache-2.0
// .npy files for tests, byte by byte, independent of the reader.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/model/uncertainty.hpp"

namespace plume::testing {

/// A file with any header text; version 1 has a two-byte length, later ones four.
inline std::string npy_file(std::string_view header, std::string_view elements, int version = 1) {
  std::string file("\x93NUMPY", 6);
  file += static_cast<char>(version);
  file += '\0';
  const std::size_t length = header.size() + 1;
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    file += static_cast<char>((length >> (8 * i)) & 0xFF);
  file += header;
  file += '\n';
  file += elements;
  return file;
}

inline std::string npy_header(std::string_view descr, std::string_view shape,
                              bool fortran = false) {
  return "{'descr': " + std::string(descr) + ", 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': (" + std::string(shape) + "), }";
}

/// The bytes of a number as they lie in memory, reversed for big endian.
template <class Number>
std::string raw(Number number, bool reversed = false) {
  std::string bytes(sizeof(Number), '\0');
  std::memcpy(bytes.data(), &number, sizeof(Number));
  return reversed ? std::string(bytes.rbegin(), bytes.rend()) : bytes;
}

template <class Number>
std::string raw_all(const std::vector<Number>& numbers, bool reversed = false) {
  std::string bytes;
  for (const Number number : numbers) bytes += raw(number, reversed);
  return bytes;
}

inline std::string count_shape(std::size_t count) { return std::to_string(count) + ","; }

inline std::string npy_doubles(const std::vector<double>& values) {
  return npy_file(npy_header("'<f8'", count_shape(values.size())), raw_all(values));
}

inline std::string npy_bools(const std::vector<int>& values) {
  std::string bytes;
  for (const int value : values) bytes += static_cast<char>(value);
  return npy_file(npy_header("'|b1'", count_shape(values.size())), bytes);
}

using Cells = std::vector<std::pair<std::int64_t, std::int64_t>>;

inline std::string npy_indices(const Cells& cells) {
  std::string bytes;
  for (const auto& [row, column] : cells) bytes += raw(row) + raw(column);
  return npy_file(npy_header("[('row', '<i8'), ('col', '<i8')]", count_shape(cells.size())), bytes);
}

inline std::string npy_table(const std::vector<std::vector<double>>& rows) {
  std::string bytes;
  for (const auto& row : rows) bytes += raw_all(row);
  const std::string width = std::to_string(rows.empty() ? 0 : rows[0].size());
  return npy_file(npy_header("'<f8'", std::to_string(rows.size()) + ", " + width), bytes);
}

/// As bw_processing writes distributions: float32, the type first. `kind` overrides the type where
/// it is not −1.
inline std::string npy_distributions(const std::vector<Uncertainty>& distributions, int kind = -1) {
  std::string bytes;
  for (const Uncertainty& u : distributions) {
    bytes += raw(static_cast<std::uint8_t>(kind >= 0 ? kind : static_cast<int>(u.kind)));
    for (const double parameter : {u.loc, u.scale, u.shape, u.minimum, u.maximum})
      bytes += raw(static_cast<float>(parameter));
    bytes += raw(u.negative);
  }
  return npy_file(
      npy_header(
          "[('uncertainty_type', '|u1'), ('loc', '<f4'), ('scale', '<f4'), ('shape', '<f4'), "
          "('minimum', '<f4'), ('maximum', '<f4'), ('negative', '|b1')]",
          count_shape(distributions.size())),
      bytes);
}

}  // namespace plume::testing
