"""Safeguards that are no filter, decorator or constraint: one line each, and what replaces it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """`old` stands once in the file."""

    file: str
    what: str
    old: str
    new: str

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
    # Signing in
    Check(
        "workspaces/lockout.py",
        "who is locked out is who a header names",
        'request.META.get("REMOTE_ADDR", "")',
        'request.META.get("HTTP_X_FORWARDED_FOR", "")',
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
)
