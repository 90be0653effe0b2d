"""Names of languages as people may give them: a tag of BCP 47, checked and in its usual spelling."""

from __future__ import annotations

import re

LONGEST = 12
"""Characters that a post's language may have."""
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
TWO_LETTERS = frozenset(_ISO_639_1.split())
"""The languages of ISO 639-1. Those of three letters (ISO 639-3) are some 8,000; any of that shape is taken."""

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?", re.IGNORECASE)


def language_tag(text: str) -> str:
    """``text`` in the usual spelling (``zh-hant`` is ``zh-Hant``, ``pt_br`` is ``pt-BR``); "" where it names none."""
    found = _TAG.fullmatch(text.strip().replace("_", "-"))
    if found is None:
        return ""
    language = found["language"].lower()
    if len(language) == 2 and language not in TWO_LETTERS:
        return ""
    parts = (language, (found["script"] or "").title(), (found["region"] or "").upper())
    tag = "-".join(part for part in parts if part)
    return tag if len(tag) <= LONGEST else ""
