"""The file of problem rows is safe to open in a spreadsheet, and can be corrected and imported."""

import pytest

from contacts.imports.cells import read_cell
from contacts.imports.problem_rows import _safe


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("x") ', '\'=HYPERLINK("x")'),
        (" =1+1", "'=1+1"),
        ("=cmd|'/C calc'!A0\u00a0", "'=cmd|'/C calc'!A0"),
        ("\t=2", "'=2"),
        ("\r=3", "'=3"),
        ("\u200b=3", "'=3"),
        (" @x", "'@x"),
        # Guarded already, whatever stands around it.
        ("'=1+1", "'=1+1"),
        ("'=1+1 ", "'=1+1 "),
        (" '=1+1", " '=1+1"),
        # What could not run stays as it was typed.
        (" Ann ", " Ann "),
        ("+442079460188", "+442079460188"),
        (" +442079460188 ", " +442079460188 "),
        ("", ""),
    ],
)
def test_a_cell_that_could_run_is_guarded(cell: str, safe: str):
    assert _safe(cell) == safe
    assert read_cell(_safe(cell)) == read_cell(cell)
