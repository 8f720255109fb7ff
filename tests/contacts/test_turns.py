"""Long work leaves the database to others between its steps."""

from django.db import connection

from contacts.imports.review import Review
from contacts.job_kinds import SITE_WORK, WORK


def test_all_work_but_a_review_pauses_after_a_write_to_sqlite(settings):
    settings.IMPORT_PAUSE_MS = 50
    kinds = {*WORK.values(), *SITE_WORK.values()}

    pauses = {kind: kind.__new__(kind).pause() for kind in kinds}

    assert pauses.pop(Review) == 0
    assert pauses == dict.fromkeys(kinds - {Review}, 0.05 if connection.vendor == "sqlite" else 0)
