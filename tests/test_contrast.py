"""Text can be read: the contrast of each pair of tokens that carries it, in both themes."""

import pytest

from contactsite.contrast import CONTROL, TEXT, contrast, tokens

HUES = ["red", "orange", "amber", "green", "teal", "blue", "indigo", "purple", "pink", "grey"]
PAPERS = ["paper", "surface", "raised", "sunken"]
TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-2", "ink-3", "accent") for paper in PAPERS],
    *[(f"flag-{hue}-ink", f"flag-{hue}-paper") for hue in HUES],
    *[(f"{kind}-ink", f"{kind}-soft") for kind in ("good", "warn", "bad")],
    *[("bad-ink", paper) for paper in PAPERS],
    *[("accent-ink", fill) for fill in ("accent", "accent-strong", "danger", "danger-strong")],
    *[(ink, "accent-soft") for ink in ("ink", "ink-2", "accent")],
    *[(ink, "mark") for ink in ("ink", "ink-2")],
    ("tip-ink", "tip"),
]
CONTROL_PAIRS = [
    *[("line-control", paper) for paper in PAPERS],
    *[("accent", paper) for paper in PAPERS],
    *[(f"flag-{hue}-mark", f"flag-{hue}-paper") for hue in HUES],
]


def test_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast((0, 0, 0), (1, 0, 0)), 2) == 21


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, CONTROL) for pair in CONTROL_PAIRS],
)
def test_contrast_is_enough(front: str, back: str, least: float, theme: int) -> None:
    colours = tokens()

    assert contrast(colours[front][theme], colours[back][theme]) >= least
