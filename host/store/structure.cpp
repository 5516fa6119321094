// SPDX-License-Identifier: Apache-2.0
#include "host/store/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/printable.hpp"
#include "host/store/hdf5.hpp"

namespace plume::hdf5 {
namespace {

constexpr int most_groups_deep = 8;
constexpr std::uint64_t most_objects = 4096;
constexpr std::uint64_t most_deflated = 1100;  ///< gzip makes 1032 bytes of one at best

class Walk {
 public:
  explicit Walk(const LookedAt& at) : at_(at) {}

  void group(hid_t id, const std::string& path, int depth) {
    if (depth > most_groups_deep) refuse("its groups lie in each other without end");
    H5G_info_t info{};
    if (H5Gget_info(id, &info) < 0) unreadable(path.empty() ? "/" : path);
    if (info.nlinks > most_objects) refuse("it has too many groups and datasets");
    for (hsize_t i = 0; i < info.nlinks; ++i) member(id, path, i, depth);
  }

  void attributes(hid_t object, const std::string& path) {
    const int number = H5Aget_num_attrs(object);
    if (number < 0) unreadable(path);
    for (int i = 0; i < number; ++i) {
      const Handle attribute(H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_NATIVE,
                                            static_cast<hsize_t>(i), H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose);
      if (attribute.get() < 0) unreadable(path);
      read_attribute(attribute.get(), path);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(fmt::format("cannot read {}: {}", at_.shown, what));
  }
  [[noreturn]] void unreadable(const std::string& path) const {
    throw Error(fmt::format("{} is damaged: HDF5 cannot read '{}'", at_.shown, printable(path)));
  }

  void member(hid_t group_id, const std::string& path, hsize_t index, int depth) {
    if (++objects_ > most_objects) refuse("it has too many groups and datasets");
    char text[1024] = "";
    if (H5Lget_name_by_idx(group_id, ".", H5_INDEX_NAME, H5_ITER_INC, index, text, sizeof(text),
                           H5P_DEFAULT) < 0) {
      unreadable(path.empty() ? "/" : path);
    }
    const std::string name = path.empty() ? text : path + "/" + text;
    H5L_info_t link{};  // whichever version of it the library has: the type comes first in all
    if (H5Lget_info(group_id, text, &link, H5P_DEFAULT) < 0) unreadable(name);
    if (link.type == H5L_TYPE_EXTERNAL) lies_elsewhere(name);
    if (link.type != H5L_TYPE_HARD)
      refuse(fmt::format("'{}' is a link to another name", printable(name)));
    const Handle object(H5Oopen(group_id, text, H5P_DEFAULT), H5Oclose);
    if (object.get() < 0) unreadable(name);
    switch (H5Iget_type(object.get())) {
      case H5I_GROUP:
        attributes(object.get(), name);
        group(object.get(), name, depth + 1);
        break;
      case H5I_DATASET:
        dataset(object.get(), name);
        attributes(object.get(), name);
        break;
      default:
        refuse(fmt::format("'{}' is neither a group nor a dataset", printable(name)));
    }
  }

  [[noreturn]] void lies_elsewhere(const std::string& name) const {
    refuse(fmt::format("the dataset '{}' lies in another file", printable(name)));
  }

  void dataset(hid_t id, const std::string& name) {
    const Handle creation(H5Dget_create_plist(id), H5Pclose);
    const Handle space(H5Dget_space(id), H5Sclose);
    const Handle type(H5Dget_type(id), H5Tclose);
    if (creation.get() < 0 || space.get() < 0 || type.get() < 0) unreadable(name);
    if (H5Pget_external_count(creation.get()) != 0) lies_elsewhere(name);
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if (layout == H5D_VIRTUAL) lies_elsewhere(name);
    const bool deflated = filters(creation.get(), name);
    const Size size = size_of(space.get(), H5Tget_size(type.get()), name);
    const std::uint64_t stored = H5Dget_storage_size(id);
    if (stored > at_.length) larger(name, stored);
    if (layout == H5D_CHUNKED) {
      chunks(id, creation.get(), space.get(), size, name);
    } else if (layout == H5D_CONTIGUOUS && size.bytes > 0) {
      const haddr_t offset = H5Dget_offset(id);
      const bool unwritten = offset == HADDR_UNDEF && size.bytes <= at_.length;
      if (!unwritten && (offset > at_.length || size.bytes > at_.length - offset))
        larger(name, size.bytes);
    } else if (layout != H5D_CONTIGUOUS && layout != H5D_COMPACT) {
      unreadable(name);
    }
    // What was never written takes no bytes and reads as the fill value; more of it than the file
    // is long is no honest dataset.
    if (size.bytes > at_.length && size.bytes / (deflated ? most_deflated : 1) > stored)
      larger(name, size.bytes);
    if (H5Tis_variable_str(type.get()) > 0) texts(id, type.get(), space.get(), size.elements, name);
  }

  bool filters(hid_t creation, const std::string& name) {
    const int number = H5Pget_nfilters(creation);
    if (number < 0) unreadable(name);
    bool deflated = false;
    for (int i = 0; i < number; ++i) {
      unsigned flags = 0, config = 0;
      std::size_t values = 0;
      const H5Z_filter_t filter = H5Pget_filter2(creation, static_cast<unsigned>(i), &flags,
                                                 &values, nullptr, 0, nullptr, &config);
      if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
          filter != H5Z_FILTER_FLETCHER32) {
        refuse(fmt::format("the dataset '{}' has the filter {}, which no Plume file has",
                           printable(name), filter));
      }
      deflated = deflated || filter == H5Z_FILTER_DEFLATE;
    }
    return deflated;
  }

  struct Size {
    std::uint64_t elements = 0, bytes = 0;
  };

  Size size_of(hid_t space, std::size_t element, const std::string& name) const {
    const int rank = H5Sget_simple_extent_ndims(space);
    if (rank < 0 || H5Sget_simple_extent_type(space) == H5S_NULL || element == 0) unreadable(name);
    std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
    H5Sget_simple_extent_dims(space, shape.data(), nullptr);
    const std::uint64_t most = std::numeric_limits<std::int64_t>::max() / element;
    std::uint64_t elements = 1;
    for (const hsize_t extent : shape) {
      if (extent != 0 && elements > most / extent)
        larger(name, std::numeric_limits<std::uint64_t>::max());
      elements *= extent;
    }
    return {elements, elements * element};
  }

  [[noreturn]] void larger(const std::string& name, std::uint64_t bytes) const {
    throw Error(fmt::format("{} is damaged: '{}' takes {} bytes, more than the file can hold",
                            at_.shown, printable(name), bytes));
  }

  void chunks(hid_t id, hid_t creation, hid_t space, const Size& size,
              const std::string& name) const {
    std::vector<hsize_t> shape(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    std::vector<hsize_t> chunk(shape.size());
    H5Sget_simple_extent_dims(space, shape.data(), nullptr);
    if (H5Pget_chunk(creation, static_cast<int>(chunk.size()), chunk.data()) !=
        static_cast<int>(chunk.size())) {
      unreadable(name);
    }
    if (size.elements == 0) return;
    const std::uint64_t element = size.bytes / size.elements, most = at_.length * most_deflated;
    std::uint64_t expected = 1, of_chunk = element;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      if (chunk[i] == 0) unreadable(name);
      if (chunk[i] > most / of_chunk) larger(name, chunk[i]);  // HDF5 makes room for a whole chunk
      of_chunk *= chunk[i];
      expected *= shape[i] / chunk[i] + (shape[i] % chunk[i] != 0);  // no more than elements
    }
    hsize_t there = 0;
    if (expected > at_.length) larger(name, size.bytes);
    if (H5Dget_num_chunks(id, space, &there) < 0) unreadable(name);
    if (there > expected || (there < expected && size.bytes > at_.length)) {
      throw Error(fmt::format("{} is damaged: '{}' has {} chunks, expected {}", at_.shown,
                              printable(name), there, expected));
    }
  }

  void texts(hid_t id, hid_t type, hid_t space, std::uint64_t elements,
             const std::string& name) const {
    std::vector<char*> pointers(elements, nullptr);
    if (H5Dread(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0) unreadable(name);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  }

  void read_attribute(hid_t attribute, const std::string& path) const {
    const Handle type(H5Aget_type(attribute), H5Tclose);
    const Handle space(H5Aget_space(attribute), H5Sclose);
    if (type.get() < 0 || space.get() < 0) unreadable(path);
    const hssize_t elements = H5Sget_simple_extent_npoints(space.get());
    if (elements < 0 || H5Aget_storage_size(attribute) > at_.length) unreadable(path);
    // numbers lie where they are named
    if (H5Tis_variable_str(type.get()) <= 0 || elements == 0) return;
    if (static_cast<std::uint64_t>(elements) > at_.length) unreadable(path);
    std::vector<char*> pointers(static_cast<std::size_t>(elements), nullptr);
    if (H5Aread(attribute, type.get(), pointers.data()) < 0) unreadable(path);
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, pointers.data());
  }

  const LookedAt& at_;
  std::uint64_t objects_ = 0;
};

}  // namespace

void check_structure(hid_t file, const LookedAt& at) {
  Walk walk(at);
  const Handle root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose);
  if (root.get() < 0)
    throw Error(fmt::format("{} is damaged: HDF5 cannot read its root", at.shown));
  walk.attributes(root.get(), "/");
  walk.group(root.get(), "", 0);
}

}  // namespace plume::hdf5
