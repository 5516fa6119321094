// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/npy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/host/readers/brightway/write_npy.hpp"
#include "tests/support/findings.hpp"

namespace plume::npy_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace plume::testing;

std::optional<NpyArray> parse(std::string bytes) {
  Findings findings;
  auto array = NpyArray::parse(std::move(bytes), "a.npy", findings);
  EXPECT_THAT(lines(findings), IsEmpty());
  return array;
}

std::vector<std::string> complaints(std::string bytes) {
  Findings findings;
  EXPECT_FALSE(NpyArray::parse(std::move(bytes), "a.npy", findings));
  return lines(findings);
}

class NpyVersion : public ::testing::TestWithParam<int> {};

TEST_P(NpyVersion, IsRead) {
  const auto array =
      parse(npy_file(npy_header("'<f8'", "3,"), raw_all<double>({1.5, -2, 1e300}), GetParam()));

  ASSERT_TRUE(array);
  EXPECT_THAT(array->shape(), ElementsAre(3u));
  EXPECT_THAT(array->doubles(array->fields()[0]), ElementsAre(1.5, -2, 1e300));
  EXPECT_FALSE(array->is_structured());
}

TEST_P(NpyVersion, EveryTruncationIsAFinding) {
  const std::string whole = npy_file(npy_header("[('row', '<i4'), ('col', '<i8')]", "2,"),
                                     std::string(24, 'x'), GetParam());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    Findings findings;
    EXPECT_FALSE(NpyArray::parse(whole.substr(0, length), "a.npy", findings)) << length;
    EXPECT_EQ(findings.num_errors(), 1u) << length;
  }
  EXPECT_TRUE(parse(whole));
}

INSTANTIATE_TEST_SUITE_P(OneToThree, NpyVersion, ::testing::Values(1, 2, 3));

// A flipped bit may give other numbers, since the format has no checksum, but never a crash.
TEST(Npy, NoFlippedBitCrashes) {
  const std::string whole =
      npy_file(npy_header("[('row', '<i4'), ('col', '<i8')]", "1, 2"), std::string(24, 'x'));
  std::size_t num_findings = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      Findings findings;
      const auto array = NpyArray::parse(changed, "a.npy", findings);
      EXPECT_NE(array.has_value(), findings.has_errors()) << at << ':' << bit;
      if (array) {
        EXPECT_EQ(array->doubles(array->fields()[0]).size(), array->size());
      } else {
        ++num_findings;
      }
    }
  }
  EXPECT_GT(num_findings, whole.size());
}

template <class Number>
void expect_read(std::string_view code, const std::vector<Number>& numbers) {
  const std::vector<double> expected(numbers.begin(), numbers.end());
  for (const bool big : {false, true}) {
    const std::string descr = "'" + std::string(big ? ">" : "<") + std::string(code) + "'";
    const auto array =
        parse(npy_file(npy_header(descr, count_shape(numbers.size())), raw_all(numbers, big)));
    ASSERT_TRUE(array) << descr;
    EXPECT_EQ(array->doubles(array->fields()[0]), expected) << descr;
  }
}

TEST(Npy, EveryNumberTypeInBothByteOrders) {
  expect_read<std::int8_t>("i1", {-128, 0, 127});
  expect_read<std::int16_t>("i2", {-32768, 258});
  expect_read<std::int32_t>("i4", {-2147483647 - 1, 16909060});
  expect_read<std::int64_t>("i8", {-(std::int64_t{1} << 40), 72623859790382856});
  expect_read<std::uint8_t>("u1", {0, 255});
  expect_read<std::uint16_t>("u2", {65535, 258});
  expect_read<std::uint32_t>("u4", {4294967295U, 16909060});
  expect_read<std::uint64_t>("u8", {std::uint64_t{1} << 63, 72623859790382856});
  expect_read<float>("f4", {1.5F, -3.25e30F});
  expect_read<double>("f8", {1.1, -3.25e300, std::numeric_limits<double>::infinity()});
}

TEST(Npy, BooleansAndIntegersAsIntegers) {
  const auto flags = parse(npy_bools({1, 0, 1}));
  const auto ids =
      parse(npy_file(npy_header("'<i8'", "2,"), raw_all<std::int64_t>({9007199254740993, -1})));

  ASSERT_TRUE(flags && ids);
  EXPECT_THAT(flags->integers(flags->fields()[0]), ElementsAre(1, 0, 1));
  // more than a double holds
  EXPECT_THAT(ids->integers(ids->fields()[0]), ElementsAre(9007199254740993, -1));
}

TEST(Npy, FieldsAreFoundByNameInAnyOrder) {
  const auto array =
      parse(npy_file(npy_header("[('col', '>i4'), ('negative', '|b1'), ('row', '<i8')]", "2,"),
                     raw<std::int32_t>(7, true) + raw(true) + raw<std::int64_t>(8) +
                         raw<std::int32_t>(9, true) + raw(false) + raw<std::int64_t>(10)));

  ASSERT_TRUE(array);
  EXPECT_TRUE(array->is_structured());
  EXPECT_THAT(array->integers(*array->find("row")), ElementsAre(8, 10));
  EXPECT_THAT(array->integers(*array->find("col")), ElementsAre(7, 9));
  EXPECT_THAT(array->integers(*array->find("negative")), ElementsAre(1, 0));
  EXPECT_EQ(array->find("loc"), nullptr);
  EXPECT_EQ(array->type_text(), "(col: int32, negative: bool, row: int64)");
}

// np.dtype([...], align=True) writes padding as fields without a name; a title comes before a name
// in a tuple.
TEST(Npy, PaddingAndTitlesArePassedOver) {
  const auto array = parse(
      npy_file(npy_header("[('kind', '|u1'), ('', '|V3'), (('a title', 'loc'), '<f4')]", "1,"),
               std::string("\x05???", 4) + raw(2.5F)));

  ASSERT_TRUE(array);
  EXPECT_THAT(array->integers(*array->find("kind")), ElementsAre(5));
  EXPECT_THAT(array->doubles(*array->find("loc")), ElementsAre(2.5));
}

TEST(Npy, FortranOrderBecomesCOrder) {
  // [[1, 2, 3], [4, 5, 6]] lies as 1 4 2 5 3 6.
  const auto array =
      parse(npy_file(npy_header("'<f8'", "2, 3", true), raw_all<double>({1, 4, 2, 5, 3, 6})));

  ASSERT_TRUE(array);
  EXPECT_THAT(array->doubles(array->fields()[0]), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Npy, FortranOrderOfThreeDimensions) {
  // a[i, j, k] = 100 i + 10 j + k, first index fastest.
  std::vector<double> fortran, c;
  for (int k = 0; k < 4; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 2; ++i) fortran.push_back(100 * i + 10 * j + k);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 4; ++k) c.push_back(100 * i + 10 * j + k);

  const auto array = parse(npy_file(npy_header("'<f8'", "2, 3, 4", true), raw_all(fortran)));

  ASSERT_TRUE(array);
  EXPECT_EQ(array->doubles(array->fields()[0]), c);
}

TEST(Npy, EmptyAndSingleArrays) {
  const auto empty = parse(npy_doubles({}));
  const auto wide = parse(npy_file(npy_header("'<f8'", "0, 5"), ""));
  const auto single = parse(npy_file(npy_header("'<f8'", ""), raw(4.0)));

  ASSERT_TRUE(empty && wide && single);
  EXPECT_EQ(empty->size(), 0u);
  EXPECT_EQ(wide->shape_text(), "(0, 5)");
  EXPECT_EQ(single->shape_text(), "()");
  EXPECT_THAT(single->doubles(single->fields()[0]), ElementsAre(4.0));
}

TEST(Npy, HeaderSpellingsOfOtherWriters) {
  const auto reordered = parse(npy_file(
      "{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"<f8\"}     ", raw_all<double>({1, 2})));

  ASSERT_TRUE(reordered);
  EXPECT_THAT(reordered->doubles(reordered->fields()[0]), ElementsAre(1, 2));
}

TEST(NpyFindings, NotNumpy) {
  EXPECT_THAT(complaints("PK\3\4 something else"),
              ElementsAre("a.npy: error E0305: not a NumPy file: it does not begin with "
                          "\\x93NUMPY; write the package again, or "
                          "copy it again"));
}

TEST(NpyFindings, UnknownVersion) {
  EXPECT_THAT(complaints(npy_file(npy_header("'<f8'", "0,"), "", 4)),
              ElementsAre("a.npy: error E0305: NumPy format version 4.0 is not known (1 to 3 are); "
                          "write the package again, or "
                          "copy it again"));
}

TEST(NpyFindings, CutInTheHeader) {
  EXPECT_THAT(complaints(npy_doubles({1.0}).substr(0, 30)),
              ElementsAre("a.npy: error E0305: the NumPy file is cut off in its header; write the "
                          "package again, or copy it "
                          "again"));
}

TEST(NpyFindings, CutInTheElements) {
  const std::string whole = npy_doubles({1.0, 2.0});
  EXPECT_THAT(complaints(whole.substr(0, whole.size() - 3)),
              ElementsAre("a.npy: error E0305: the header promises 16 bytes of elements, shape "
                          "(2,); the file has 13; write the "
                          "package again, or copy it again"));
}

TEST(NpyFindings, MoreElementsThanPromised) {
  EXPECT_THAT(complaints(npy_doubles({1.0, 2.0}) + "more"),
              ElementsAre("a.npy: error E0305: the header promises 16 bytes of elements, shape "
                          "(2,); the file has 20; write the "
                          "package again, or copy it again"));
}

TEST(NpyFindings, AShapeBeyondMemory) {
  EXPECT_THAT(complaints(npy_file(npy_header("'<f8'", "4294967296, 4294967296"), "")),
              ElementsAre("a.npy: error E0305: the header promises more elements than memory can "
                          "hold, shape (4294967296, "
                          "4294967296); write the package again, or copy it again"));
}

TEST(NpyFindings, HeadersThatAreNoDictionaries) {
  const std::vector<std::string> unreadable = {
      "",
      "{}",
      "{'descr': '<f8'}",
      "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (0,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': 0}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (0,)} and more",
      "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (0,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (0,), 'other': '1'}",
      "{'descr': '<f8, 'fortran_order': False, 'shape': (0,)}",
      "{'descr': ['<f8'], 'fortran_order': False, 'shape': (0,)}",
      "{'descr': [('a', '<f8'), 'fortran_order': False, 'shape': (0,)}",
      "{'descr': [('a', [[[('b', '<f8'), 'fortran_order': False, 'shape': (0,)}",
      "{'descr': '\\",
  };
  for (const std::string& header : unreadable) {
    EXPECT_THAT(complaints(npy_file(header, "")),
                ElementsAre("a.npy: error E0305: the NumPy header cannot be read; write the "
                            "package again, or copy it again"))
        << header;
  }
}

TEST(NpyFindings, TypesThatAreNoPlainNumbers) {
  for (const std::string type : {"<c16", "|O", "<U5", "|S3", "<M8[s]", "<f2", "", "f"}) {
    EXPECT_THAT(
        complaints(npy_file(npy_header("'" + type + "'", "0,"), "")),
        ElementsAre(
            "a.npy: error E0306: elements of type '" + type +
            "' cannot be read; save plain arrays of booleans, integers or float32/float64"));
  }
}

TEST(NpyFindings, NestedRepeatedAndDoubleFields) {
  const std::string nested =
      "a.npy: error E0306: the array has nested or repeated fields; save plain arrays of booleans, "
      "integers or float32/float64";
  EXPECT_THAT(complaints(npy_file(npy_header("[('a', [('b', '<f8'), ('[c', '<f8')])]", "0,"), "")),
              ElementsAre(nested));
  EXPECT_THAT(complaints(npy_file(npy_header("[('a', '<f8', (2, 3))]", "0,"), "")),
              ElementsAre(nested));
  EXPECT_THAT(complaints(npy_file(npy_header("[('a', '<f8', 2)]", "0,"), "")), ElementsAre(nested));
  EXPECT_THAT(complaints(npy_file(npy_header("[('a', '<f8'), ('a', '<f4')]", "0,"), "")),
              ElementsAre("a.npy: error E0306: the array has two fields named 'a'; save plain "
                          "arrays of booleans, integers or "
                          "float32/float64"));
  EXPECT_THAT(
      complaints(npy_file(npy_header("[]", "0,"), "")),
      ElementsAre(
          "a.npy: error E0306: the array has no fields; save plain arrays of booleans, integers or "
          "float32/float64"));
}

}  // namespace
}  // namespace plume::npy_test
