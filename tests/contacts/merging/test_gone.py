"""What is gone meanwhile: contacts, merges and flags that another person has deleted."""

import pytest

from contacts import writing
from contacts.models import Contact, Merge
from tests import factories
from tests.contacts.imports import files


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


def test_where_a_contact_came_from_comes_back_with_it_as_far_as_it_is_there(acme, ada):
    row = files.csv_bytes("Ann,+442079460018,,,")
    for is_there in (True, False):
        brought = files.confirm(files.upload(acme, ada, row), ada)
        imported = acme.contacts.get(contact_import=brought)
        merge = factories.make_merge(factories.make_contact(acme), imported)
        if not is_there:
            brought.delete()

        writing.unmerge(merge, ada)

        back = acme.contacts.get(pk=imported.pk)
        came_from = (back.contact_import_id, back.import_line)
        assert came_from == ((brought.pk, 2) if is_there else (None, None))
        writing.delete(back, ada)
