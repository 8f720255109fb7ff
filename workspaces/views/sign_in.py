"""Signing in, and a new password for one that was forgotten."""

from typing import Any

from axes.utils import reset
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from workspaces.backends import counted_name
from workspaces.forms import SignInForm
from workspaces.models import AuditEntry

login = views.LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True)
# Whose sign-in has ended already is not sent to sign in first, and then back here.
logout = login_not_required(views.LogoutView.as_view())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Where no mail is set up the page says so instead of promising a link."""
    if not settings.MAIL_IS_SET_UP:
        context = {"mail_is_set_up": False}
        return render(request, "registration/password_reset_form.html", context)
    return views.PasswordResetView.as_view()(request)


class PasswordResetConfirm(views.PasswordResetConfirmView):
    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """A person who was locked out by wrong guesses can sign in at once."""
        with transaction.atomic():
            AuditEntry.record("user.password_reset", actor=form.user)
            response = super().form_valid(form)
        credentials = {"username": form.user.get_username()}
        reset(username=counted_name(self.request, credentials))
        return response


password_reset_confirm = PasswordResetConfirm.as_view()
