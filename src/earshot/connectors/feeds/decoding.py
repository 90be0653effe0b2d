"""Bytes as text, whatever their encoding is said to be.

What a server or a document declares is often wrong, so it comes second: bytes that are UTF-8 throughout are UTF-8. Then
the declaration counts, read as the wider encoding that is really used under that name; then, by how much of it is
everyday Chinese, a guess.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from earshot.engine.text.encodings import WESTERN, likeliest, marked

BEGINNINGS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"<\0r\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"\0<\0r", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # EBCDIC's "<?xm"
)
"""How documents in wide encodings begin where no mark stands first."""
WIDER: dict[str, tuple[str, ...]] = {
    "big5": ("cp950", "big5hkscs"),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "shift_jis": ("cp932",),
    "euc_kr": ("cp949",),
    "ascii": ("cp1252",),
    "iso8859-1": ("cp1252",),
    "iso8859-9": ("cp1254",),
    "tis-620": ("cp874",),
}
SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})
"""Encodings whose bytes are all ASCII: only the declaration tells."""
READABLE = re.compile(
    r"(utf-(8|16|32)|iso8859|cp\d|big5|gb|hz|euc_|shift_jis|koi8|mac-|iso2022|johab|tis-|ascii|kz1048)"
)
"""Python's codecs for text that somebody may have written; its others (escapes, punycode) are tools."""
LEGACY = ("cp950", "gb18030", "cp932", "cp949")
SAMPLE = 200_000
"""Bytes that a guess looks at."""

_IN_DOCUMENT = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of ``body``; U+FFFD stands for what cannot be read. ``content_type`` is the server's header."""
    codec, length = marked(body)
    if codec:
        return body[length:].decode(codec, "replace")
    for beginning, name in BEGINNINGS:
        if body.startswith(beginning):
            return body.decode(name, "replace")
    declared = tuple(_declared(body, content_type))
    names = declared if declared and declared[0] in SEVEN_BIT else ("utf-8", *declared)
    for name in names:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return _likeliest(body, declared)


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """Codecs that header and document name, the header's first, each in the widths it is used in."""
    told = [found[1] for found in (_IN_HEADER.search(content_type),) if found]
    told += [found[1].decode("ascii", "replace") for found in (_IN_DOCUMENT.search(body[:1000]),) if found]
    for name in told:
        try:
            codec = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if READABLE.match(codec):
            yield from WIDER.get(codec, (codec,))


def _likeliest(body: bytes, declared: tuple[str, ...]) -> str:
    """No encoding fits every byte: nearly UTF-8, else what becomes most of everyday text, else the declared one."""
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") < 0.05 * sum(1 for letter in text if letter > "\x7f"):
        return text
    if best := likeliest(body[:SAMPLE], (*declared, *LEGACY)):
        return body.decode(best, "replace")
    western = [name for name in declared if not name.startswith("utf") and name not in LEGACY]
    return body.decode(western[0] if western else WESTERN, "replace")
