"""Errors that are no fault of the work: a full disk, a database that is away."""

import errno

from django.db import DatabaseError, InterfaceError, OperationalError

# What PostgreSQL calls it; what SQLite says, and PostgreSQL where it passes its system's word on.
DISK_FULL_CODE = "53100"
FULL = ("disk is full", "No space left", "File too large")


def is_disk_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return isinstance(error, DatabaseError) and (
        getattr(error.__cause__, "sqlstate", "") == DISK_FULL_CODE
        or any(words in str(error) for words in FULL)
    )


def is_database_away(error: Exception) -> bool:
    """Locked, restarting or unreachable: nobody's fault, and over in a while."""
    return isinstance(error, OperationalError | InterfaceError) and not is_disk_full(error)
