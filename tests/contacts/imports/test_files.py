"""Every kind of file that people send comes out as expected; none is a server error."""

import pytest

from contacts import uploads
from contacts.imports.problems import KINDS, WARNING
from tests.contacts.imports.files import confirm, counts, upload
from tests.contacts.imports.read_files import READ
from tests.contacts.imports.rejected_files import REJECTED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", REJECTED)
def test_file_is_rejected_with_line_and_remedy(name, acme, ada):
    content, code, line = REJECTED[name]

    contact_import = upload(acme, ada, content)

    assert contact_import.state == "rejected", contact_import.problems
    rejection = contact_import.rejection
    assert (rejection["code"], rejection["line"]) == (code, line)
    assert rejection["message"]
    assert rejection["remedy"]
    assert counts(contact_import) == (0, 0, 0, 0, 0)
    assert not uploads.confirm(contact_import, ada)


@pytest.mark.parametrize("name", READ)
def test_file_is_read_with_these_counts(name, acme, ada):
    content, expected, kinds = READ[name]

    contact_import = upload(acme, ada, content)

    assert contact_import.state == "ready", contact_import.rejection
    assert counts(contact_import) == expected
    assert set(contact_import.problems) == kinds
    assert all(kind in KINDS or kind.startswith(WARNING) for kind in kinds)

    if contact_import.valid_rows:
        confirm(contact_import, ada)
    assert contact_import.created_count == acme.contacts.count() == contact_import.valid_rows


def test_there_are_more_than_a_hundred_kinds_of_files():
    assert len(REJECTED) + len(READ) > 100
