"""A real browser, watched: whatever it complains of fails the journey."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

SHOTS = Path(__file__).with_name("shots")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)
STEADY = """async () => {
  await document.fonts.ready;
  const painted = () => new Promise((go) => {
    requestAnimationFrame(() => requestAnimationFrame(go));
    setTimeout(go, 250);
  });
  const moving = () => document.getAnimations().filter((each) =>
    each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity
    && each.effect.target?.checkVisibility());
  for (let left = 20; left; left--) {
    await painted();
    const now = moving();
    if (!now.length) return;
    await Promise.race([Promise.allSettled(now.map((each) => each.finished)), new Promise((go) => setTimeout(go, 1000))]);
  }
}"""
"""Resolves once the fonts are there and whatever moves towards an end has come to it."""
LOOK = """async (only) => {
  const steady = %s;
  const moved = [];
  const changes = new MutationObserver((all) => moved.push(...all));
  let found;
  for (let left = 4; left; left--) {
    await steady();
    moved.length = 0;
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    found = await axe.run(only.length ? { runOnly: only } : {});
    moved.push(...changes.takeRecords());
    changes.disconnect();
    if (!found.violations.length || !moved.length) break;
  }
  return JSON.stringify(found.violations);
}"""
"""A verdict on a page that changed under axe's eyes is none: it is asked again. A real barrier outlives that."""
AWAITED = ("document", "fetch", "font", "image", "stylesheet", "xhr")
"""Requests that end. Scripts are there once a page is loaded, but for that of the shared worker, whose end no page sees."""
LOCALES = {"en": "en-GB", "zh-hant": "zh-TW", "zh-hans": "zh-CN"}
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Visitor:
    """Somebody at a browser, in one language. ``first`` runs before every page's own scripts;
    ``like``: signed in as somebody who is."""

    def __init__(
        self,
        browser: Browser,
        language: str,
        scheme: Literal["light", "dark"] = "light",
        wide: bool = True,
        scripts: bool = True,
        first: str = "",
        like: Visitor | None = None,
    ):
        self.language = language
        self.context: BrowserContext = browser.new_context(
            locale=LOCALES[language],
            timezone_id="Asia/Taipei",
            color_scheme=scheme,
            viewport=WIDE if wide else PHONE,  # type: ignore[arg-type]
            has_touch=not wide,
            bypass_csp=False,
            java_script_enabled=scripts,
            storage_state=like.context.storage_state() if like else None,
        )
        if first:
            self.context.add_init_script(first)
        self.complaints: list[str] = []
        self._asked: dict[Page, set[Request]] = {}
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        """One more tab, watched like the first."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        asked = self._asked[page] = set()
        page.on("request", lambda request: note_request(request, asked))
        page.on("requestfinished", lambda request: asked.discard(request))
        page.on("requestfailed", lambda request: asked.discard(request))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def says(self, text: str, **parts: object) -> str:
        """How the page words ``text`` in this visitor's language."""
        with override(self.language):
            said = gettext(text)
        return said % parts if parts else said

    def wait_for_none(self) -> None:
        """What is asked for at this moment is held by the test: a look at the page does not wait for it."""
        self._asked[self.page].clear()

    def settle(self) -> None:
        """Wait until the page stands still: loaded, nothing asked for, nothing moving. A page that never rests is
        taken as it is after five seconds."""
        self.page.wait_for_load_state("load")
        for _ in range(100):
            self.page.evaluate(STEADY)
            if not self._asked[self.page]:
                return
            self.page.wait_for_timeout(50)

    def looks(self, name: str, *, check: bool = True) -> None:
        """A screenshot for the eye (not kept by the repository), and axe for the rest."""
        SHOTS.mkdir(exist_ok=True)
        if check:
            self.settle()
        self.page.screenshot(path=SHOTS / f"{name}.{self.language}.png")
        if check:
            found = self.barriers()
            assert not found, "\n".join([f"{name} ({self.language}) at {self.page.url}:", *found])

    def barriers(self, only: Sequence[str] = ()) -> list[str]:
        """What axe finds on the page as it stands, one line for each element. ``only``: these rules."""
        self.settle()
        cdp = self.context.new_cdp_session(self.page)
        try:
            has_axe = cdp.send("Runtime.evaluate", {"expression": "typeof axe"})["result"]["value"] == "object"
            if not has_axe:
                cdp.send("Runtime.evaluate", {"expression": AXE})
            expression = f"({LOOK % STEADY})({json.dumps(list(only))})"
            look = {"expression": expression, "awaitPromise": True, "returnByValue": True}
            result = cdp.send("Runtime.evaluate", look)["result"]
        finally:
            cdp.detach()
        assert "value" in result, result
        return [
            f"{one['id']}: {node['html'][:160]} ({why(node)})"
            for one in json.loads(result["value"])
            for node in one["nodes"]
        ]

    def close(self) -> None:
        self.context.close()


def note_request(request: Request, asked: set[Request]) -> None:
    """Keep a request until it has ended; a new page ends those of the one before."""
    if request.is_navigation_request():
        asked.clear()
    if request.resource_type in AWAITED:
        asked.add(request)


def why(node: dict[str, Any]) -> str:
    """What exactly axe measured at an element (colours, sizes), in its own words."""
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


@contextmanager
def visitor(browser: Browser, language: str, **how: object) -> Iterator[Visitor]:
    """A visitor for the length of a block; fails where the browser complained."""
    guest = Visitor(browser, language, **how)  # type: ignore[arg-type]
    try:
        yield guest
        assert not guest.complaints, guest.complaints
    finally:
        guest.close()
