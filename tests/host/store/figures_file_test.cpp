// SPDX-License-Identifier: Apache-2.0
#include "host/store/figures_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "host/base/error.hpp"
#include "tests/host/store/figures_sample.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/support/refusal.hpp"

namespace plume::figures_file_test {
namespace {

namespace fs = std::filesystem;
using sample::numbers_of;

TEST(FiguresFile, ComesBackAsItWas) {
  const ResultFolder folder;
  for (const auto& [first, end] :
       {std::pair(0u, 1u), std::pair(0u, 1024u), std::pair(2048u, 9000u)}) {
    const RunFigures figures = sample::figures(first, end);
    write_figures_part(folder / "x.h5", {"digest", "plume 0.1.0", "study", 7}, figures, 2.5);
    const FiguresPart part = read_figures_part(folder / "x.h5");
    EXPECT_EQ(numbers_of(part.figures), numbers_of(figures));
    EXPECT_EQ(part.run.digest, "digest");
    EXPECT_EQ(part.run.seed, 7u);
    EXPECT_EQ(part.seconds, 2.5);
  }
}

TEST(FiguresFile, AResultWithoutSamplesHasTheStatisticsOfOneWithThem) {
  const ResultFolder folder;
  constexpr std::uint64_t iterations = 5000;
  ResultTotals totals;
  totals.iterations = iterations;
  totals.stop_reason = "iterations done";
  ResultWriter kept(folder / "kept.h5", sample::header(iterations));
  kept.append(sample::scores(0, iterations, 6), sample::statuses(0, iterations));
  const std::vector<Summary> expected = kept.finish(totals);
  const RunFigures figures = sample::figures(0, iterations);
  ResultWriter writer(folder / "x.h5", sample::manifest_of_figures(iterations).header);
  (void)writer.finish(totals, figures);

  const ResultFile file(folder / "x.h5"), other(folder / "kept.h5");
  EXPECT_FALSE(file.header().samples);
  EXPECT_TRUE(other.header().samples);
  EXPECT_EQ(file.totals().iterations, iterations);
  EXPECT_EQ(file.totals().failed_iterations, other.totals().failed_iterations);
  for (int s = 0; s < num_iteration_statuses; ++s)
    EXPECT_EQ(file.totals().failed[s], other.totals().failed[s]);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Summary& s = file.summaries()[i];
    EXPECT_EQ(s.count, expected[i].count);
    EXPECT_EQ(s.minimum, expected[i].minimum);
    EXPECT_EQ(s.maximum, expected[i].maximum);
    EXPECT_NEAR(s.mean, expected[i].mean, 1e-12 * expected[i].sd);
    EXPECT_NEAR(s.sd, expected[i].sd, 1e-12 * expected[i].sd);
  }
  EXPECT_EQ(numbers_of(file.figures()), numbers_of(figures));
  EXPECT_EQ(
      testing::refusal_of([&] { (void)file.samples(0, 0); }),
      (folder / "x.h5").string() + " has figures only: it was run with result.samples = false");
  EXPECT_EQ(testing::refusal_of([&] { (void)other.figures(); }),
            (folder / "kept.h5").string() + " has samples, and no figures of them");
}

TEST(FiguresFile, WhatIsNoPartOrDamagedIsAnError) {
  const ResultFolder folder;
  const fs::path path = folder / "x.h5";
  EXPECT_EQ(testing::refusal_of([&] { (void)read_figures_part(path); }),
            "cannot read " + path.string() + ": No such file or directory");
  std::ofstream(path) << "no";
  EXPECT_EQ(testing::refusal_of([&] { (void)read_figures_part(path); }),
            "cannot read " + path.string() + ": it is not an HDF5 file");
  sample::write_part_alone(path);
  EXPECT_EQ(testing::refusal_of([&] { (void)read_figures_part(path); }),
            path.string() + " is not a part of a run without samples");
}

void look_at_changed_bytes() {
  const ResultFolder folder;
  const fs::path path = folder / "x.h5";
  const RunFigures figures = sample::figures(0, 5000);
  write_figures_part(path, {"digest", "plume 0.1.0", "study", 7}, figures, 2.5);
  std::string bytes;
  {
    std::ifstream stream(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(stream), {});
  }
  // Some bytes are of no use to anybody; none may lead to other numbers.
  const std::vector<double> expected = numbers_of(figures);
  std::size_t refused = 0, tried = 0;
  for (std::size_t at = 100; at < bytes.size(); at += 487, ++tried) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    std::ofstream(path, std::ios::binary) << changed;
    try {
      EXPECT_EQ(numbers_of(read_figures_part(path).figures), expected) << "byte " << at;
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(3 * refused, tried);
}

/// In a process of its own: HDF5 1.10 forgets some of its memory when it refuses a damaged file,
/// which is not ours to find.
TEST(FiguresFile, AChangedByteIsNoticed) {
  EXPECT_EXIT(
      {
        look_at_changed_bytes();
        std::_Exit(::testing::Test::HasFailure() ? 1 : 0);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace plume::figures_file_test
