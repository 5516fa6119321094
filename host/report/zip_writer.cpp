// SPDX-License-Identifier: Apache-2.0
#include "host/report/zip_writer.hpp"

#include <zlib.h>

#include <limits>

#include "host/base/error.hpp"

namespace plume {
namespace {

constexpr std::uint32_t first_of_january_1980 = 0x00210000;  ///< what the format has for no date

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFu);
}

/// Without zlib's own header.
std::string deflated(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw Error("cannot compress: zlib does not start");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw Error("cannot compress: zlib does not finish");
  return out;
}

}  // namespace

void ZipWriter::add(std::string_view name, std::string_view content) {
  if (content.size() > std::numeric_limits<std::uint32_t>::max() / 2 ||
      bytes_.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
    throw Error("cannot write an archive of more than 2 GiB");
  }
  const std::string packed = deflated(content);
  const auto sum = static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
  const auto offset = static_cast<std::uint32_t>(bytes_.size());
  std::string common;      // of the entry and its line in the directory
  put(common, 20, 2);      // version needed
  put(common, 0x0800, 2);  // names are UTF-8
  put(common, 8, 2);       // deflated
  put(common, first_of_january_1980, 4);
  put(common, sum, 4);
  put(common, static_cast<std::uint32_t>(packed.size()), 4);
  put(common, static_cast<std::uint32_t>(content.size()), 4);
  put(common, static_cast<std::uint32_t>(name.size()), 2);
  put(common, 0, 2);  // no extra field
  put(bytes_, 0x04034B50, 4);
  bytes_ += common;
  bytes_ += name;
  bytes_ += packed;
  put(directory_, 0x02014B50, 4);
  put(directory_, 20, 2);  // version made by
  directory_ += common;
  put(directory_, 0, 2);  // no comment
  put(directory_, 0, 2);  // first disk
  put(directory_, 0, 2);  // internal attributes
  put(directory_, 0, 4);  // external attributes
  put(directory_, offset, 4);
  directory_ += name;
  ++count_;
}

std::string ZipWriter::finish() {
  const auto begin = static_cast<std::uint32_t>(bytes_.size());
  bytes_ += directory_;
  put(bytes_, 0x06054B50, 4);
  put(bytes_, 0, 4);  // one disk
  put(bytes_, count_, 2);
  put(bytes_, count_, 2);
  put(bytes_, static_cast<std::uint32_t>(directory_.size()), 4);
  put(bytes_, begin, 4);
  put(bytes_, 0, 2);  // no comment
  return std::move(bytes_);
}

}  // namespace plume
