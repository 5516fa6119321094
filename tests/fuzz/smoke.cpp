// SPDX-License-Identifier: Apache-2.0
// The fuzz targets without libFuzzer, with any compiler: all files of a corpus, then mutations of
// them, the same ones in every run.
//
//     fuzz_smoke package tests/fuzz/corpus/package --mutations 20000 --seconds 5
//
// Ends after that many mutations or seconds, whichever comes first. A broken promise ends the
// program; the input that broke it is then in fuzz_smoke_<target>.find, where the program was
// started. Files good_* must be read without error, files bad_* must not.
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/archive_input.hpp"
#include "tests/fuzz/brightway_excel_input.hpp"
#include "tests/fuzz/datapackage_input.hpp"
#include "tests/fuzz/ecospold1_input.hpp"
#include "tests/fuzz/ecospold2_input.hpp"
#include "tests/fuzz/formula_input.hpp"
#include "tests/fuzz/ilcd_input.hpp"
#include "tests/fuzz/inventory_input.hpp"
#include "tests/fuzz/jsonld_input.hpp"
#include "tests/fuzz/npy_input.hpp"
#include "tests/fuzz/package_input.hpp"
#include "tests/fuzz/result_input.hpp"
#include "tests/fuzz/simapro_input.hpp"
#include "tests/fuzz/study_input.hpp"
#include "tests/fuzz/template_input.hpp"
#include "tests/fuzz/xlsx_input.hpp"

extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*)());

namespace plume::fuzz {
namespace {

/// Breaks its promise for inputs that hold a zero: what the test of this program must find.
bool broken_input(std::string_view bytes) {
  require(bytes.find('\0') == std::string_view::npos, "it holds a zero");
  return !study_input(bytes);
}

const std::map<std::string_view, bool (*)(std::string_view)> targets = {
    {"archive", archive_input},
    {"brightway_excel", brightway_excel_input},
    {"broken", broken_input},
    {"datapackage", datapackage_input},
    {"ecospold1", ecospold1_input},
    {"ecospold2", ecospold2_input},
    {"formula", formula_input},
    {"ilcd", ilcd_input},
    {"simapro", simapro_input},
    {"jsonld", jsonld_input},
    {"inventory", inventory_input},
    {"npy", npy_input},
    {"package", package_input},
    {"result", result_input},
    {"study", study_input},
    {"template", template_input},
    {"xlsx", xlsx_input}};

/// What the readers look for, and what they may stumble over.
constexpr std::array<std::string_view, 32> words = {"0",          "-1",
                                                    "1e308",      "-1e-320",
                                                    "nan",        "inf",
                                                    "4294967295", "18446744073709551616",
                                                    "0.5",        "\"",
                                                    "'",          ",",
                                                    ";",          "\n",
                                                    "\r\n",       "\t",
                                                    "[",          "]",
                                                    "{",          "}",
                                                    "<",          ">",
                                                    "&#0;",       "=",
                                                    "@",          "\xEF\xBB\xBF",
                                                    "\xC3\x28",   "\xE2\x80\xAE",
                                                    "lognormal",  "true",
                                                    "null",       "../"};

class Mutator {
 public:
  explicit Mutator(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}

  std::string next() {
    std::string bytes = seeds_[below(seeds_.size())];
    for (std::size_t count = 1 + below(6); count > 0; --count) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(random_() % limit);
  }

  /// A piece of some seed, of up to 32 bytes.
  std::string piece() {
    const std::string& seed = seeds_[below(seeds_.size())];
    return seed.substr(below(seed.size() + 1), 1 + below(32));
  }

  void change(std::string& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    switch (below(8)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
        break;
      case 2:
        bytes.erase(at, 1 + below(16));
        break;
      case 3:
        bytes.insert(at, words[below(words.size())]);
        break;
      case 4: {
        const std::string_view word = words[below(words.size())];
        bytes.replace(at, std::min(word.size(), bytes.size() - at), word);
        break;
      }
      case 5:
        bytes.insert(at, piece());
        break;
      case 6: {
        const std::string other = piece();
        bytes.replace(at, std::min(other.size(), bytes.size() - at), other);
        break;
      }
      default:
        bytes.resize(at);
    }
  }

  // the engine alone: distributions differ from library to library
  std::mt19937_64 random_{20261129};
  std::vector<std::string> seeds_;
};

std::string current, find_name;

void keep_input() {
  std::ofstream(find_name, std::ios::binary)
      .write(current.data(), static_cast<std::streamsize>(current.size()));
  std::fprintf(stderr, "fuzz: the input is in %s\n", find_name.c_str());
}
void keep_input_and_end(int) {
  keep_input();
  std::_Exit(3);
}

int run(bool (*input)(std::string_view), const std::filesystem::path& corpus, long mutations,
        double seconds) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in),
                                               std::istreambuf_iterator<char>()};
  }
  require(!files.empty(), "the corpus is empty");
  int wrong = 0;
  std::vector<std::string> seeds;
  for (const auto& [name, bytes] : files) {
    const bool good = input(current = bytes);
    if (name.starts_with("good_") ? !good : name.starts_with("bad_") && good) {
      std::fprintf(stderr, "fuzz: %s is %s\n", name.c_str(),
                   good ? "read without error" : "not read");
      ++wrong;
    }
    seeds.push_back(bytes);
  }
  Mutator mutator(std::move(seeds));
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  long count = 0, read = 0;
  for (; count < mutations && std::chrono::steady_clock::now() < end; ++count) {
    current = mutator.next();
    read += input(current) ? 1 : 0;
  }
  std::printf("%zu files, %ld mutations, of which %ld were read without error\n", files.size(),
              count, read);
  return wrong;
}

}  // namespace
}  // namespace plume::fuzz

int main(int argc, char** argv) {
  using namespace plume::fuzz;
  const auto target = targets.find(argc > 2 ? argv[1] : "");
  if (target == targets.end()) {
    std::fprintf(stderr, "fuzz_smoke TARGET CORPUS [--mutations N] [--seconds S]\n");
    return 2;
  }
  long mutations = 0;
  double seconds = 60.0;
  for (int i = 3; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--mutations") == 0) mutations = std::atol(argv[i + 1]);
    if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::atof(argv[i + 1]);
  }
  find_name = std::filesystem::absolute("fuzz_smoke_" + std::string(target->first) + ".find");
  std::filesystem::current_path(argv[2]);
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS})
    std::signal(signal, keep_input_and_end);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_input);
  return run(target->second, ".", mutations, seconds) == 0 ? 0 : 1;
}
