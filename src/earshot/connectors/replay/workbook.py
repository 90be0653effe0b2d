"""An Excel workbook (XLSX) as a package of parts: which there are, which sheets, and what its numbers mean.

Nothing in it is run: formulas are not evaluated, and links to elsewhere are never followed. A package that would unpack
beyond measure and XML that declares entities are refused before they are read.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from earshot.kernel.errors import BadInput
from earshot.kernel.texts import say

CHUNK = 1 << 16
LARGEST_PART = 8 << 30
"""Bytes that one part may unpack to."""
HARMLESS = 64 << 20
"""Bytes up to which a part is not suspected, however well it was packed."""
LARGEST_RATIO = 250
"""Unpacked to packed. Sheets of a million nearly equal rows stay below 100; a bomb has about 1,000."""
MOST_PARTS = 10_000
DEEPEST = 64
SILENCE = 8 << 20
"""Bytes of XML without anything in them: a name or an attribute that never ends."""
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Number formats that are dates without being written down in the file (ECMA-376, 18.8.30)."""
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)

Started = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a number that is a date is shown: with its time of day, or the day alone."""

    timed: bool


class Workbook:
    """An open workbook. Raises BadInput where it is none, is locked, or was made to do harm."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self._damaged() from None
        if len(self._zip.namelist()) > MOST_PARTS:
            raise self._bomb()
        self._main = self._main_part()
        self._targets = dict(self._relations(self._main))
        self.sheets: dict[str, str] = {}
        """Name -> part, in the order of the workbook; those that nobody can show are left out."""
        self.epoch_1904 = False
        self._read_main()
        self.styles = self._styles()

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()

    def part(self, name: str, feed: expat.XMLParserType) -> Iterator[float]:
        """Feed a part to a parser, chunk by chunk; yields how much of it has been read (0 to 1).

        Raises:
            BadInput: it is missing, damaged, or a bomb.
        """
        info = self._checked(name)
        watch = _Watch(feed, self._bomb)
        try:
            with self._zip.open(info) as file:
                done = 0
                while chunk := file.read(CHUNK):
                    feed.Parse(chunk, False)
                    watch.fed(len(chunk))
                    done += len(chunk)
                    yield done / max(1, info.file_size)
                feed.Parse(b"", True)
        except _Refused as error:
            raise self._bomb() from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            expat.ExpatError,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise self._damaged() from error
        yield 1.0

    def strings_part(self) -> str:
        """The part that holds the texts which cells share, "" where there is none."""
        return next((part for kind, part in self._kinds() if kind == "sharedStrings"), "")

    def _checked(self, name: str) -> zipfile.ZipInfo:
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise self._damaged() from None
        if info.flag_bits & 1:
            raise _locked(self._name)
        unpacked, packed = info.file_size, max(1, info.compress_size)
        if unpacked > LARGEST_PART or (unpacked > HARMLESS and unpacked / packed > LARGEST_RATIO):
            raise self._bomb()
        return info

    def _main_part(self) -> str:
        names = set(self._zip.namelist())
        if "_rels/.rels" not in names or not any(name.startswith("xl/") for name in names):
            raise BadInput(
                say("%(file)s is an archive, but no Excel workbook.", file=self._name),
                say("Unpack it, and give the CSV, JSONL or XLSX file that is in it."),
            )
        found = [part for kind, part in self._relations("") if kind == "officeDocument"]
        part = found[0] if found else "xl/workbook.xml"
        if part.endswith(".bin"):
            raise BadInput(
                say("%(file)s is a binary workbook (XLSB).", file=self._name),
                say("Open it in a spreadsheet program and save it as XLSX or CSV."),
            )
        return part

    def _relations(self, part: str) -> list[tuple[str, str]]:
        """(id, part) of what a part refers to, each also as (last word of its kind, part); no links to elsewhere."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: list[tuple[str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                where = (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}").lstrip("/")
                )
                found.append((attributes.get("Id", ""), where))
                found.append((attributes.get("Type", "").rpartition("/")[2], where))

        if rels in self._zip.namelist():
            self._read(rels, start)
        return found

    def _kinds(self) -> Iterator[tuple[str, str]]:
        yield from self._relations(self._main)

    def _read(self, name: str, start: Started, data: Callable[[str], None] | None = None) -> None:
        for _ in self.part(name, parser(start, data=data)):
            pass

    def _read_main(self) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif tag == "sheet" and attributes.get("state") != "veryHidden":
                reference = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                part = self._targets.get(reference, "")
                if part in self._zip.NameToInfo and "worksheet" in part:
                    self.sheets[attributes.get("name", "")] = part

        self._read(self._main, start)

    def _styles(self) -> tuple[DateStyle | None, ...]:
        """By the number that a cell's ``s`` names: how its date is shown, None where its number is just a number."""
        part = next((part for kind, part in self._kinds() if kind == "styles"), "")
        codes: dict[int, str] = {}
        found: list[DateStyle | None] = []
        inside: list[bool] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "numFmt":
                codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside.append(True)
            elif tag == "cellStyles":
                inside.clear()
            elif tag == "xf" and inside:
                number = _whole(attributes.get("numFmtId"))
                found.append(_date_style(number, codes.get(number, "")))

        if part and part in self._zip.NameToInfo:
            self._read(part, start)
        return tuple(found)

    def _damaged(self) -> BadInput:
        return BadInput(
            say("%(file)s is a damaged workbook.", file=self._name),
            say("Open it in a spreadsheet program and save it anew, as XLSX or CSV."),
        )

    def _bomb(self) -> BadInput:
        return BadInput(
            say(
                "%(file)s would unpack to far more than it is; it is not read, because it may be made to do harm.",
                file=self._name,
            ),
            say("Open it in a spreadsheet program that you trust and save it as CSV."),
        )


def _locked(name: str) -> BadInput:
    return BadInput(
        say("%(file)s is an old Excel file (XLS) or is locked by a password.", file=name),
        say("Open it in a spreadsheet program and save it as XLSX without a password, or as CSV."),
    )


def refuse_old(path: Path) -> None:
    """Raises BadInput for the container that XLS files and locked workbooks come in."""
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise _locked(path.name)


class _Watch:
    """Notices XML that goes on without saying anything."""

    def __init__(self, feed: expat.XMLParserType, bomb: Callable[[], BadInput]) -> None:
        self._feed, self._bomb = feed, bomb
        self._at, self._silent = 0, 0

    def fed(self, size: int) -> None:
        at = self._feed.CurrentByteIndex  # -1 where expat puts off what is not whole yet (2.6, and Debian's 2.5)
        self._silent = 0 if at > self._at else self._silent + size
        self._at = max(at, self._at)
        if self._silent > SILENCE:
            raise self._bomb()


class _Refused(ValueError):
    """The XML holds what no workbook needs."""


def parser(
    start: Started, end: Callable[[str], None] | None = None, data: Callable[[str], None] | None = None
) -> expat.XMLParserType:
    """A parser that calls back with local names; declarations of types and entities and endless nesting are refused."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.buffer_size = CHUNK
    names: dict[str, str] = {}
    depth = 0

    def local(tag: str) -> str:
        if tag not in names and len(names) < 1_000:
            names[tag] = tag.rpartition(" ")[2]
        return names.get(tag, "")

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _Refused("nested too deeply")
        start(names.get(tag) or local(tag), attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(names.get(tag) or local(tag))

    def declared(*_: object) -> None:
        raise _Refused("a document type")

    made.StartElementHandler = started
    made.EndElementHandler = ended
    made.StartDoctypeDeclHandler = declared
    made.EntityDeclHandler = declared
    if data is not None:
        made.CharacterDataHandler = data
    return made


def _date_style(number: int, code: str) -> DateStyle | None:
    if code:
        plain = _NOT_FORMAT.sub("", code).split(";")[0].lower()
        if plain == "general" or not any(letter in plain for letter in "ymdhse") or "0.00e" in plain or "#" in plain:
            return None
        return DateStyle("h" in plain or "s" in plain)
    return DateStyle(number in (18, 19, 20, 21, 22, 45, 46, 47)) if number in _DATE_FORMATS else None


def _whole(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0
