"""An owner's offer to an e-mail address: made, sent, withdrawn, accepted once."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from workspaces.models import AuditEntry, Invitation, Membership, Role, User, Workspace

logger = logging.getLogger(__name__)


class InvitationGone(Exception):
    """The invitation was accepted, withdrawn or ran out meanwhile. Nothing was written."""


class AlreadyMember(Exception):
    """The person is a member: their role stays, and the invitation stays open for another."""


class OtherAddress(Exception):
    """The person's account has another e-mail address than the invited one. Nothing was written."""


def is_for(invitation: Invitation, user: User) -> bool:
    """Who is invited is an address: a link that was passed on opens nothing to others."""
    return invitation.email.casefold() == user.email.casefold()


def invite(workspace: Workspace, email: str, role: Role, actor: User) -> Invitation:
    """Open an invitation; one that was open for the same address is replaced by it."""
    with transaction.atomic():
        workspace.invitations.open().filter(email__iexact=email).delete()
        invitation = Invitation.objects.create(
            workspace=workspace, email=email, role=role, invited_by=actor
        )
        AuditEntry.record(
            "invitation.created", actor=actor, workspace=workspace, email=email, role=role
        )
    return invitation


def send(invitation: Invitation, link: str) -> bool:
    """Mail the link; False when the mail server did not take it."""
    context = {"invitation": invitation, "link": link, "days": settings.INVITATION_DAYS}
    subject = render_to_string("workspaces/invitation_subject.txt", context)
    try:
        send_mail(
            " ".join(subject.split()),
            render_to_string("workspaces/invitation_email.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
    except (SMTPException, OSError):
        logger.exception("The mail server did not take an invitation.")
        return False
    return True


def withdraw(invitation: Invitation, actor: User) -> None:
    """Make the link worthless."""
    with transaction.atomic():
        AuditEntry.record(
            "invitation.withdrawn",
            actor=actor,
            workspace=invitation.workspace,
            email=invitation.email,
        )
        invitation.delete()


def accept(invitation: Invitation, user: User) -> Membership:
    """Make the person a member, exactly once.

    Raises AlreadyMember, OtherAddress or InvitationGone.
    """
    with transaction.atomic():
        # The same lock as for changes of members: two links of one person are taken in turn.
        Workspace.objects.select_for_update(no_key=True).filter(pk=invitation.workspace_id).first()
        if Membership.objects.filter(workspace=invitation.workspace_id, user=user).exists():
            raise AlreadyMember
        if not is_for(invitation, user):
            raise OtherAddress
        taken = (
            Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
        )
        if not taken:
            raise InvitationGone
        membership = Membership.objects.create(
            workspace=invitation.workspace, user=user, role=invitation.role
        )
        AuditEntry.record(
            "invitation.accepted",
            actor=user,
            workspace=invitation.workspace,
            email=invitation.email,
            role=invitation.role,
        )
    return membership
