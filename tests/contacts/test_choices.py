"""States and companies to choose from."""

import pytest

from contacts import choices
from contacts.choices import Choice
from tests import factories
from workspaces.models import Workspace


def texts(found: choices.Choices) -> list[tuple[str, int]]:
    return [(choice.text, choice.count) for choice in found.shown]


def make(workspace: Workspace, *states: str) -> None:
    for state in states:
        factories.make_contact(workspace, state=state)


def test_choices_are_counted_and_written_as_most_often(acme: Workspace, globex: Workspace):
    make(acme, "TX", "Texas", "Kent", "texas", "KENT", "", "Texas", "Île-de-France")
    make(globex, "Texas", "Secret")

    assert texts(choices.choices(acme, "state")) == [
        ("Île-de-France", 1),
        ("KENT", 2),
        ("Texas", 3),
        ("TX", 1),
    ]
    assert choices.choices(acme, "brokerage").shown == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tex", ["Texas"]),
        ("ile de", []),
        ("ILE-DE", ["Île-de-France"]),
        ("York", ["York", "New York"]),
        ("  new  ", ["New York"]),
        ("%", []),
        ("_", []),
        ("'; --", []),
    ],
)
def test_what_is_typed_is_a_part_of_a_value(acme: Workspace, typed: str, found: list[str]):
    make(acme, "New York", "Texas", "York", "Île-de-France")

    assert [choice.text for choice in choices.choices(acme, "state", typed).shown] == found


@pytest.fixture
def many(acme: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """More values than are looked through."""
    monkeypatch.setattr(choices, "KNOWN_MAX", 4)
    make(acme, *"abcde", "bc", "bd", "cb")
    return acme


def test_of_many_values_the_beginnings_are_found(many: Workspace):
    assert texts(choices.choices(many, "state", "b")) == [("b", 1), ("bc", 1), ("bd", 1)]
    assert choices.choices(many, "state", "d").more is False


def test_choices_go_on_where_others_ended(many: Workspace, monkeypatch: pytest.MonkeyPatch):
    for known_max in (4, 50):
        monkeypatch.setattr(choices, "KNOWN_MAX", known_max)
        seen, after, more = [], "", True
        while more:
            page = choices.choices(many, "state", after=after, size=3)
            seen += [choice.text for choice in page.shown]
            after, more = page.after, page.more
        assert seen == ["a", "b", "bc", "bd", "c", "cb", "d", "e"]


def test_counts_stop_behind_the_limit(acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(choices, "COUNT_LIMIT", 2)
    make(acme, *["Texas"] * 5)

    assert texts(choices.choices(acme, "state")) == [("Texas", 3)]


def test_nearly_the_same_is_offered(many: Workspace, monkeypatch: pytest.MonkeyPatch):
    make(many, "Texas", "Kent", "Tennessee")

    for known_max in (4, 50):
        monkeypatch.setattr(choices, "KNOWN_MAX", known_max)
        assert choices.close(many, "state", "Texsa") == [Choice("texas", "Texas", 1)]
        assert choices.close(many, "state", "zzzz") == []
        assert choices.close(many, "state", "") == []
