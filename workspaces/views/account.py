"""A person's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from workspaces.access import SignedInRequest, beside_workspace
from workspaces.forms import AccountForm, posted
from workspaces.models import AuditEntry, User
from workspaces.proof_forms import NewPasswordForm


@sensitive_post_parameters("current_password")
@require_http_methods(["GET", "HEAD", "POST"])
@beside_workspace
def account(request: SignedInRequest) -> HttpResponse:
    """Name, e-mail and time zone; the password has its own page."""
    copy = User.objects.get(pk=request.user.pk)
    form = AccountForm(posted(request), instance=copy, request=request)
    if request.method == "POST" and form.is_valid() and save(form):
        messages.success(request, "Your account is saved.")
        return redirect("account")
    return render(request, "workspaces/account.html", {"form": form})


def save(form: AccountForm) -> bool:
    """Save a valid form; False when another person took the address a moment ago."""
    person = form.save(commit=False)
    try:
        with transaction.atomic():
            person.save(
                update_fields=["first_name", "last_name", "email", "time_zone", "without_shortcuts"]
            )
            if "email" in form.changed_data:
                AuditEntry.record("user.email_changed", actor=person)
    except IntegrityError:
        form.add_error("email", "Another person already has this e-mail address.")
        return False
    return True


class PasswordChange(views.PasswordChangeView):
    form_class = NewPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        with transaction.atomic():
            AuditEntry.record("user.password_changed", actor=form.user)
            return super().form_valid(form)


password_change = beside_workspace(PasswordChange.as_view())
