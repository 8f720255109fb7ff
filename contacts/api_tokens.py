"""Tokens of the API: made, found by what a system sends, counted against its limit, revoked."""

import hashlib
import secrets
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.models import ApiToken
from contacts.models.api_token import ApiTokenQuerySet
from workspaces.models import AuditEntry, User, Workspace

# Scanners of leaked secrets know tokens by such a beginning.
BEGINNING = "ct_"
PREFIX_LENGTH = len(BEGINNING) + 6
TOKEN_MAX = 100


def make(
    workspace: Workspace, actor: User, name: str, *, may_log: bool = False
) -> tuple[ApiToken, str]:
    """A new token, and the secret text that nobody can be shown again.

    It reads and, with `may_log`, logs interactions.
    """
    secret = BEGINNING + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            workspace=workspace,
            name=name,
            may_log=may_log,
            prefix=secret[:PREFIX_LENGTH],
            digest=_digest(secret),
            created_by=actor,
            created_by_name=actor.get_username(),
        )
        action = "api_token.created_to_log" if may_log else "api_token.created"
        AuditEntry.record(action, actor=actor, workspace=workspace, token=name)
    return token, secret


def revoke(token: ApiToken, actor: User) -> None:
    """Let the token open nothing any more, from the very next request on; twice is once."""
    with transaction.atomic():
        live = ApiToken.objects.live().filter(pk=token.pk)
        if live.update(revoked_at=timezone.now()):
            AuditEntry.record(
                "api_token.revoked", actor=actor, workspace=token.workspace, token=token.name
            )


def names_of(workspace: Workspace, person: User) -> list[str]:
    """The live tokens that the person made, in the order of their names."""
    return list(_live_of(workspace, person).order_by("name").values_list("name", flat=True))


def revoke_of(workspace: Workspace, person: User, actor: User) -> None:
    """Revoke all of them."""
    for token in _live_of(workspace, person).select_related("workspace"):
        revoke(token, actor)


def _live_of(workspace: Workspace, person: User) -> ApiTokenQuerySet:
    live: ApiTokenQuerySet = workspace.api_tokens.live()
    return live.filter(created_by=person)


def find(secret: str) -> ApiToken | None:
    """The token that somebody sent, if it opens anything."""
    if len(secret) > TOKEN_MAX:
        return None
    awake = ApiToken.objects.live().awake().select_related("workspace")
    return awake.filter(digest=_digest(secret)).first()


def count_request(token: ApiToken) -> int:
    """Count one request; the seconds to wait where the minute's limit is used up, else 0.

    The count lives in the database: the limit is one for all processes.
    """
    now = time.time()
    minute = int(now // 60)
    ours = ApiToken.objects.filter(pk=token.pk)
    within = ours.filter(minute=minute, used__lt=settings.API_REQUESTS_PER_MINUTE)
    if within.update(used=F("used") + 1):
        return 0
    if ours.filter(minute__lt=minute).update(minute=minute, used=1, last_used_at=timezone.now()):
        return 0
    # Another request may have begun the minute between the two.
    if within.update(used=F("used") + 1):
        return 0
    return max(1, 60 - int(now % 60))


def _digest(secret: str) -> str:
    """A plain hash: 256 random bits cannot be guessed, and are found by it in one look."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
