"""An import's files: generated names below DATA_DIR, never below a served folder."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Sum

from contacts.models import ContactImport
from contactsite.safe_start import make_private
from workspaces.models import Workspace

UPLOAD = "upload.csv"


def folders() -> list[Path]:
    """The folders of all imports, also of those that have no record."""
    root = settings.DATA_DIR / "imports"
    return list(root.iterdir()) if root.exists() else []


def folder(contact_import: ContactImport) -> Path:
    """The import's own folder."""
    return settings.DATA_DIR / "imports" / str(contact_import.uuid)


def upload_path(contact_import: ContactImport) -> Path:
    return folder(contact_import) / UPLOAD


def store(contact_import: ContactImport, chunks: Iterable[bytes]) -> int:
    """Write the uploaded bytes; sets name, size and checksum of the unsaved record.

    Returns the number of lines below the first, which says how much work the file is.
    """
    digest, size, line_feeds, returns, last = hashlib.sha256(), 0, 0, 0, b""
    path = upload_path(contact_import)
    make_private(settings.DATA_DIR)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            line_feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            last = chunk[-1:] or last
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    contact_import.stored_file = f"{contact_import.uuid}/{UPLOAD}"
    contact_import.size_bytes = size
    contact_import.sha256 = digest.hexdigest()
    # The last line may lack its end.
    return max(line_feeds, returns) - (last in (b"\r", b"\n"))


def remove(contact_import: ContactImport) -> None:
    """Remove all files of the import; removing twice is no error."""
    shutil.rmtree(folder(contact_import), ignore_errors=True)


def stored_bytes(workspace: Workspace) -> int:
    """How much the workspace's uploads take up."""
    stored = workspace.imports.exclude(stored_file="")
    return stored.aggregate(total=Sum("size_bytes"))["total"] or 0
