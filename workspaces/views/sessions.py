"""The browsers in which a person is signed in: listed, and ended one by one or all at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from workspaces import sessions
from workspaces.access import SignedInRequest


@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    """Where the person is signed in now."""
    found = sessions.sessions_of(request.user, request.session.session_key)
    context = {"sessions": found, "others": sum(not one.is_this for one in found)}
    return render(request, "workspaces/session_list.html", context)


@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End another session of the person; this one ends by signing out."""
    chosen = [one for one in others_of(request) if one.pk == pk]
    if not chosen:
        raise Http404
    sessions.end(request.user, chosen)
    messages.success(request, f"{chosen[0].browser} is signed out.")
    return redirect("session_list")


@require_POST
def session_end_others(request: SignedInRequest) -> HttpResponse:
    """End all but this one."""
    number = sessions.end(request.user, others_of(request))
    if number:
        messages.success(request, "You are signed out everywhere else.")
    else:
        messages.info(request, "You were signed in nowhere else.")
    return redirect("session_list")


def others_of(request: SignedInRequest) -> list[sessions.SignedIn]:
    found = sessions.sessions_of(request.user, request.session.session_key)
    return [one for one in found if not one.is_this]
