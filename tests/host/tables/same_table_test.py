#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One random table in every form that a spreadsheet gives it comes to one total, computed here.

    same_table_test.py PLUME

Forms: CSV with ',', ';', tab and '|', decimals with '.' and ',', UTF-8 with and without a byte order mark, UTF-16 of both orders, line ends of
each system, `sep=;`, a title above, padding, short rows, no-break blanks, letters in two parts; XLSX with shared and inline texts, percentages,
dates, a hidden sheet before, empty cells, merged cells.
"""
import csv
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from xml.sax.saxutils import escape

header = ["source", "scope", "period", "amount", "unit", "factor", "uncertainty"]
units = {"t": 1000.0, "kg": 1.0, "g": 0.001}
places = ["Köln", "Łódź", "乐山", "São Paulo", "plain, with comma", 'a "quoted" name', "two\nlines"]


def random_table(rng):
    rows = []
    for i in range(rng.randint(2, 8)):
        amount = rng.choice([round(rng.uniform(0.5, 999.0), rng.randint(0, 4)), float(rng.randint(1, 9999)), rng.randint(1, 9) * 1e-3])
        rows.append([f"{rng.choice(places)} {i}", "1", "2023-04", amount, rng.choice(list(units)), "own", rng.choice([None, 5.5, 2.0])])
    return rows


def number(value, comma):
    text = repr(value).removesuffix(".0")
    return text.replace(".", ",") if comma else text


def csv_text(rows, separator, comma=False, line_end="\n"):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end)
    writer.writerow(header)
    for row in rows:
        spread = "" if row[6] is None else number(row[6], comma) + " %"
        writer.writerow(row[:3] + [number(row[3], comma)] + row[4:6] + [spread])
    return out.getvalue()


def padded(text):
    return "\n".join(line + ";;" if line.count('"') % 2 == 0 else line for line in text.split("\n"))


def workbook(rows, shared=False, hidden=False, percent=True, dates=True):
    strings = []

    def text_cell(at, text):
        if not shared:
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        strings.append(text)
        return f'<c r="{at}" t="s"><v>{len(strings) - 1}</v></c>'

    lines = ["".join(text_cell(f"{'ABCDEFG'[i]}1", name.upper()) for i, name in enumerate(header))]
    for n, row in enumerate(rows, 3):  # a row is left empty
        cells = [text_cell(f"A{n}", row[0]), f'<c r="B{n}"><v>{row[1]}</v></c>']
        cells.append(f'<c r="C{n}" s="2"><v>45017</v></c>' if dates else text_cell(f"C{n}", row[2]))
        cells += [f'<c r="D{n}"><f>1*1</f><v>{row[3]!r}</v></c>', text_cell(f"E{n}", row[4]), text_cell(f"F{n}", row[5])]
        if row[6] is not None:
            cells.append(f'<c r="G{n}" s="1"><v>{row[6] / 100!r}</v></c>' if percent else text_cell(f"G{n}", f"{row[6]} %"))
        lines.append("".join(cells) + f'<c r="XFD{n}" s="1"/>')
    sheet = "".join(f'<row r="{1 if n == 0 else n + 2}">{line}</row>' for n, line in enumerate(lines))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        first = '<sheet name="old" sheetId="9" state="hidden" r:id="r9"/>' if hidden else ""
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", f'<workbook xmlns:r="x"><sheets>{first}<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
                      '<Relationship Id="r9" Target="worksheets/sheet9.xml"/></Relationships>')
        book.writestr("xl/styles.xml", '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="mmm\\-yy"/></numFmts>'
                      '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs></styleSheet>')
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
        book.writestr("xl/worksheets/sheet9.xml", '<worksheet><sheetData><row><c t="str"><v>other</v></c></row></sheetData></worksheet>')
        if shared:
            book.writestr("xl/sharedStrings.xml", "<sst>" + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings) + "</sst>")
    return out.getvalue()


def forms(rows):
    """name → bytes of the file."""
    plain, german = csv_text(rows, ","), csv_text(rows, ";", comma=True)
    return {
        "comma.csv": plain.encode(),
        "bom.csv": b"\xef\xbb\xbf" + plain.encode(),
        "crlf.csv": csv_text(rows, ",", line_end="\r\n").encode(),
        "german.csv": german.encode(),
        "padded.csv": padded(german).encode(),
        "tabs.csv": csv_text(rows, "\t").encode(),
        "bars.csv": csv_text(rows, "|").encode(),
        "sep.csv": ("sep=;\n" + german).encode(),
        "little.csv": german.encode("utf-16"),
        "big.csv": b"\xfe\xff" + plain.encode("utf-16-be"),
        "title.csv": ("Inventory of 2023;;;\n\n" + german).encode(),
        "nfd.csv": unicodedata.normalize("NFD", plain).encode(),
        "blanks.csv": plain.replace(",own,", ",\u00a0own\u202f,").encode(),
        "inline.xlsx": workbook(rows),
        "shared.xlsx": workbook(rows, shared=True, percent=False),
        "hidden.xlsm": workbook(rows, hidden=True, dates=False),
    }


def total_of(plume, folder, name):
    """Static total and half-width of the interval; what was said where there is none."""
    (folder / "study.toml").write_text(f'[study]\nname = "same"\n[inventory]\nactivities = "{name}"\nfactors = "own.csv"\n'
                                       "[sampling]\niterations = 1024\nseed = 1\n")
    done = subprocess.run([plume, "run", "study.toml", "-o", f"{name}.h5"], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        return f"status {done.returncode}: {done.stdout}{done.stderr}"
    report = subprocess.run([plume, "report", f"{name}.h5", "--format", "json"], cwd=folder, capture_output=True, text=True)
    output = next(each for each in json.loads(report.stdout)["outputs"] if each["demand"] == "scope 1" and each["category_id"] == "ghg")
    return output["static"], output["sd"]


def main():
    plume = str(pathlib.Path(sys.argv[1]).resolve())
    rng = random.Random(20231)
    wrong = []
    for _ in range(4):
        rows = random_table(rng)
        wanted = sum(row[3] * units[row[4]] for row in rows) * 3.0 / 1000.0  # t
        spread = sum((row[3] * units[row[4]] * 0.003 * (row[6] or 0.0) / 100.0 / 1.96) ** 2 for row in rows) ** 0.5
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            (folder / "own.csv").write_text("id,unit_activity,unit_emission,gas,value,source\nown,kg,kg,CO2,3,test\n")
            for name, content in forms(rows).items():
                (folder / name).write_bytes(content)
                found = total_of(plume, folder, name)
                good = not isinstance(found, str) and abs(found[0] - wanted) <= 1e-9 * wanted and abs(found[1] - spread) <= 0.15 * spread
                if not good:
                    wrong.append(f"{name}: {found}, wanted {wanted}, {spread}\n{rows}")
    print("\n".join(wrong) if wrong else "all forms come to one total")
    sys.exit(1 if wrong else 0)


main()
