"""Posts whose words, names and fields are made to run, to hide, to break out or to break the page."""

from __future__ import annotations

RUNS = "hostile = 1"
"""What the payloads would do: set a global of the page."""
NAME = f'"><img src=x onerror="{RUNS}">'

TEXTS = (
    f"<script>{RUNS}</script>",
    f"<ScRiPt >{RUNS}//<</ScRiPt>",
    f"</p></div></article><script>{RUNS}</script>",
    f'"><script>{RUNS}</script>',
    f"'><svg/onload={RUNS}>",
    f"<img src=x onerror={RUNS}>",
    f"<img src=x onerror=alert({RUNS!r})>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{RUNS}'><text y=20>press</text></a></svg>",
    f"<details open ontoggle={RUNS}>",
    f"<input autofocus onfocus={RUNS}>",
    f"<body onload={RUNS}>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<object data='data:text/html,<script>{RUNS}</script>'></object>",
    "<base href='https://elsewhere.invalid/'>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.invalid/'>",
    "<link rel=stylesheet href=https://elsewhere.invalid/x.css>",
    "<style>*{display:none}</style>",
    "<form action=https://elsewhere.invalid/><button>Send</button></form>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUNS}>",
    f"<noscript><p title='</noscript><img src=x onerror={RUNS}>'>",
    f"<!--><script>{RUNS}</script>-->",
    f"<template><script>{RUNS}</script></template>",
    f"<a href='javascript:{RUNS}'>press</a>",
    f"[press](javascript:{RUNS})",
    f"javascript:{RUNS}",
    "data:text/html,<script>alert(1)</script>",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {% debug %}",
    f"{{{{constructor.constructor('{RUNS}')()}}}}",
    "%s %d %n %(name)s {0} {name}",
    "&lt;script&gt; &amp;amp; &#60;script&#62; &quot;",
    "'; DROP TABLE listening_post; --",
    "=cmd|'/C calc'!A0",
    "+1+1 @SUM(1+1) -2+3",
    "\u202etxet desrever\u202c and \u2066isolated\u2069 \u200fmixed",
    "z\u200be\u200cr\u200do\ufeff width",
    "nul\x00inside",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "W" * 4000,
    "長" * 3000,
    "👩\u200d👩\u200d👧\u200d👦" * 200,
    "line one\nline two\r\nline three\u2028line four\u0085five",
)

SET_ASIDE = (
    '=HYPERLINK("https://elsewhere.invalid", "press")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    f"<script>{RUNS}</script>",
    '{"text": "lone \\ud800 surrogate", "id": "lone"}',
    '{"text": "", "id": "empty"}',
    '["no object"]',
)
"""Lines that hold no post."""


def posts() -> list[dict[str, str]]:
    """Each text as a post of its own author, whose name is hostile too."""
    return [
        {
            "id": f"hostile-{number}",
            "text": text,
            "author": f"guest{number}",
            "author_name": NAME if number % 2 else f"{text[:60]}",
            "bio": text[:500],
            "url": f"javascript:{RUNS}" if number % 3 else f'https://example.org/"onmouseover="{RUNS}',
            "topics": NAME,
            "tags": f"<b onclick={RUNS}>",
            "network": "<i>forum</i>" if number % 5 == 0 else "forum",
        }
        for number, text in enumerate(TEXTS)
    ]


def as_shown(text: str) -> str:
    """How a text stands on the page: what no database takes is replaced, and a browser knows one kind of line end."""
    return text.strip().replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
