// SPDX-License-Identifier: Apache-2.0
// The floor of reading XML: every .spold file of a folder read and parsed in place by pugixml on
// one thread, and nothing done with it. Prints files, bytes and elements.
//
//     bench_parse_floor FOLDER
#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <pugixml.hpp>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::string text(fs::file_size(path), '\0');
  std::ifstream(path, std::ios::binary)
      .read(text.data(), static_cast<std::streamsize>(text.size()));
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench_parse_floor FOLDER\n";
    return 2;
  }
  std::size_t files = 0, bytes = 0, elements = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(argv[1])) {
    if (entry.path().extension() != ".spold") continue;
    std::string text = content_of(entry.path());
    ++files;
    bytes += text.size();
    pugi::xml_document document;
    if (!document.load_buffer_inplace(text.data(), text.size())) {
      std::cerr << entry.path() << " is no XML\n";
      return 3;
    }
    for (const pugi::xml_node& dataset : document.document_element().children())
      for (const pugi::xml_node& part : dataset.children())
        elements += static_cast<std::size_t>(!part.empty());
  }
  std::cout << fmt::format("{} files, {} bytes, {} parts\n", files, bytes, elements);
  return 0;
}
