"""Forms about people and workspaces."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.http import HttpRequest, QueryDict

from workspaces import lockout
from workspaces.models import Role, User, Workspace
from workspaces.names import validate_name
from workspaces.time_zones import Choices, zone_choices

ROLE_CHOICES = [
    (Role.VIEWER, "Viewer: reads and exports contacts"),
    (Role.EDITOR, "Editor: also changes contacts, flags and imports"),
    (Role.OWNER, "Owner: also manages members and settings"),
]
CHOOSE_ROLE = {"invalid_choice": "Choose one of these roles."}
CHOOSE_ZONE = "Choose a time zone from the list, for example Europe/London."
PERSON_NAME_MAX = User._meta.get_field("first_name").max_length
EMAIL_MAX = User._meta.get_field("email").max_length


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is a form with every field missing, not a new page."""
    return request.POST if request.method == "POST" else None


def name_field(label: str, max_length: int | None, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        **options,
    )


def offer_zones(field: forms.Field, zones: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = zones
    field.error_messages["invalid_choice"] = CHOOSE_ZONE


class SignInForm(AuthenticationForm):
    """Django's form, which also takes the e-mail address for a name."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "The name or the password is wrong. Check capital letters and try again.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = "User name or e-mail"
        name.widget.attrs["maxlength"] = EMAIL_MAX


class WorkspaceForm(forms.Form):
    """What an owner decides about a workspace, at its start and later."""

    name = name_field("Name", Workspace._meta.get_field("name").max_length)
    time_zone = forms.ChoiceField(
        help_text="Times are shown in it to members who have not chosen their own."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.get_initial_for_field(self.fields["time_zone"], "time_zone")
        offer_zones(self.fields["time_zone"], zone_choices(current))


class WorkspaceSettingsForm(WorkspaceForm):
    """The same, later, and what members need to come in."""

    second_factor_required = forms.BooleanField(
        label="Every member needs a second factor",
        required=False,
        help_text="Whoever has none sets one up before the workspace opens again.",
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_second_factor_required(self) -> bool:
        required: bool = self.cleaned_data["second_factor_required"]
        if required and self.owner.second_factor_at is None:
            raise forms.ValidationError(
                "Set up your own second factor first, under Account: you would lock yourself out."
            )
        return required


class DeleteWorkspaceForm(forms.Form):
    """The owner types the name: nobody deletes a workspace by a slip of the mouse."""

    name = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.fields["name"].label = f"Type “{workspace.name}” to delete it"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.workspace.name.strip():
            raise forms.ValidationError(f"This is not the name. Type “{self.workspace.name}”.")
        return name


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        choices=ROLE_CHOICES, widget=forms.RadioSelect, error_messages=CHOOSE_ROLE
    )


class KeysForm(forms.Form):
    """Whether what a member made goes on working without them; asked only where there is some."""

    revoke_keys = forms.BooleanField(
        required=False, help_text="Systems that use them lose their access at once."
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(keys) == 1:
            self.fields[
                "revoke_keys"
            ].help_text = "The system that uses it loses its access at once."
        self.fields["revoke_keys"].label = f"Revoke {'it' if len(keys) == 1 else 'them'} too"
        if not keys:
            del self.fields["revoke_keys"]

    @property
    def revokes(self) -> bool:
        return bool(self.cleaned_data.get("revoke_keys"))


class MemberForm(KeysForm, RoleForm):
    """Another role for a member."""

    field_order = ["role", "revoke_keys"]


class InvitationForm(RoleForm):
    email = forms.EmailField(label="E-mail", max_length=EMAIL_MAX)
    role = forms.ChoiceField(
        choices=ROLE_CHOICES,
        widget=forms.RadioSelect,
        initial=Role.EDITOR,
        error_messages=CHOOSE_ROLE,
    )

    field_order = ["email", "role"]

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if self.workspace.members.filter(email__iexact=email).exists():
            raise forms.ValidationError("This person is a member already.")
        return email


class NewPersonForm(UserCreationForm):
    """A new account for the address that was invited; it never touches one that exists."""

    name = name_field("Your name", PERSON_NAME_MAX)

    field_order = ["name", "username", "password1", "password2"]

    class Meta:
        model = User
        fields = ("username",)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email
        username = self.fields["username"]
        username.label = "User name"
        username.help_text = "You can sign in with it, or with your e-mail address."
        # It is the second field: focus there would skip the first, and the other way to join.
        del username.widget.attrs["autofocus"]

    def clean_username(self) -> str:
        """Django's own check notes a name that is taken and returns nothing then."""
        username: str = super().clean_username() or ""
        if "@" in username:
            raise forms.ValidationError("Choose a user name without @.")
        return username

    def clean(self) -> dict[str, Any] | None:
        self.instance.first_name = self.cleaned_data.get("name", "")
        if User.objects.filter(email__iexact=self.instance.email).exists():
            raise forms.ValidationError(
                "There is an account with the address this invitation was sent to."
                " Sign in with it to accept."
            )
        return super().clean()


class AccountForm(forms.ModelForm):
    """A person's own account; `instance` should be a copy, as a wrong form leaves it changed."""

    name = name_field("Your name", PERSON_NAME_MAX, required=False)
    time_zone = forms.ChoiceField(
        required=False, help_text="Times are shown in it, in every workspace."
    )
    current_password = forms.CharField(
        label="Current password, to change the e-mail address",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ["name", "time_zone", "without_shortcuts", "email", "current_password"]

    class Meta:
        model = User
        fields = ("email", "time_zone", "without_shortcuts")
        labels = {"email": "E-mail", "without_shortcuts": "No single-key shortcuts"}
        help_texts = {"email": "You can sign in with it, and it gets the link for a new password."}

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["name"].initial = self.instance.get_full_name()
        zones = zone_choices(self.instance.time_zone)
        offer_zones(self.fields["time_zone"], [("", "The workspace's"), *zones])
        # Not optional where it is asked for: its label says when.
        self.fields["current_password"].says_when = True  # type: ignore[attr-defined]

    def clean_current_password(self) -> str:
        """Whoever finds a browser signed in must not redirect the next password reset."""
        password: str = self.cleaned_data["current_password"]
        if "email" in self.changed_data and not (
            password and lockout.is_password(self.request, password)
        ):
            raise forms.ValidationError("Enter your password to change the e-mail address.")
        return password

    def clean(self) -> dict[str, Any] | None:
        if "name" in self.changed_data:
            self.instance.first_name = self.cleaned_data.get("name", "")
            self.instance.last_name = ""
        return super().clean()
