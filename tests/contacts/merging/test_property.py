"""Random contacts that are merged and undone are exactly what they were."""

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import writing
from contacts.models import FIELDS, Contact
from tests import factories
from tests.contacts.merging.whole import whole

# Every example takes back all that it did.
ROLLED_BACK = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
TEXTS = st.sampled_from(
    ["", "Ann", "ann ", "Élodie", "elodie", "O'Brien", "<b>x</b>", "李雷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 Flag", "a\u200db"]
)
LINES = st.text(
    alphabet=st.characters(
        exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u202a\u2066"
    ),
    min_size=1,
    max_size=20,
)
PHONES = st.sampled_from(["+442079460018", "+4402079460018", "+14155550101", "+14155550102"])
CONTACTS = st.fixed_dictionaries(
    {
        "name": LINES,
        "phone": PHONES,
        "email": st.sampled_from(["", "ann@example.org", "ANN@example.org", "bo@example.org"]),
        "state": TEXTS,
        "brokerage": TEXTS | LINES,
        "notes": st.sampled_from(["", "Likes tea.", "Line one\nline two"]),
        "flags": st.sets(st.sampled_from(["VIP", "Do Not Call", "Hot Lead"])),
        "interactions": st.integers(0, 2),
        "edits": st.integers(0, 2),
    }
)


def make(workspace: Any, author: Any, given: dict[str, Any]) -> Contact:
    flags = list(workspace.flags.filter(name__in=given["flags"]))
    contact = writing.create(workspace, author, {name: given[name] for name in FIELDS}, flags)
    for number in range(given["edits"]):
        contact = writing.change(
            contact, author, {"notes": f"Edit {number}"}, revision=contact.revision
        )
    for _ in range(given["interactions"]):
        factories.make_interaction(contact, author)
    return contact


def flags_of(state: dict[str, Any]) -> set[str]:
    """The ids of the flags that anybody carries."""
    return {dict(link)["flag_id"] for link in state["ContactFlag"]}


def merge(workspace: Any, author: Any, contacts: list[Contact], data: Any) -> Any:
    """A merge of these, as they are now, with values chosen at random."""
    current = list(workspace.contacts.filter(pk__in=[contact.pk for contact in contacts]))
    values = {
        field: data.draw(st.sampled_from([getattr(contact, field) for contact in current]))
        for field in FIELDS
    }
    survivor = data.draw(st.sampled_from(current))
    revisions = {contact.pk: contact.revision for contact in current}
    return writing.merge(workspace, author, survivor.pk, revisions, values)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=ROLLED_BACK)
@given(data=st.data())
def test_merge_and_undo_give_back_exactly_what_was_there(acme, eve, data):
    with transaction.atomic():
        people = [
            make(acme, eve, one) for one in data.draw(st.lists(CONTACTS, min_size=2, max_size=4))
        ]
        before = whole(acme)

        done = merge(acme, eve, people, data)
        between = whole(acme)
        assert len(between["Contact"]) == 1
        assert flags_of(between) == flags_of(before)
        writing.unmerge(done, eve)

        assert whole(acme) == before
        assert done.former_values.count() == 0
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=ROLLED_BACK)
@given(data=st.data())
def test_a_chain_of_merges_is_undone_from_its_end(acme, eve, data):
    with transaction.atomic():
        people = [
            make(acme, eve, one) for one in data.draw(st.lists(CONTACTS, min_size=3, max_size=5))
        ]
        states, merges = [], []
        while len(left := list(acme.contacts.order_by("pk"))) > 1:
            some = data.draw(st.permutations(left))[: data.draw(st.integers(2, len(left)))]
            states.append(whole(acme))
            merges.append(merge(acme, eve, some, data))
        while merges:
            writing.unmerge(merges.pop(), eve)
            assert whole(acme) == states.pop()
        assert len(people) == acme.contacts.count()
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=ROLLED_BACK)
@given(data=st.data())
def test_what_was_edited_in_between_is_kept_and_all_else_is_as_it_was(acme, eve, data):
    with transaction.atomic():
        people = [
            make(acme, eve, one) for one in data.draw(st.lists(CONTACTS, min_size=2, max_size=4))
        ]
        before = whole(acme)
        done = merge(acme, eve, people, data)
        survivor = acme.contacts.get()
        edited = data.draw(st.sampled_from(["name", "email", "state", "brokerage", "notes"]))
        old = getattr(survivor, edited)
        writing.change(survivor, eve, {edited: "new@example.org"}, revision=survivor.revision)
        talk = factories.make_interaction(survivor, eve)

        writing.unmerge(done, eve)

        after = whole(acme)
        done.refresh_from_db()
        assert after["Contact"][survivor.pk][edited] == "new@example.org" != old
        assert len(done.kept) == 2
        assert talk.__class__.objects.get(pk=talk.pk).contact_id == survivor.pk
        talk.delete()
        after = whole(acme)
        for pk, row in before["Contact"].items():
            changed = {edited, "search_text", f"{edited}_key"} if pk == survivor.pk else set()
            same = {name: value for name, value in row.items() if name not in changed}
            assert {name: after["Contact"][pk][name] for name in same} == same
        assert after["ContactFlag"] == before["ContactFlag"]
        assert after["Interaction"] == before["Interaction"]
        transaction.set_rollback(True)
