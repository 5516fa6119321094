# SPDX-License-Identifier: Apache-2.0
"""Workbooks as spreadsheets write them, for variants of cases: only the standard library.

    write(path, sheet, …)          # a sheet is a list of rows, or a Sheet; a row a list of cells
    cell                           # None, a text, a number, a truth value, or a Cell
"""
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Cell:
    value: object = None   # as stored; None with a formula: no value was stored
    format: str = ""       # number format, such as "0%" or "yyyy-mm-dd"
    formula: str = ""
    error: str = ""        # "#REF!"
    iso: str = ""          # a date stored as a text of ISO 8601 (t="d")


@dataclass
class Sheet:
    rows: list
    name: str = "Sheet1"
    merged: list = field(default_factory=list)   # "F2:F3"
    hidden: str = ""                             # "hidden", "veryHidden"
    hidden_rows: tuple = ()                      # numbers from 1
    hidden_columns: tuple = ()


def column(index):
    """0 → A, 26 → AA."""
    return ("" if index < 26 else column(index // 26 - 1)) + chr(65 + index % 26)


def cell_xml(at, cell, formats):
    cell = cell if isinstance(cell, Cell) else Cell(cell)
    style = f' s="{formats.index(cell.format)}"'
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    if cell.error:
        return f'<c r="{at}" t="e"{style}>{formula}<v>{cell.error}</v></c>'
    if cell.iso:
        return f'<c r="{at}" t="d"{style}>{formula}<v>{cell.iso}</v></c>'
    if cell.value is None:
        return f'<c r="{at}"{style}>{formula}</c>' if formula or cell.format else ""
    if isinstance(cell.value, bool):
        return f'<c r="{at}" t="b"{style}>{formula}<v>{int(cell.value)}</v></c>'
    if isinstance(cell.value, str):
        if formula:
            return f'<c r="{at}" t="str"{style}>{formula}<v>{escape(cell.value)}</v></c>'
        return f'<c r="{at}" t="inlineStr"{style}><is><t xml:space="preserve">{escape(cell.value)}</t></is></c>'
    return f'<c r="{at}"{style}>{formula}<v>{cell.value!r}</v></c>'


def sheet_xml(sheet, formats):
    hidden = "".join(f'<col min="{n}" max="{n}" width="9" hidden="1"/>' for n in sheet.hidden_columns)
    rows = "".join(
        f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n in sheet.hidden_rows else ""}>'
        + "".join(cell_xml(f"{column(i)}{n}", cell, formats) for i, cell in enumerate(row)) + "</row>"
        for n, row in enumerate(sheet.rows, 1))
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    return (f"<worksheet {namespace}>" + (f"<cols>{hidden}</cols>" if hidden else "") + f"<sheetData>{rows}</sheetData>"
            + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "") + "</worksheet>")


def styles_xml(formats):
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>' for n, code in enumerate(formats) if code)
    styles = "".join(f'<xf numFmtId="{164 + n if code else 0}" applyNumberFormat="1"/>' for n, code in enumerate(formats))
    return f'<styleSheet {namespace}><numFmts count="{len(formats) - 1}">{codes}</numFmts><cellXfs count="{len(formats)}">{styles}</cellXfs></styleSheet>'


def write(path, *sheets, since_1904=False):
    sheets = [sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets]
    used = {cell.format for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, Cell)}
    formats = ["", *sorted(used - {""})]
    states = [f' state="{sheet.hidden}"' if sheet.hidden else "" for sheet in sheets]
    named = "".join(f'<sheet name="{escape(sheet.name)}" sheetId="{n}"{state} r:id="r{n}"/>' for n, (sheet, state) in enumerate(zip(sheets, states), 1))
    linked = "".join(f'<Relationship Id="r{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        date1904 = '<workbookPr date1904="1"/>' if since_1904 else ""
        book.writestr("xl/workbook.xml", f'<workbook {namespace} xmlns:r="{relations}">{date1904}<sheets>{named}</sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                      f'{linked}<Relationship Id="s" Type="{relations}/styles" Target="styles.xml"/></Relationships>')
        book.writestr("xl/styles.xml", styles_xml(formats))
        for n, sheet in enumerate(sheets, 1):
            book.writestr(f"xl/worksheets/sheet{n}.xml", sheet_xml(sheet, formats))
