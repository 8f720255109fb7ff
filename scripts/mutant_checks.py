"""Safeguards that are no filter, decorator or constraint: one line each, and what replaces it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """`old` stands once in the file.

    `tests` are those of what runs in processes of its own, where no measurement sees it.
    """

    file: str
    what: str
    old: str
    new: str
    tests: tuple[str, ...] = ()

    def apply(self, source: str) -> str:
        return source.replace(self.old, self.new)


CHECKS = (
    # Membership and roles
    Check(
        "workspaces/access.py",
        "a workspace that asks for a second factor opens without",
        "if membership.workspace.second_factor_required and",
        "if False and",
    ),
    Check(
        "workspaces/members.py",
        "the last owner may go",
        "    if not others.exists():",
        "    if False:",
    ),
    Check(
        "workspaces/members.py",
        "invitations of an owner who was removed stay open",
        "        invitations.withdraw(invitation, actor)",
        "        pass",
    ),
    Check(
        "workspaces/models.py",
        "an invitation opens when it was accepted or ran out",
        "return self.filter(accepted_at=None, expires_at__gt=timezone.now())",
        "return self.all()",
    ),
    Check(
        "workspaces/invitations.py",
        "an invitation is for whoever has its link",
        "return invitation.email.casefold() == user.email.casefold()",
        "return True",
    ),
    Check(
        "contacts/rights.py",
        "work goes on for a person who lost the right",
        "if not (may and may.exists()):",
        "if False:",
    ),
    Check(
        "workspaces/access.py",
        "pages of the account show a workspace that asks for a second factor without",
        "own if second_factor.is_on(user) else own.exclude",
        "own if True else own.exclude",
    ),
    Check(
        "workspaces/members.py",
        "keys of whoever was removed go on working",
        "        keys.revoke_made_by(",
        "        id and (lambda *given: None)(",
    ),
    Check(
        "workspaces/admin_audit.py",
        "whom the admin removes keeps the ways back",
        "    members.follow(before, after, request.user, revoke_keys=True)",
        "    pass",
    ),
    Check(
        "workspaces/lifecycle.py",
        "a second click makes another workspace",
        "if after is not None and (made",
        "if False and (made",
    ),
    # Signing in
    Check(
        "workspaces/lockout.py",
        "passwords are guessed in a session without end",
        "        count(request, counted_name(request, credentials))",
        "        pass",
    ),
    Check(
        "workspaces/proof_forms.py",
        "recovery codes are read without the password",
        "        if not lockout.is_password(self.request, password):\n"
        '            raise forms.ValidationError("This is not',
        '        if False:\n            raise forms.ValidationError("This is not',
    ),
    Check(
        "workspaces/lockout.py",
        "who is locked out is who a header names",
        'request.META.get("REMOTE_ADDR", "")',
        'request.META.get("HTTP_X_FORWARDED_FOR", "")',
    ),
    Check(
        "workspaces/lockout.py",
        "an address tries as many names as it likes",
        "        if failures >= settings.ADDRESS_FAILURE_LIMIT:",
        "        if False:",
        ("tests/workspaces/test_address_limit.py",),
    ),
    # The second factor
    Check(
        "workspaces/second_factor.py",
        "the password alone opens pages",
        "return isinstance(user, User) and is_on(user) and",
        "return isinstance(user, User) and False and",
    ),
    Check(
        "workspaces/second_factor.py",
        "guesses need no pause",
        "    if not allowed:",
        "    if False:",
    ),
    Check(
        "workspaces/second_factor.py",
        "any code counts",
        "if device.verify_token(code):",
        "if device.verify_token(code) or True:",
    ),
    Check(
        "workspaces/second_factor.py",
        "the session's key stays when its code is given",
        "    request.session.cycle_key()\n",
        "",
    ),
    Check(
        "workspaces/second_factor.py",
        "a secret that another session saw is confirmed",
        "device = pending.filter(pk=request.session.get(PENDING_KEY)).first()\n"
        "    if device is None:",
        "device = pending.first()\n    if device is None:",
    ),
    # Tokens of the API
    Check(
        "contacts/api_tokens.py",
        "a revoked token opens the feed",
        "ApiToken.objects.live().awake()",
        "ApiToken.objects.awake()",
    ),
    Check(
        "contacts/api_tokens.py",
        "a token of somebody who was deactivated opens the feed",
        "ApiToken.objects.live().awake()",
        "ApiToken.objects.live()",
    ),
    Check(
        "contacts/api_tokens.py",
        "any token is the first one",
        "awake.filter(digest=_digest(secret)).first()",
        "awake.first()",
    ),
    Check(
        "contacts/api_tokens.py",
        "no limit of requests",
        "used__lt=settings.API_REQUESTS_PER_MINUTE",
        "used__gte=0",
    ),
    # What a person confirmed
    Check(
        "contacts/bulk_actions.py",
        "more contacts than were promised",
        "        if len(ids) != promised:",
        "        if False:",
    ),
    Check(
        "contacts/forms/bulk.py",
        "suppressing flags are taken off many at once",
        "offered = offered.filter(suppressing=False)",
        "pass",
    ),
    Check(
        "contacts/uploads.py",
        "an import is confirmed twice",
        "            pk=contact_import.pk, state=ImportState.READY\n        ).update(",
        "            pk=contact_import.pk\n        ).update(",
    ),
    # What one client may hold of the server
    Check(
        "contactsite/channels.py",
        "an address takes all connections",
        "self.will_close = same > CONNECTIONS_OF_ONE",
        "self.will_close = False",
        ("tests/requests/test_connections.py",),
    ),
    Check(
        "contactsite/channels.py",
        "a stranger sends as much as a token",
        "return STRANGERS_BODY if self.token is None else BODY",
        "return BODY",
        ("tests/requests/test_expect_continue.py",),
    ),
    Check(
        "contactsite/channels.py",
        "a file may be sent to every address",
        'self.command == "POST" and UPLOAD_PATH.fullmatch(self.path)',
        "True",
        ("tests/requests/test_expect_continue.py",),
    ),
    Check(
        "contactsite/channels.py",
        "whoever is refused is asked for the body",
        "self.expect_continue and not self.completed",
        "self.expect_continue",
        ("tests/requests/test_expect_continue.py",),
    ),
    Check(
        "contactsite/channels.py",
        "a session has as many uploads as it likes",
        "sum(other.session == parser.session for other in uploads) > UPLOADS_OF_SESSION",
        "False",
        ("tests/requests/test_uploads_at_once.py",),
    ),
    Check(
        "contactsite/channels.py",
        "an address has as many uploads as it likes",
        "sum(other.client() == client for other in uploads) > UPLOADS_OF_ONE",
        "False",
        ("tests/requests/test_uploads_at_once.py",),
    ),
    Check(
        "contactsite/channels.py",
        "those without an address are one",
        "client is not None",
        "True",
        ("tests/requests/test_uploads_at_once.py",),
    ),
    Check(
        "contactsite/channels.py",
        "two threads send the same",
        "with self.outbuf_lock:",
        "if True:",
        ("tests/requests/test_expect_continue.py",),
    ),
    Check(
        "contactsite/channels.py",
        "no session or token is looked up",
        "self.is_doubtful = is_large and",
        "self.is_doubtful = False and",
        ("tests/requests/test_uploads_at_once.py",),
    ),
    Check(
        "contactsite/sender_lookup.py",
        "any key is that of a session",
        "session_key=key, ",
        "",
        ("tests/tooling/test_sender_lookup.py",),
    ),
    Check(
        "contactsite/sender_lookup.py",
        "a session that ended is one",
        ", expire_date__gt=timezone.now()",
        "",
        ("tests/tooling/test_sender_lookup.py",),
    ),
    Check(
        "contactsite/chunks.py",
        "a line of a chunk has no end",
        "kept_line > LONGEST_LINE",
        "False",
        ("tests/requests/test_chunked_bodies.py",),
    ),
    Check(
        "contactsite/chunks.py",
        "chunks are all frame",
        "framed > FRAME + held // FRAME_SHARE",
        "False",
        ("tests/requests/test_chunked_bodies.py",),
    ),
)
