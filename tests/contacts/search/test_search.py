"""What a search finds, by the table of cases, and that nothing typed can break it."""

import pytest
from django.http import QueryDict

from contacts.filters import ContactFilter
from contacts.search import parse, plan
from tests import factories
from tests.contacts.search.cases import CASES, FORMER_PHONES, PEOPLE
from workspaces.models import Workspace

FIELDS = ("name", "phone", "email", "state", "brokerage")


@pytest.fixture
def people(acme: Workspace, globex: Workspace) -> dict[str, int]:
    for values in PEOPLE.values():
        factories.make_contact(globex, **dict(zip(FIELDS, values, strict=True)))
    people = {
        key: factories.make_contact(acme, **dict(zip(FIELDS, values, strict=True)))
        for key, values in PEOPLE.items()
    }
    for key, phone in FORMER_PHONES.items():
        merged = factories.make_contact(acme, name=people[key].name, phone=phone)
        factories.make_merge(people[key], merged)
    return {key: contact.pk for key, contact in people.items()}


@pytest.mark.parametrize("size", ["small", "big"])
def test_search_finds_what_the_table_says(
    acme: Workspace, people: dict[str, int], size: str, monkeypatch: pytest.MonkeyPatch
):
    """In a big workspace by the index, as far as it reaches."""
    if size == "big":
        monkeypatch.setattr(plan, "WALK_MAX", 0)
        monkeypatch.setattr(plan, "SMALL", 0)
    names = {pk: key for key, pk in people.items()}
    wrong = {}
    for typed, expected in CASES:
        data = QueryDict(mutable=True)
        data["q"] = typed
        found = {names[contact.pk] for contact in ContactFilter(data, acme).qs}
        if found != expected:
            wrong[typed] = found
    assert wrong == {}


def test_search_follows_a_change(acme: Workspace):
    contact = factories.make_contact(acme, name="Ada")
    contact.name = "Grace"
    contact.save()

    assert list(acme.contacts.search(parse("grace"))) == [contact]
    assert list(acme.contacts.search(parse("ada"))) == []


@pytest.mark.parametrize(
    "typed",
    [
        "%" * 200,
        " ".join("abcdefghijklmnopqrstuvwxyz0123456789" * 2)[:199],
        "ﷺ" * 200,
        "'\"\\;--/*" * 20,
        "9" * 200,
        "\U0001f469\u200d" * 60,
        "a OR b AND (NOT c) NEAR/3 d*",
    ],
)
def test_whatever_is_typed_gives_an_answer(acme: Workspace, typed: str):
    factories.make_contact(acme, name="Ada")

    assert list(acme.contacts.search(parse(typed))) == []


def test_what_is_counted_is_what_is_found(
    acme: Workspace, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    """Also where an index counts by itself."""
    monkeypatch.setattr(plan, "WALK_MAX", 0)
    monkeypatch.setattr(plan, "SMALL", 0)
    for rare, common in ((plan.RARE, 51), (0, 51), (0, 1)):
        monkeypatch.setattr(plan, "RARE", rare)
        monkeypatch.setattr(plan, "COMMON_HITS", common)
        wrong = {}
        for typed, _ in CASES:
            data = QueryDict(mutable=True)
            data["q"] = typed
            contact_filter = ContactFilter(data, acme)
            numbers = contact_filter.count(), len(list(contact_filter.qs))
            if len(set(numbers)) > 1:
                wrong[typed] = numbers
        assert wrong == {}


def test_hits_of_the_index_are_held_against_flags(acme: Workspace, monkeypatch: pytest.MonkeyPatch):
    for name in ("WALK_MAX", "SMALL", "RARE"):
        monkeypatch.setattr(plan, name, 0)
    monkeypatch.setattr(plan, "FEW", {"sqlite": 2, "postgresql": 2})
    flag = factories.make_flag(acme)
    ada, *_ = (
        factories.make_contact(acme, name=name, flags=[flag]) for name in ("Ada", "Bo", "Cy")
    )
    factories.make_contact(acme, name="Ada without")
    found = ContactFilter(QueryDict(f"q=ada&flags={flag.pk}"), acme)

    assert list(found.qs) == [ada]
    assert found.count() == 1
