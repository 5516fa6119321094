// SPDX-License-Identifier: Apache-2.0
#include "host/store/hdf5.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::hdf5::hdf5_test {
namespace {

class Hdf5 : public ::testing::Test {
 protected:
  [[nodiscard]] File create() const { return File::create(path(), "shown.h5"); }
  [[nodiscard]] File reopen(File& file) const {
    file.flush();
    file.close();
    return File::open(path());
  }
  [[nodiscard]] std::string path() const { return folder_ / "x.h5"; }

  ResultFolder folder_;
};

template <class Number>
class Hdf5Numbers : public Hdf5 {};
using Numbers = ::testing::Types<double, std::int64_t, std::uint64_t, std::uint32_t, std::uint8_t>;
TYPED_TEST_SUITE(Hdf5Numbers, Numbers);

template <class Number>
constexpr Type type_for() {
  if (std::is_same_v<Number, double>) return Type::float64;
  if (std::is_same_v<Number, std::int64_t>) return Type::int64;
  if (std::is_same_v<Number, std::uint64_t>) return Type::uint64;
  if (std::is_same_v<Number, std::uint32_t>) return Type::uint32;
  return Type::uint8;
}

TYPED_TEST(Hdf5Numbers, ExtremesSurviveInDatasetsAndAttributes) {
  using Limits = std::numeric_limits<TypeParam>;
  const std::vector<TypeParam> values = {Limits::lowest(), TypeParam{1}, Limits::max()};
  File file = this->create();
  {
    Dataset dataset = file.create("d", type_for<TypeParam>(), {3});
    dataset.write(std::span<const TypeParam>(values));
    dataset.set("a", std::span<const TypeParam>(values));
    file.set_number("b", Limits::max());
  }
  const File read = this->reopen(file);
  const Dataset dataset = read.dataset("d");
  EXPECT_EQ(dataset.type(), type_for<TypeParam>());
  EXPECT_EQ(dataset.shape(), Shape{3});
  EXPECT_EQ(dataset.template read<TypeParam>(), values);
  EXPECT_EQ(dataset.template numbers<TypeParam>("a"), values);
  EXPECT_EQ(read.numbers<TypeParam>("b"), std::vector<TypeParam>{Limits::max()});
}

TYPED_TEST(Hdf5Numbers, PartsOfAGrowingDataset) {
  File file = this->create();
  {
    Dataset dataset = file.create("d", type_for<TypeParam>(), {0, 2}, {.chunk = {2, 1}});
    dataset.extend({3, 2});
    const std::vector<TypeParam> column = {7, 8, 9};
    dataset.write({0, 1}, {3, 1}, std::span<const TypeParam>(column));
  }
  const File read = this->reopen(file);
  std::vector<TypeParam> part(2);
  read.dataset("d").read({1, 1}, {2, 1}, std::span<TypeParam>(part));
  EXPECT_EQ(part, (std::vector<TypeParam>{8, 9}));
}

TEST_F(Hdf5, TextsSurvive) {
  const std::vector<std::string> texts = {"kg CO₂-eq", "", "温室气体", std::string(100000, 'x')};
  File file = create();
  {
    Dataset dataset = file.create("d", Type::text, {4});
    dataset.write(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) dataset.set("a" + std::to_string(i), texts[i]);
  }
  const File read = reopen(file);
  EXPECT_EQ(read.dataset("d").type(), Type::text);
  EXPECT_EQ(read.dataset("d").read_texts(), texts);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(read.dataset("d").text("a" + std::to_string(i)), texts[i]);
  }
}

TEST_F(Hdf5, UnwrittenValuesAreTheFillValue) {
  File file = create();
  (void)file.create("d", Type::float64, {2}, {.chunk = {}, .fill_value = std::nan("")});
  const File read = reopen(file);
  EXPECT_TRUE(std::isnan(read.dataset("d").read<double>()[1]));
}

TEST_F(Hdf5, ChunksCarryAChecksum) {
  File file = create();
  {
    Dataset dataset = file.create("d", Type::uint8, {4}, {.chunk = {4}});
    const std::vector<std::uint8_t> values = {200, 201, 202, 203};
    dataset.write(std::span<const std::uint8_t>(values));
  }
  file.flush();
  file.close();
  std::string bytes = content_of(path());
  const std::size_t at = bytes.find("\xC8\xC9\xCA\xCB");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = '\x01';
  write_text(path(), bytes);

  const File read = File::open(path());
  EXPECT_EQ(message_of<Error>([&] { (void)read.dataset("d").read<std::uint8_t>(); }),
            "cannot read 'd' from " + path() + ": data error detected by Fletcher32 checksum");
}

TEST_F(Hdf5, MessagesNameObjectAndFile) {
  File file = create();
  Dataset dataset = file.create("d", Type::float64, {2});
  const std::vector<double> three(3);
  EXPECT_EQ(message_of<Error>([&] { dataset.write(std::span<const double>(three)); }),
            "cannot write 'd' to shown.h5: the values do not fill its shape");
  EXPECT_EQ(message_of<Error>([&] { dataset.write(std::vector<std::string>{"one"}); }),
            "cannot write 'd' to shown.h5: the texts do not fill its shape");
  EXPECT_EQ(message_of<Error>([&] { (void)file.create("d", Type::float64, {2}); }),
            "cannot write 'd' to shown.h5: name already exists");
  EXPECT_EQ(message_of<Error>([&] { dataset.extend({3}); }),
            "cannot write 'd' to shown.h5: dataset has contiguous storage");
  dataset.set("units", "1");
  EXPECT_EQ(message_of<Error>([&] { dataset.set("units", "1"); }).substr(0, 41),
            "cannot write 'd:units' to shown.h5: attri");
}

TEST_F(Hdf5, MessagesOfReading) {
  File file = create();
  {
    Dataset dataset = file.create("d", Type::float64, {2});
    dataset.set("text", "t");
    dataset.set_number("number", 1.0);
    (void)file.create("c", Type::float64, {2}, {.chunk = {2}});
  }
  const File read = reopen(file);
  const Dataset dataset = read.dataset("d");
  const std::string from = " from " + path() + ": ";
  EXPECT_EQ(message_of<Error>([&] { (void)read.dataset("e"); }),
            "cannot read 'e'" + from + "object 'e' doesn't exist");
  EXPECT_EQ(message_of<Error>([&] { (void)dataset.text("units"); }),
            "cannot read 'd:units'" + from + "there is no such attribute");
  EXPECT_EQ(message_of<Error>([&] { (void)read.numbers<double>("seed"); }),
            "cannot read 'seed'" + from + "there is no such attribute");
  EXPECT_EQ(message_of<Error>([&] { (void)dataset.text("number"); }),
            "cannot read 'd:number'" + from + "it is not a text");
  EXPECT_EQ(message_of<Error>([&] { (void)dataset.numbers<double>("text"); }),
            "cannot read 'd:text'" + from + "it is not a number");
  EXPECT_EQ(message_of<Error>([&] { (void)dataset.read_texts(); }),
            "cannot read 'd'" + from + "it does not hold texts");
}

TEST_F(Hdf5, OpeningWhatIsNotThere) {
  EXPECT_EQ(message_of<Error>([&] { (void)File::open(path()); }),
            "cannot read " + path() + ": No such file or directory");
  EXPECT_EQ(message_of<Error>([&] { (void)File::create(folder_ / "no/x.h5", "no/x.h5"); }),
            "cannot write no/x.h5: No such file or directory");
}

TEST_F(Hdf5, ContainsKnowsDatasetsOnly) {
  File file = create();
  (void)file.create("d", Type::float64, {2});
  EXPECT_TRUE(file.contains("d"));
  EXPECT_FALSE(file.contains("e"));
  const Handle group(H5Gcreate2(file.id(), "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  EXPECT_FALSE(file.contains("g"));
}

TEST_F(Hdf5, AnAbandonedFileGetsNoMoreBytes) {
  std::uintmax_t size = 0;
  {
    File file = create();
    file.flush();
    size = std::filesystem::file_size(path());
    Dataset dataset = file.create("d", Type::float64, {1000});
    const std::vector<double> values(1000, 1.0);
    file.abandon();
    dataset.write(std::span<const double>(values));
  }
  EXPECT_EQ(std::filesystem::file_size(path()), size);
}

TEST_F(Hdf5, HandlesCloseOnceAndMove) {
  File file = create();
  const hid_t id = H5Screate(H5S_SCALAR);
  {
    Handle first(id, H5Sclose);
    Handle second(std::move(first));
    EXPECT_EQ(first.get(), H5I_INVALID_HID);
    EXPECT_EQ(second.get(), id);
    Handle third;
    third = std::move(second);
    EXPECT_GT(H5Iis_valid(id), 0);
  }
  EXPECT_EQ(H5Iis_valid(id), 0);
}

}  // namespace
}  // namespace plume::hdf5::hdf5_test
