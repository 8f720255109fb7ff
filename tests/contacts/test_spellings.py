"""Did you mean …? One table of cases; both databases must agree on every line."""

import pytest

from contacts import search, spellings
from contacts.search import near
from tests import factories
from workspaces.models import Workspace

CASES = [
    ("qillfeather", ["Quillfeather"]),
    ("quilfeathr", ["Quillfeather"]),
    ("QUILFEATHER", ["Quillfeather"]),
    ("uqillfeather", ["Quillfeather"]),
    ("grace quilfeather", ["Grace Quillfeather"]),
    ("quilfeather grace", ["Quillfeather Grace"]),
    ("garce quilfeather", ["Grace Quillfeather"]),
    ("gra quilfeather", ["Gra Quillfeather"]),
    ("lukas zolcc", ["Łukas Żółć"]),
    ("feather garce", ["feather Grace"]),
    ("eldoie", ["Élodie"]),
    ("elodei martin", ["Élodie Martin"]),
    ("grosz", ["Groß"]),
    ("amleia", ["Amelia"]),
    ("Texsa", ["Texas"]),
    ("иваонв", ["Иванов"]),
    ("田中太朗", ["田中太郎"]),
    # words that hold signs
    ("beira-marr", ["Beira‑Mar"]),
    ("beirra–mar", ["Beira‑Mar"]),
    ("beiramar", ["Beira‑Mar"]),
    ("o'neil", ["O’Neill"]),
    ("oneill", ["O’Neill", "Neill"]),
    # e-mails: the mistake before the @, and behind it
    ("jon.smiht@example.com", ["Jon.Smith@example.com"]),
    ("Jonn.Smith@Example.com", ["Jon.Smith@example.com"]),
    ("jon.smith@exmaple.com", ["Jon.Smith@example.com"]),
    ("jon.smth@exampl.com", ["Jon.Smith@example.com"]),
    # scripts with signs that make one letter with that before them
    ("हिनदी", ["हिन्दी"]),
    ("किरणण", ["किरण"]),
    ("हिन्दी किरन", ["हिन्दी किरण"]),
    ("สมชย", ["สมชาย"]),
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
    factories.make_contact(acme, name="Ana O’Neill", brokerage="Beira‑Mar, Ltd")
    factories.make_contact(acme, name="J", email="Jon.Smith@example.com", phone="+12025550111")
    factories.make_contact(acme, name="हिन्दी किरण", brokerage="สมชาย")
    factories.make_contact(acme, name="Łukasz Żółć")
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

    assert suggested(acme, "marix") == ["Maria", "Mario"]


def test_a_word_is_written_as_in_most_names(acme: Workspace):
    for name in ("Élodie", "Élodie", "ELODIE"):
        factories.make_contact(acme, name=name, email="elodie@example.com")

    assert suggested(acme, "eldoie") == ["Élodie"]


def test_what_takes_too_long_is_left_out(people: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spellings, "NEWEST", 0)
    monkeypatch.setattr(spellings, "ALL", 0)

    assert suggested(people, "qillfeather") == []
    assert suggested(people, "grace quilfeather") == []


def test_another_workspace_is_never_asked(people: Workspace, globex: Workspace):
    assert suggested(globex, "qillfeather") == []
    assert suggested(people, "zzzzzzy") == []
    assert suggested(people, "jno.smith@example.com") == ["Jon.Smith@example.com"]
    assert suggested(globex, "jno.smith@example.com") == []


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


def test_an_email_one_mistake_away_is_looked_up():
    right = "jon.smith@example.com"
    for typed in (
        "jno.smith@example.com",
        "on.smith@example.com",
        "jon.smith@example.comm",
        "jon-smith@example.com",
    ):
        assert right in near.addresses(typed)
    assert right not in near.addresses("jno.smiht@example.com")
    assert near.addresses("a" * 200 + "@example.com") == []
