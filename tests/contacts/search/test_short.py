"""One or two letters: SQLite knows them all, PostgreSQL what is new and what begins a word."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from contacts.filters import ContactFilter
from contacts.search import plan, short, sqlite_terms
from contacts.search.query import parse
from tests import factories
from workspaces.models import Workspace

URL = "/w/acme/contacts/"


@pytest.fixture
def big(acme: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Five contacts are many here, and two of them the newest; Abe is the oldest."""
    monkeypatch.setattr(plan, "WALK_MAX", 3)
    monkeypatch.setattr(plan, "SMALL", 0)
    monkeypatch.setattr(plan, "NEWEST", 2)
    for name in ("Abe", "Cabot", "王芳", "Bo", "Absalom"):
        factories.make_contact(acme, name=name)
    return acme


def found(workspace: Workspace, typed: str) -> list[str]:
    data = QueryDict(mutable=True)
    data["q"] = typed
    return [contact.name for contact in ContactFilter(data, workspace).qs]


def expression(typed: str) -> str | None:
    query = parse(typed)
    assert query is not None
    return sqlite_terms.expression(connection, query)


def test_two_letters_are_found_however_old(big: Workspace):
    assert found(big, "ab") == ["Absalom", "Cabot", "Abe"]
    assert found(big, "qz") == []


def test_two_characters_can_be_a_whole_name(big: Workspace):
    assert found(big, "王芳") == ["王芳"]
    assert found(big, "王") == ["王芳"]
    assert found(big, "芳") == (["王芳"] if connection.vendor == "sqlite" else [])


def test_one_letter_finds_what_is_new_and_what_begins_a_word(big: Workspace):
    within = ["Cabot"] if connection.vendor == "sqlite" else []
    assert found(big, "a") == ["Absalom", *within, "Abe"]
    assert found(big, "o b") == ["Absalom", "Bo", "Cabot"][: 2 + len(within)]


def test_one_long_word_is_enough_to_search_them_all(big: Workspace):
    assert found(big, "abe") == ["Abe"]
    assert found(big, "abe a") == ["Abe"]


def test_a_rare_short_word_is_asked_of_the_index_beside_longer_ones(
    big: Workspace, monkeypatch: pytest.MonkeyPatch
):
    assert found(big, "absalom bs") == ["Absalom"]
    assert found(big, "absalom qz") == []
    if connection.vendor == "sqlite":
        assert expression("absalom bs") == '("absalom" AND ("bsa"))'
        assert expression("absalom b") == '("absalom")'
        monkeypatch.setattr(sqlite_terms, "RARE_TERMS_MAX", 0)
        assert expression("absalom bs") == '("absalom")'
        assert found(big, "absalom bs") == ["Absalom"]


def test_beside_words_of_everybody_a_short_one_leads(
    big: Workspace, monkeypatch: pytest.MonkeyPatch
):
    for name in ("Ann Bo", "Cabo Ann", "Ann", "Ann Bob"):
        factories.make_contact(big, name=name)
    monkeypatch.setattr(plan, "COMMON_HITS", 3)
    monkeypatch.setattr(plan, "NEWEST", 1)
    everywhere = ["Ann Bob", "Cabo Ann", "Ann Bo"]

    assert found(big, "ann bo") == everywhere
    monkeypatch.setattr(short, "VERY_MANY", 0)
    monkeypatch.setattr(plan, "RARE", -1)
    assert found(big, "ann bo") == everywhere
    assert found(big, "ann ab") == ["Cabo Ann"]
    assert found(big, "ann o") == everywhere[: 3 if connection.vendor == "sqlite" else 1]


@pytest.mark.parametrize("typed", ["o'n", "in.ki", "n.ki", '"q"', "g@e", ".q.", "e.c o'n", "ß.ø"])
@pytest.mark.parametrize("many", [False, True])
def test_parts_of_words_with_signs_between_are_found_however_old(
    big: Workspace, monkeypatch: pytest.MonkeyPatch, typed: str, many: bool
):
    """PostgreSQL's index knows where words end and begin."""
    if many:
        monkeypatch.setattr(plan, "FEW", dict.fromkeys(("sqlite", "postgresql"), 0))
    signs = factories.make_contact(
        big, name='Ian O\'Neil "Q" .q. Groß.Øre', email="ian.o'n.colin.king@example.com"
    )
    for name in ("Cy", "Di", "Ed"):
        factories.make_contact(big, name=name)

    contact_filter = ContactFilter(QueryDict(urlencode({"q": typed})), big)

    assert list(contact_filter.qs) == [signs]
    assert contact_filter.oldest_searched is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("#", "Signs alone are looked for among the newest"), ("u", "So short a search finds")],
)
def test_who_was_not_searched_is_not_said_to_be_nowhere(
    as_ada: Client, big: Workspace, typed: str, words: str
):
    old = big.contacts.get(name="Abe")
    old.name = "Abe # Dubs"
    old.save()

    answer = as_ada.get(f"{URL}missing/", {"q": typed}).text
    finder = as_ada.get("/w/acme/search/", {"q": typed}).text
    option = as_ada.get("/w/acme/search/", {"q": typed}, headers={"HX-Request": "true"}).text

    is_found = connection.vendor == "sqlite"
    assert ("Somebody is found" in answer) is is_found
    assert "cannot be recovered" not in answer.split("What to check")[0]
    assert [words in page for page in (answer, finder, option)] == [not is_found] * 3


@pytest.mark.parametrize("typed", ["...", "--", "''"])
def test_signs_alone_are_found_in_a_small_workspace(
    big: Workspace, monkeypatch: pytest.MonkeyPatch, typed: str
):
    monkeypatch.setattr(plan, "WALK_MAX", 99)
    factories.make_contact(big, name="Signs ... -- ''")
    for name in ("Cy", "Di", "Ed"):
        factories.make_contact(big, name=name)

    assert found(big, typed) == ["Signs ... -- ''"]


def test_many_single_letters_are_looked_for_among_the_newest(big: Workspace):
    assert found(big, "a b s o") == ["Absalom"]
    # Its words begin so, which PostgreSQL's index knows.
    assert found(big, "a b e +") == ([] if connection.vendor == "sqlite" else ["Abe"])
    if connection.vendor == "sqlite":
        assert expression("a b e +") is None
        assert expression("1 2 3 4") is not None


def test_a_letter_that_begins_too_much_is_looked_for_among_the_newest(
    big: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sqlite_terms, "TERMS_MAX", 1)

    assert found(big, "a") == (["Absalom"] if connection.vendor == "sqlite" else ["Absalom", "Abe"])


def test_a_workspace_up_to_the_limit_is_searched_whole(big: Workspace):
    big.contacts.filter(name__in=["Bo", "王芳"]).delete()

    assert found(big, "a") == ["Absalom", "Cabot", "Abe"]


def test_the_page_says_so_and_the_export_promises_nothing(
    as_ada: Client, big: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sqlite_terms, "TERMS_MAX", 1)
    words = "type one more letter to search them all"

    assert words in as_ada.get(f"{URL}?q=a").content.decode()
    assert words not in as_ada.get(f"{URL}?q=abe").content.decode()
    refused = as_ada.get(f"{URL}export/?q=a")
    assert refused.status_code == 400
    assert words in refused.content.decode()
