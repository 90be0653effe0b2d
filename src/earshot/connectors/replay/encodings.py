"""Which encoding a file is in: a mark, UTF-8, UTF-16, else Big5, GB18030 or Western by what the text becomes."""

from __future__ import annotations

import codecs
from pathlib import Path

from earshot.kernel.texts import say

CHUNK = 1 << 20
SAMPLE = 1 << 17

# The characters that make up about a third of any Chinese text, with their traditional or simplified twins.
COMMON_HAN = frozenset(
    "的一是不了在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于着著下自之年過过發发後后作里裡"
    "用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实"
    "日軍军者意無无力它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业外將将兩两高間间由問问很最重並并物手應应戰战向頭头文體体"
    "，。！？、：；「」《》（）"
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("cp950", "gb18030")
WESTERN = "cp1252"
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
    for mark, name in BOMS:
        if head.startswith(mark):
            return name, ""
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
    scores = {name: _commonness(sample, name) for name in LEGACY}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.1:
        return best, ""
    return WESTERN, say("The encoding is a guess (Western European); name the right one if the text looks wrong.")


def _damage(sample: bytes, name: str) -> float:
    """The share of lines that do not decode."""
    lines = sample.split(b"\n")
    bad = sum(1 for line in lines if "�" in line.decode(name, "replace"))
    return bad / max(1, len(lines))


def _commonness(sample: bytes, name: str) -> float:
    """How much of what is not ASCII becomes everyday Chinese: about a third when right, a fiftieth when wrong."""
    decoded = sample.decode(name, "replace")
    foreign = [letter for letter in decoded if ord(letter) > 127]
    if not foreign:
        return 0.0
    return sum(1 for letter in foreign if letter in COMMON_HAN) / len(foreign)
