"""Whoever takes an import's files leaves a line in the audit."""

import pytest

from tests.contacts.imports.files import csv_bytes, upload
from workspaces.models import AuditEntry


@pytest.mark.parametrize(
    ("page", "action"),
    [("file.csv", "import.file_downloaded"), ("errors.csv", "import.problems_downloaded")],
)
def test_a_download_is_audited(as_vic, acme, ada, vic, page, action):
    contact_import = upload(acme, ada, csv_bytes("Ann,+14155552671,,,", "Bob,none,,,"))
    path = f"/w/acme/imports/{contact_import.pk}/{page}"

    assert b"name,phone" in b"".join(as_vic.get(path))

    entry = AuditEntry.objects.get(action=action)
    assert (entry.actor, entry.workspace) == (vic, acme)
    assert entry.detail == {"contact_import": contact_import.pk}
