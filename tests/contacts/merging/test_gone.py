"""What is gone meanwhile: contacts, merges and flags that another person has deleted."""

import pytest

from contacts import writing
from contacts.models import Contact, Merge
from tests import factories


def test_contacts_that_are_gone_are_neither_merged_nor_told_apart(acme, ada):
    here, gone = factories.make_contact(acme), factories.make_contact(acme)
    revisions = {here.pk: here.revision, gone.pk: gone.revision}
    pks = list(revisions)
    writing.delete(gone, ada)

    with pytest.raises(Contact.DoesNotExist):
        writing.merge(acme, ada, here.pk, revisions, {"name": here.name})
    with pytest.raises(Contact.DoesNotExist):
        writing.tell_apart(acme, ada, pks)

    assert not acme.merges.exists()
    assert not acme.distinctions.exists()


def test_a_merge_that_is_gone_cannot_be_undone(acme, ada):
    merge = factories.make_merge(factories.make_contact(acme), factories.make_contact(acme))
    Merge.objects.filter(pk=merge.pk).delete()

    with pytest.raises(Contact.DoesNotExist):
        writing.unmerge(merge, ada)


def test_a_flag_that_is_gone_is_named_by_the_undo(acme, ada):
    flag = factories.make_flag(acme)
    loser = factories.make_contact(acme, [flag], name="Ann")
    merge = factories.make_merge(factories.make_contact(acme), loser)
    flag.delete()

    writing.unmerge(merge, ada)

    merge.refresh_from_db()
    assert "Ann had 1 flag that no longer exists." in merge.kept
    assert not acme.contacts.get(pk=loser.pk).flags.exists()
