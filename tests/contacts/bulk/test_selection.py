"""Whom a selection means: picked ones, or all of a list, never more."""

import pytest
from django.http import QueryDict

from contacts.bulk.selection import PICKED_MAX, Selection
from contacts.models import FrozenContacts, Job, JobKind
from tests.contacts.bulk.acting import everybody, picked
from tests.factories import make_contact


def names(selection: Selection) -> list[str]:
    return sorted(selection.contacts.values_list("name", flat=True))


def test_picked_contacts_are_those_of_the_workspace_only(acme, globex, crowd):
    foreign = make_contact(globex, name="Foreign")

    selection = picked(acme, crowd[0].pk, crowd[1].pk, foreign.pk, crowd[0].pk)

    assert names(selection) == ["Texan 0", "Texan 1"]
    assert selection.problems == []


def test_all_means_what_the_list_shows(acme, globex, crowd, vip):
    make_contact(globex, name="Foreign", state="Texas")

    selection = everybody(acme, f"state=texas&without={vip.pk}&sort=name")

    assert names(selection) == [f"Texan {n}" for n in range(2, 10)]
    assert selection.words == "with none of VIP; in state texas"
    assert names(everybody(acme, "")) == names(everybody(acme, "?"))
    assert everybody(acme, "").contacts.count() == 12


def test_whoever_is_added_after_the_page_was_shown_is_not_meant(acme, crowd):
    shown = everybody(acme)
    shown.hold_until()
    make_contact(acme, name="Late Texan", state="Texas")

    data = QueryDict(mutable=True)
    for name, value in shown.fields:
        data[name] = value

    assert "Late Texan" not in names(Selection(data, acme))
    assert "Late Texan" in names(everybody(acme))


def test_page_stands_for_all_that_it_showed(acme, crowd):
    selection = Selection(QueryDict(f"page=1&shown={crowd[0].pk},{crowd[4].pk}"), acme)

    assert names(selection) == ["Texan 0", "Texan 4"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("", "Choose at least one contact first."),
        ("contact=", "Choose at least one contact first."),
        ("contact=x", "“x” is no contact."),
        ("contact=1&contact=-5", "“-5” is no contact."),
        ("contact=" + "9" * 30, "is no contact."),
        ("contact=%00", "is no contact."),
        ("page=1&shown=1,zz", "“zz” is no contact."),
        ("all=1&query=flags%3D999999", "has no flag with the number"),
        ("all=1&query=nonsense%3D1", "is no filter of this list"),
        ("all=1&query=q%3D" + "x" * 300, "at most"),
        ("all=1&query=&import=5", "“import” does not say who is meant here."),
        ("all=1&query=&until=x", "“x” is no contact to end with."),
        ("all=1&query=state%3DTexas&query=", "“query” is given more than once"),
        ("all=1&query=&until=1&until=99", "“until” is given more than once"),
        ("all=0&query=", "“0” is nothing that “all” can be."),
        ("page=no&shown=1", "“no” is nothing that “page” can be."),
        ("all=1", "It does not say which list all are taken from."),
    ],
)
def test_what_cannot_be_understood_means_nobody(acme, crowd, query, problem):
    selection = Selection(QueryDict(query), acme)

    assert names(selection) == []
    assert problem in " ".join(selection.problems)


def test_too_many_cannot_be_picked_one_by_one(acme):
    selection = picked(acme, *range(1, PICKED_MAX + 2))

    assert selection.problems == ["At most 1,000 contacts can be picked one by one."]


def test_frozen_ids_come_back_as_they_were(acme, ada):
    job = Job.objects.create(workspace=acme, kind=JobKind.DELETE)
    ids = [1, 2, 3, 900, 901, 5_000_000_000]

    FrozenContacts.freeze(job, ids)

    assert FrozenContacts.objects.get().ids() == ids
    FrozenContacts.objects.all().delete()
    assert FrozenContacts.freeze(job, []).ids() == []
