// SPDX-License-Identifier: Apache-2.0
#include "host/report/pdf_report.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>

#include "host/base/error.hpp"
#include "host/report/text.hpp"
#include "host/report/write_file.hpp"

extern char** environ;

namespace plume {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds patience{120};

/// A folder of our own that goes away with all that is in it.
class WorkFolder {
 public:
  WorkFolder() {
    std::error_code error;
    const fs::path base = fs::temp_directory_path(error);
    std::string name = ((error ? fs::path(".") : base) / "plume-pdf-XXXXXX").string();
    if (!mkdtemp(name.data())) {
      throw Error("cannot make a folder for printing, " + name + ": " +
                  std::generic_category().message(errno));
    }
    path_ = name;
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string content_of_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Runs the words as a process of its own group, its output in `log`. Empty where it ended well in
/// time, else why not.
std::string run_program(const std::vector<std::string>& words, const fs::path& log) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int failure =
      posix_spawn(&child, words.front().c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) return std::generic_category().message(failure);
  const auto end = std::chrono::steady_clock::now() + patience;
  int status = 0;
  for (;;) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return std::generic_category().message(errno);
    if (std::chrono::steady_clock::now() > end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return "it did not end within " + std::to_string(patience.count()) + " seconds";
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status)) return "exit status " + std::to_string(WEXITSTATUS(status));
  return "signal " + std::to_string(WTERMSIG(status));
}

std::vector<std::string> words_for(const PdfPrinter& printer, const WorkFolder& folder) {
  const std::string page = (folder / "report.html").string(),
                    result = (folder / "report.pdf").string();
  if (printer.kind == PdfPrinter::Kind::weasyprint) return {printer.program.string(), page, result};
  std::vector<std::string> words = {printer.program.string(),
                                    "--headless",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--no-first-run",
                                    "--no-pdf-header-footer",
                                    "--user-data-dir=" + (folder / "profile").string(),
                                    "--print-to-pdf=" + result};
  if (geteuid() == 0) words.emplace_back("--no-sandbox");  // it refuses to run as root otherwise
  words.push_back("file://" + page);
  return words;
}

}  // namespace

std::vector<PdfPrinter> pdf_printers(std::string_view path) {
  constexpr std::pair<const char*, PdfPrinter::Kind> known[] = {
      {"chromium", PdfPrinter::Kind::chromium},
      {"chromium-browser", PdfPrinter::Kind::chromium},
      {"google-chrome", PdfPrinter::Kind::chromium},
      {"weasyprint", PdfPrinter::Kind::weasyprint}};
  std::vector<PdfPrinter> found;
  for (const auto& [name, kind] : known) {
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find(':', begin), path.size());
      const fs::path program = fs::path(path.substr(begin, end - begin)) / name;
      std::error_code ignored;
      if (program.is_absolute() && fs::is_regular_file(program, ignored) &&
          access(program.c_str(), X_OK) == 0) {
        found.push_back({kind, program});
        break;
      }
      begin = end + 1;
    }
  }
  return found;
}

void write_pdf(const std::string& html, const fs::path& output,
               const std::vector<PdfPrinter>& printers) {
  if (printers.empty()) {
    throw Error("cannot write " + output.string() +
                ": no program that prints HTML is in PATH; install chromium or weasyprint, or "
                "write --format html and "
                "print that");
  }
  std::string trouble;
  for (const PdfPrinter& printer : printers) {
    const WorkFolder folder;
    write_file(folder / "report.html", html);
    const std::string failure = run_program(words_for(printer, folder), folder / "log.txt");
    const std::string pdf = content_of_file(folder / "report.pdf");
    if (failure.empty() && pdf.starts_with("%PDF-")) {
      write_file(output, pdf);
      return;
    }
    std::string said = content_of_file(folder / "log.txt");
    said = shortened(printable(said), 300);
    trouble = printer.program.string() + " failed (" +
              (failure.empty() ? "it wrote no PDF" : failure) +
              (said.empty() ? "" : "; it said: " + said) + ")";
  }
  throw Error("cannot write " + output.string() + ": " + trouble);
}

}  // namespace plume
