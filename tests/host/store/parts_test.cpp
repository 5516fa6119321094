// SPDX-License-Identifier: Apache-2.0
#include "host/store/parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/finding.hpp"
#include "host/store/atomic_file.hpp"
#include "tests/host/store/expect_equal.hpp"
#include "tests/host/store/parts_sample.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/support/bits.hpp"

namespace plume::parts_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(PartsFolder, LiesBesideTheResult) {
  EXPECT_EQ(parts_folder("out/x.h5"), fs::path("out/x.parts"));
  EXPECT_EQ(parts_folder("x"), fs::path("x.parts"));
  EXPECT_EQ(part_name(16384, 16384), "000000016384-000000032767.h5");
}

TEST(PartsFolder, HoldsWhatWasWrittenAndTheManifest) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  {
    Parts parts = Parts::create(at, sample::manifest(5000));
    sample::write_part(parts, 2000, 3000);
    sample::write_part(parts, 0, 1500);
  }
  const Parts parts = Parts::open(at);
  expect_equal(parts.manifest().header, sample::header(5000));
  EXPECT_EQ(parts.manifest().iterations, 5000u);
  ASSERT_EQ(parts.whole().size(), 2u);
  EXPECT_EQ(parts.whole()[0].range, (IterationRange{0, 1500}));
  EXPECT_EQ(parts.whole()[1].path.filename(), "000000002000-000000002999.h5");
  EXPECT_EQ(parts.seconds(), 1.0);
  EXPECT_THAT(parts.damaged(), IsEmpty());
  EXPECT_THAT(parts.missing(0, 5000),
              ElementsAre(IterationRange{1500, 2000}, IterationRange{3000, 5000}));
  EXPECT_EQ(describe(parts.missing(0, 5000)), "1500 to 1999 and 3000 to 4999");
  EXPECT_EQ(parts.num_iterations(0, 5000), 2500u);
  EXPECT_EQ(parts.count(100), 1400u);
  EXPECT_EQ(parts.count(1500), 0u);
  EXPECT_EQ(parts.next(1500), 2000u);
  EXPECT_EQ(parts.next(3000), std::numeric_limits<std::uint64_t>::max());
  std::vector<double> scores(300 * 6);
  std::vector<IterationStatus> status(300);
  parts.read(2345, scores, status);
  EXPECT_TRUE(testing::same_bits(scores, sample::scores(2345, 300, 6)));
  EXPECT_EQ(status, sample::statuses(2345, 300));
}

TEST(PartsFolder, PartsMayOverlapAndReachIntoEachOther) {
  const ResultFolder folder;
  Parts parts = Parts::create(folder / "x.parts", sample::manifest(5000));
  sample::write_part(parts, 0, 1000);
  sample::write_part(parts, 500, 2000);
  sample::write_part(parts, 600, 700);
  EXPECT_EQ(parts.count(0), 2000u);
  EXPECT_THAT(parts.missing(0, 2000), IsEmpty());
  std::vector<double> scores(1900 * 6);
  std::vector<IterationStatus> status(1900);
  parts.read(50, scores, status);
  EXPECT_TRUE(testing::same_bits(scores, sample::scores(50, 1900, 6)));
}

TEST(PartsFolder, ARangeOpensOnlyThePartsThatReachIntoIt) {
  const ResultFolder folder;
  Parts parts = Parts::create(folder / "x.parts", sample::manifest(5000));
  sample::write_part(parts, 0, 1000);
  sample::write_part(parts, 1000, 2000);
  EXPECT_EQ(Parts::open(folder / "x.parts", IterationRange{1000, 5000}).whole().size(), 1u);
  EXPECT_EQ(Parts::open(folder / "x.parts", IterationRange{999, 1001}).whole().size(), 2u);
}

TEST(PartsFolder, MergesToTheResultWrittenAtOnceWhetherChunksFitOrNot) {
  const std::uint64_t all = 50'000;  // chunks of 16384
  const ResultFolder folder;
  const auto figures = sample::write(folder / "whole.h5", all);
  for (const std::vector<std::uint64_t>& cuts :
       std::vector<std::vector<std::uint64_t>>{{0, 16384, 32768, all},
                                               {0, 10'000, 20'000, 45'000, all},
                                               {0, all},
                                               {0, 16384, 20'000, 49'152, all}}) {
    const fs::path at = folder / "x.parts";
    {
      Parts parts = Parts::create(at, sample::manifest(all));
      for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
        sample::write_part(parts, cuts[i], cuts[i + 1]);
    }
    ResultWriter writer(folder / "x.h5", sample::header(all));
    writer.append_parts(Parts::open(at), all);
    EXPECT_EQ(writer.iterations(), all);
    const auto merged = writer.finish(sample::totals(all));
    for (std::size_t i = 0; i < figures.size(); ++i) {
      EXPECT_EQ(testing::bits_of(merged[i].mean), testing::bits_of(figures[i].mean));
      EXPECT_EQ(testing::bits_of(merged[i].se_median), testing::bits_of(figures[i].se_median));
    }
    const ResultFile read(folder / "x.h5");
    expect_equal(read.totals(), sample::totals(all));
    EXPECT_EQ(read.status(), sample::statuses(0, all));
    for (std::size_t output = 0; output < 6; ++output) {
      EXPECT_TRUE(
          testing::same_bits(read.samples(output / 3, output % 3), sample::column(all, output)));
    }
    Parts::remove(at);
  }
}

void look_at_every_damaged_byte() {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  fs::path file;
  {
    Parts parts = Parts::create(at, sample::manifest(5000));
    sample::write_part(parts, 0, 40);
    file = parts.whole()[0].path;
  }
  const std::string good = content_of(file);
  std::size_t harmless = 0;
  for (std::size_t byte = 0; byte < good.size(); byte += 61) {
    std::string bad = good;
    bad[byte] = static_cast<char>(bad[byte] ^ 0x10);
    write_text(file, bad);
    try {
      const Parts parts = Parts::open(at);
      if (!parts.damaged().empty()) {
        EXPECT_THAT(parts.damaged()[0].problem, HasSubstr(file.string()));
        continue;
      }
      // the signature of HDF5, the id of the run: nobody can say whose it is
      if (!parts.foreign().empty()) continue;
      // Bytes that nothing rests on: unused space, the seconds. Whatever is read must be right.
      ++harmless;
      const IterationRange range = parts.whole()[0].range;
      ASSERT_EQ(range, (IterationRange{0, 40})) << "byte " << byte;
      std::vector<double> scores(40 * 6);
      std::vector<IterationStatus> status(40);
      parts.read(0, scores, status);
      ASSERT_TRUE(testing::same_bits(scores, sample::scores(0, 40, 6))) << "byte " << byte;
      ASSERT_EQ(status, sample::statuses(0, 40)) << "byte " << byte;
    } catch (const BadInput&) {  // the seed, the digest
    }
  }
  EXPECT_LT(harmless, good.size() / 61) << "some damage is found";
  for (const std::size_t size : {good.size() - 3000, good.size() - 1}) {
    write_text(file, good.substr(0, size));
    EXPECT_EQ(Parts::open(at).damaged().size(), 1u) << size;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}}) {
    write_text(file, good.substr(0, size));
    EXPECT_EQ(Parts::open(at).foreign().size(), 1u) << "nothing says whose it is: " << size;
    EXPECT_THAT(Parts::open(at).damaged(), IsEmpty());
  }
  write_text(file, good.substr(0, good.size() - 1));
  Parts parts = Parts::open(at);
  parts.remove_damaged();
  EXPECT_FALSE(fs::exists(file));
}

/// In a process of its own: HDF5 1.10 forgets some of its memory when it refuses a damaged file,
/// which is not ours to find.
TEST(PartsFolder, EveryDamagedByteIsFound) {
  EXPECT_EXIT(
      {
        look_at_every_damaged_byte();
        std::_Exit(::testing::Test::HasFailure() ? 1 : 0);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(PartsFolder, WhatAKillLeavesIsNoPart) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  Parts parts = Parts::create(at, sample::manifest(5000));
  sample::write_part(parts, 0, 100);
  const pid_t killed = ::fork();
  if (killed == 0) {
    new AtomicFile(at / "000000000100-000000000199.h5");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(killed, &status, 0);
  write_text(at / "notes.txt", "mine");
  EXPECT_EQ(Parts::open(at).whole().size(), 1u);
  EXPECT_THAT(Parts::open(at).damaged(), IsEmpty());
  Parts::remove(at);
  EXPECT_FALSE(Parts::exist(at));
  EXPECT_TRUE(fs::exists(at / "notes.txt")) << "what is not ours stays";
  EXPECT_EQ(std::distance(fs::directory_iterator(at), fs::directory_iterator()), 1);
  Parts::remove(at);
  EXPECT_TRUE(fs::exists(at / "notes.txt")) << "a folder without a manifest is not touched";
}

TEST(PartsFolder, OnlyWhatIsKnownToBeTheRunsIsRemoved) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  Parts parts = Parts::create(at, sample::manifest(5000));
  sample::write_part(parts, 0, 100);
  const std::vector<std::string> others = {"2024-11.h5", "000000000900-000000000999.h5",
                                           ".000000000100-000000000199.h5.tmp-12"};
  for (const std::string& other : others) write_text(at / other, "measured data of November");
  write_text(folder / "victim", "precious");
  fs::create_symlink("../victim", at / "000000001000-000000001099.h5");
  EXPECT_EQ(Parts::open(at).foreign().size(), 2u);
  Parts::remove(at);
  for (const std::string& other : others)
    EXPECT_EQ(content_of(at / other), "measured data of November");
  EXPECT_TRUE(fs::is_symlink(at / "000000001000-000000001099.h5"));
  EXPECT_EQ(content_of(folder / "victim"), "precious");
  EXPECT_FALSE(fs::exists(at / "000000000000-000000000099.h5"));
  EXPECT_FALSE(fs::exists(at / "manifest.json"));
  EXPECT_FALSE(fs::exists(at / "manifest.finished.json"));
}

TEST(PartsFolder, ThroughALinkNothingIsRemoved) {
  const ResultFolder folder;
  {
    Parts parts = Parts::create(folder / "elsewhere", sample::manifest(5000));
    sample::write_part(parts, 0, 100);
  }
  fs::create_directory_symlink("elsewhere", folder / "x.parts");
  Parts::remove(folder / "x.parts");
  EXPECT_EQ(Parts::open(folder / "elsewhere").whole().size(), 1u);
}

TEST(PartsFolder, AFileOfSomebodyElseIsNotReplacedByAPart) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  Parts parts = Parts::create(at, sample::manifest(5000));
  write_text(at / "000000000000-000000000099.h5", "mine");
  EXPECT_THAT(message_of<Error>([&] { sample::write_part(parts, 0, 100); }),
              HasSubstr("there is a file of this name that is no part of this run; move it away"));
  EXPECT_EQ(content_of(at / "000000000000-000000000099.h5"), "mine");
}

TEST(PartsFolder, APartBehindTheRunIsDamaged) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  Parts parts = Parts::create(at, sample::manifest(5000));
  sample::write_part(parts, 4950, 5050);
  const Parts opened = Parts::open(at);
  EXPECT_THAT(opened.whole(), IsEmpty());
  ASSERT_EQ(opened.damaged().size(), 1u);
  EXPECT_EQ(opened.damaged()[0].problem,
            (at / "000000004950-000000005049.h5").string() + " is damaged: it ends behind the run");
}

TEST(PartsFolder, APartOfOtherModelsOrSettingsIsOfAnotherRun) {
  for (const bool other_model : {false, true}) {
    const ResultFolder folder;
    PartsManifest other = sample::manifest(5000);
    Provenance& made = other.header.provenance;
    if (other_model) {
      made.inputs[0].sha256 = std::string(64, 'b');
    } else {
      made.overrides.push_back("solver.precision=double");
    }
    fs::path strange;
    {
      Parts parts = Parts::create(folder / "other.parts", other);
      sample::write_part(parts, 0, 100);
      strange = parts.whole()[0].path;
    }
    const fs::path at = folder / "x.parts";
    { Parts parts = Parts::create(at, sample::manifest(5000)); }
    fs::rename(strange, at / strange.filename());
    try {
      (void)Parts::open(at);
      FAIL() << "the same study, seed and version, and other numbers";
    } catch (const BadInput& bad) {
      EXPECT_THAT(bad.findings().to_string(), HasSubstr("error E0604"));
      EXPECT_THAT(bad.findings().to_string(),
                  HasSubstr("it was made with other settings or models"));
    }
  }
}

TEST(PartsFolder, ANewRunRemovesWhatAFinishedOneLeft) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  {
    Parts parts = Parts::create(at, sample::manifest(5000));
    sample::write_part(parts, 0, 100);
  }
  fs::rename(at / "manifest.json", at / "manifest.finished.json");  // killed at Parts::remove
  EXPECT_TRUE(Parts::is_left_over(at));
  EXPECT_THAT(Parts::create(at, sample::manifest(5000)).missing(0, 5000),
              ElementsAre(IterationRange{0, 5000}));
  EXPECT_THAT(Parts::open(at).whole(), IsEmpty());
}

TEST(PartsFolder, ErrorsNameTheFileAndTheReason) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  EXPECT_EQ(message_of<Error>([&] { (void)Parts::open(at); }),
            "cannot read " + (at / "manifest.json").string() + ": No such file or directory");
  fs::create_directory(at);
  write_text(at / "manifest.json", "{\"plume_type\": \"parts\", \"version\": [7, 0]}");
  EXPECT_EQ(message_of<Error>([&] { (void)Parts::open(at); }),
            "cannot read " + (at / "manifest.json").string() +
                ": it is of format 7; this Plume reads format 1");
  write_text(folder / "file", "");
  EXPECT_EQ(message_of<Error>([&] { (void)Parts::create(folder / "file", sample::manifest(10)); }),
            "cannot create the folder " + (folder / "file").string() + ": it is a link or a file");
}

/// Root may write everywhere, so that for root this is tried as somebody else.
class AsSomebody {
 public:
  AsSomebody() : user_(::geteuid()) {
    if (user_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error("cannot become another user");
  }
  ~AsSomebody() {
    if (user_ == 0 && ::seteuid(0) != 0) std::abort();
  }

 private:
  uid_t user_;
};

TEST(PartsFolder, AReadOnlyFolderIsAnErrorThatSaysWhatIsSafe) {
  const ResultFolder folder;
  const fs::path at = folder / "x.parts";
  Parts parts = Parts::create(at, sample::manifest(5000));
  sample::write_part(parts, 0, 100);
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(at.c_str(), 0555);
  std::string words;
  {
    const AsSomebody reader;
    words = message_of<Error>([&] { sample::write_part(parts, 100, 200); });
  }
  EXPECT_EQ(words, "cannot create " + (at / "000000000100-000000000199.h5").string() +
                       ": Permission denied; the part needs " +
                       std::to_string(part_bytes(100, parts.shape())) +
                       " bytes; 100 iterations are safe in " + at.string());
  ::chmod(at.c_str(), 0755);
}

}  // namespace
}  // namespace plume::parts_test
