// SPDX-License-Identifier: Apache-2.0
// A thousand results and parts, each damaged in its own way: bits turned over, bytes overwritten,
// stretches zeroed, moved, cut out, put in, ends cut off. None may be believed. Then some whose
// digest was made anew, so that HDF5 itself sees the damage: whatever it does there, it does in a
// child, and this process goes on. The generator has a fixed seed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/figures_file.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/guarded.hpp"
#include "host/store/part_file.hpp"
#include "tests/host/store/figures_sample.hpp"
#include "tests/host/store/parts_sample.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::damaged_results_test {
namespace {

namespace fs = std::filesystem;

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  std::string of(std::string bytes) {
    const std::size_t at = below(bytes.size()), to = below(bytes.size());
    const std::size_t length =
        1 + std::min({below(64), bytes.size() - at - 1, bytes.size() - to - 1});
    switch (below(7)) {
      case 0:
        for (std::size_t i = 1 + below(8); i > 0; --i) {
          char& byte = bytes[below(bytes.size())];
          byte = static_cast<char>(byte ^ (1 << below(8)));
        }
        break;
      case 1:
        for (std::size_t i = 0; i < length; ++i) bytes[at + i] = static_cast<char>(below(256));
        break;
      case 2:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length, '\0');
        break;
      case 3:
        for (std::size_t i = 0; i < length; ++i) bytes[to + i] = bytes[at + i];
        break;
      case 4:
        bytes.erase(at, length);
        break;
      case 5:
        bytes.insert(at, std::string(length, static_cast<char>(below(256))));
        break;
      default:
        bytes.resize(at);
    }
    return bytes;
  }

  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  std::mt19937_64 random_;
};

struct Kind {
  std::string good;
  std::function<void(const fs::path&)> read;  ///< all of it
};

std::vector<Kind> kinds(const ResultFolder& folder) {
  const auto whole_result = [](const fs::path& path) { ResultFile(path).verify(); };
  sample::write(folder / "samples.h5", 50);
  {
    ResultHeader header = sample::header(3000);
    header.samples = false;
    ResultWriter writer(folder / "figures.h5", header);
    const RunFigures figures = sample::figures(0, 3000);
    ResultTotals totals = figures.totals();
    totals.stop_reason = "iterations done";
    (void)writer.finish(totals, figures);
  }
  sample::write_part_alone(folder / "part.h5");
  write_figures_part(folder / "figures-part.h5", {"digest", "plume 0.1.0", "study", 7},
                     sample::figures(0, 3000), 2.5);
  return {{content_of(folder / "samples.h5"), whole_result},
          {content_of(folder / "figures.h5"), whole_result},
          {content_of(folder / "part.h5"),
           [](const fs::path& path) { (void)PartFile(path).score().shape(); }},
          {content_of(folder / "figures-part.h5"),
           [](const fs::path& path) { (void)read_figures_part(path); }}};
}

TEST(DamagedResults, NoneOfAThousandIsBelieved) {
  const ResultFolder folder;
  const std::vector<Kind> all = kinds(folder);
  Damage damage(20240611);
  std::size_t refused = 0, tried = 0;
  while (tried < 1000) {
    const Kind& kind = all[tried % all.size()];
    const std::string bad = damage.of(kind.good);
    if (bad == kind.good) continue;
    ++tried;
    const fs::path path = folder / "x.h5";
    fs::remove(path);
    write_text(path, bad);
    // Of a part only what opening reads is asked for; the rest is hashed when it is wanted.
    const std::string said = message_of<Error>([&] {
      kind.read(path);
      hdf5::File::open(path).check_every_byte();
    });
    EXPECT_THAT(said, ::testing::HasSubstr(path.string())) << tried;
    refused += said != "(nothing was thrown)";
  }
  EXPECT_EQ(refused, 1000u);
}

TEST(DamagedResults, WhatHdf5MakesOfDamageStaysInAChild) {
  const ResultFolder folder;
  const std::vector<Kind> all = kinds(folder);
  Damage damage(7);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(40);
  for (std::size_t tried = 0; tried < 300 && std::chrono::steady_clock::now() < end; ++tried) {
    const Kind& kind = all[tried % all.size()];
    const fs::path path = folder / "x.h5";
    fs::remove(path);
    // Only HDF5's part of it, and sealed again: as a hostile hand would.
    std::string content = kind.good;
    content.resize(content.rfind("PLUME-DIGEST") - 24 -
                   8 * ((content.size() - 1) / digest_block + 1));
    write_text(path, damage.of(content));
    seal_file(path, path.string());
    // Were this process's own reading to crash or hang, the outer child would say so, in other
    // words than those of a reader.
    const std::string said = message_of<Error>(
        [&] { guarded({.seconds = 60}, "the reading process", [&] { kind.read(path); }); });
    EXPECT_THAT(said, ::testing::Not(::testing::StartsWith("the reading process"))) << tried;
  }
}

}  // namespace
}  // namespace plume::damaged_results_test
