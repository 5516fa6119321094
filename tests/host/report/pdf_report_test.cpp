// SPDX-License-Identifier: Apache-2.0
#include "host/report/pdf_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "host/base/error.hpp"
#include "host/report/html_report.hpp"
#include "tests/host/report/document_fixture.hpp"
#include "tests/host/store/result_folder.hpp"

namespace pdf_report_test {
namespace {

namespace fs = std::filesystem;
using plume::content_of;
using plume::message_of;
using plume::pdf_printers;
using plume::PdfPrinter;

class PdfReport : public ::testing::Test {
 protected:
  /// A program of our own under a printer's name.
  fs::path printer(const std::string& name, const std::string& script) {
    const fs::path file = folder_.write(name, "#!/bin/sh\n" + script);
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
  plume::testing::TempFolder folder_;
};

TEST_F(PdfReport, FindsPrintersInTheOrderOfPreference) {
  printer("b/weasyprint", "");
  printer("b/chromium", "");
  folder_.write("a/chromium", "not executable");
  const std::string folder = folder_.path().string();
  const auto found = pdf_printers("relative:" + folder + "/a:" + folder + "/b");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, PdfPrinter::Kind::chromium);
  EXPECT_EQ(found[0].program, folder_.path() / "b/chromium");
  EXPECT_EQ(found[1].kind, PdfPrinter::Kind::weasyprint);
  EXPECT_TRUE(pdf_printers("").empty());
}

TEST_F(PdfReport, SaysWhatToInstall) {
  EXPECT_EQ(message_of<plume::Error>([] { plume::write_pdf("", "out.pdf", {}); }),
            "cannot write out.pdf: no program that prints HTML is in PATH; install chromium or "
            "weasyprint, or write --format "
            "html and print that");
}

TEST_F(PdfReport, TakesTheNextPrinterWhereOneFails) {
  const fs::path bad = printer("chromium", "echo 'no display'; exit 3\n");
  const fs::path good =
      printer("weasyprint", "grep -q '<p>hello' \"$1\" && printf '%%PDF-1.7 made' > \"$2\"\n");
  const fs::path out = folder_.path() / "out.pdf";
  plume::write_pdf("<p>hello", out,
                   {{PdfPrinter::Kind::chromium, bad}, {PdfPrinter::Kind::weasyprint, good}});
  EXPECT_EQ(content_of(out), "%PDF-1.7 made");
}

TEST_F(PdfReport, SaysWhatThePrinterSaidAndLeavesNoFile) {
  const fs::path bad = printer("chromium", "echo 'no display'; exit 3\n");
  const fs::path out = folder_.path() / "out.pdf";
  EXPECT_EQ(message_of<plume::Error>([&] {
              plume::write_pdf("x", out, {{PdfPrinter::Kind::chromium, bad}});
            }),
            "cannot write " + out.string() + ": " + bad.string() +
                " failed (exit status 3; it said: no display )");
  const fs::path silent = printer("weasyprint", "exit 0\n");
  EXPECT_EQ(message_of<plume::Error>([&] {
              plume::write_pdf("x", out, {{PdfPrinter::Kind::weasyprint, silent}});
            }),
            "cannot write " + out.string() + ": " + silent.string() + " failed (it wrote no PDF)");
  EXPECT_FALSE(fs::exists(out));
}

TEST_F(PdfReport, ThePrintersOfThisMachinePrintAReport) {
  const char* path = std::getenv("PATH");
  const auto printers = pdf_printers(path ? path : "");
  if (printers.empty()) GTEST_SKIP() << "neither chromium nor weasyprint is installed";
  const std::string html =
      plume::html_report(plume::testing::hostile_document(), plume::built_in_labels("en"));
  const fs::path out = folder_.path() / "out.pdf";
  plume::write_pdf(html, out, {printers.front()});
  const std::string pdf = content_of(out);
  EXPECT_EQ(pdf.find("%PDF-"), 0u);
  EXPECT_GT(pdf.size(), 5000u);
}

}  // namespace
}  // namespace pdf_report_test
