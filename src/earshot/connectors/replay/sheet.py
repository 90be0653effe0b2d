"""The rows of one sheet of a workbook, as texts, read as a stream: memory does not grow with the sheet."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

import orjson

from earshot.connectors.replay.lines import LONGEST
from earshot.connectors.replay.workbook import DateStyle, Workbook, parser
from earshot.kernel.texts import N_

TOO_LONG = N_("a cell with more than 64,000 characters")
NO_SUCH_TEXT = N_("a cell refers to a text that is not in the file")
WIDEST = 16_384
"""Columns of a sheet, by the format."""
BLOCK = 64
BLOCKS_KEPT = 256
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}")
_LEAP = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet, its cells from column A on, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


class SheetRows:
    """The rows of a sheet that hold anything, in order; ``part`` says how much of the sheet has been read (0 to 1)."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self._book = book
        self._sheet = book.sheets[sheet]
        self._texts = _SharedTexts(book)
        self.part = 0.0

    def __iter__(self) -> Iterator[SheetRow]:
        state = _RowState(self._texts, self._book.styles, self._book.epoch_1904)
        try:
            for part in self._book.part(self._sheet, parser(state.start, state.end, state.data)):
                self.part = part
                yield from state.take()
        finally:
            self._texts.close()


class _RowState:
    """What the parser of a sheet has understood so far."""

    def __init__(self, texts: _SharedTexts, styles: Sequence[DateStyle | None], epoch_1904: bool) -> None:
        self._texts, self._styles, self._epoch_1904 = texts, styles, epoch_1904
        self._rows: list[SheetRow] = []
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._fault = ""
        self._kind, self._style = "", 0
        self._pieces: list[str] = []
        self._size = 0
        self._reading = False
        self._phonetic = False

    def take(self) -> list[SheetRow]:
        """The rows finished since the last time."""
        found, self._rows = self._rows, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "v":
            self._reading = True
        elif tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            told = attributes.get("r", "")
            self._number = int(told) if told.isdecimal() and len(told) < 10 else self._number + 1
            self._cells, self._column, self._fault, self._size = [], 0, "", 0
        elif tag == "t":
            self._reading = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdecimal() and len(style) < 7 else 0
        self._pieces = []
        letters = _LETTERS.match(attributes.get("r", ""))
        if letters:
            column = 0
            for letter in letters[0]:
                column = column * 26 + ord(letter) - 64
            self._column = column - 1

    def data(self, text: str) -> None:
        if self._reading:
            self._size += len(text)
            if self._size > LONGEST:
                self._fault = TOO_LONG
            else:
                self._pieces.append(text)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._reading = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and (self._fault or any(self._cells)):
            self._rows.append(SheetRow(self._number, tuple(self._cells), self._fault))
        elif tag == "rPh":
            self._phonetic = False

    def _end_cell(self) -> None:
        value = self._value("".join(self._pieces)) if self._pieces else ""
        if value and self._column < WIDEST:
            self._cells.extend([""] * (self._column - len(self._cells)))
            self._cells[self._column :] = [value]
        self._column += 1

    def _value(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            return self._shared(text)
        if kind in ("str", "inlineStr"):
            return unescaped(text)
        if kind == "n":
            style = self._styles[self._style] if self._style < len(self._styles) else None
            return number_text(text) if style is None else date_text(text, style, self._epoch_1904)
        if kind == "b":
            return "true" if text == "1" else "false"
        return "" if kind == "e" else text  # a formula's error holds nothing; "d" is a date in ISO 8601

    def _shared(self, text: str) -> str:
        found = self._texts.get(int(text)) if text.isdecimal() and len(text) < 10 else None
        if found is None:
            self._fault = NO_SUCH_TEXT
            return ""
        self._size += len(found)
        if self._size > LONGEST:
            self._fault = TOO_LONG
            return ""
        return found


class _SharedTexts:
    """The texts that cells share, by number. Read as far as they are asked for and kept on disk, not in memory: a
    workbook of a million different posts has a million of them."""

    def __init__(self, book: Workbook) -> None:
        self._name = book.strings_part()
        self._state = _TextState()
        self._feed = (
            book.part(self._name, parser(self._state.start, self._state.end, self._state.data))
            if self._name
            else iter(())
        )
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by close)
        self._places: list[tuple[int, int]] = []
        self._open: list[str] = []
        self._kept: dict[int, list[str]] = {}

    def close(self) -> None:
        self._file.close()

    def get(self, number: int) -> str | None:
        """None where there is no such text."""
        block, within = divmod(number, BLOCK)
        while block >= len(self._places):
            if block == len(self._places) and within < len(self._open):
                return unescaped(self._open[within])
            if not self._read_on():
                return None
        return unescaped(self._block(block)[within])

    def _read_on(self) -> bool:
        going = next(self._feed, None) is not None
        self._open += self._state.take()
        while len(self._open) >= BLOCK:
            self._write(self._open[:BLOCK])
            del self._open[:BLOCK]
        return going

    def _write(self, texts: list[str]) -> None:
        data = orjson.dumps(texts)
        self._places.append((self._file.seek(0, 2), len(data)))
        self._file.write(data)

    def _block(self, number: int) -> list[str]:
        found = self._kept.pop(number, None)
        if found is None:
            place, size = self._places[number]
            self._file.seek(place)
            found = orjson.loads(self._file.read(size))
            if len(self._kept) >= BLOCKS_KEPT:
                del self._kept[next(iter(self._kept))]
        self._kept[number] = found  # at the end: used last, forgotten last
        return found


class _TextState:
    """What the parser of the shared texts has understood so far."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._pieces: list[str] = []
        self._size = 0
        self._reading = self._phonetic = False

    def take(self) -> list[str]:
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "t":
            self._reading = not self._phonetic
        elif tag == "si":
            self._pieces, self._size = [], 0
        elif tag == "rPh":
            self._phonetic = True

    def data(self, text: str) -> None:
        if self._reading and self._size <= LONGEST:
            self._size += len(text)
            self._pieces.append(text[: LONGEST + 1])  # one too many is enough to be noticed

    def end(self, tag: str) -> None:
        if tag == "si":
            self._found.append("".join(self._pieces))
        elif tag == "t":
            self._reading = False
        elif tag == "rPh":
            self._phonetic = False


def unescaped(text: str) -> str:
    """``_x000D_`` is how the format writes a character that XML cannot hold."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number_text(text: str) -> str:
    """A number as a person would write it: ``12`` for ``12.0``, all digits for ``5.7E+17``."""
    if text.isdecimal():
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if value.is_finite() and abs(value) < Decimal(10) ** 21 and value == value.to_integral_value():
        return str(int(value))
    return str(float(value)) if value.is_finite() else text


def date_text(text: str, style: DateStyle, epoch_1904: bool) -> str:
    """A serial number of days as a date, in ISO 8601; what is no date stays a number."""
    try:
        serial = float(text)
        if not 0 <= serial < 2_958_466:  # 9999-12-31
            return number_text(text)
    except ValueError:
        return text
    at = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  (a file's days have no zone)
    since = timedelta(days=int(serial), seconds=round((serial % 1) * 86_400))
    if since < timedelta(days=1) and style.timed:
        return (at + since).strftime("%H:%M:%S")
    if not epoch_1904 and since < _LEAP:
        at += timedelta(days=1)  # the calendar of 1900 has a 29th of February that never was
    at += since
    return at.strftime("%Y-%m-%d %H:%M:%S") if style.timed or serial % 1 else at.strftime("%Y-%m-%d")
