"""Did you mean …? One table of cases; both databases must agree on every line."""

import pytest

from contacts import search, spellings
from contacts.search import near
from tests import factories
from workspaces.models import Workspace

CASES = [
    ("qillfeather", ["quillfeather"]),
    ("quilfeathr", ["quillfeather"]),
    ("QUILFEATHER", ["quillfeather"]),
    ("uqillfeather", ["quillfeather"]),
    ("grace quilfeather", ["grace quillfeather"]),
    ("quilfeather grace", ["quillfeather grace"]),
    ("garce quilfeather", ["grace quillfeather"]),
    ("eldoie", ["elodie"]),
    ("elodei martin", ["elodie martin"]),
    ("grosz", ["gross"]),
    ("amleia", ["amelia"]),
    ("Texsa", ["texas"]),
    ("иваонв", ["иванов"]),
    ("田中太朗", ["田中太郎"]),
    ("020 7946 0081", ["+442079460018"]),
    ("+44 20 7946 0019", ["+442079460018"]),
    ("2079460108", ["+442079460018"]),
    ("79 46", []),
    ("zzzzzz", []),
    ("abc", []),
    ("100%", []),
    ('"quilfeather"', []),
    ("grace texsa", []),
]


@pytest.fixture
def people(acme: Workspace, globex: Workspace) -> Workspace:
    factories.make_contact(acme, name="Grace Quillfeather", phone="+442079460018")
    factories.make_contact(acme, name="Élodie Martin", state="Texas")
    factories.make_contact(acme, name="Amelia Groß")
    factories.make_contact(acme, name="Иванов Пётр", brokerage="田中太郎")
    factories.make_contact(globex, name="Zzzzzy Quilfeathers", phone="+442079460118")
    return acme


def suggested(workspace: Workspace, typed: str) -> list[str]:
    query = search.parse(typed)
    assert query
    return spellings.suggestions(workspace, query)


@pytest.mark.parametrize(("typed", "found"), CASES)
def test_near_spellings_among_the_newest(people: Workspace, typed: str, found: list[str]):
    assert suggested(people, typed) == found


@pytest.mark.parametrize(("typed", "found"), CASES)
def test_near_spellings_by_the_index(
    people: Workspace, monkeypatch: pytest.MonkeyPatch, typed: str, found: list[str]
):
    monkeypatch.setattr(spellings, "NEWEST", 0)

    assert suggested(people, typed) == found


def test_fewer_mistakes_and_more_contacts_come_first(acme: Workspace):
    for name in ("Marta", "Maria", "Maria", "Mario"):
        factories.make_contact(acme, name=name)

    assert suggested(acme, "marix") == ["maria", "mario"]


def test_another_workspace_is_never_asked(people: Workspace, globex: Workspace):
    assert suggested(globex, "qillfeather") == []
    assert suggested(people, "zzzzzzy") == []


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("abc", "abcd", 1),
        ("abc", "abd", 1),
        ("abcd", "badc", 2),
        ("abc", "xyz", 3),
        ("", "ab", 2),
        ("abcdef", "a", 3),
    ],
)
def test_mistakes_are_counted(typed: str, word: str, expected: int):
    assert near.mistakes(typed, word, 2) == near.mistakes(word, typed, 2) == expected


def test_one_mistake_anywhere_is_among_the_ways():
    word = "quillfeather"
    wrong = {word[:n] + word[n + 1 :] for n in range(len(word))}
    wrong |= {word[:n] + "x" + word[n:] for n in range(len(word) + 1)}
    wrong |= {word[:n] + "x" + word[n + 1 :] for n in range(len(word))}
    wrong |= {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}

    for typed in wrong:
        first, second, _ = near.ways(typed)
        assert any(all(part in word for part in parts) for parts in first + second), typed
