"""The only way contacts are written: each change with its entry in the journal."""

from contacts.writing.contacts import ReasonRequired, StaleRevision, change, create, delete
from contacts.writing.flags import delete_flag, save_flag
from contacts.writing.journal import journal

__all__ = [
    "ReasonRequired",
    "StaleRevision",
    "change",
    "create",
    "delete",
    "delete_flag",
    "journal",
    "save_flag",
]
