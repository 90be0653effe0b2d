"""The findings as text for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from earshot import __version__
from earshot.kernel.texts import N_, say
from earshot.site.doctor.findings import Finding, Level, worst
from earshot.site.doctor.speaking import Speaker

MARKS: dict[Level, str] = {"ok": "  ok", "note": "   i", "warning": "   !", "error": "  !!"}
CLOSING: dict[Level, str] = {
    "ok": N_("All is well."),
    "note": N_("All is well; there is something to know."),
    "warning": N_("It works, but something wants attention."),
    "error": N_("Something is wrong and needs you now."),
}


def as_text(findings: Sequence[Finding], speak: Speaker, *, all_of_it: bool = True) -> Iterator[str]:
    """Lines: what is wrong last, where the eye is when the command ends."""
    yield speak(say("Earshot %(version)s", version=__version__))
    for level, mark in MARKS.items():
        for one in findings:
            if one.level == level and (all_of_it or level != "ok"):
                yield f"{mark}  {speak(one.words)}"
                if one.mend:
                    yield f"      {speak(one.mend)}"
    yield speak(CLOSING[worst(findings)])


def as_json(findings: Sequence[Finding], speak: Speaker) -> str:
    """``{version, worst, findings: [{check, level, words, mend}]}``."""
    told = [
        {"check": one.check, "level": one.level, "words": speak(one.words), "mend": speak(one.mend)} for one in findings
    ]
    return json.dumps({"version": __version__, "worst": worst(findings), "findings": told}, ensure_ascii=False)
