"""Workbooks as bytes, written by hand: what Excel, LibreOffice and hostile people write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Raw(str):
    """A cell as XML, written as it is."""


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    *,
    shared: Sequence[str] = (),
    formats: Sequence[str] = (),
    epoch_1904: bool = False,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Sheets of inline texts; ``formats`` are number formats that ``s="1"``, ``s="2"``... name; ``parts`` replace parts."""
    names = list(sheets)
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(epoch_1904)}"/><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in enumerate(names, 1)
        )
        + f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/>'
        + (f'<Relationship Id="ss" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>' if shared else "")
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>'
        + "".join(
            f'<numFmt numFmtId="{163 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
            for n, code in enumerate(formats, 1)
        )
        + '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        + "".join(f'<xf numFmtId="{163 + n}"/>' for n, _ in enumerate(formats, 1))
        + "</cellXfs></styleSheet>",
    }
    if shared:
        found["xl/sharedStrings.xml"] = (
            f'<sst xmlns="{MAIN}">'
            + "".join(f"<si>{one if one.startswith('<') else f'<t>{escape(one)}</t>'}</si>" for one in shared)
            + "</sst>"
        )
    for number, rows in enumerate(sheets.values(), 1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet(rows)
    found.update(parts or {})
    return packed(found)


def sheet(rows: Sequence[Sequence[str]]) -> str:
    """The part of a sheet; an empty row is left out, as the programs do."""
    written = "".join(
        f'<row r="{number}">' + "".join(_cell(cell) for cell in row) + "</row>"
        for number, row in enumerate(rows, 1)
        if row
    )
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData></worksheet>'


def _cell(cell: str) -> str:
    return cell if isinstance(cell, Raw) else f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()
