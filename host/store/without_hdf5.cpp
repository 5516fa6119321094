// SPDX-License-Identifier: Apache-2.0
// All of hdf5.hpp for a program that has no HDF5: whoever reads or writes a file is told so. The
// module of Python links this before the room, and so neither hdf5.cpp, structure.cpp, sink.cpp nor
// source.cpp, which alone call the library (docs/decisions/0017).
#include <utility>

#include "host/base/error.hpp"
#include "host/store/hdf5.hpp"
#include "host/store/structure.hpp"

namespace plume::hdf5 {
namespace {

[[noreturn]] void missing(const std::string& verb, const std::string& file) {
  throw Error("cannot " + verb + " " + file +
              ": this program is built without HDF5; use the program 'plume'");
}

[[noreturn]] void missing() { missing("read or write", "HDF5"); }

}  // namespace

Type type_of(schema::Type) { missing(); }

Handle::Handle(Handle&& other) noexcept : id_(other.release()), closer_(other.closer_) {}
Handle& Handle::operator=(Handle&& other) noexcept {
  id_ = other.release();
  closer_ = other.closer_;
  return *this;
}
Handle::~Handle() = default;
hid_t Handle::release() { return std::exchange(id_, H5I_INVALID_HID); }

void Context::fail(const std::string&) const { missing(writing() ? "write" : "read", file); }
void Context::fail(const std::string&, const std::string&) const {
  missing(writing() ? "write" : "read", file);
}

std::string Object::attribute(const std::string&) const { missing(); }
void Object::set(const std::string&, const std::string&) { missing(); }
template <class Number>
void Object::set(const std::string&, std::span<const Number>) {
  missing();
}
bool Object::has(const std::string&) const { missing(); }
std::string Object::text(const std::string&) const { missing(); }
template <class Number>
std::vector<Number> Object::numbers(const std::string&) const {
  missing();
}

Shape Dataset::shape() const { missing(); }
Type Dataset::type() const { missing(); }
void Dataset::extend(const Shape&) { missing(); }
template <class Number>
void Dataset::write(std::span<const Number>) {
  missing();
}
template <class Number>
void Dataset::write(const Shape&, const Shape&, std::span<const Number>) {
  missing();
}
void Dataset::write(const std::vector<std::string>&) { missing(); }
template <class Number>
std::vector<Number> Dataset::read() const {
  missing();
}
template <class Number>
void Dataset::read(const Shape&, const Shape&, std::span<Number>) const {
  missing();
}
std::vector<std::string> Dataset::read_texts() const { missing(); }
Shape Dataset::chunk() const { missing(); }
void Dataset::read_chunk(const Shape&, std::vector<char>&) const { missing(); }
void Dataset::write_chunk(const Shape&, const std::vector<char>&) { missing(); }
void Dataset::become_scale(const std::string&) { missing(); }
void Dataset::attach_scale(unsigned, const Dataset&) { missing(); }

File File::create(const std::filesystem::path&, const std::string& shown) {
  missing("write", shown);
}
File File::open(const std::filesystem::path& path) { missing("read", path.string()); }
void File::check_every_byte() const { missing(); }
File::~File() = default;
Dataset File::create(const std::string&, Type, const Shape&, const Layout&) { missing(); }
bool File::contains(const std::string&) const { missing(); }
Dataset File::dataset(const std::string&) const { missing(); }
void File::flush() { missing(); }
void File::close() { missing(); }
void File::abandon() noexcept {}

void silence() {}

Source::~Source() = default;
bool Source::has_hashed_all() const { missing(); }
bool Source::check_all() { missing(); }

#include "host/store/hdf5_numbers.inc"

}  // namespace plume::hdf5
