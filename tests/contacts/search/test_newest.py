"""A page that is likely among the newest is looked for there before all hits are found."""

import pytest
from django.db import connection

from contacts import search
from contacts.carriers import carriers_of
from contacts.search import candidates, newest, plan
from tests import factories
from workspaces.models import Workspace


@pytest.mark.parametrize(
    ("carried_first", "hits", "found"),
    [(9, 1, ["Ann 8", "Ann 6", "Ann 4"]), (3, 1, []), (4, 2, [])],
)
def test_a_page_is_looked_for_among_the_newest_that_carry_a_flag(
    acme: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    carried_first: int,
    hits: int,
    found: list[str],
):
    """Where they hold enough, and only of what is wanted."""
    vip, other = acme.flags.all()[:2]
    for number in range(10):
        name = f"Ann {number}" if number % 2 == 0 else f"Bob {number}"
        factories.make_contact(acme, flags=[vip] if number < 9 else [other], name=name)
    monkeypatch.setattr(newest, "CARRIED", carried_first)
    contacts = acme.contacts.filter(flag_links__flag=vip)
    carriers = carriers_of(acme, {"flags": [vip], "state": "Ohio"}, any_flag=False)
    wanted = plan.Wanted(acme.pk, contacts, search.parse("ann"), carriers[::-1])
    oldest = acme.contacts.get(name="Bob 7").pk

    page = newest.Likely(wanted, oldest, hits, page=3).ids(None)

    assert [acme.contacts.get(pk=pk).name for pk in page] == found


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's gives all or none")
@pytest.mark.parametrize(("hits", "found"), [(8, ["Ann 8", "Ann 6", "Ann 4"]), (7, [])])
def test_a_page_is_looked_for_among_the_newest_hits_of_sqlites_index(
    acme: Workspace, globex: Workspace, monkeypatch: pytest.MonkeyPatch, hits: int, found: list[str]
):
    """Which are those of all workspaces."""
    vip = acme.flags.all()[0]
    for number in range(10):
        factories.make_contact(acme, flags=[vip] * (number % 2 == 0), name=f"Ann {number}")
        if number > 7:
            factories.make_contact(globex, name=f"Ann {number}")
    monkeypatch.setattr(newest, "HITS", hits)
    monkeypatch.setattr(plan, "WALK_MAX", 0)
    contacts = acme.contacts.filter(flag_links__flag=vip)
    wanted = plan.Wanted(acme.pk, contacts, search.parse("ann"))
    indexed = candidates.Indexed(connection.alias, '"ann"', exact=True)

    page = newest.Likely(wanted, oldest=0, hits=1, page=3).ids(indexed)

    assert [acme.contacts.get(pk=pk).name for pk in page] == found
