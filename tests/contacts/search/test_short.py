"""One or two letters are in no index: a big workspace looks for them among its newest contacts."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from contacts import search
from contacts.filters import ContactFilter
from contacts.search import plan
from tests import factories
from workspaces.models import Workspace

URL = "/w/acme/contacts/"


@pytest.fixture
def big(acme: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Four contacts are many here; Abe is the oldest."""
    monkeypatch.setattr(plan, "WALK_MAX", 3)
    monkeypatch.setattr(plan, "PROBED", 0)
    for name in ("Abe", "Abby", "Bo", "Absalom"):
        factories.make_contact(acme, name=name)
    return acme


def found(workspace: Workspace, typed: str) -> list[str]:
    data = QueryDict(mutable=True)
    data["q"] = typed
    return [contact.name for contact in ContactFilter(data, workspace).qs]


def test_short_terms_look_at_the_newest(big: Workspace):
    assert found(big, "ab") == ["Absalom", "Abby"]
    assert found(big, "a") == ["Absalom", "Abby"]
    assert found(big, "o b") == ["Absalom", "Bo"]


def test_one_long_word_is_enough_to_search_them_all(big: Workspace):
    assert found(big, "abe") == ["Abe"]
    assert found(big, "abe a") == ["Abe"]


def test_a_workspace_up_to_the_limit_is_searched_whole(big: Workspace):
    big.contacts.get(name="Bo").delete()

    assert found(big, "ab") == ["Absalom", "Abby", "Abe"]


def test_what_each_index_holds():
    vendor = connection.vendor
    assert search.is_indexed(search.parse("abc"), vendor)
    assert search.is_indexed(search.parse("太郎東京"), vendor)
    assert not search.is_indexed(search.parse("12"), vendor)
    assert search.is_indexed(search.parse("%%%"), vendor) is (vendor == "sqlite")


def test_the_page_says_so_and_the_export_promises_nothing(as_ada: Client, big: Workspace):
    words = "type one more letter to search them all"

    assert words in as_ada.get(f"{URL}?q=ab").content.decode()
    assert words not in as_ada.get(f"{URL}?q=abe").content.decode()
    refused = as_ada.get(f"{URL}export/?q=ab")
    assert refused.status_code == 400
    assert words in refused.content.decode()
