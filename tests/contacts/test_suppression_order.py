"""Whoever lets a number go never waits for a bulk action that waits for him."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction

from contacts import writing
from contacts.models import Contact
from tests import factories
from tests.contacts.at_once import at_once, somebody_waits
from tests.tooling.waiting import PATIENCE, eventually
from workspaces.models import User, Workspace

PHONE, OTHER = "+442079460018", "+442079460019"


def delete(contact: Contact, actor: User) -> None:
    writing.delete(contact, actor)


def give_another_number(contact: Contact, actor: User) -> None:
    writing.change(contact, actor, {"phone": OTHER}, revision=contact.revision)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("let_go", [delete, give_another_number])
def test_a_bulk_action_over_both_contacts_of_a_number_gets_through(
    acme: Workspace, ada: User, let_go: Callable[[Contact, User], None]
):
    stays = factories.make_contact(acme, phone=PHONE)
    leaves = factories.make_contact(acme, phone=PHONE, flags=[acme.flags.get(name="Do Not Call")])
    holds_the_first = Event()

    def hold_both_in_order() -> list[int]:
        with transaction.atomic():
            held = acme.contacts.select_for_update(no_key=True, of=("self",))
            first = held.get(pk=stays.pk)
            holds_the_first.set()
            eventually(somebody_waits)
            return [first.pk, held.get(pk=leaves.pk).pk]

    def let_the_number_go() -> None:
        holds_the_first.wait(PATIENCE)
        let_go(leaves, ada)

    outcomes = at_once(hold_both_in_order, let_the_number_go)

    assert outcomes == [[stays.pk, leaves.pk], None]
    assert [flag.name for flag in stays.flags.all()] == ["Do Not Call"]
