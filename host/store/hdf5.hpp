// SPDX-License-Identifier: Apache-2.0
// The HDF5 C API as Plume uses it: handles that close themselves, and failures that say what was
// being done.
//
//     hdf5::File file = hdf5::File::create(temporary, "out/x.h5");
//     hdf5::Dataset mean = file.create("mean", hdf5::Type::float64, {2, 3});
//     // Error: cannot write 'mean' to out/x.h5: No space left on device
//     mean.write(values);
//     mean.set("units", "1");
//     // while the datasets are open: closing one may write, and cannot say that it failed
//     file.flush();
//     mean = {};
//     // a File that is not closed is given up: nothing more is written to disk
//     file.close();
//
// Only the numbered functions of the API are called (H5Dcreate2, ...), so that a later HDF5 means
// the same by them.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/store/schema.hpp"
#include "host/store/sink.hpp"
#include "host/store/source.hpp"

namespace plume::hdf5 {

enum class Type { float64, int64, uint64, uint32, uint8, text, other };

[[nodiscard]] Type type_of(schema::Type type);

using Shape = std::vector<hsize_t>;

/// An HDF5 id and the function that closes it.
class Handle {
 public:
  using Closer = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();
  [[nodiscard]] hid_t get() const { return id_; }
  [[nodiscard]] hid_t release();

 private:
  hid_t id_ = H5I_INVALID_HID;
  Closer closer_ = nullptr;
};

/// What is being done, for messages: "cannot <verb> 'object' to <file>: <cause>".
struct Context {
  std::string file;
  std::shared_ptr<Sink> sink;      ///< of a file that is written; nullptr for one that is read
  std::shared_ptr<Source> source;  ///< of a file that is read

  [[nodiscard]] bool writing() const { return sink != nullptr; }
  /// something did not reach the disk
  [[nodiscard]] bool has_lost() const { return writing() && sink->error() != 0; }
  /// Throws Error with the cause that the disk or HDF5 gives, or with `cause`.
  [[noreturn]] void fail(const std::string& object) const;
  [[noreturn]] void fail(const std::string& object, const std::string& cause) const;
  /// Passes a good return value on; throws for a negative one, and for anything that did not reach
  /// the disk.
  template <class Result>
  Result check(Result result, const std::string& object) const {
    if (result < 0 || has_lost()) fail(object);
    return result;
  }
};

/// What bears attributes: a file (its root group) or a dataset.
class Object {
 public:
  void set(const std::string& name, const std::string& text);
  void set(const std::string& name, const char* text) { set(name, std::string(text)); }
  /// a one-dimensional attribute
  template <class Number>
  void set(const std::string& name, std::span<const Number> values);
  template <class Number>
  void set_number(const std::string& name, Number value) {
    set(name, std::span<const Number>(&value, 1));
  }

  [[nodiscard]] bool has(const std::string& name) const;
  /// Throw Error where the attribute is missing or is not of this kind.
  [[nodiscard]] std::string text(const std::string& name) const;
  template <class Number>
  [[nodiscard]] std::vector<Number> numbers(const std::string& name) const;

  [[nodiscard]] hid_t id() const { return handle_.get(); }
  [[nodiscard]] const Context& context() const { return context_; }

 protected:
  Object() = default;
  Object(Handle handle, Context context, std::string name)
      : context_(std::move(context)), handle_(std::move(handle)), name_(std::move(name)) {}
  [[nodiscard]] std::string attribute(const std::string& name) const;  ///< how messages name it

  Context context_;  ///< before the handle: closing it may still write into the sink
  Handle handle_;
  std::string name_;  ///< empty: the root group
};

class Dataset : public Object {
 public:
  Dataset() = default;
  Dataset(Handle handle, Context context, std::string name)
      : Object(std::move(handle), std::move(context), std::move(name)) {}

  [[nodiscard]] Shape shape() const;
  [[nodiscard]] Type type() const;
  void extend(const Shape& shape);

  template <class Number>
  void write(std::span<const Number> values);  ///< the whole
  template <class Number>
  void write(const Shape& start, const Shape& count, std::span<const Number> values);
  void write(const std::vector<std::string>& texts);

  template <class Number>
  [[nodiscard]] std::vector<Number> read() const;
  template <class Number>
  void read(const Shape& start, const Shape& count, std::span<Number> values) const;
  [[nodiscard]] std::vector<std::string> read_texts() const;

  /// Chunks as they lie in the file, filters applied: for copying between datasets of equal layout.
  /// `at` is the chunk's first element.
  [[nodiscard]] Shape chunk() const;  ///< empty: contiguous
  void read_chunk(const Shape& at, std::vector<char>& bytes) const;
  void write_chunk(const Shape& at, const std::vector<char>& bytes);

  /// Makes this the scale of the dimension `name` (netCDF's coordinate variable), or attaches such
  /// a scale to a dimension.
  void become_scale(const std::string& name);
  void attach_scale(unsigned dimension, const Dataset& scale);
};

/// How a dataset is laid out. Chunks make it extensible along its first dimension and give every
/// chunk a Fletcher32 sum.
struct Layout {
  Shape chunk;           ///< empty: contiguous
  bool deflate = false;  ///< byte shuffle and gzip: for coordinates, not for samples
  bool fixed = false;    ///< not extensible
  std::optional<double> fill_value = {};
};

class File : public Object {
 public:
  /// `path` is written, `shown` named in messages. Attribute and link order are tracked, as
  /// netCDF-4 wants.
  static File create(const std::filesystem::path& path, const std::string& shown);
  /// Throws Error for what is no HDF5 file of this Plume's build: only bytes that were written
  /// reach the library (source.hpp), its structure is looked at first (structure.hpp), and where
  /// that has not been done before in this process, a child does it (guarded.hpp).
  static File open(const std::filesystem::path& path);
  File(File&&) noexcept = default;
  ~File();

  Dataset create(const std::string& name, Type type, const Shape& shape, const Layout& layout = {});
  [[nodiscard]] bool contains(const std::string& name) const;  ///< a dataset of this name
  [[nodiscard]] Dataset dataset(const std::string& name) const;

  /// Of a file that is read: whether it ends with a digest of its bytes.
  [[nodiscard]] bool is_sealed() const {
    return context_.source != nullptr && context_.source->is_sealed();
  }
  /// Throws Error where a byte of it is not what was written.
  void check_every_byte() const;

  void flush();  ///< writes all that is buffered
  void close();  ///< after flush() and the end of every Dataset

  /// Lets nothing more reach the disk, which may be full: the file is worthless, but HDF5 can let
  /// go of it.
  void abandon() noexcept;

 private:
  File(Handle handle, Context context) : Object(std::move(handle), std::move(context), {}) {}
};

/// Abandons the file on every way out of a block, before datasets that were opened earlier in it
/// write as they close.
class AbandonOnExit {
 public:
  explicit AbandonOnExit(File& file) : file_(file) {}
  ~AbandonOnExit() { file_.abandon(); }
  AbandonOnExit(const AbandonOnExit&) = delete;
  AbandonOnExit& operator=(const AbandonOnExit&) = delete;

 private:
  File& file_;
};

/// Stops HDF5 from printing its errors, for the calling thread: they are in our messages.
void silence();

}  // namespace plume::hdf5
