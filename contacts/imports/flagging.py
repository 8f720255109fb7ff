"""The flags that every contact of an import is given as it is created."""

from datetime import datetime

from django.db import connection

from contacts.models import Contact, ContactFlag, Job
from contacts.writing.links import living, mark_used


def flag_created(job: Job, flag_ids: list[int], lines: tuple[int, int], now: datetime) -> None:
    """Flag the contacts that the import has made from these lines, first and last; once for each.

    Call it in the transaction of the insert. A flag that was deleted meanwhile is left out.
    """
    contacts = connection.ops.quote_name(Contact._meta.db_table)
    links = connection.ops.quote_name(ContactFlag._meta.db_table)
    flags = list(living(flag_ids).filter(workspace_id=job.workspace_id))
    with connection.cursor() as cursor:
        for flag in flags:
            # The names are our own; values travel apart from them.
            cursor.execute(
                f"INSERT INTO {links} (workspace_id, contact_id, flag_id, created_at)"  # noqa: S608
                f" SELECT workspace_id, id, %s, %s FROM {contacts}"
                " WHERE contact_import_id = %s AND import_line BETWEEN %s AND %s",
                [
                    flag.pk,
                    connection.ops.adapt_datetimefield_value(now),
                    job.contact_import_id,
                    *lines,
                ],
            )
    mark_used({flag.pk for flag in flags}, now)
