"""How a journey goes from page to page, and looks at each.

A click returns at once, while the browser still shows the page that it leaves: what is asked then is asked of the old
page, or of none. So a journey goes on with `go`, which returns when the next page has come, script and all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

AXE: Path = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SIZES: dict[str, Any] = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
FAULTS = """axe.run({resultTypes: ["violations"], selectors: false}).then(({violations}) => ({
  rules: violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120))}`),
  width: document.documentElement.scrollWidth,
}))"""
"""What axe finds, one line for each rule, and how wide the page is.

To list what is right takes it thrice as long; to find the shortest selector of each element, half as long again.
"""
PICTURES = os.environ.get("KPA_PICTURES", "")
"""Where to leave a picture of each step, for a person to look at."""


def go(link: Locator) -> None:
    """Click what leads to a page, and wait until that page has come."""
    with link.page.expect_navigation():
        link.click()


def press(page: Page, name: Any, **more: Any) -> None:
    go(page.get_by_role("button", name=name, **more).first)


def follow(page: Page, *names: Any) -> None:
    for name in names:
        go(page.get_by_role("link", name=name).first)


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page as it stands; `conftest.page` brings axe along."""
    page.wait_for_load_state()
    found = page.evaluate(FAULTS)
    too_wide = found["width"] > page.viewport_size["width"]
    return found["rules"] + [f"scrolls sideways, {found['width']} pixels wide"] * too_wide


def look(page: Page, step: str, heading: Any = None) -> None:
    """Find nothing wrong with a page, wide and on a phone; say which page it is by its heading."""
    if heading:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{step}-{name}.png", full_page=True)
        assert faults(page) == [], f"{step} {name}"
    page.set_viewport_size(SIZES["wide"])
