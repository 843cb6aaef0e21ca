"""What axe finds in an open page. The browser tests and `.ci/check_pages.py` both ask here."""

from axe_playwright_python.base import AXE_SCRIPT

# WCAG 2.2 AA and what went before it, and the practices axe recommends besides.
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a change of colour scheme can change.
COLOURS = ("color-contrast", "link-in-text-block")


def faults(page, *, only: tuple[str, ...] = EVERYTHING) -> list[str]:
    """One line for each element at fault: the rule, what is wrong, and the element's own HTML."""
    page.wait_for_load_state()  # a click waits for its page's first byte, not for the last
    # The package's own `run` reads half a megabyte of axe into the page anew each time.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(
        "async options => (await axe.run(options)).violations",
        # Reading style sheets ahead would put styles into the page, which its policy forbids.
        {"resultTypes": ["violations"], "runOnly": list(only), "preload": False},
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
