"""Every page of the site by its URL name, as the browser tests look at it; and what is no page.

A route that stands nowhere here fails `tests/test_architecture.py`, so that none is forgotten.
A second look at a page has a name of its own behind a dash: `contact_list-nobody`.
"""

from collections.abc import Callable

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.browser.office import Office

Address = Callable[[Office], str]

# For those who are not signed in.
PUBLIC: dict[str, Address] = {
    "login": lambda office: reverse("login"),
    "password_reset": lambda office: reverse("password_reset"),
    "password_reset_done": lambda office: reverse("password_reset_done"),
    "password_reset_confirm": lambda office: reverse(
        "password_reset_confirm",
        args=[
            urlsafe_base64_encode(force_bytes(office.other.pk)),
            default_token_generator.make_token(office.other),
        ],
    ),
    "password_reset_complete": lambda office: reverse("password_reset_complete"),
    "invitation_accept": lambda office: reverse(
        "invitation_accept", args=[office.invitation.token]
    ),
}

# For the owner of the office.
PAGES: dict[str, Address] = {
    "workspace_home": lambda office: office.path("workspace_home"),
    "search": lambda office: office.path("search") + "?q=number 1",
    "search-empty": lambda office: office.path("search"),
    "contact_list": lambda office: office.path("contact_list"),
    "contact_list-filtered": lambda office: (
        office.path("contact_list") + f"?q=number 1&flags={office.flag}&match=any&state=New York"
    ),
    "contact_list-nobody": lambda office: (
        office.path("contact_list") + f"?q=zzzz&flags={office.flag}"
    ),
    "contact_list-unknown-flag": lambda office: office.path("contact_list") + "?flags=999999",
    "contact_missing": lambda office: (
        office.path("contact_missing") + "?q=Eli Lopez&state=New Yrok"
    ),
    "contact_states": lambda office: office.path("contact_states"),
    "contact_brokerages": lambda office: (
        office.path("contact_brokerages") + f"?part=zzzz&flags={office.flag}"
    ),
    "contact_create": lambda office: office.path("contact_create"),
    "contact_detail": lambda office: office.path("contact_detail", office.contact),
    "contact_edit": lambda office: office.path("contact_edit", office.contact),
    "contact_flags": lambda office: office.path("contact_flags", office.contact),
    "contact_delete": lambda office: office.path("contact_delete", office.contact),
    "bulk_add_flags": lambda office: office.path("bulk_add_flags") + "?all=1&query=q%3Dperson",
    "bulk_add_flags-numbers": lambda office: (
        office.path("bulk_add_flags") + f"?all=1&query=&chosen=1&flags={office.flag}"
    ),
    "bulk_remove_flags": lambda office: (
        office.path("bulk_remove_flags") + f"?contact={office.contact}"
    ),
    "bulk_delete": lambda office: office.path("bulk_delete") + "?all=1&query=q%3Dperson",
    "interaction_create": lambda office: office.path("interaction_create", office.contact),
    "interaction_edit": lambda office: office.path("interaction_edit", office.call),
    "interaction_delete": lambda office: office.path("interaction_delete", office.call),
    "contact_verdict": lambda office: office.path("contact_verdict") + "?state=New York",
    "audience_list": lambda office: office.path("audience_list"),
    "audience_create": lambda office: office.path("audience_create") + "?q=garden",
    "audience_create-same": lambda office: office.path("audience_create") + f"?flags={office.flag}",
    "audience_detail": lambda office: office.path("audience_detail", office.audience),
    "audience_detail-broken": lambda office: office.path("audience_detail", office.broken),
    "audience_edit": lambda office: office.path("audience_edit", office.audience),
    "audience_delete": lambda office: office.path("audience_delete", office.audience),
    "frozen_detail": lambda office: office.path("frozen_detail", office.frozen),
    "frozen_changes": lambda office: office.path("frozen_changes", office.frozen),
    "frozen_delete": lambda office: office.path("frozen_delete", office.frozen),
    "calling_policy": lambda office: office.path("calling_policy"),
    "flag_list": lambda office: office.path("flag_list"),
    "flag_create": lambda office: office.path("flag_create"),
    "flag_detail": lambda office: office.path("flag_detail", office.flag),
    "flag_merge": lambda office: office.path("flag_merge"),
    "flag_edit": lambda office: office.path("flag_edit", office.flag),
    "flag_delete": lambda office: office.path("flag_delete", office.flag),
    "duplicate_list": lambda office: office.path("duplicate_list"),
    "duplicate_counts": lambda office: office.path("duplicate_counts"),
    "duplicate_delete": lambda office: office.path("duplicate_delete") + office.twins,
    "distinction_list": lambda office: office.path("distinction_list"),
    "merge_create": lambda office: office.path("merge_create") + office.twins,
    "merge_all": lambda office: office.path("merge_all"),
    "merge_job": lambda office: office.path("merge_job", office.merge_job),
    "merge_detail": lambda office: office.path("merge_detail", office.merge),
    "contact_detail-merged": lambda office: office.path("contact_detail", office.merged),
    "import_list": lambda office: office.path("import_list"),
    "import_create": lambda office: office.path("import_create"),
    "import_update": lambda office: office.path("import_update"),
    "import_changes": lambda office: office.path("import_changes", office.edits),
    "import_changes-edited": lambda office: office.path("import_changes", office.edited),
    "import_detail-edits": lambda office: office.path("import_detail", office.edits),
    "import_detail-edited": lambda office: office.path("import_detail", office.edited),
    "import_detail": lambda office: office.path("import_detail", office.ready),
    "import_repairs": lambda office: office.path("import_repairs", office.ready),
    "import_undo": lambda office: office.path("import_undo", office.completed),
    "import_undo-edited": lambda office: office.path("import_undo", office.edited),
    "import_detail-completed": lambda office: office.path("import_detail", office.completed),
    "import_detail-rejected": lambda office: office.path("import_detail", office.rejected),
    "job_detail": lambda office: office.path("job_detail", office.job),
    "job_undo": lambda office: office.path("job_undo", office.job),
    "member_list": lambda office: office.path("member_list"),
    "member_edit": lambda office: office.path("member_edit", office.member),
    "member_remove": lambda office: office.path("member_remove", office.member),
    "member_leave": lambda office: office.path("member_leave"),
    "invitation_create": lambda office: office.path("invitation_create"),
    "workspace_settings": lambda office: office.path("workspace_settings"),
    "api_token_list": lambda office: office.path("api_token_list"),
    "api_token_create": lambda office: office.path("api_token_create"),
    "api_token_revoke": lambda office: office.path("api_token_revoke", office.api_token),
    "workspace_delete": lambda office: office.path("workspace_delete"),
    "audit_list": lambda office: office.path("audit_list"),
    "workspace_create": lambda office: reverse("workspace_create"),
    "account": lambda office: reverse("account"),
    "second_factor": lambda office: reverse("second_factor"),
    "second_factor_set_up": lambda office: reverse("second_factor_set_up"),
    "session_list": lambda office: reverse("session_list"),
    "session_end": lambda office: reverse("session_end", args=[office.elsewhere]),
    "session_end_others": lambda office: reverse("session_end_others"),
    "password_change": lambda office: reverse("password_change"),
    "password_change_done": lambda office: reverse("password_change_done"),
    "help": lambda office: reverse("help"),
}

# Pages that only a certain way leads to: a test of their own goes there.
ON_THE_WAY = {
    "second_factor_codes",
    "second_factor_codes_new",
    "second_factor_off",
    "second_factor_verify",
}

# Routes that are no page: they act, lead on, are part of one, send a file or answer a machine.
NOT_PAGES = {
    "api:api-root",
    "api:audience",
    "api:audience-contacts",
    "api:audiences",
    "api:contact",
    "api:contact-interactions",
    "api:contacts",
    "api:number",
    "api:openapi-json",
    "audience_count",
    "audience_export",
    "frozen_create",
    "frozen_export",
    "bulk_export",
    "contact_export",
    "contact_same",
    "distinction_create",
    "distinction_delete",
    "flag_distinction_create",
    "flag_distinction_delete",
    "healthz",
    "home",
    "import_cancel",
    "import_changes_file",
    "import_confirm",
    "import_errors",
    "import_file",
    "import_kept",
    "import_repairs_file",
    "import_resume",
    "import_template",
    "invitation_revoke",
    "job_cancel",
    "job_resume",
    "job_sign",
    "logout",
    "merge_job_undo",
    "merge_undo",
    "readyz",
}


def looked_at() -> set[str]:
    """The URL names of all pages that the browser tests look at."""
    return {name.partition("-")[0] for name in (*PUBLIC, *PAGES)} | ON_THE_WAY
