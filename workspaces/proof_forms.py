"""Forms by which whoever is signed in proves to be the person: by the password, a code, or both."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from workspaces import lockout
from workspaces.access import SignedInRequest


class CodeForm(forms.Form):
    """A code of the app, or one of the recovery codes."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasswordForm(forms.Form):
    """The password, where there is one."""

    current_password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: SignedInRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        if not request.user.has_usable_password():
            del self.fields["current_password"]

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        if not lockout.is_password(self.request, password):
            raise forms.ValidationError("This is not your password. Type the one you sign in with.")
        return password


class PasswordAndCodeForm(PasswordForm, CodeForm):
    """Both; a code is not looked at before the password is right."""

    field_order = ["current_password", "code"]


class NewPasswordForm(PasswordChangeForm):
    """Django's form for another password, which asks for the one there was."""

    def __init__(self, *args: Any, request: SignedInRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not lockout.is_password(self.request, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        return password
