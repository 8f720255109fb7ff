"""The memory of numbers that must not be called: keyed hashes, never the numbers themselves."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone

from contacts.models.fields import KeyField
from contacts.models.flag import Flag
from workspaces.models import Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


def digests(workspace_id: int, phones: Iterable[str]) -> dict[str, str]:
    """The numbers by what they are remembered by: another in each workspace, and under each key.

    Without the key nobody can try all numbers and see which are remembered.
    """
    key = _key()
    return {
        hmac.digest(key, f"{workspace_id}:{phone}".encode(), "sha256").hex(): phone
        for phone in phones
    }


def digest(workspace_id: int, phone: str) -> str:
    """What one number is remembered by."""
    return next(iter(digests(workspace_id, [phone])))


def key_name() -> str:
    """Tells keys apart without giving any away."""
    return hmac.digest(_key(), b"name of the key", "sha256").hex()[:8]


def _key() -> bytes:
    # The setting may hold a SECRET_KEY: the two uses shall not share their key.
    setting = settings.SUPPRESSION_KEY.encode()
    return hashlib.sha256(b"contacts.suppressed_number" + setting).digest()


class SuppressedNumberQuerySet(models.QuerySet["SuppressedNumber"]):
    def flag_ids(self, workspace_id: int, phones: Iterable[str]) -> dict[str, set[int]]:
        """The suppressing flags that the workspace remembers of each number; others are left out.

        Two queries at most, however many numbers; where nothing is remembered, one.
        """
        remembered = self.filter(workspace_id=workspace_id, flag__suppressing=True)
        if not remembered.exists():
            return {}
        numbers = digests(workspace_id, phones)
        found: dict[str, set[int]] = {}
        rows = remembered.filter(digest__in=numbers).values_list("digest", "flag_id")
        for known, flag_id in rows:
            found.setdefault(numbers[known], set()).add(flag_id)
        return found


class SuppressedNumber(WorkspaceOwned):
    """A number that left the workspace while it carried a suppressing flag, as a keyed hash.

    What always holds: of a number that is remembered here, every contact carries the flag;
    `writing.suppression` keeps it so. Whoever asks whether a contact may be called need not look
    here. `key` names the key the digest was made with.
    """

    # No index of the workspace alone: for many numbers SQLite would take it, and walk over all.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="suppressed_numbers", db_index=False
    )
    digest = KeyField(max_length=64, editable=False)
    key = KeyField(max_length=8, editable=False, default=key_name)
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="suppressed_numbers")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SuppressedNumberQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "digest", "flag"], name="suppressed_number_unique"
            ),
            CompositeForeignKey(
                field="flag", name="suppressed_number_flag_workspace", on_delete="CASCADE"
            ),
        ]

    def __str__(self) -> str:
        return f"a number remembered as {self.flag}"
