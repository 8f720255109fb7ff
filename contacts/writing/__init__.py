"""The only way contacts are written: each change with its entry in the journal."""

from contacts.writing.bulk import add_flags, remove_flags, undo_flags
from contacts.writing.contacts import ReasonRequired, StaleRevision, change, create
from contacts.writing.deleting import delete, delete_batch
from contacts.writing.distinctions import take_back, tell_apart
from contacts.writing.flags import save_flag
from contacts.writing.journal import journal
from contacts.writing.merging import StaleContacts, merge
from contacts.writing.suppression import numbers_go
from contacts.writing.unmerging import CannotUndo, unmerge

__all__ = [
    "CannotUndo",
    "ReasonRequired",
    "StaleContacts",
    "StaleRevision",
    "add_flags",
    "change",
    "create",
    "delete",
    "delete_batch",
    "journal",
    "merge",
    "numbers_go",
    "remove_flags",
    "save_flag",
    "take_back",
    "tell_apart",
    "undo_flags",
    "unmerge",
]
