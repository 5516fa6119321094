// SPDX-License-Identifier: Apache-2.0
#include "host/store/file_digest.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::file_digest_test {
namespace {

namespace fs = std::filesystem;

std::optional<FileDigest> digest_of(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::optional<FileDigest> digest;
  std::string problem;
  try {
    digest = FileDigest::read(file, fs::file_size(path), "x.h5");
  } catch (const Error& error) {
    problem = error.what();
  }
  ::close(file);
  if (!problem.empty()) throw Error(problem);
  return digest;
}

TEST(BlockHash, KnowsEveryBitItsPlaceAndItsLength) {
  std::vector<char> bytes(1000, 'x');
  std::set<std::uint64_t> hashes = {block_hash(bytes, 0), block_hash(bytes, 1)};
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    hashes.insert(block_hash(bytes, 0));
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  }
  bytes.push_back('\0');
  hashes.insert(block_hash(bytes, 0));
  EXPECT_EQ(hashes.size(), 2 + 8000 + 1u);
}

TEST(BlockHash, IsThatOfFilesAlreadyWritten) {
  std::vector<char> bytes(100);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i);
  EXPECT_EQ(block_hash({}, 0), block_hash({}, 0));
  EXPECT_NE(block_hash(bytes, 3), block_hash({}, 3));
}

TEST(FileDigest, OfASealedFileFitsItsBlocks) {
  const ResultFolder folder;
  std::string content(digest_block * 2 + 17, 'a');
  content[digest_block + 3] = 'b';
  write_text(folder / "x.h5", content);
  EXPECT_FALSE(digest_of(folder / "x.h5").has_value()) << "not yet sealed";
  seal_file(folder / "x.h5", "x.h5");
  const std::optional<FileDigest> digest = digest_of(folder / "x.h5");
  ASSERT_TRUE(digest.has_value());
  EXPECT_EQ(digest->content(), content.size());
  EXPECT_EQ(digest->num_blocks(), 3u);
  EXPECT_TRUE(digest->fits(1, std::span<const char>(content).subspan(digest_block, digest_block)));
  EXPECT_FALSE(digest->fits(0, std::span<const char>(content).subspan(digest_block, digest_block)));
  EXPECT_EQ(content_of(folder / "x.h5").substr(0, content.size()), content)
      << "what was there stays";
}

TEST(FileDigest, ItsOwnHashIsOfTheTableAndTheLength) {
  const ResultFolder folder;
  write_text(folder / "x.h5", std::string(100, 'a'));
  seal_file(folder / "x.h5", "x.h5");
  const std::string sealed = content_of(folder / "x.h5");
  const auto word = [&](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;)
      value = value << 8 | static_cast<unsigned char>(sealed.at(at + i));
    return value;
  };
  const std::vector<char> table(sealed.begin() + 100, sealed.begin() + 108);  // of one block
  EXPECT_EQ(word(108), 100u) << "bytes of what is sealed";
  EXPECT_EQ(word(116), digest_block);
  EXPECT_EQ(word(124), block_hash(table, ~std::uint64_t{100})) << "the table and that length";
}

TEST(FileDigest, DamagedItIsRefused) {
  const ResultFolder folder;
  write_text(folder / "x.h5", std::string(100, 'a'));
  seal_file(folder / "x.h5", "x.h5");
  const std::string good = content_of(folder / "x.h5");
  for (std::size_t at = 100; at + 16 < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 4);
    write_text(folder / "x.h5", bad);
    EXPECT_THROW((void)digest_of(folder / "x.h5"), Error) << at;
  }
  write_text(folder / "x.h5", "a" + good);
  EXPECT_EQ(message_of<Error>([&] { (void)digest_of(folder / "x.h5"); }),
            "x.h5 is damaged: its digest is of a file of 100 bytes, it has " +
                std::to_string(good.size() + 1));
}

TEST(SealFile, ThatCannotBeWrittenIsAnErrorWithItsReason) {
  EXPECT_EQ(message_of<Error>([] { seal_file("no such folder/x", "x.h5"); }),
            "cannot write x.h5: No such file or directory");
}

}  // namespace
}  // namespace plume::file_digest_test
