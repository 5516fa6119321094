// SPDX-License-Identifier: Apache-2.0
#include "host/store/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/file_digest.hpp"
#include "host/store/hdf5.hpp"
#include "tests/host/store/expect_equal.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::result_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Result : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path path() const { return folder_ / "x.h5"; }
  [[nodiscard]] std::string refusal() const {
    return message_of<Error>([&] { const ResultFile file(path()); });
  }
  /// Changes the finished file with the raw C API.
  template <class Change>
  void change(Change change) const {
    const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    ASSERT_GE(file, 0);
    change(file);
    H5Fclose(file);
    seal_file(path(), path().string());  // as if the writer had written so
  }
  template <class Number>
  void overwrite(hid_t file, const char* object, const char* attribute, hid_t type,
                 std::vector<Number> values) const {
    H5Adelete_by_name(file, object, attribute, H5P_DEFAULT);
    const hsize_t size = values.size();
    const hid_t space = H5Screate_simple(1, &size, nullptr);
    const hid_t created = H5Acreate_by_name(file, object, attribute, type, space, H5P_DEFAULT,
                                            H5P_DEFAULT, H5P_DEFAULT);
    ASSERT_GE(H5Awrite(created, type, values.data()), 0);
    H5Aclose(created);
    H5Sclose(space);
  }
  void overwrite_text(hid_t file, const char* attribute, const char* text) const {
    H5Adelete(file, attribute);
    // of fixed length, as other tools write
    ASSERT_GE(H5LTset_attribute_string(file, "/", attribute, text), 0);
  }

  ResultFolder folder_;
};

// ---- estimates with a control variate

ControlSource sample_control() {
  ControlSource source;
  KnownControl known;
  known.variance = 0.5;
  known.sample_size = 4096.0;
  source.known.assign(6, known);
  source.controls = [](std::uint64_t first, std::uint64_t count, double* controls) {
    for (std::uint64_t i = 0; i < count; ++i) {
      for (std::uint64_t output = 0; output < 6; ++output) {
        controls[i * 6 + output] = std::sin(static_cast<double>((first + i) * 7 + output));
      }
    }
  };
  return source;
}

TEST_F(Result, ControlledEstimatesAreThoseOfTheColumnsAndComeBack) {
  constexpr std::uint64_t iterations = 5000;
  const ResultHeader head = sample::header(iterations);
  const ControlSource control = sample_control();
  std::vector<ControlledSummary> written;
  {
    ResultWriter writer(path(), head);
    writer.append(sample::scores(0, iterations, 6), sample::statuses(0, iterations));
    writer.finish(sample::totals(iterations), &control);
    written = writer.controlled();
  }
  const ResultFile file(path());
  ASSERT_EQ(6u, file.controlled().size());
  for (std::size_t output = 0; output < 6; ++output) {
    std::vector<double> controls;
    for (std::uint64_t i = 0; i < iterations; ++i)
      controls.push_back(std::sin(static_cast<double>(i * 7 + output)));
    const ControlledSummary expected =
        controlled_summary(sample::column(iterations, output), controls, control.known[output], 1);
    for (const ControlledSummary& found : {written[output], file.controlled()[output]}) {
      expect_same(std::vector{found.mean, found.se_mean, found.gain},
                  std::vector{expected.mean, expected.se_mean, expected.gain});
      for (std::size_t k = 0; k < num_control_levels; ++k) {
        expect_same(
            std::vector{found.quantile[k], found.se_quantile[k], found.quantile_gain[k]},
            std::vector{expected.quantile[k], expected.se_quantile[k], expected.quantile_gain[k]});
      }
    }
  }
}

TEST_F(Result, HasNoControlledEstimatesWithoutAControl) {
  sample::write(path(), 10);
  EXPECT_THAT(ResultFile(path()).controlled(), IsEmpty());
}

TEST_F(Result, ControlledEstimatesComeTogether) {
  const ControlSource control = sample_control();
  ResultWriter writer(path(), sample::header(10));
  writer.append(sample::scores(0, 10, 6), sample::statuses(0, 10));
  writer.finish(sample::totals(10), &control);
  change([](hid_t file) { H5Ldelete(file, "quantile_control_gain", H5P_DEFAULT); });
  EXPECT_EQ(path().string() + " is damaged: there is no dataset 'quantile_control_gain'",
            refusal());
}

// ---- round trip

class ResultRoundTrip : public Result, public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(ResultRoundTrip, EverythingComesBack) {
  const std::uint64_t iterations = GetParam();
  const std::vector<Summary> written = sample::write(path(), iterations, 777);
  const ResultFile file(path());
  expect_equal(file.header(), sample::header(iterations));
  expect_equal(file.totals(), sample::totals(iterations));
  EXPECT_EQ(file.status(), sample::statuses(0, iterations));
  ASSERT_EQ(file.summaries().size(), 6u);
  for (std::size_t output = 0; output < 6; ++output) {
    const std::vector<double> column = sample::column(iterations, output);
    expect_same(file.samples(output / 3, output % 3), column);
    expect_equal(written[output], summarise(column, 1));
    expect_equal(file.summaries()[output], written[output]);
  }
  EXPECT_THAT(folder_.names(), ElementsAre("x.h5"));
}

// None, one, less than a chunk, a chunk, more than one.
INSTANTIATE_TEST_SUITE_P(Iterations, ResultRoundTrip,
                         ::testing::Values(0, 1, 1000, 16384, 16385, 50000));

TEST_F(Result, BatchesOfAnySizeGiveTheSameBytes) {
  sample::write(path(), 20000, 20000);
  const std::string expected = content_of(path());
  for (const std::uint64_t batch : {1u, 64u, 16384u}) {
    sample::write(folder_ / "y.h5", 20000, batch);
    EXPECT_TRUE(content_of(folder_ / "y.h5") == expected) << batch;
  }
}

TEST_F(Result, ARunThatStopsEarlyHoldsWhatItDid) {
  {
    ResultWriter writer(path(), sample::header(100000));
    writer.append(sample::scores(0, 2048, 6), sample::statuses(0, 2048));
    writer.finish(sample::totals(2048));
  }
  const ResultFile file(path());
  EXPECT_EQ(file.header().iterations_planned, 100000u);
  EXPECT_EQ(file.totals().iterations, 2048u);
  expect_same(file.samples(1, 2), sample::column(2048, 5));
}

TEST_F(Result, ManyOutputsShrinkTheChunkNotTheData) {
  // 60,000 outputs: the 64 MiB buffer holds 139 rows.
  ResultHeader header = sample::header(150);
  header.axes.categories.resize(30000);
  for (std::size_t i = 0; i < 30000; ++i)
    header.axes.categories[i] = {"c" + std::to_string(i), "", "kg"};
  header.static_scores.assign(60000, 1.0);
  {
    ResultWriter writer(path(), header);
    for (std::uint64_t first = 0; first < 150; first += 50) {
      std::vector<double> scores(50 * 60000);
      for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = static_cast<double>(first * 60000 + i);
      }
      writer.append(scores, std::vector<IterationStatus>(50, IterationStatus::ok));
    }
    ResultTotals totals;
    totals.iterations = 150;
    writer.finish(totals);
  }
  const ResultFile file(path());
  const std::vector<double> column = file.samples(1, 29999);
  ASSERT_EQ(column.size(), 150u);
  for (std::size_t i = 0; i < 150; ++i)
    ASSERT_EQ(column[i], static_cast<double>(i * 60000 + 59999));
  EXPECT_EQ(file.summaries()[59999].maximum, 149.0 * 60000 + 59999);
}

TEST_F(Result, AnIterationWithoutScoreIsStoredAsNaN) {
  ResultHeader header = sample::header(2);
  {
    ResultWriter writer(path(), header);
    const std::vector<double> scores(12, 5.0);
    const std::vector<IterationStatus> status = {IterationStatus::ok, IterationStatus::singular};
    writer.append(scores, status);
    ResultTotals totals;
    totals.iterations = 2;
    writer.finish(totals);
  }
  const ResultFile file(path());
  EXPECT_EQ(file.samples(0, 0)[0], 5.0);
  EXPECT_TRUE(std::isnan(file.samples(0, 0)[1]));
  EXPECT_EQ(file.summaries()[0].count, 1u);
  EXPECT_EQ(file.totals().failed[static_cast<int>(IterationStatus::singular)], 1u)
      << "counted by the writer";
}

TEST_F(Result, NamesThatAreNotUtf8AreStoredAsUtf8) {
  ResultHeader header = sample::header(1);
  header.axes.demands[0].name = "caf\xE9";
  header.study_name = "n\xE9";
  {
    ResultWriter writer(path(), header);
    writer.append(sample::scores(0, 1, 6), sample::statuses(0, 1));
    writer.finish(sample::totals(1));
  }
  const ResultFile file(path());
  EXPECT_EQ(file.header().axes.demands[0].name, "caf\uFFFD");
  EXPECT_EQ(file.header().study_name, "n\uFFFD");
}

TEST_F(Result, ALargeStudyTextFits) {
  ResultHeader header = sample::header(1);
  // far beyond the 64 KiB of a compact attribute
  header.provenance.study_text.assign(5 << 20, 'x');
  {
    ResultWriter writer(path(), header);
    writer.append(sample::scores(0, 1, 6), sample::statuses(0, 1));
    writer.finish(sample::totals(1));
  }
  EXPECT_EQ(ResultFile(path()).header().provenance.study_text, header.provenance.study_text);
}

TEST_F(Result, ReadsBackConsecutiveIterationsAsTheyWereAppended) {
  sample::write(path(), 20000);
  const ResultFile file(path());
  for (const auto& [first, count] :
       {std::pair<std::uint64_t, std::size_t>{0, 1}, {16380, 10}, {0, 20000}, {19999, 1}, {5, 0}}) {
    std::vector<double> scores(count * 6);
    std::vector<IterationStatus> status(count);
    file.read(first, scores, status);
    EXPECT_EQ(status, sample::statuses(first, count));
    expect_same(scores, sample::scores(first, count, 6));
  }
  std::vector<double> scores(6);
  std::vector<IterationStatus> status(1);
  EXPECT_THROW(file.read(20000, scores, status), std::out_of_range);
  scores.resize(5);
  EXPECT_THROW(file.read(0, scores, status), std::out_of_range);
}

TEST_F(Result, WhatIsReadAndAppendedAgainIsTheSameFile) {
  sample::write(path(), 20000);
  const ResultFile file(path());
  ResultWriter writer(folder_ / "y.h5", sample::header(20000));
  std::vector<double> scores(5000 * 6);
  std::vector<IterationStatus> status(5000);
  for (std::uint64_t first = 0; first < 20000; first += 5000) {
    file.read(first, scores, status);
    writer.append(scores, status);
  }
  writer.finish(sample::totals(20000));
  EXPECT_TRUE(content_of(folder_ / "y.h5") == content_of(path()));
}

TEST_F(Result, ListsFailedIterationsByNumber) {
  sample::write(path(), 50);
  std::array<IterationList, num_iteration_statuses> expected;
  for (std::uint64_t i = 0; i < 50; ++i) {
    if (sample::status(i) >= IterationStatus::infeasible) {
      expected[static_cast<std::size_t>(sample::status(i))].push_back(i);
    }
  }
  EXPECT_EQ(ResultFile(path()).totals().failed_iterations, expected);
  EXPECT_FALSE(expected[2].empty() || expected[3].empty() || expected[4].empty());
}

TEST_F(Result, PrecisionAndPartsComeBack) {
  ResultHeader header = sample::header(10);
  RunPart first{0,   4, "2024-06-11T08:00:00Z", "2024-06-11T08:00:01Z", "cpu", "plume run a.toml",
                0.25},
      second;
  second.first_iteration = 4;
  second.command = "plume run a.toml --extend 6";
  header.provenance.parts = {first, second};
  ResultTotals totals = sample::totals(10);
  AchievedPrecision achieved;
  achieved.wanted = 0.01;
  achieved.reached = 0.008;
  achieved.category = 1;
  totals.precision = {achieved};
  {
    ResultWriter writer(path(), header);
    writer.append(sample::scores(0, 10, 6), sample::statuses(0, 10));
    writer.finish(totals);
  }
  const ResultFile file(path());
  ASSERT_EQ(file.totals().precision.size(), 1u);
  EXPECT_EQ(file.totals().precision[0].reached, 0.008);
  EXPECT_EQ(file.totals().precision[0].category, 1u);
  const auto& parts = file.header().provenance.parts;
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].iterations, 4u);
  EXPECT_EQ(parts[0].seconds, 0.25);
  EXPECT_EQ(parts[1].first_iteration, 4u);
  EXPECT_EQ(parts[1].iterations, 6u);
  EXPECT_EQ(parts[1].finished, totals.finished);
  const hdf5::File raw = hdf5::File::open(path());
  EXPECT_EQ(raw.text("history"), "2024-06-11T08:00:01Z plume 0.1.0: plume run a.toml\n" +
                                     totals.finished + " plume 0.1.0: plume run a.toml --extend 6");
}

// ---- the writer, checked by raw reads

TEST_F(Result, RawReadOfTheScores) {
  sample::write(path(), 20000);
  const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t score = H5Dopen2(file, "score", H5P_DEFAULT);
  const hid_t space = H5Dget_space(score);
  hsize_t sizes[3];
  hsize_t limits[3];
  ASSERT_EQ(H5Sget_simple_extent_dims(space, sizes, limits), 3);
  EXPECT_THAT(sizes, ElementsAre(20000, 2, 3));
  EXPECT_THAT(limits, ElementsAre(H5S_UNLIMITED, 2, 3));

  std::vector<double> values(20000 * 6);
  ASSERT_GE(H5Dread(score, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
  expect_same(values, sample::scores(0, 20000, 6));

  const hid_t creation = H5Dget_create_plist(score);
  hsize_t chunk[3];
  ASSERT_EQ(H5Pget_chunk(creation, 3, chunk), 3);
  EXPECT_THAT(chunk, ElementsAre(16384, 1, 1));
  double fill = 0.0;
  H5Pget_fill_value(creation, H5T_NATIVE_DOUBLE, &fill);
  EXPECT_TRUE(std::isnan(fill));
  ASSERT_EQ(H5Pget_nfilters(creation), 1);
  unsigned flags = 0;
  std::size_t num_values = 0;
  unsigned configuration = 0;
  EXPECT_EQ(H5Pget_filter2(creation, 0, &flags, &num_values, nullptr, 0, nullptr, &configuration),
            H5Z_FILTER_FLETCHER32);
  EXPECT_EQ(H5DSis_attached(score, H5Dopen2(file, "iteration", H5P_DEFAULT), 0), 1);
  EXPECT_EQ(H5DSis_attached(score, H5Dopen2(file, "demand", H5P_DEFAULT), 1), 1);
  EXPECT_EQ(H5DSis_attached(score, H5Dopen2(file, "category", H5P_DEFAULT), 2), 1);
  H5Pclose(creation);
  H5Sclose(space);
  H5Fclose(file);
}

TEST_F(Result, RawReadOfSeedVersionAndOrder) {
  sample::write(path(), 10);
  const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t seed = H5Aopen(file, "seed", H5P_DEFAULT);
  std::uint64_t value = 0;
  ASSERT_GE(H5Aread(seed, H5T_NATIVE_UINT64, &value), 0);
  EXPECT_EQ(value, 18446744073709551605u);
  const hid_t type = H5Aget_type(seed);
  EXPECT_GT(H5Tequal(type, H5T_STD_U64LE), 0);
  const hid_t version = H5Aopen(file, "version", H5P_DEFAULT);
  std::uint32_t numbers[2] = {9, 9};
  ASSERT_GE(H5Aread(version, H5T_NATIVE_UINT32, numbers), 0);
  EXPECT_THAT(numbers, ElementsAre(1, 3));
  const hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
  const hid_t creation = H5Gget_create_plist(root);
  unsigned order = 0;
  H5Pget_link_creation_order(creation, &order);
  EXPECT_EQ(order, static_cast<unsigned>(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  H5Pget_attr_creation_order(creation, &order);
  EXPECT_EQ(order, static_cast<unsigned>(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  H5Tclose(type);
  H5Pclose(creation);
  H5Gclose(root);
  H5Aclose(version);
  H5Aclose(seed);
  H5Fclose(file);
}

// ---- what the writer refuses

TEST_F(Result, WriterRefusesAPathThatCannotBeWritten) {
  EXPECT_EQ(
      message_of<Error>([&] { const ResultWriter writer(folder_.path(), sample::header(1)); }),
      "cannot create " + folder_.path().string() + ": it is a folder");
  EXPECT_EQ(
      message_of<Error>([&] { const ResultWriter writer(folder_ / "no/x.h5", sample::header(1)); }),
      "cannot create " + (folder_ / "no/x.h5").string() + ": there is no folder " +
          (folder_ / "no").string());
}

TEST_F(Result, WithoutFinishThereIsNoFile) {
  {
    ResultWriter writer(path(), sample::header(20000));
    writer.append(sample::scores(0, 17000, 6), sample::statuses(0, 17000));
  }
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(Result, WithoutFinishTheOldFileStays) {
  sample::write(path(), 10);
  const std::string before = content_of(path());
  {
    ResultWriter writer(path(), sample::header(5));
    writer.append(sample::scores(0, 5, 6), sample::statuses(0, 5));
  }
  EXPECT_TRUE(content_of(path()) == before);
  EXPECT_THAT(folder_.names(), ElementsAre("x.h5"));
}

TEST_F(Result, FinishReplacesTheOldFile) {
  sample::write(path(), 10);
  sample::write(path(), 25);
  EXPECT_EQ(ResultFile(path()).totals().iterations, 25u);
}

TEST_F(Result, MisuseIsAnErrorOfTheProgram) {
  ResultHeader none = sample::header(1);
  none.axes.demands.clear();
  EXPECT_THROW(ResultWriter(path(), none), std::invalid_argument);
  ResultHeader few = sample::header(1);
  few.static_scores.pop_back();
  EXPECT_THROW(ResultWriter(path(), few), std::invalid_argument);
  EXPECT_THAT(folder_.names(), IsEmpty());

  ResultWriter writer(path(), sample::header(2));
  EXPECT_THROW(writer.append(sample::scores(0, 1, 6), sample::statuses(0, 2)),
               std::invalid_argument);
  writer.append(sample::scores(0, 1, 6), sample::statuses(0, 1));
  EXPECT_THROW(writer.finish(sample::totals(2)), std::invalid_argument);
  writer.finish(sample::totals(1));
  EXPECT_THROW(writer.append({}, {}), std::logic_error);
  EXPECT_THROW(writer.finish(sample::totals(1)), std::logic_error);
  EXPECT_THROW((void)ResultFile(path()).samples(2, 0), std::out_of_range);
  EXPECT_THROW((void)ResultFile(path()).samples(0, 3), std::out_of_range);
  std::vector<double> two(2);
  EXPECT_THROW(ResultFile(path()).samples(0, 0, 0, two), std::out_of_range);
}

TEST_F(Result, APartOfAColumnIsReadAsTheWholeHasIt) {
  constexpr std::uint64_t iterations = 40000;
  {
    ResultWriter writer(path(), sample::header(iterations));
    writer.append(sample::scores(0, iterations, 6), sample::statuses(0, iterations));
    writer.finish(sample::totals(iterations));
  }
  const ResultFile file(path());
  const std::vector<double> whole = file.samples(1, 2);
  std::vector<double> part(20000);
  file.samples(1, 2, 10000, part);
  expect_same(part, std::vector<double>(whole.begin() + 10000, whole.begin() + 30000));
}

// ---- what the reader refuses

TEST_F(Result, ReaderRefusesWhatIsNoFile) {
  EXPECT_EQ(refusal(), "cannot read " + path().string() + ": No such file or directory");
  fs::create_directory(path());
  EXPECT_EQ(refusal(), "cannot read " + path().string() + ": it is a folder");
}

TEST_F(Result, ReaderRefusesOtherFiles) {
  write_text(path(), "");
  EXPECT_EQ(refusal(), "cannot read " + path().string() + ": it is not an HDF5 file");
  write_text(path(), "process,amount\nsteel,1.0\n");
  EXPECT_EQ(refusal(), "cannot read " + path().string() + ": it is not an HDF5 file");
}

TEST_F(Result, ReaderRefusesOtherHdf5Files) {
  H5Fclose(H5Fcreate(path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  EXPECT_EQ(refusal(),
            path().string() +
                " is not a Plume result: it is an HDF5 file without the attribute 'plume_type'");
  sample::write(path(), 10);
  change([&](hid_t file) { overwrite_text(file, "plume_type", "part"); });
  EXPECT_EQ(refusal(), path().string() + " is not a Plume result: its plume_type is 'part'");
}

TEST_F(Result, ReaderRefusesAnotherMajorVersionAndNamesBoth) {
  sample::write(path(), 10);
  change([&](hid_t file) {
    overwrite<std::uint32_t>(file, ".", "version", H5T_NATIVE_UINT32, {2, 5});
  });
  EXPECT_EQ(refusal(), path().string() +
                           " has result format 2.5; this Plume reads format 1 (any minor version)");
}

TEST_F(Result, ReaderTakesALaterMinorVersion) {
  sample::write(path(), 10);
  change([&](hid_t file) {
    overwrite<std::uint32_t>(file, ".", "version", H5T_NATIVE_UINT32, {1, 7});
    const hsize_t size = 3;
    const std::vector<double> values(3);
    H5LTmake_dataset_double(file, "added_in_1_7", 1, &size, values.data());
  });
  EXPECT_EQ(ResultFile(path()).totals().iterations, 10u);
}

TEST_F(Result, ReaderTakesTextsOfFixedLengthAsOtherToolsWriteThem) {
  sample::write(path(), 10);
  change([&](hid_t file) {
    overwrite_text(file, "plume_type", "result");
    overwrite_text(file, "title", "copied");
  });
  EXPECT_EQ(ResultFile(path()).header().study_name, "copied");
}

TEST_F(Result, ReaderFindsDamage) {
  struct Case {
    const char* expected;
    std::function<void(hid_t)> change;
  };
  const hsize_t three = 3;
  const std::vector<double> zeros(12);
  const std::vector<Case> cases = {
      {" is damaged: there is no dataset 'score'",
       [](hid_t file) { H5Ldelete(file, "score", H5P_DEFAULT); }},
      {" is damaged: there is no dataset 'level'",
       [](hid_t file) { H5Ldelete(file, "level", H5P_DEFAULT); }},
      {" is damaged: there is no dataset 'quantile'",
       [](hid_t file) {
         H5Ldelete(file, "quantile", H5P_DEFAULT);
         H5Gclose(H5Gcreate2(file, "quantile", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
       }},
      {" is damaged: 'mean' has shape 3, expected 2 x 3",
       [&](hid_t file) {
         H5Ldelete(file, "mean", H5P_DEFAULT);
         H5LTmake_dataset_double(file, "mean", 1, &three, zeros.data());
       }},
      {" is damaged: 'mean' is not of type float64",
       [&](hid_t file) {
         H5Ldelete(file, "mean", H5P_DEFAULT);
         const std::vector<float> floats(6);
         const hsize_t sizes[] = {2, 3};
         H5LTmake_dataset_float(file, "mean", 2, sizes, floats.data());
       }},
      {" is damaged: 'level' has shape 3, expected 6",
       [&](hid_t file) {
         H5Ldelete(file, "level", H5P_DEFAULT);
         H5LTmake_dataset_double(file, "level", 1, &three, zeros.data());
       }},
      {" is damaged: 'level' has 2 dimensions, expected 1",
       [&](hid_t file) {
         H5Ldelete(file, "level", H5P_DEFAULT);
         const hsize_t sizes[] = {2, 3};
         H5LTmake_dataset_double(file, "level", 2, sizes, zeros.data());
       }},
      {" is damaged: it holds 10 iterations, expected 11",
       [&](hid_t file) {
         overwrite<std::uint64_t>(file, ".", "iterations", H5T_NATIVE_UINT64, {11});
       }},
      {" is damaged: its iterations has 2 numbers, expected 1",
       [&](hid_t file) {
         overwrite<std::uint64_t>(file, ".", "iterations", H5T_NATIVE_UINT64, {10, 10});
       }},
      {" is damaged: its version has 1 numbers, expected 2",
       [&](hid_t file) { overwrite<std::uint32_t>(file, ".", "version", H5T_NATIVE_UINT32, {1}); }},
      {" is damaged: the counts of its statuses do not add up to its iterations",
       [&](hid_t file) {
         overwrite<std::uint64_t>(file, "status", "flag_counts", H5T_NATIVE_UINT64,
                                  {1, 1, 1, 1, 1});
       }},
      {" is damaged: its provenance cannot be read (it is not a JSON object)",
       [&](hid_t file) { overwrite_text(file, "provenance", "[]"); }},
  };
  for (const Case& each : cases) {
    sample::write(path(), 10);
    change(each.change);
    EXPECT_EQ(refusal(), path().string() + each.expected);
  }
}

TEST_F(Result, ReaderNamesAMissingAttribute) {
  for (const char* attribute : {"title", "seed", "iterations", "iterations_planned", "stop_reason",
                                "seconds", "provenance", "version"}) {
    sample::write(path(), 10);
    change([&](hid_t file) { H5Adelete(file, attribute); });
    EXPECT_EQ(refusal(), "cannot read '" + std::string(attribute) + "' from " + path().string() +
                             ": there is no such attribute");
  }
}

TEST_F(Result, ReaderFindsAStatusThatIsNone) {
  sample::write(path(), 10);
  change([](hid_t file) {
    const hid_t status = H5Dopen2(file, "status", H5P_DEFAULT);
    std::vector<std::uint8_t> values(10, 0);
    values[4] = 200;
    H5Dwrite(status, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(status);
  });
  EXPECT_EQ(refusal(), path().string() + " is damaged: 'status' holds 200, which is no status");
}

TEST_F(Result, ATruncatedFileIsRefusedAtAnyLength) {
  sample::write(path(), 100);
  const std::string whole = content_of(path());
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (std::size_t length = 0; length < whole.size(); length += 251) {
    write_text(path(), whole.substr(0, length));
    ++tried;
    EXPECT_THROW(ResultFile{path()}, Error) << length;
    if (length > 100 && length + 1000 < whole.size()) {
      EXPECT_THAT(refusal(), ::testing::StartsWith("cannot read " + path().string() +
                                                   ": truncated file: eof = "));
    }
    ++refused;
  }
  EXPECT_EQ(refused, tried);
  EXPECT_GT(tried, 50u);
}

TEST_F(Result, AFlippedByteInTheScoresIsNoticed) {
  sample::write(path(), 1000);
  std::string bytes = content_of(path());
  const std::vector<double> column = sample::column(1000, 4);
  const std::string stored(reinterpret_cast<const char*>(column.data()), 64);
  const std::size_t at = bytes.find(stored);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 20] = static_cast<char>(bytes[at + 20] ^ 1);
  write_text(path(), bytes);
  // Of a file as small as this the block holds what opening reads, too.
  EXPECT_THAT(refusal(), ::testing::StartsWith(path().string() + " is damaged: among its bytes "));
}

TEST_F(Result, WithoutItsDigestANewFileIsRefused) {
  sample::write(path(), 100);
  const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  overwrite_text(file, "title", "mine");
  H5Fclose(file);
  EXPECT_THAT(refusal(),
              ::testing::AnyOf(path().string() + " is damaged: the digest at its end is missing; "
                                                 "the file was cut, or changed by another program",
                               ::testing::HasSubstr(" is damaged: ")));
  sample::write(path(), 100);
  const std::string bytes = content_of(path());
  write_text(path(), bytes.substr(0, bytes.size() - 3));
  EXPECT_EQ(refusal(), path().string() +
                           " is damaged: the digest at its end is missing; the file was cut, or "
                           "changed by another program");
}

TEST_F(Result, EveryBitOfItsFiguresIsLookedAt) {
  sample::write(path(), 100);
  const std::string good = content_of(path());
  const std::vector<Summary> summaries = ResultFile(path()).summaries();
  std::size_t flipped = 0;
  for (const double figure :
       {summaries[0].mean, summaries[1].sd, summaries[2].median, summaries[3].se_mean,
        summaries[4].minimum, summaries[0].maximum, summaries[5].quantiles[1], -2.25}) {
    const std::size_t at =
        good.find(std::string(reinterpret_cast<const char*>(&figure), sizeof(figure)));
    ASSERT_NE(at, std::string::npos);
    for (const std::size_t bit : {0u, 20u, 51u, 63u}) {
      std::string bad = good;
      bad[at + bit / 8] = static_cast<char>(bad[at + bit / 8] ^ (1 << bit % 8));
      write_text(path(), bad);
      EXPECT_THAT(refusal(), ::testing::HasSubstr(" is damaged: among its bytes "));
      ++flipped;
    }
  }
  EXPECT_EQ(flipped, 32u);
}

TEST_F(Result, MovedFilesStayReadable) {
  sample::write(path(), 10);
  ResultFile first(path());
  const ResultFile second(std::move(first));
  expect_same(second.samples(1, 0), sample::column(10, 3));
}

// ---- files of earlier versions

TEST(ResultVersions, TheKeptFileOfVersion1IsRead) {
  const ResultFile file(PLUME_SOURCE_DIR "/tests/data/result-v1.h5");
  ResultHeader header = sample::header(50);
  header.provenance.lognormals = {};  // not in files before 1.1
  expect_equal(file.header(), header);
  expect_equal(file.totals(), sample::totals(50));
  EXPECT_EQ(file.status(), sample::statuses(0, 50));
  for (std::size_t output = 0; output < 6; ++output) {
    const std::vector<double> column = sample::column(50, output);
    expect_same(file.samples(output / 3, output % 3), column);
    Summary expected = summarise(column, 1);
    expected.se_median = std::nan("");  // not in files before 1.1
    expected.se_quantiles = Summary::unknown_quantiles();
    expected.replicates = 0;
    expect_equal(file.summaries()[output], expected);
  }
}

}  // namespace
}  // namespace plume::result_test
