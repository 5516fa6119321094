// SPDX-License-Identifier: Apache-2.0
#include "host/readers/read_meter.hpp"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace plume::read_meter_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using namespace std::chrono_literals;

class ReadMeterTest : public ::testing::Test {
 protected:
  Archive archive(int num_files) {
    std::map<std::string, std::string> files;
    for (int i = 0; i < num_files; ++i) files[std::to_string(i)] = "x";
    return Archive::from_memory("db", std::move(files));
  }
  void read(const Archive& archive, int times) {
    Findings findings;
    for (int i = 0; i < times; ++i) EXPECT_TRUE(archive.read("0", findings));
  }
  ReadMeter::Clock::time_point now_{};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told_;
  ReadMeter meter_{
      [this](std::uint64_t done, std::uint64_t total) { told_.emplace_back(done, total); },
      [this] { return now_; }};
};

TEST_F(ReadMeterTest, TellsOfAllArchivesTenTimesASecond) {
  Archive one = archive(3), two = archive(7);
  meter_.watch(one);
  meter_.watch(two);
  read(one, 2);
  EXPECT_THAT(told_, IsEmpty());
  now_ += 100ms;
  read(two, 3);
  EXPECT_THAT(told_, ElementsAre(Pair(3, 10)));
  now_ += 99ms;
  read(two, 1);
  now_ += 1ms;
  read(two, 1);
  EXPECT_THAT(told_, ElementsAre(Pair(3, 10), Pair(7, 10)));
}

TEST_F(ReadMeterTest, CountsEveryReadingOfSeveralThreads) {
  Archive files = archive(1);
  meter_.watch(files);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back([&] { read(files, 500); });
  for (std::thread& thread : threads) thread.join();
  now_ += 1s;
  read(files, 1);
  EXPECT_THAT(told_, ElementsAre(Pair(2001, 1)));
}

TEST(ReadMeter, WithoutListenerReadsAreNotCounted) {
  ReadMeter meter(nullptr);
  Archive files = Archive::from_memory("db", {{"0", "x"}});
  meter.watch(files);
  Findings findings;
  EXPECT_EQ(files.read("0", findings), "x");
}

}  // namespace
}  // namespace plume::read_meter_test
