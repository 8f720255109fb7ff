"""Which work each kind of job is, and which kinds write contacts."""

from contacts.bulk.deleting import Delete
from contacts.bulk.flagging import AddFlags, RemoveFlags
from contacts.bulk.undoing import UndoFlags
from contacts.flag_removal import FlagRemoval
from contacts.freezing import Freeze
from contacts.imports.commit import Commit
from contacts.imports.edits.commit import EditCommit
from contacts.imports.review import Review
from contacts.imports.undo import Undo
from contacts.merging import MergeExact, Unmerge
from contacts.models import Job, JobKind, SiteJobKind
from contacts.rebuild import Rebuild
from contacts.steps import Work

IMPORT_KINDS = (JobKind.REVIEW, JobKind.COMMIT, JobKind.EDIT, JobKind.UNDO)
# Of these one workspace runs one after the other, in the order they were started.
WRITING_KINDS = (
    JobKind.COMMIT,
    JobKind.EDIT,
    JobKind.UNDO,
    JobKind.ADD_FLAGS,
    JobKind.REMOVE_FLAGS,
    JobKind.UNDO_FLAGS,
    JobKind.DELETE,
    JobKind.MERGE,
    JobKind.UNMERGE,
    JobKind.FLAG_DELETE,
    JobKind.FLAG_MERGE,
)
WORK: dict[str, type[Work[Job]]] = {
    JobKind.REVIEW: Review,
    JobKind.COMMIT: Commit,
    JobKind.EDIT: EditCommit,
    JobKind.UNDO: Undo,
    JobKind.FREEZE: Freeze,
    JobKind.ADD_FLAGS: AddFlags,
    JobKind.REMOVE_FLAGS: RemoveFlags,
    JobKind.UNDO_FLAGS: UndoFlags,
    JobKind.DELETE: Delete,
    JobKind.MERGE: MergeExact,
    JobKind.UNMERGE: Unmerge,
    JobKind.FLAG_DELETE: FlagRemoval,
    JobKind.FLAG_MERGE: FlagRemoval,
}
SITE_WORK = {SiteJobKind.SEARCH: Rebuild}
