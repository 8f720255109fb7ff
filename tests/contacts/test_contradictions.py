"""Filters that exclude each other are known to find nobody; all others are asked for."""

from typing import Any

import pytest
from django.http import QueryDict

from contacts import calling_counts
from contacts.filters import ContactFilter
from contacts.models import Flag
from tests import factories
from workspaces.models import Workspace


@pytest.fixture
def flags(acme: Workspace) -> dict[str, Flag]:
    vip, hot, stop = (acme.flags.get(name=name) for name in ("VIP", "Hot Lead", "Do Not Call"))
    factories.make_contact(acme, [vip], name="Ann")
    factories.make_contact(acme, [hot, stop], name="Bob")
    factories.make_contact(acme, [vip, hot], name="Cy")
    return {"vip": vip, "hot": hot, "stop": stop}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("flags={vip}&without={vip}", None),
        ("flags={vip}&flags={hot}&without={vip}", None),
        ("flags={vip}&flags={hot}&without={vip}&match=any", ["Bob"]),
        ("flags={vip}&flags={hot}&without={vip}&without={hot}&match=any", None),
        ("without={vip}", ["Bob"]),
        ("flags={vip}&without={hot}", ["Ann"]),
        ("verdict=callable&warning=1", None),
        ("verdict=callable&flags={stop}", None),
        ("verdict=callable&flags={stop}&flags={vip}&match=any", ["Ann", "Cy"]),
        ("verdict=callable", ["Ann", "Cy"]),
        ("verdict=suppressed&flags={stop}", ["Bob"]),
        ("verdict=warning&warning=1", []),
    ],
)
def test_a_contradiction_asks_nothing_of_the_database(
    acme: Workspace,
    flags: dict[str, Flag],
    django_assert_num_queries: Any,
    query: str,
    names: list[str] | None,
):
    text = query.format(**{name: flag.pk for name, flag in flags.items()})
    contact_filter = ContactFilter(QueryDict(text), acme)
    assert contact_filter.problems == []

    if names is None:
        with django_assert_num_queries(0):
            assert list(contact_filter.qs) == []
            assert contact_filter.count() == 0
        assert calling_counts.exactly(contact_filter) == 0
    else:
        assert sorted(contact.name for contact in contact_filter.qs) == names
