"""The other end of an invitation's link: for people with an account, and for new ones."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from workspaces import invitations, second_factor
from workspaces.forms import NewPersonForm, posted
from workspaces.models import Invitation, User

BACKEND = "workspaces.backends.NameOrEmailBackend"


@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page is the same whether or not the invited address has an account."""
    invitation = Invitation.from_token(token)
    if invitation is None:
        return gone(request)
    if second_factor.lacks_code(request):  # open to everybody, so the middleware did not ask
        return second_factor.ask_for_code(request)
    try:
        if request.user.is_authenticated:
            return join(request, request.user, invitation)
        return join_as_new(request, invitation)
    except invitations.InvitationGone:
        return gone(request)


def gone(request: HttpRequest) -> HttpResponse:
    """Forged, expired, used or withdrawn: the answer does not tell which."""
    return render(request, "workspaces/invitation_gone.html", status=404)


def join(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    """One button for a person who is signed in with the invited address."""
    workspace = invitation.workspace
    if request.method == "POST":
        try:
            invitations.accept(invitation, user)
        except invitations.AlreadyMember:
            messages.info(request, f"You are already a member of {workspace.name}.")
        except invitations.OtherAddress:
            return redirect(request.path)
        else:
            messages.success(request, f"Welcome to {workspace.name}.")
        return redirect("workspace_home", workspace.slug)
    context = {
        "invitation": invitation,
        "is_member": workspace.memberships.filter(user=user).exists(),
        "is_for_user": invitations.is_for(invitation, user),
    }
    return render(request, "workspaces/invitation_join.html", context)


def join_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A way to sign in, and a form for a new account."""
    form = NewPersonForm(posted(request), email=invitation.email)
    if request.method == "POST" and form.is_valid():
        person = create_person(form, invitation)
        if person:
            login(request, person, backend=BACKEND)
            messages.success(request, f"Welcome to {invitation.workspace.name}.")
            return redirect("workspace_home", invitation.workspace.slug)
    context = {"invitation": invitation, "form": form}
    return render(request, "workspaces/invitation_accept.html", context)


def create_person(form: NewPersonForm, invitation: Invitation) -> User | None:
    """The account and the membership, or neither; None when the name was taken meanwhile."""
    try:
        with transaction.atomic():
            person = form.save()
            invitations.accept(invitation, person)
    except IntegrityError:
        form.add_error(None, "Somebody took this user name or address a moment ago.")
        return None
    return person
