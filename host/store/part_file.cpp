// SPDX-License-Identifier: Apache-2.0
#include "host/store/part_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/schema.hpp"
#include "host/store/stored_text.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
namespace part = schema::part;

/// Over the columns of scores, output after output, then the statuses. Not against malice: against
/// broken disks and copies. A word is eight bytes, so that it keeps up with the disk: multiply,
/// rotate, multiply, after the manner of MurmurHash3.
class ContentHash {
 public:
  void add(std::span<const double> values) {
    for (const double value : values) add(std::bit_cast<std::uint64_t>(value));
  }
  void add(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) add(std::uint64_t{byte});
  }
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t h = state_ ^ words_;
    h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDu;
    h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53u;
    return h ^ (h >> 33);
  }

 private:
  void add(std::uint64_t word) {
    state_ =
        std::rotl(state_ ^ (std::rotl(word * 0x87C37B91114253D5u, 31) * 0x4CF5AD432745937Fu), 27) *
            5 +
        0x52DCE729;
    ++words_;
  }
  std::uint64_t state_ = 0;
  std::uint64_t words_ = 0;
};

}  // namespace

void check_sealed(const hdf5::File& part, std::uint32_t minor_version) {
  if (minor_version < part::sealed_since || part.is_sealed()) return;
  throw Error(
      fmt::format("{} is damaged: the digest at its end is missing; the file was cut, or changed "
                  "by another program",
                  part.context().file));
}

std::string part_name(std::uint64_t first, std::uint64_t iterations) {
  return fmt::format("{:012}-{:012}.h5", first, first + iterations - 1);
}

std::uint64_t part_bytes(std::uint64_t iterations, const PartShape& shape) {
  const std::uint64_t chunk =
      std::clamp<std::uint64_t>(iterations, 1, std::max<std::uint64_t>(shape.chunk, 1));
  const std::uint64_t chunks = (iterations + chunk - 1) / chunk;
  // Beside the values: a sum and two entries of an index for every chunk.
  return 16384 + chunks * shape.num_outputs() * (chunk * sizeof(double) + 100) + iterations + 8192;
}

void write_part_file(const fs::path& path, const RunIdentity& run, const PartShape& shape,
                     std::uint64_t first, std::span<const double> scores,
                     std::span<const IterationStatus> status, double seconds) {
  const std::size_t count = status.size(), outputs = shape.num_outputs();
  if (count == 0 || scores.size() != count * outputs)
    throw std::invalid_argument("a part needs a score for each output");
  AtomicFile atomic(path);
  {
    hdf5::File file = hdf5::File::create(atomic.temporary(), path.string());
    hdf5::Dataset score, stored;
    const hdf5::AbandonOnExit abandon(file);
    // Whose it is lies at its beginning, where it is found in what is left of a damaged part, too
    // (own_files.hpp).
    const std::array<std::uint32_t, 2> version = {part::major_version, part::minor_version};
    file.set(schema::root::type, part::type_value);
    file.set(schema::root::version, std::span<const std::uint32_t>(version));
    file.set(schema::root::producer, stored_text(run.producer));
    file.set(part::run, run.digest);
    file.set(part::study, run.study);
    file.set_number(schema::root::seed, run.seed);
    file.set_number(part::first, first);
    file.set_number(schema::root::iterations, static_cast<std::uint64_t>(count));
    file.set_number(schema::root::seconds, seconds);
    const std::uint64_t chunk = std::min<std::uint64_t>(shape.chunk, count);
    score = file.create(schema::score.name, hdf5::Type::float64,
                        {count, shape.num_demands, shape.num_categories},
                        {.chunk = {chunk, 1, 1},
                         .deflate = shape.deflate,
                         .fill_value = std::numeric_limits<double>::quiet_NaN()});
    stored = file.create(schema::status.name, hdf5::Type::uint8, {count}, {.chunk = {count}});
    ContentHash hash;
    // A strip of outputs at a time: rows come as [iteration][output], and columns are written.
    constexpr std::size_t strip = 8;
    std::vector<double> columns(std::min(strip, outputs) * count);
    for (std::size_t begin = 0; begin < outputs; begin += strip) {
      const std::size_t width = std::min(strip, outputs - begin);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t o = 0; o < width; ++o) {
          columns[o * count + i] = has_score(status[i]) ? scores[i * outputs + begin + o]
                                                        : std::numeric_limits<double>::quiet_NaN();
        }
      }
      for (std::size_t o = 0; o < width; ++o) {
        const std::span<const double> column(&columns[o * count], count);
        hash.add(column);
        score.write({0, (begin + o) / shape.num_categories, (begin + o) % shape.num_categories},
                    {count, 1, 1}, column);
      }
    }
    std::vector<std::uint8_t> bytes(count);
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(status[i]);
    hash.add(std::span<const std::uint8_t>(bytes));
    stored.write(std::span<const std::uint8_t>(bytes));
    file.set_number(part::content, hash.value());
    file.flush();
    score = {};
    stored = {};
    file.close();
  }
  seal_file(atomic.temporary(), path.string());
  atomic.commit();
}

PartFile::PartFile(const fs::path& path) : file_(hdf5::File::open(path)) {
  const std::string shown = path.string();
  if (!file_.has(schema::root::type) || file_.text(schema::root::type) != part::type_value) {
    throw Error(fmt::format("{} is not a part of a run", shown));
  }
  const auto version = file_.numbers<std::uint32_t>(schema::root::version);
  if (version.size() != 2 || version[0] != part::major_version) {
    throw Error(fmt::format("{} has part format {}; this Plume reads format {}", shown,
                            version.empty() ? 0 : version[0], part::major_version));
  }
  check_sealed(file_, version[1]);
  const auto number = [&](const char* name) { return file_.numbers<std::uint64_t>(name).at(0); };
  run_ = {file_.text(part::run), file_.text(schema::root::producer), file_.text(part::study),
          number(schema::root::seed)};
  first_ = number(part::first);
  iterations_ = number(schema::root::iterations);
  seconds_ = file_.numbers<double>(schema::root::seconds).at(0);
  score_ = file_.dataset(schema::score.name);
  const hdf5::Shape shape = score_.shape();
  if (shape.size() != 3 || shape[0] != iterations_ || iterations_ == 0 ||
      file_.dataset(schema::status.name).shape() != hdf5::Shape{iterations_}) {
    throw Error(
        fmt::format("{} is damaged: its shape is not that of {} iterations", shown, iterations_));
  }
  num_demands_ = shape[1];
  num_categories_ = shape[2];
  const hdf5::Shape chunk = score_.chunk();
  chunk_ = chunk.size() == 3 && chunk[1] == 1 && chunk[2] == 1 ? chunk[0] : 0;
}

void PartFile::check(const PartShape& shape) const {
  const std::string& shown = file_.context().file;
  if (num_demands_ != shape.num_demands || num_categories_ != shape.num_categories) {
    throw Error(
        fmt::format("{} is damaged: it has {} demands and {} categories, expected {} and {}", shown,
                    num_demands_, num_categories_, shape.num_demands, shape.num_categories));
  }
  ContentHash hash;
  std::vector<double> column(iterations_);
  for (std::size_t d = 0; d < num_demands_; ++d) {
    for (std::size_t k = 0; k < num_categories_; ++k) {
      score_.read({0, d, k}, {iterations_, 1, 1}, std::span<double>(column));
      hash.add(std::span<const double>(column));
    }
  }
  std::vector<std::uint8_t> bytes(iterations_);
  file_.dataset(schema::status.name).read({0}, {iterations_}, std::span<std::uint8_t>(bytes));
  hash.add(std::span<const std::uint8_t>(bytes));
  if (file_.numbers<std::uint64_t>(part::content).at(0) != hash.value()) {
    throw Error(fmt::format("{} is damaged: its content is not what was written", shown));
  }
}

void PartFile::read_status(std::uint64_t first, std::span<IterationStatus> status) const {
  if (first < first_ || first + status.size() > end())
    throw std::out_of_range("the part has no such iterations");
  if (status.empty()) return;
  std::vector<std::uint8_t> bytes(status.size());
  file_.dataset(schema::status.name)
      .read({first - first_}, {bytes.size()}, std::span<std::uint8_t>(bytes));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] >= num_iteration_statuses) {
      throw Error(fmt::format("{} is damaged: 'status' holds {}, which is no status",
                              file_.context().file, bytes[i]));
    }
    status[i] = static_cast<IterationStatus>(bytes[i]);
  }
}

void PartFile::read(std::uint64_t first, std::span<double> scores,
                    std::span<IterationStatus> status) const {
  const std::size_t outputs = num_demands_ * num_categories_, count = status.size();
  if (scores.size() != count * outputs)
    throw std::invalid_argument("read() needs a place for each output");
  read_status(first, status);
  std::vector<double> column(count);
  for (std::size_t output = 0; output < outputs && count > 0; ++output) {
    score_.read({first - first_, output / num_categories_, output % num_categories_}, {count, 1, 1},
                std::span<double>(column));
    for (std::size_t i = 0; i < count; ++i) scores[i * outputs + output] = column[i];
  }
}

}  // namespace plume
