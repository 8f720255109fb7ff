"""An office in use: something to see on every page, and each page's address by its URL name."""

from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests import factories
from tests.contacts.imports import files
from workspaces.models import Invitation, Role, User, Workspace

MIXED = files.csv_bytes(
    "Ana Lopez,+34911555010,ana@example.org,Madrid,Casas del Olivar",
    "Ben Lopez,+34 911 555 011,ben@example.org,,",
    ",+34911555012,,,",
    "Cem Lopez,5550100,cem(at)example.org,,",
    "Dov Lopez,+34911555010,,,",
    "Eli Lopez,+3491,,,",
    "Fay Lopez,+12025550,,,",
    ",,,,",
)
SECOND = files.csv_bytes("Gil Lopez,+34911555020,,Sevilla,", "Hal Lopez,+34911555021,,,")


@dataclass(frozen=True)
class Office:
    """The workspace, its owner, and addresses of all pages: name -> path."""

    workspace: Workspace
    owner: User
    pages: dict[str, str]
    public: dict[str, str]


def furnish(workspace: Workspace, owner: User) -> Office:
    """Fill the workspace of the owner with contacts, flags, people and imports."""
    flags = list(workspace.flags.all())
    for number in range(60):
        factories.make_contact(
            workspace,
            flags[number % 5 : number % 5 + number % 4],
            name=f"Person Number {number}",
            email=f"person.number.{number}@example.org" if number % 3 else "",
            state=("New York", "", "Baden-Württemberg")[number % 3],
            brokerage=("", "Copper Canyon Estates")[number % 2],
            notes="Prefers calls in the morning.\nAsk for the garden.",
        )
    other = factories.make_user("otto", first_name="Otto")
    membership = factories.add_member(workspace, other, Role.EDITOR)
    invitation = Invitation.objects.create(
        workspace=workspace, email="new@example.org", invited_by=owner
    )
    completed = files.confirm(files.upload(workspace, owner, SECOND, "second.csv"), owner)
    ready = files.upload(workspace, owner, MIXED, "mixed.csv")
    rejected = files.upload(workspace, owner, b"Name;Phone\nAna;+34911555010\n", "semicolons.csv")

    def path(name: str, *args: object) -> str:
        return reverse(name, args=[workspace.slug, *args])

    somebody = workspace.contacts.exclude(flags=None).latest("id")
    factories.make_interaction(somebody, other, kind="appointment", text="Viewing in the garden.")
    called = factories.make_interaction(somebody, owner, kind="call", outcome="wants to see it")
    contact = somebody.pk
    flag = flags[0].pk
    contacts = path("contact_list")
    return Office(
        workspace,
        owner,
        pages={
            "workspace_home": path("workspace_home"),
            "contact_list": contacts,
            "contact_list-filtered": f"{contacts}?q=number 1&flags={flag}&match=any&state=New York",
            "contact_list-nobody": f"{contacts}?q=zzzz&flags={flag}",
            "contact_list-unknown-flag": f"{contacts}?flags=999999",
            "contact_create": path("contact_create"),
            "contact_detail": path("contact_detail", contact),
            "contact_edit": path("contact_edit", contact),
            "contact_flags": path("contact_flags", contact),
            "contact_delete": path("contact_delete", contact),
            "interaction_create": path("interaction_create", contact),
            "interaction_edit": path("interaction_edit", called.pk),
            "interaction_delete": path("interaction_delete", called.pk),
            "flag_list": path("flag_list"),
            "flag_create": path("flag_create"),
            "flag_edit": path("flag_edit", flag),
            "flag_delete": path("flag_delete", flag),
            "import_list": path("import_list"),
            "import_create": path("import_create"),
            "import_detail": path("import_detail", ready.pk),
            "import_repairs": path("import_repairs", ready.pk),
            "import_undo": path("import_undo", completed.pk),
            "import_detail-completed": path("import_detail", completed.pk),
            "import_detail-rejected": path("import_detail", rejected.pk),
            "job_detail": path("job_detail", factories.make_job(workspace).pk),
            "member_list": path("member_list"),
            "member_edit": path("member_edit", membership.pk),
            "member_remove": path("member_remove", membership.pk),
            "member_leave": path("member_leave"),
            "invitation_create": path("invitation_create"),
            "workspace_settings": path("workspace_settings"),
            "workspace_delete": path("workspace_delete"),
            "audit_list": path("audit_list"),
            "workspace_create": reverse("workspace_create"),
            "account": reverse("account"),
            "password_change": reverse("password_change"),
            "password_change_done": reverse("password_change_done"),
            "help": reverse("help"),
        },
        public={
            "login": reverse("login"),
            "password_reset": reverse("password_reset"),
            "password_reset_done": reverse("password_reset_done"),
            "password_reset_confirm": reverse(
                "password_reset_confirm",
                args=[
                    urlsafe_base64_encode(force_bytes(other.pk)),
                    default_token_generator.make_token(other),
                ],
            ),
            "password_reset_complete": reverse("password_reset_complete"),
            "invitation_accept": reverse("invitation_accept", args=[invitation.token]),
        },
    )
