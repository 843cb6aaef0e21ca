"""Open every saved page of a running site in Chromium and ask axe about it.

    PYTHONPATH=. python .ci/check_pages.py FOLDER/pages.txt

Wide and narrow, light and dark; besides, nothing may stick out sideways, down to the 320 px of WCAG's
reflow, and the browser may have nothing to complain of.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.accessibility import COLOURS, EVERYTHING, faults

WIDE, NARROW, NARROWEST = 1280, 390, 320


def check(page, address: str) -> set[str]:
    found: set[str] = set()
    page.goto(address)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found |= {f"{width} px, {scheme}: {fault}" for fault in faults(page, only=rules)}
    for width in (NARROW, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.add(f"{width} px: is {wide} px wide")
    return found


def main(addresses: list[str]) -> int:
    found: list[str] = []
    with sync_playwright() as playwright:
        path = os.environ.get("SITE_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"console: {message.text}")
                # The pages that are not there answer 404 and should.
                if message.type == "error" and "status of 404" not in message.text
                else None
            ),
        )
        for address in addresses:
            found += [f"{address} {fault}" for fault in sorted(check(page, address)) + complaints]
            complaints.clear()
        browser.close()
    print(f"check_pages: {len(addresses)} pages, {len(found)} faults")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).read_text(encoding="utf-8").split()))
