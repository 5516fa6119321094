// SPDX-License-Identifier: Apache-2.0
#include "host/store/verify_statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/file_digest.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::verify_statistics_test {
namespace {

using ::testing::HasSubstr;

/// Changes a figure and seals the file anew: what a wrong program would have written.
void change(const std::filesystem::path& path, const char* name, std::size_t at, double factor) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
  std::vector<double> values(64);
  H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  values[at] *= factor;
  EXPECT_GE(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
  H5Dclose(dataset);
  H5Fclose(file);
  seal_file(path, "x.h5");
}

TEST(VerifyStatistics, FindsEachFigureThatIsNotThatOfTheSamples) {
  const ResultFolder folder;
  const auto path = folder / "x.h5";
  sample::write(path, 100);
  EXPECT_NO_THROW(ResultFile(path).verify());
  for (const char* name : {"mean", "sd", "median", "minimum", "maximum", "quantile", "count"}) {
    sample::write(path, 100);
    change(path, name, 1, 2.0);
    EXPECT_THAT(
        message_of<Error>([&] { ResultFile(path).verify(); }),
        HasSubstr(std::string(" is damaged: '") + name + "' of '1 kWh, low voltage', 'ap' is "))
        << name;
    EXPECT_NO_THROW(ResultFile{path}) << "its bytes are those that were written";
  }
}

TEST(VerifyStatistics, OfAnotherBuildAreComparedToTwelveDigits) {
  const ResultFolder folder;
  const auto path = folder / "x.h5";
  sample::write(path, 100);
  change(path, "mean", 0, 1.0 + 1e-14);
  EXPECT_NO_THROW(ResultFile(path).verify());
  change(path, "mean", 0, 1.0 + 1e-10);
  EXPECT_THROW(ResultFile(path).verify(), Error);
}

}  // namespace
}  // namespace plume::verify_statistics_test
