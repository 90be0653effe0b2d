"""An import of a million rows (``imports:1000000``, ``imports:1000000:xlsx``): rows a second, and PSS on the way.

Each row is a post of its own; the import is history, as that of an archive is. The file is written first,
unmeasured.
Memory is flat where PSS at the end is about that at a tenth.
"""

from __future__ import annotations

import os
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bench.memory import pss

if TYPE_CHECKING:
    from earshot.features.listening.models import Import
    from earshot.kernel.clock import Clock

HEADER = ("Document ID", "Date", "Source Name", "Author Handle", "Title", "Hit Sentence", "URL", "Sentiment")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = (
    "parcel late again 客服 很慢 refund please thanks 退款 的 delivery crew friendly 航班 延誤 gate changed twice "
    "app crashes 閃退 更新 之後 new price too high 漲價 love the colours 包裝 破損 nobody answers 沒人 回覆 today"
)
WORDS = TEXT.split()
TENTHS = 10
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Posts that differ from one another, always the same ones."""
    for number in range(count):
        words = " ".join(WORDS[(number * step + step) % len(WORDS)] for step in range(3, 17))
        at = (BEGIN + timedelta(seconds=17 * number)).strftime("%Y-%m-%d %H:%M:%S")
        feeling = ("positive", "neutral", "negative")[number % 3]
        yield (
            f"d{number}", at, ("x", "forum", "news")[number % 3], f"user{number % 40_000}",
            f"{WORDS[number % len(WORDS)]} {number}",
            f"{words} #{number}", f"https://example.test/{number}", feeling,
        )  # fmt: skip


def write_csv(path: Path, count: int) -> None:
    """Every cell in quotes, as exports have them."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(",".join(f'"{cell}"' for cell in row) + "\n" for row in _with_header(count))


def write_xlsx(path: Path, count: int) -> None:
    """As Excel writes it: texts stand in a part of their own, of which there are a million different ones."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        out.writestr("_rels/.rels", _links(("r", "officeDocument", "xl/workbook.xml")))
        sheet = '<sheet name="Posts" sheetId="1" r:id="s"/>'
        out.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>'
        )
        links = ("s", "worksheet", "worksheets/sheet1.xml"), ("t", "sharedStrings", "sharedStrings.xml")
        out.writestr("xl/_rels/workbook.xml.rels", _links(*links))
        with out.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for row in _with_header(count):
                part.write("".join(f"<si><t>{escape(cell)}</t></si>" for cell in row).encode())
            part.write(b"</sst>")
        with out.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for number, row in enumerate(_with_header(count)):
                first = number * len(row)
                cells = "".join(f'<c t="s"><v>{first + place}</v></c>' for place in range(len(row)))
                part.write(f'<row r="{number + 1}">{cells}</row>'.encode())
            part.write(b"</sheetData></worksheet>")


def _links(*links: tuple[str, str, str]) -> str:
    written = "".join(f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{to}"/>' for key, kind, to in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def _with_header(count: int) -> Iterator[tuple[str, ...]]:
    yield HEADER
    yield from rows(count)


def main(count: int, form: str) -> None:
    """Write the file, import it, and say what it took."""
    from earshot.site.commands import start_django

    start_django()
    from bench.workspace import make_workspace
    from earshot.features.listening.actions import start_import
    from earshot.kernel.clock import SystemClock
    from earshot.ports.files import FileWishes

    clock = SystemClock()
    owner = make_workspace(clock)
    path = Path(os.environ["EARSHOT_HOME"]) / f"posts.{form}"
    (write_xlsx if form == "xlsx" else write_csv)(path, count)
    print(f"{path.name}: {count:,} rows, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    began = time.perf_counter()
    begun = start_import(owner.workspace, path, "history", FileWishes(), clock)
    print(f"first look: {time.perf_counter() - began:.1f} s, {begun.total:,} rows expected", flush=True)
    read(begun, count, clock)


def read(begun: Import, count: int, clock: Clock) -> None:
    """Read it to its end, or until it is cancelled; a line at each tenth."""
    from earshot.features.listening.actions import run_import
    from earshot.pipeline import travel

    began = last = time.perf_counter()
    cpu = last_cpu = time.process_time()
    first = position = begun.position
    step, more = max(1, count // TENTHS), True
    while more:
        more = run_import(begun.pk, clock, travel)
        begun.refresh_from_db()
        if begun.position - position >= step or (not more and begun.position > position):
            now, now_cpu = time.perf_counter(), time.process_time()
            read = begun.position - position
            print(
                f"{begun.position / count:>5.0%}  {begun.position:>9,} rows  {read / (now - last):>7,.0f} rows/s"
                f"  ({read / (now_cpu - last_cpu):>6,.0f} by CPU time)  PSS {pss(os.getpid()) / 1e6:6.1f} MB",
                flush=True,
            )
            position, last, last_cpu = begun.position, now, now_cpu
    done, spent, cpu = begun.position - first, time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{begun.state}: {begun.added:,} added, {begun.bad:,} set aside, {done / spent:,.0f} rows/s, "
        f"{done / cpu:,.0f} by CPU time ({spent:,.0f} s, CPU {cpu:,.0f} s)",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else "csv")
