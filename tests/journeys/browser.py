"""A real browser, watched: whatever it complains of fails the journey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

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
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        """One more tab, watched like the first."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def says(self, text: str, **parts: object) -> str:
        """How the page words ``text`` in this visitor's language."""
        with override(self.language):
            said = gettext(text)
        return said % parts if parts else said

    def looks(self, name: str, *, check: bool = True) -> None:
        """A screenshot for the eye (not kept by the repository), and axe for the rest."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.{self.language}.png")
        if check:
            assert not self.barriers(), f"{name}: {self.barriers()}"

    def barriers(self) -> list[str]:
        """What axe finds on the page, in one line each."""
        cdp = self.context.new_cdp_session(self.page)
        cdp.send("Runtime.evaluate", {"expression": AXE})
        result = cdp.send(
            "Runtime.evaluate",
            {"expression": "axe.run().then(JSON.stringify)", "awaitPromise": True, "returnByValue": True},
        )
        import json

        found = json.loads(result["result"]["value"])["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found]

    def close(self) -> None:
        self.context.close()


@contextmanager
def visitor(browser: Browser, language: str, **how: object) -> Iterator[Visitor]:
    """A visitor for the length of a block; fails where the browser complained."""
    guest = Visitor(browser, language, **how)  # type: ignore[arg-type]
    try:
        yield guest
        assert not guest.complaints, guest.complaints
    finally:
        guest.close()
