// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

#include "host/archive/shown.hpp"

namespace plume {

namespace {

constexpr std::string_view magic{"\x93NUMPY", 6};

struct TypeName {
  std::string_view code;  // as in descr, behind the byte order
  std::string_view name;
  std::size_t size;
};

constexpr std::array<TypeName, 11> types = {{{"b1", "bool", 1},
                                             {"i1", "int8", 1},
                                             {"i2", "int16", 2},
                                             {"i4", "int32", 4},
                                             {"i8", "int64", 8},
                                             {"u1", "uint8", 1},
                                             {"u2", "uint16", 2},
                                             {"u4", "uint32", 4},
                                             {"u8", "uint64", 8},
                                             {"f4", "float32", 4},
                                             {"f8", "float64", 8}}};

const TypeName& type_of(NpyType type) { return types[static_cast<std::size_t>(type)]; }

/// Reads the header's dictionary: the part of Python's literals that numpy.save writes, and no
/// more. Every function returns false at the first character that does not fit; `at` then says
/// where.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : text_(text) {}

  struct Described {
    std::string name;
    std::string type;
  };
  std::vector<Described> descr;
  bool structured = false;
  bool unsupported = false;  // well formed, but with nested or repeated fields
  bool fortran_order = false;
  std::vector<std::size_t> shape;

  bool read() {
    bool has_descr = false, has_order = false, has_shape = false;
    if (!take('{')) return false;
    while (!take('}')) {
      std::string key;
      if (!read_string(key) || !take(':')) return false;
      if (key == "descr" && !has_descr) {
        has_descr = read_descr();
        if (!has_descr) return false;
      } else if (key == "fortran_order" && !has_order) {
        has_order = read_bool(fortran_order);
        if (!has_order) return false;
      } else if (key == "shape" && !has_shape) {
        has_shape = read_shape();
        if (!has_shape) return false;
      } else {
        return false;
      }
      if (!take(',') && !peek('}')) return false;
    }
    skip_blanks();
    return at_ == text_.size() && has_descr && has_order && has_shape;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
      ++at_;
  }
  bool peek(char wanted) {
    skip_blanks();
    return at_ < text_.size() && text_[at_] == wanted;
  }
  bool take(char wanted) {
    if (!peek(wanted)) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool read_string(std::string& value) {
    skip_blanks();
    if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return false;
    const char quote = text_[at_++];
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && ++at_ == text_.size()) return false;
      value += text_[at_];
    }
    return false;
  }
  bool read_bool(bool& value) {
    value = take_word("True");
    return value || take_word("False");
  }
  bool read_size(std::size_t& value) {
    skip_blanks();
    const std::size_t begin = at_;
    value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (__builtin_mul_overflow(value, std::size_t{10}, &value) ||
          __builtin_add_overflow(value, static_cast<std::size_t>(text_[at_] - '0'), &value)) {
        return false;
      }
    }
    if (at_ == begin) return false;
    take('L');  // Python 2 wrote long integers so
    return true;
  }
  bool read_shape() {
    if (!take('(')) return false;
    while (!take(')')) {
      std::size_t extent = 0;
      if (!read_size(extent)) return false;
      shape.push_back(extent);
      if (!take(',') && !peek(')')) return false;
    }
    return true;
  }
  bool read_descr() {
    if (!peek('[')) {
      descr.emplace_back();
      return read_string(descr.back().type);
    }
    take('[');
    structured = true;
    while (!take(']')) {
      if (!read_field()) return false;
      if (!take(',') && !peek(']')) return false;
    }
    return true;
  }
  /// ('name', '<f8'), (('title', 'name'), '<f8'), or with a shape or a nested list, which are
  /// passed over.
  bool read_field() {
    Described field;
    if (!take('(')) return false;
    if (take('(')) {
      std::string title;
      if (!read_string(title) || !take(',') || !read_string(field.name) || !take(')')) return false;
    } else if (!read_string(field.name)) {
      return false;
    }
    if (!take(',')) return false;
    if (peek('[')) {
      unsupported = true;
      if (!pass_over_list()) return false;
    } else if (!read_string(field.type)) {
      return false;
    }
    if (take(',') && !peek(')')) {
      unsupported = true;
      std::size_t extent = 0;
      const std::vector<std::size_t> outer = shape;
      if (peek('(') ? !read_shape() : !read_size(extent)) return false;
      shape = outer;
    }
    descr.push_back(std::move(field));
    return take(')');
  }
  bool pass_over_list() {
    std::size_t depth = 0;
    do {
      skip_blanks();
      if (at_ >= text_.size()) return false;
      if (text_[at_] == '\'' || text_[at_] == '"') {
        std::string ignored;
        if (!read_string(ignored)) return false;
        continue;
      }
      if (text_[at_] == '[') ++depth;
      if (text_[at_] == ']') --depth;
      ++at_;
    } while (depth > 0);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Digits behind a 'V' (unnamed padding of aligned structures); false if there are none or too
/// many.
bool padding_size(std::string_view digits, std::size_t& size) {
  size = 0;
  if (digits.empty() || digits.size() > 9) return false;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return false;
    size = size * 10 + static_cast<std::size_t>(digit - '0');
  }
  return true;
}

template <class Stored>
Stored load(const char* from, bool swap) {
  std::array<char, sizeof(Stored)> raw;
  std::memcpy(raw.data(), from, sizeof(Stored));
  if (swap) std::reverse(raw.begin(), raw.end());
  Stored value;
  std::memcpy(&value, raw.data(), sizeof(Stored));
  return value;
}

/// Any number to double or int64; the caller never asks for an integer of a fraction.
template <class Stored, class Target>
void load_all(const char* from, std::size_t stride, bool swap, std::vector<Target>& values) {
  for (Target& value : values) {
    if constexpr (std::is_floating_point_v<Stored> && std::is_integral_v<Target>) {
      value = 0;
    } else {
      value = static_cast<Target>(load<Stored>(from, swap));
    }
    from += stride;
  }
}

}  // namespace

std::optional<NpyArray> NpyArray::parse(std::string bytes, const std::string& file,
                                        Findings& findings) {
  const auto damaged = [&](std::string problem) {
    findings.add("E0305", {file, 0, 0}, std::move(problem),
                 "write the package again, or copy it again");
    return std::nullopt;
  };
  const auto unusable = [&](std::string problem) {
    findings.add("E0306", {file, 0, 0}, std::move(problem),
                 "save plain arrays of booleans, integers or float32/float64");
    return std::nullopt;
  };

  if (!std::string_view(bytes).starts_with(magic))
    return damaged("not a NumPy file: it does not begin with \\x93NUMPY");
  if (bytes.size() < 8) return damaged("the NumPy file is cut off in its header");
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
  };
  if (byte(6) < 1 || byte(6) > 3)
    return damaged(
        fmt::format("NumPy format version {}.{} is not known (1 to 3 are)", byte(6), byte(7)));

  const std::size_t length_size = byte(6) == 1 ? 2 : 4;
  const std::size_t header_begin = 8 + length_size;
  if (bytes.size() < header_begin) return damaged("the NumPy file is cut off in its header");
  std::size_t header_size = 0;
  for (std::size_t i = length_size; i-- > 0;) header_size = header_size * 256 + byte(8 + i);
  if (bytes.size() - header_begin < header_size)
    return damaged("the NumPy file is cut off in its header");

  HeaderReader header(std::string_view(bytes).substr(header_begin, header_size));
  if (!header.read()) return damaged("the NumPy header cannot be read");
  if (header.unsupported) return unusable("the array has nested or repeated fields");

  NpyArray array;
  for (const auto& [name, text] : header.descr) {
    const bool has_order =
        !text.empty() && std::string_view("<>|=").find(text[0]) != std::string_view::npos;
    std::string_view code = std::string_view(text).substr(has_order ? 1 : 0);
    if (code == "?") code = "b1";
    std::size_t padding = 0;
    if (header.structured && code.starts_with('V') && padding_size(code.substr(1), padding)) {
      array.element_size_ += padding;
      continue;
    }
    const auto known = std::find_if(types.begin(), types.end(),
                                    [&](const TypeName& type) { return type.code == code; });
    if (known == types.end())
      return unusable(fmt::format("elements of type '{}' cannot be read", shown(text)));
    if (header.structured && (name.empty() || array.find(name) != nullptr)) {
      return unusable(fmt::format("the array has two fields named '{}'", shown(name)));
    }
    NpyField field;
    field.name = name;
    field.type = static_cast<NpyType>(known - types.begin());
    field.big_endian =
        text[0] == '>' || (text[0] != '<' && std::endian::native == std::endian::big);
    field.offset = array.element_size_;
    array.element_size_ += known->size;
    array.fields_.push_back(std::move(field));
  }
  if (array.fields_.empty()) return unusable("the array has no fields");

  array.shape_ = std::move(header.shape);
  array.fortran_order_ = header.fortran_order;
  array.data_begin_ = header_begin + header_size;
  const std::size_t present = bytes.size() - array.data_begin_;
  std::size_t wanted = array.element_size_;
  bool too_large = false;
  for (const std::size_t extent : array.shape_)
    too_large = too_large || __builtin_mul_overflow(wanted, extent, &wanted);
  if (std::find(array.shape_.begin(), array.shape_.end(), std::size_t{0}) != array.shape_.end()) {
    wanted = 0;
    too_large = false;
  }
  if (too_large || wanted != present) {
    return damaged(
        too_large
            ? fmt::format("the header promises more elements than memory can hold, shape {}",
                          shown(array.shape_text()))
            : fmt::format("the header promises {} bytes of elements, shape {}; the file has {}",
                          wanted, shown(array.shape_text()), present));
  }
  array.size_ = wanted / array.element_size_;
  array.bytes_ = std::move(bytes);
  return array;
}

const NpyField* NpyArray::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const NpyField& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

template <class Target>
std::vector<Target> NpyArray::convert(const NpyField& field) const {
  std::vector<Target> values(size_);
  const char* from = bytes_.data() + data_begin_ + field.offset;
  const bool swap = field.big_endian != (std::endian::native == std::endian::big);
  switch (field.type) {
    case NpyType::boolean:
      load_all<std::uint8_t>(from, element_size_, swap, values);
      break;
    case NpyType::int8:
      load_all<std::int8_t>(from, element_size_, swap, values);
      break;
    case NpyType::int16:
      load_all<std::int16_t>(from, element_size_, swap, values);
      break;
    case NpyType::int32:
      load_all<std::int32_t>(from, element_size_, swap, values);
      break;
    case NpyType::int64:
      load_all<std::int64_t>(from, element_size_, swap, values);
      break;
    case NpyType::uint8:
      load_all<std::uint8_t>(from, element_size_, swap, values);
      break;
    case NpyType::uint16:
      load_all<std::uint16_t>(from, element_size_, swap, values);
      break;
    case NpyType::uint32:
      load_all<std::uint32_t>(from, element_size_, swap, values);
      break;
    case NpyType::uint64:
      load_all<std::uint64_t>(from, element_size_, swap, values);
      break;
    case NpyType::float32:
      load_all<float>(from, element_size_, swap, values);
      break;
    case NpyType::float64:
      load_all<double>(from, element_size_, swap, values);
      break;
  }
  if (fortran_order_ && shape_.size() > 1) to_c_order(values);
  return values;
}

/// Fortran order: first index fastest. Walks the elements as they lie and counts their index tuple
/// up.
template <class Target>
void NpyArray::to_c_order(std::vector<Target>& values) const {
  std::vector<std::size_t> stride(shape_.size(), 1);
  for (std::size_t axis = shape_.size() - 1; axis-- > 0;)
    stride[axis] = stride[axis + 1] * shape_[axis + 1];
  std::vector<Target> ordered(values.size());
  std::vector<std::size_t> index(shape_.size(), 0);
  std::size_t target = 0;
  for (const Target value : values) {
    ordered[target] = value;
    for (std::size_t axis = 0; axis < shape_.size(); ++axis) {
      target += stride[axis];
      if (++index[axis] < shape_[axis]) break;
      target -= stride[axis] * shape_[axis];
      index[axis] = 0;
    }
  }
  values = std::move(ordered);
}

std::vector<double> NpyArray::doubles(const NpyField& field) const {
  return convert<double>(field);
}
std::vector<std::int64_t> NpyArray::integers(const NpyField& field) const {
  return convert<std::int64_t>(field);
}

std::string NpyArray::shape_text() const {
  return shape_.size() == 1 ? fmt::format("({},)", shape_[0])
                            : fmt::format("({})", fmt::join(shape_, ", "));
}

std::string NpyArray::type_text() const {
  if (!is_structured()) return std::string(type_of(fields_.front().type).name);
  std::string text;
  for (const NpyField& field : fields_) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", field.name, type_of(field.type).name);
  }
  return fmt::format("({})", text);
}

}  // namespace plume
