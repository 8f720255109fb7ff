"""The browsers in which a person is signed in: listed, and ended one by one or all at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from workspaces import sessions
from workspaces.access import SignedInRequest, beside_workspace
from workspaces.forms import posted
from workspaces.proof_forms import PasswordForm

form_methods = require_http_methods(["GET", "HEAD", "POST"])
hides_password = sensitive_post_parameters("current_password")


@require_safe
@beside_workspace
def session_list(request: SignedInRequest) -> HttpResponse:
    """Where the person is signed in now."""
    found = sessions.sessions_of(request.user, request.session.session_key)
    context = {"sessions": found, "others": sum(not one.is_this for one in found)}
    return render(request, "workspaces/session_list.html", context)


@hides_password
@form_methods
@beside_workspace
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End another session of the person; this one ends by signing out."""
    chosen = [one for one in others_of(request) if one.pk == pk]
    if not chosen:
        raise Http404
    return ask_to_end(request, chosen, f"{chosen[0].browser} is signed out.")


@hides_password
@form_methods
@beside_workspace
def session_end_others(request: SignedInRequest) -> HttpResponse:
    """End all but this one."""
    others = others_of(request)
    if not others:
        messages.info(request, "You are signed in nowhere else.")
        return redirect("session_list")
    return ask_to_end(request, others, "You are signed out everywhere else.")


def others_of(request: SignedInRequest) -> list[sessions.SignedIn]:
    found = sessions.sessions_of(request.user, request.session.session_key)
    return [one for one in found if not one.is_this]


def ask_to_end(
    request: SignedInRequest, ending: list[sessions.SignedIn], done: str
) -> HttpResponse:
    """End these once the password is given: whoever found the browser open ends nobody's."""
    form = PasswordForm(posted(request), request=request)
    if form.is_valid():
        sessions.end(request.user, ending)
        messages.success(request, done)
        return redirect("session_list")
    return render(request, "workspaces/session_end.html", {"form": form, "ending": ending})
