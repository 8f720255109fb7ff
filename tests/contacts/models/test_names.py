"""Every row says in words what it is: in the admin, in logs and in messages."""

from contacts.models import ChangeKind, ContactChange, ContactFlag, Job, JobKind
from tests import factories
from workspaces.models import Workspace


def test_rows_say_what_they_are(acme: Workspace):
    vip = acme.flags.get(name="VIP")
    contact = factories.make_contact(acme, [vip], name="Ann")

    assert str(contact) == "Ann"
    assert str(vip) == "VIP"
    assert str(ContactFlag.objects.get()) == "VIP"
    assert str(ContactChange(contact_id=7, kind=ChangeKind.FLAGGED)) == "Flagged 7"
    assert str(factories.make_import(acme, original_name="people.csv")) == "people.csv"
    assert str(Job(pk=3, kind=JobKind.UNDO)) == "Undo of an import 3"
