"""A backup is a folder: a snapshot of the database, the uploaded files, and a manifest of both.

It can be made while the site is at work, and tells by itself whether it is whole.
"""


class BackupError(Exception):
    """The backup or the restoring cannot be done; the text says why and what to do."""
