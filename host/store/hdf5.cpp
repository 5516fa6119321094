// SPDX-License-Identifier: Apache-2.0
#include "host/store/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <cstring>
#include <functional>
#include <limits>
#include <mutex>
#include <numeric>
#include <set>
#include <utility>

#include "host/base/error.hpp"
#include "host/store/guarded.hpp"
#include "host/store/structure.hpp"

namespace plume::hdf5 {
namespace {

/// Type of a number in memory and, little-endian, in files.
template <class Number>
hid_t memory_type();
template <>
hid_t memory_type<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
hid_t memory_type<std::int64_t>() {
  return H5T_NATIVE_INT64;
}
template <>
hid_t memory_type<std::uint64_t>() {
  return H5T_NATIVE_UINT64;
}
template <>
hid_t memory_type<std::uint32_t>() {
  return H5T_NATIVE_UINT32;
}
template <>
hid_t memory_type<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}

template <class Number>
hid_t file_type();
template <>
hid_t file_type<double>() {
  return H5T_IEEE_F64LE;
}
template <>
hid_t file_type<std::int64_t>() {
  return H5T_STD_I64LE;
}
template <>
hid_t file_type<std::uint64_t>() {
  return H5T_STD_U64LE;
}
template <>
hid_t file_type<std::uint32_t>() {
  return H5T_STD_U32LE;
}
template <>
hid_t file_type<std::uint8_t>() {
  return H5T_STD_U8LE;
}

/// Variable-length UTF-8, the string of netCDF-4 and h5py.
Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), H5T_VARIABLE);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  return type;
}

hid_t file_type_of(Type type, const Handle& text) {
  switch (type) {
    case Type::float64:
      return file_type<double>();
    case Type::int64:
      return file_type<std::int64_t>();
    case Type::uint64:
      return file_type<std::uint64_t>();
    case Type::uint32:
      return file_type<std::uint32_t>();
    case Type::uint8:
      return file_type<std::uint8_t>();
    case Type::text:
      return text.get();
    case Type::other:
      break;
  }
  return H5I_INVALID_HID;
}

herr_t keep_innermost(unsigned, const H5E_error2_t* error, void* data) {
  auto& cause = *static_cast<std::string*>(data);
  if (error->desc == nullptr) return 0;
  // The walk goes from the innermost error outwards. The operating system's words, where there are
  // any, say it best.
  const std::string description = error->desc;
  const std::string mark = "error message = '";
  if (const std::size_t at = description.find(mark); at != std::string::npos) {
    const std::size_t begin = at + mark.size();
    cause = description.substr(begin, description.find('\'', begin) - begin);
    return 1;
  }
  if (cause.empty()) cause = description;
  return 0;
}

/// Why the last call failed, in HDF5's or the operating system's words.
std::string last_cause() {
  std::string cause;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &cause);
  return cause.empty() ? "HDF5 does not say why" : cause;
}

std::size_t num_elements(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

Shape shape_of(hid_t space) {
  Shape shape(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  return shape;
}

Handle simple_space(const Shape& shape, const hsize_t* maximum = nullptr) {
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), maximum), H5Sclose};
}

}  // namespace

Type type_of(schema::Type type) {
  switch (type) {
    case schema::Type::float64:
      return Type::float64;
    case schema::Type::int64:
      return Type::int64;
    case schema::Type::uint64:
      return Type::uint64;
    case schema::Type::uint8:
      return Type::uint8;
    case schema::Type::text:
      break;
  }
  return Type::text;
}

void silence() {
  thread_local const herr_t once = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  (void)once;
}

Handle::Handle(Handle&& other) noexcept : id_(other.release()), closer_(other.closer_) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

Handle::~Handle() {
  if (id_ >= 0) closer_(id_);
}

hid_t Handle::release() { return std::exchange(id_, H5I_INVALID_HID); }

void Context::fail(const std::string& object) const {
  fail(object, has_lost() ? std::strerror(sink->error()) : last_cause());
}

void Context::fail(const std::string& object, const std::string& cause) const {
  if (source != nullptr && !source->damage().empty()) throw Error(source->damage());
  if (object.empty())
    throw Error(fmt::format("cannot {} {}: {}", writing() ? "write" : "read", file, cause));
  throw Error(fmt::format("cannot {} '{}' {} {}: {}", writing() ? "write" : "read", object,
                          writing() ? "to" : "from", file, cause));
}

// ---- attributes

std::string Object::attribute(const std::string& name) const {
  return name_.empty() ? name : name_ + ":" + name;
}

void Object::set(const std::string& name, const std::string& text) {
  const std::string object = attribute(name);
  const Handle type = text_type();
  const Handle space(context_.check(H5Screate(H5S_SCALAR), object), H5Sclose);
  const Handle created(context_.check(H5Acreate2(id(), name.c_str(), type.get(), space.get(),
                                                 H5P_DEFAULT, H5P_DEFAULT),
                                      object),
                       H5Aclose);
  const char* pointer = text.c_str();
  context_.check(H5Awrite(created.get(), type.get(), &pointer), object);
}

template <class Number>
void Object::set(const std::string& name, std::span<const Number> values) {
  const std::string object = attribute(name);
  const Handle space = simple_space({values.size()});
  const Handle created(context_.check(H5Acreate2(id(), name.c_str(), file_type<Number>(),
                                                 space.get(), H5P_DEFAULT, H5P_DEFAULT),
                                      object),
                       H5Aclose);
  context_.check(H5Awrite(created.get(), memory_type<Number>(), values.data()), object);
}

bool Object::has(const std::string& name) const { return H5Aexists(id(), name.c_str()) > 0; }

std::string Object::text(const std::string& name) const {
  const std::string object = attribute(name);
  if (!has(name)) context_.fail(object, "there is no such attribute");
  const Handle opened(context_.check(H5Aopen(id(), name.c_str(), H5P_DEFAULT), object), H5Aclose);
  const Handle stored(H5Aget_type(opened.get()), H5Tclose);
  const Handle space(H5Aget_space(opened.get()), H5Sclose);
  if (H5Tget_class(stored.get()) != H5T_STRING || H5Sget_simple_extent_npoints(space.get()) != 1) {
    context_.fail(object, "it is not a text");
  }
  if (H5Tis_variable_str(stored.get()) > 0) {
    const Handle type = text_type();
    H5Tset_cset(type.get(), H5Tget_cset(stored.get()));
    char* pointer = nullptr;
    context_.check(H5Aread(opened.get(), type.get(), &pointer), object);
    std::string text = pointer == nullptr ? "" : pointer;
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, &pointer);
    return text;
  }
  std::string text(H5Tget_size(stored.get()), '\0');
  context_.check(H5Aread(opened.get(), stored.get(), text.data()), object);
  return text.c_str();
}

template <class Number>
std::vector<Number> Object::numbers(const std::string& name) const {
  const std::string object = attribute(name);
  if (!has(name)) context_.fail(object, "there is no such attribute");
  const Handle opened(context_.check(H5Aopen(id(), name.c_str(), H5P_DEFAULT), object), H5Aclose);
  const Handle stored(H5Aget_type(opened.get()), H5Tclose);
  const Handle space(H5Aget_space(opened.get()), H5Sclose);
  const H5T_class_t kind = H5Tget_class(stored.get());
  if (kind != H5T_INTEGER && kind != H5T_FLOAT) context_.fail(object, "it is not a number");
  std::vector<Number> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get())));
  context_.check(H5Aread(opened.get(), memory_type<Number>(), values.data()), object);
  return values;
}

// ---- datasets

Shape Dataset::shape() const {
  const Handle space(context_.check(H5Dget_space(id()), name_), H5Sclose);
  return shape_of(space.get());
}

Type Dataset::type() const {
  const Handle stored(context_.check(H5Dget_type(id()), name_), H5Tclose);
  if (H5Tget_class(stored.get()) == H5T_STRING) {
    return H5Tis_variable_str(stored.get()) > 0 ? Type::text : Type::other;
  }
  const Handle none;
  for (const Type type : {Type::float64, Type::int64, Type::uint64, Type::uint32, Type::uint8}) {
    if (H5Tequal(stored.get(), file_type_of(type, none)) > 0) return type;
  }
  return Type::other;
}

void Dataset::extend(const Shape& shape) {
  context_.check(H5Dset_extent(id(), shape.data()), name_);
}

template <class Number>
void Dataset::write(std::span<const Number> values) {
  if (values.size() != num_elements(shape()))
    context_.fail(name_, "the values do not fill its shape");
  context_.check(
      H5Dwrite(id(), memory_type<Number>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name_);
}

template <class Number>
void Dataset::write(const Shape& start, const Shape& count, std::span<const Number> values) {
  if (values.size() != num_elements(count)) context_.fail(name_, "the values do not fill the part");
  const Handle space(context_.check(H5Dget_space(id()), name_), H5Sclose);
  context_.check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr,
                                     count.data(), nullptr),
                 name_);
  // of one shape with the selection: HDF5 then copies whole runs
  const Handle memory = simple_space(count);
  context_.check(
      H5Dwrite(id(), memory_type<Number>(), memory.get(), space.get(), H5P_DEFAULT, values.data()),
      name_);
}

void Dataset::write(const std::vector<std::string>& texts) {
  if (texts.size() != num_elements(shape()))
    context_.fail(name_, "the texts do not fill its shape");
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  const Handle type = text_type();
  context_.check(H5Dwrite(id(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), name_);
}

template <class Number>
std::vector<Number> Dataset::read() const {
  std::vector<Number> values(num_elements(shape()));
  context_.check(H5Dread(id(), memory_type<Number>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                 name_);
  return values;
}

template <class Number>
void Dataset::read(const Shape& start, const Shape& count, std::span<Number> values) const {
  if (values.size() != num_elements(count)) context_.fail(name_, "the values do not fill the part");
  const Handle space(context_.check(H5Dget_space(id()), name_), H5Sclose);
  context_.check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr,
                                     count.data(), nullptr),
                 name_);
  // of one shape with the selection: HDF5 then copies whole runs
  const Handle memory = simple_space(count);
  context_.check(
      H5Dread(id(), memory_type<Number>(), memory.get(), space.get(), H5P_DEFAULT, values.data()),
      name_);
}

std::vector<std::string> Dataset::read_texts() const {
  const Handle space(context_.check(H5Dget_space(id()), name_), H5Sclose);
  const Handle stored(context_.check(H5Dget_type(id()), name_), H5Tclose);
  if (type() != Type::text) context_.fail(name_, "it does not hold texts");
  const Handle memory = text_type();
  H5Tset_cset(memory.get(), H5Tget_cset(stored.get()));
  std::vector<char*> pointers(num_elements(shape()), nullptr);
  context_.check(H5Dread(id(), memory.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
                 name_);
  std::vector<std::string> texts;
  texts.reserve(pointers.size());
  for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
  H5Dvlen_reclaim(memory.get(), space.get(), H5P_DEFAULT, pointers.data());
  return texts;
}

Shape Dataset::chunk() const {
  const Handle creation(context_.check(H5Dget_create_plist(id()), name_), H5Pclose);
  if (H5Pget_layout(creation.get()) != H5D_CHUNKED) return {};
  Shape chunk(shape().size());
  context_.check(H5Pget_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()), name_);
  return chunk;
}

void Dataset::read_chunk(const Shape& at, std::vector<char>& bytes) const {
  hsize_t size = 0;
  context_.check(H5Dget_chunk_storage_size(id(), at.data(), &size), name_);
  if (size == 0) context_.fail(name_, "a chunk is missing");
  bytes.resize(size);
  std::uint32_t skipped = 0;
  context_.check(H5Dread_chunk(id(), H5P_DEFAULT, at.data(), &skipped, bytes.data()), name_);
  if (skipped != 0) context_.fail(name_, "a chunk has no checksum");
}

void Dataset::write_chunk(const Shape& at, const std::vector<char>& bytes) {
  context_.check(H5Dwrite_chunk(id(), H5P_DEFAULT, 0, at.data(), bytes.size(), bytes.data()),
                 name_);
}

void Dataset::become_scale(const std::string& name) {
  context_.check(H5DSset_scale(id(), name.c_str()), name_);
}

void Dataset::attach_scale(unsigned dimension, const Dataset& scale) {
  context_.check(H5DSattach_scale(id(), scale.id(), dimension), name_);
}

// ---- files

File File::create(const std::filesystem::path& path, const std::string& shown) {
  silence();
  Context context{shown, std::make_shared<Sink>(), nullptr};
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  H5Pset_link_creation_order(creation.get(), order);
  H5Pset_attr_creation_order(creation.get(), order);
  H5Pset_obj_track_times(creation.get(), false);  // the same content gives the same bytes
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_V18);
  context.check(context.sink->use_in(access.get()), "");
  Handle file(
      context.check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), ""),
      H5Fclose);
  return {std::move(file), std::move(context)};
}

namespace {

Handle open_with(const Context& context, const std::filesystem::path& path) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  context.check(context.source->use_in(access.get()), "");
  return {context.check(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), ""), H5Fclose};
}

/// Files whose structure was looked at in this process: parts are opened again and again.
bool was_looked_at(const std::string& identity, bool now) {
  static std::mutex mutex;
  static std::set<std::string> known;
  const std::lock_guard<std::mutex> lock(mutex);
  if (!now) return known.contains(identity);
  if (known.size() > 100000) known.clear();
  known.insert(identity);
  return true;
}

}  // namespace

File File::open(const std::filesystem::path& path) {
  silence();
  // a file names filters; programs that are loaded for them are no part of Plume
  H5PLset_loading_state(0);
  Context context{path.string(), nullptr, Source::open(path)};
  const Source& source = *context.source;
  if (!was_looked_at(source.identity(), false)) {
    const WorkLimits limits{3 + static_cast<unsigned>(source.length() / 100'000'000),
                            (std::uint64_t{1} << 30) + 2 * source.length()};
    guarded(limits, context.file, [&] {
      const Handle file = open_with(context, path);
      try {
        check_structure(file.get(), {context.file, source.length()});
      } catch (const Error&) {
        if (!source.damage().empty()) throw Error(source.damage());  // the cause of what was found
        throw;
      }
    });
    was_looked_at(source.identity(), true);
  }
  Handle file = open_with(context, path);
  return {std::move(file), std::move(context)};
}

void File::check_every_byte() const {
  if (!context_.source->check_all()) throw Error(context_.source->damage());
}

File::~File() { abandon(); }

Dataset File::create(const std::string& name, Type type, const Shape& shape, const Layout& layout) {
  const Handle text = text_type();
  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_attr_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_obj_track_times(creation.get(), false);
  Shape maximum = shape;
  if (!layout.chunk.empty()) {
    if (!layout.fixed) maximum.front() = H5S_UNLIMITED;
    H5Pset_chunk(creation.get(), static_cast<int>(layout.chunk.size()), layout.chunk.data());
    if (layout.deflate) {
      H5Pset_shuffle(creation.get());
      H5Pset_deflate(creation.get(), 1);
    }
    H5Pset_fletcher32(creation.get());
  }
  if (layout.fill_value) H5Pset_fill_value(creation.get(), H5T_NATIVE_DOUBLE, &*layout.fill_value);
  const Handle space = simple_space(shape, maximum.data());
  const Handle link(H5Pcreate(H5P_LINK_CREATE), H5Pclose);  // "group/name" makes the group
  H5Pset_create_intermediate_group(link.get(), 1);
  Handle dataset(context_.check(H5Dcreate2(id(), name.c_str(), file_type_of(type, text),
                                           space.get(), link.get(), creation.get(), H5P_DEFAULT),
                                name),
                 H5Dclose);
  return {std::move(dataset), context_, name};
}

bool File::contains(const std::string& name) const {
  for (std::size_t slash = name.find('/'); slash != std::string::npos;
       slash = name.find('/', slash + 1)) {
    if (H5Lexists(id(), name.substr(0, slash).c_str(), H5P_DEFAULT) <= 0) return false;
  }
  if (H5Lexists(id(), name.c_str(), H5P_DEFAULT) <= 0) return false;
  const Handle object(H5Oopen(id(), name.c_str(), H5P_DEFAULT), H5Oclose);
  return object.get() >= 0 && H5Iget_type(object.get()) == H5I_DATASET;
}

Dataset File::dataset(const std::string& name) const {
  return {Handle(context_.check(H5Dopen2(id(), name.c_str(), H5P_DEFAULT), name), H5Dclose),
          context_, name};
}

void File::flush() { context_.check(H5Fflush(id(), H5F_SCOPE_GLOBAL), ""); }

void File::close() { context_.check(H5Fclose(handle_.release()), ""); }

void File::abandon() noexcept {
  if (context_.sink != nullptr) context_.sink->discard();
}

#include "host/store/hdf5_numbers.inc"

}  // namespace plume::hdf5
