"""Which encoding a file is in: a mark, UTF-8, UTF-16, else Big5, GB18030 or Western by what the text becomes."""

from __future__ import annotations

import codecs
from pathlib import Path

from earshot.engine.text.encodings import WESTERN, likeliest, marked
from earshot.kernel.texts import say

CHUNK = 1 << 20
SAMPLE = 1 << 17

OF_MARKED = {
    "utf-8": "utf-8-sig",
    "utf-32-le": "utf-32",
    "utf-32-be": "utf-32",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
}
"""Codecs for ``open`` that leave the mark out of the text."""
LEGACY = ("cp950", "gb18030")
BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
)
"""How documents, archives, pictures and spreadsheets begin."""
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
NAMES = {"big5": "cp950", "gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8", "latin-1": WESTERN}


def find_encoding(path: Path) -> tuple[str, str]:
    """The encoding's name for ``open`` and a note for people ("" where there is no doubt)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if mark := marked(head)[0]:
        return OF_MARKED[mark], ""
    if wide := _utf16_without_mark(head):
        return wide, say("The file has no byte order mark; it looks like UTF-16.")
    if (sample := _sample_unless_utf8(path)) is None:
        return "utf-8", ""
    return _legacy(sample)


def settled(name: str) -> str:
    """The codec for an encoding a person named; raises LookupError for an unknown one."""
    plain = name.strip().lower().replace("_", "-")
    return codecs.lookup(NAMES.get(plain, plain)).name


def is_binary(path: Path, encoding: str) -> bool:
    """Whether it is no text: a zero byte (where the encoding has none), a known beginning, or many control bytes."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    with path.open("rb") as file:
        head = file.read(CHUNK)
    controls = len(head) - len(head.translate(None, CONTROLS))
    return b"\0" in head or head.startswith(BINARY) or controls > 0.05 * len(head)


def _utf16_without_mark(head: bytes) -> str:
    """Text with many ASCII letters in UTF-16 has a zero in every second byte."""
    if len(head) < 16:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even == 0:
        return "utf-16-le"
    if even > len(head) * 0.2 and odd == 0:
        return "utf-16-be"
    return ""


def _sample_unless_utf8(path: Path) -> bytes | None:
    """None where the whole file is UTF-8; else the lines around its first bytes that are not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = b""
    good = True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if len(sample) < SAMPLE and not chunk.isascii():
                sample += b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())[:SAMPLE]
            good = good and _decodes(decoder, chunk)
            if not good and len(sample) >= SAMPLE:
                break
    if good and _decodes(decoder, b"", final=True):
        return None
    return sample


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(sample: bytes) -> tuple[str, str]:
    """The likeliest encoding that is not Unicode. A file that is nearly UTF-8 is UTF-8 with damaged rows."""
    if _damage(sample, "utf-8") < 0.02:
        return "utf-8", say("Some bytes are not UTF-8; the rows that hold them are set aside.")
    if best := likeliest(sample, LEGACY):
        return best, ""
    return WESTERN, say("The encoding is a guess (Western European); name the right one if the text looks wrong.")


def _damage(sample: bytes, name: str) -> float:
    """The share of lines that do not decode."""
    lines = sample.split(b"\n")
    bad = sum(1 for line in lines if "�" in line.decode(name, "replace"))
    return bad / max(1, len(lines))
