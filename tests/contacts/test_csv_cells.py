"""Exported cells are safe to open in a spreadsheet and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.csv_cells import guard, unguard

RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # fmt: skip


@pytest.mark.parametrize("start", RISKY_STARTS)
def test_guard_puts_an_apostrophe_before_what_could_run(start: str):
    assert guard(f"{start}1+1") == f"'{start}1+1"
    assert guard(f"''{start}1+1") == f"'''{start}1+1"


@pytest.mark.parametrize("cell", ["", "Ada", "O'Neil", "'tis", "'", "''", "a=1", " =1", "#+1"])
def test_harmless_cells_stay_as_they_are(cell: str):
    assert guard(cell) == unguard(cell) == cell


@pytest.mark.parametrize("typed", ["x;=1+1", "x;'=1+1", "x;''=1+1"])
def test_what_stands_behind_a_semicolon_comes_in_as_it_was_typed(typed: str):
    """Each is a text of its own, so none is left to be the guarded form of another."""
    assert guard(typed) == unguard(typed) == typed


def test_phones_that_pass_the_gate_are_left_alone():
    assert guard("+1234567890") == "+1234567890"
    assert guard("+1 234") == "'+1 234"


def test_unguard_takes_exactly_one_apostrophe():
    assert unguard("'+1234567890") == "+1234567890"
    assert unguard("''=1") == "'=1"
    assert unguard("'Ada") == "'Ada"


@given(
    st.text(alphabet=st.sampled_from("'=+-@\t\r＝＋a1 ")) | st.text()  # dense in what matters
)
def test_unguard_is_the_inverse_of_guard(cell: str):
    assert unguard(guard(cell)) == cell
