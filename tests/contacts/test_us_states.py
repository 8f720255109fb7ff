"""Texas is TX, and the other way round."""

import pytest

from contacts.us_states import other_form, states_among


@pytest.mark.parametrize(
    ("state", "other"),
    [
        ("TX", "Texas"),
        ("texas", "TX"),
        ("NEW  YORK", "NY"),
        ("dc", "District of Columbia"),
        ("Bayern", ""),
        ("", ""),
    ],
)
def test_a_state_has_another_form(state: str, other: str):
    assert other_form(state) == other


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ann texas", [("texas", "ann")]),
        ("west virginia oak", [("west virginia", "oak"), ("virginia", "west oak")]),
        ("district of columbia", [("district of columbia", "")]),
        ("ann oak", []),
        ("", []),
    ],
)
def test_states_are_found_among_words_longer_names_first(words: str, found: list[tuple[str, str]]):
    assert list(states_among(words.split())) == found
