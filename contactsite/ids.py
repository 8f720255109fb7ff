"""Ids that come as text, in links and forms: anybody can write anything there."""

DIGITS = 18  # what fits into a column of any database


def id_of(text: str) -> int | None:
    """The id in the text; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None
