"""A Do Not Call survives every bulk action, and the deletion of many contacts."""

import pytest

from contacts import bulk_actions, writing
from contacts.models import JobKind
from tests.contacts.bulk.acting import begun, everybody

pytestmark = pytest.mark.django_db


def test_numbers_of_many_deleted_contacts_keep_their_flag(acme, ada, crowd, stop, threes):
    marked = crowd[::2]
    for contact in marked:
        writing.change(contact, ada, {}, [stop], revision=1)

    assert begun(JobKind.DELETE, everybody(acme), ada).state == "done"

    assert acme.suppressed_numbers.count() == len(marked)
    for contact in crowd:
        again = writing.create(acme, ada, {"name": "Again", "phone": contact.phone})
        assert list(again.flags.all()) == ([stop] if contact in marked else [])


def test_no_bulk_action_nor_its_undo_takes_the_flag_off(acme, ada, crowd, vip, stop):
    added = begun(JobKind.ADD_FLAGS, everybody(acme), ada, vip, stop)
    bulk_actions.undo(added, ada)
    begun(JobKind.REMOVE_FLAGS, everybody(acme), ada, vip, stop)

    assert stop.links.count() == 11
