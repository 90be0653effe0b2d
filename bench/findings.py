"""From the last key typed into a policy until what it brought about stands beside its line, in a real browser.

A rule in the middle of the document is made dead by what is typed at the end of its condition (the first rule has all
that risk already), and the next one, and so on, so that no text is proved twice. The clock is the browser's own: it
starts with the last key and stops with the picture after which the finding is there. ``findings:40`` for forty edits
of each document. Skipped, with the reason, where there is no Chromium.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from ruamel.yaml import YAML
from tests.journeys.browser import LAUNCH

from bench import figures
from bench.installation import Up
from bench.policies import document

SIZES = (50, 200, 500)
EDITS = 24
TYPED = " AND risk>=70"
BETWEEN_MS = 70
"""Between two keys: somebody who types well."""
CALM_MS = 700
"""Between two edits: what was asked for besides (what changes hands) is left alone by the next."""
FIELD = "#policy-text"
WATCH = """(line) => new Promise((stands) => {
  const look = () => {
    const shown = document.querySelector(`#policy-lines [data-line="${line}"].blocks`);
    if (shown) stands(performance.now() - window.lastKey);
    else requestAnimationFrame(look);
  };
  look();
})"""
KEYS = "addEventListener('keydown', () => { window.lastKey = performance.now(); }, true)"


def main(edits: int) -> None:
    program = shutil.which("chromium")
    if program is None:
        print("skipped: there is no Chromium here")
        return
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Up(Path(os.environ["EARSHOT_HOME"]) / "home") as up, sync_playwright() as playwright:
        up.until_page(), up.until_link()
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH)
        page = _policy_page(browser, up)
        for size in SIZES:
            figures.quantiles(f"{size} rules: the last key, until its finding is shown", [*_edits(page, size, edits)])
        browser.close()


def _policy_page(browser: Browser, up: Up) -> Page:
    page = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(up.link)
    page.locator("main form button").first.click()
    page.wait_for_url("**/w/**")
    page.add_init_script(KEYS)
    page.goto(f"{page.url.split('/w/')[0]}/w/{page.url.split('/w/')[1].split('/')[0]}/policy/")
    return page


def _edits(page: Page, size: int, edits: int) -> Iterator[float]:
    """Seconds for each edit; the first one, which warms what a page in use has warm, is not counted."""
    text = written(size)
    page.locator(FIELD).fill(text)
    rules = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("- name: Special ")]
    chosen = rules[:: max(1, len(rules) // (edits + 1))][: edits + 1]
    for count, line in enumerate(chosen):
        page.wait_for_timeout(CALM_MS)
        took = _once(page, line)
        if count:
            yield took


def _once(page: Page, line: int) -> float:
    """Type at the end of the condition of the rule that begins in ``line``; seconds until its finding is shown."""
    page.locator(FIELD).focus()
    page.evaluate(
        """([field, line]) => {
          const area = document.querySelector(field);
          const end = area.value.split("\\n").slice(0, line + 1).join("\\n").length;
          area.setSelectionRange(end, end);
        }""",
        [FIELD, line],
    )
    page.keyboard.type(TYPED, delay=BETWEEN_MS)
    return float(page.evaluate(WATCH, line)) / 1000


def written(size: int) -> str:
    """A document as a person would write it: one key a line."""
    out = io.StringIO()
    yaml = YAML(typ="rt")
    yaml.width = 1_000
    yaml.dump(json.loads(document(size)), out)
    return out.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EDITS)
