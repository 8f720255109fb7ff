"""What must hold of a page however it is looked at: WCAG, no sideways scroll, no jumps."""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The most that may move while a page loads (Core Web Vitals call up to 0.1 good).
LAYOUT_SHIFT = 0.02
# What is seen of a long page on its screenshot, in pixels.
SHOT_HEIGHT = 3000

# Without preload: axe would fetch the stylesheets again, their imports from wrong addresses.
_BROKEN_RULES = """async (only) => {
  const result = await axe.run({runOnly: only, resultTypes: ["violations"], preload: false});
  return result.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html}`));
}"""
_LAYOUT_SHIFT = """() => new Promise((answer) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => answer(moved), 0));
})"""


def complaints(page: Page, name: str) -> Iterator[str]:
    """What is wrong with the page as it is now, in both themes; takes a screenshot of each.

    The rules of contrast are tried in both themes, the others once: a theme is only colours.
    """
    page.evaluate(AXE_SCRIPT)
    for theme, rules in (
        ("light", {"type": "tag", "values": RULES}),
        ("dark", {"type": "rule", "values": ["color-contrast"]}),
    ):
        _wear(page, theme)
        for broken in page.evaluate(_BROKEN_RULES, rules):
            yield f"{name}, {theme}, {page.viewport_size['width']}: {broken}"
    yield from misfits(page, name)


def misfits(page: Page, name: str) -> Iterator[str]:
    """What leaves the screen or jumps; takes the screenshots."""
    width = page.viewport_size["width"]
    height = page.evaluate("document.documentElement.scrollHeight")
    SCREENSHOTS.mkdir(exist_ok=True)
    for theme in ("dark", "light"):
        _wear(page, theme)
        page.screenshot(
            path=SCREENSHOTS / f"{name}-{width}-{theme}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(height, SHOT_HEIGHT)},
        )
    if sideways := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
        yield f"{name}, {width}: {sideways} pixels wider than the screen"
    if (moved := page.evaluate(_LAYOUT_SHIFT)) > LAYOUT_SHIFT:
        yield f"{name}, {width}: the layout shifts by {moved:.3f}"


def _wear(page: Page, theme: str) -> None:
    # Without motion: colours on their way to the other theme would be measured half-way.
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
