"""Who may open what: every route of the site, as data.

A route is missing here? Then the walker in `test_matrix` fails: add it where its noun is.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.isolation.people import ADMIN, BOTH, EDITOR, LONER, PERSONS, REMOVED
from tests.isolation.route import (
    ACTION,
    DJANGO_FORM,
    DJANGO_PAGE,
    FORM,
    FORM_AGAIN,
    METHODS,
    MISSING_ID,
    PAGE,
    Route,
    editor,
    open_to_all,
    owner,
    signed_in,
    viewer,
)
from tests.isolation.spaces import Space

# Of the API: its answers to requests without a token.
TOKEN_FIRST = {"GET": 401, "HEAD": 405}
MISSING_UUID = "00000000-0000-4000-8000-000000000000"

PHONE = "+442079460999"
NOT_THE_AUTHOR = {
    (person, method): 403 for person in (EDITOR, BOTH) for method in ("GET", "HEAD", "POST")
}


def contact_ids(space: Space) -> list[Any]:
    return [space.contact.pk]


def interaction_ids(space: Space) -> list[Any]:
    return [space.interaction.pk]


def audience_ids(space: Space) -> list[Any]:
    return [space.audience.pk]


def frozen_ids(space: Space) -> list[Any]:
    return [space.frozen.pk]


def flag_ids(space: Space) -> list[Any]:
    return [space.flag.pk]


def import_ids(space: Space) -> list[Any]:
    return [space.ready.pk]


def edit_ids(space: Space) -> list[Any]:
    return [space.edits.pk]


def job_ids(space: Space) -> list[Any]:
    return [space.job.pk]


def member_ids(space: Space) -> list[Any]:
    return [space.member.pk]


def bulk_flags(space: Space) -> dict[str, Any]:
    return {"contact": [space.contact.pk], "flags": [space.flag.pk], "count": "1"}


def csv_file(space: Space) -> dict[str, Any]:
    content = f"name,phone,email,state,brokerage\nNew {space.canary},{PHONE},,,\n"
    return {"file": SimpleUploadedFile("people.csv", content.encode())}


def edited_file(space: Space) -> dict[str, Any]:
    contact = space.contact
    content = (
        "id,version,name,phone,email,state,brokerage\n"
        f"{contact.pk},{contact.revision},New {space.canary},{contact.phone},,,\n"
    )
    return {"file": SimpleUploadedFile("people.csv", content.encode())}


def twins_form(space: Space) -> dict[str, Any]:
    return {"contacts": [contact.pk for contact in space.twins]}


def merge_form(space: Space) -> dict[str, Any]:
    return twins_form(space) | {
        "seen": [f"{contact.pk}-{contact.revision}" for contact in space.twins]
    }


# A row each, grouped by noun, in the order of the files of URLs.
# fmt: off
ROUTES = (
    # Signing in and out, the account
    signed_in("home", answers={"GET": 302},
              exceptions={(person, method): 200 for person in (LONER, REMOVED, ADMIN)
                          for method in ("GET", "HEAD")}),
    open_to_all("login", answers=DJANGO_FORM,
                exceptions={(person, method): 302 for person in PERSONS if person.signed_in
                            for method in METHODS}),
    open_to_all("logout", answers={"POST": 302, "OPTIONS": 200}),
    signed_in("account", answers=FORM_AGAIN),
    signed_in("password_change", answers=DJANGO_FORM),
    signed_in("password_change_done", answers=DJANGO_PAGE),
    signed_in("session_list", answers=PAGE),
    # Of nobody's session; whose can be ended is tried in test_sessions.py
    signed_in("session_end", answers=dict.fromkeys(("GET", "POST"), 404),
              ids=lambda space: [MISSING_ID]),
    # Of somebody who is signed in nowhere else
    signed_in("session_end_others", answers={"GET": 302, "POST": 302}),
    signed_in("second_factor", answers=PAGE),
    signed_in("second_factor_set_up", answers=FORM_AGAIN),
    # Of somebody who has none: there are no codes, nothing to turn off and nothing to verify
    signed_in("second_factor_codes", answers={"GET": 302, "POST": 302}),
    signed_in("second_factor_codes_new", answers={"GET": 302, "POST": 302}),
    signed_in("second_factor_off", answers={"GET": 302, "POST": 302}),
    signed_in("second_factor_verify", answers={"GET": 302, "POST": 302}),
    open_to_all("password_reset", answers=FORM_AGAIN),
    open_to_all("password_reset_done", answers=DJANGO_PAGE),
    open_to_all("password_reset_confirm", answers=dict.fromkeys(METHODS, 200),
                ids=lambda space: ["MQ", "x-y"]),
    open_to_all("password_reset_complete", answers=DJANGO_PAGE),
    open_to_all("invitation_accept", answers=FORM, ids=lambda space: [space.invitation.token],
                exceptions={(person, "POST"): 200 for person in PERSONS if not person.signed_in}),
    signed_in("workspace_create", answers=FORM,
              form=lambda space: {"name": "New", "time_zone": "UTC"}),
    open_to_all("help", answers=PAGE),
    open_to_all("healthz", answers=PAGE),
    open_to_all("readyz", answers=PAGE),
    # The API: a cookie opens nothing there; with tokens it is tried in test_api.py
    open_to_all("api:api-root", answers=dict.fromkeys(METHODS, 404)),
    open_to_all("api:openapi-json", answers=PAGE),
    open_to_all("api:audiences", answers=TOKEN_FIRST),
    open_to_all("api:audience", answers=TOKEN_FIRST, ids=lambda space: [MISSING_UUID]),
    open_to_all("api:audience-contacts", answers=TOKEN_FIRST, ids=lambda space: [MISSING_UUID]),
    open_to_all("api:contacts", answers=TOKEN_FIRST),
    open_to_all("api:contact", answers=TOKEN_FIRST, ids=contact_ids),
    open_to_all("api:contact-interactions", answers={"POST": 401}, ids=contact_ids),
    open_to_all("api:number", answers=TOKEN_FIRST, ids=lambda space: [space.contact.phone]),
    # The workspace itself
    viewer("workspace_home", answers=PAGE),
    viewer("search", answers=PAGE),
    owner("workspace_settings", answers=FORM,
          form=lambda space: {"name": f"New {space.name_canary}", "time_zone": "UTC"}),
    owner("audit_list", answers=PAGE),
    owner("workspace_delete", answers=FORM, form=lambda space: {"name": space.workspace.name}),
    # Contacts
    viewer("contact_list", answers=PAGE),
    viewer("contact_missing", answers=PAGE),
    viewer("contact_states", answers=PAGE),
    viewer("contact_brokerages", answers=PAGE),
    viewer("contact_export", answers={"GET": 200, "HEAD": 405}),
    editor("contact_create", answers=FORM, form=lambda space: {"name": "New", "phone": PHONE}),
    editor("contact_same", answers=PAGE),
    viewer("contact_detail", answers=PAGE, ids=contact_ids),
    editor("contact_edit", answers=FORM, ids=contact_ids,
           form=lambda space: {"name": "New", "phone": PHONE, "flags": [space.flag.pk]}),
    editor("contact_flags", answers=FORM, ids=contact_ids,
           form=lambda space: {"flags": [space.flag.pk]}),
    editor("contact_delete", answers=FORM, ids=contact_ids),
    # Many contacts at once: to whoever names no contact the list is shown
    editor("bulk_add_flags", answers={"GET": 302, "POST": 302}, form=bulk_flags),
    editor("bulk_remove_flags", answers={"GET": 302, "POST": 302}, form=bulk_flags),
    editor("bulk_delete", answers={"GET": 302, "POST": 302},
           form=lambda space: bulk_flags(space) | {"contact_count": "1"}),
    viewer("bulk_export", answers={"GET": 302, "HEAD": 405}),
    # Interactions: those of the table are the owner's, and edited by nobody else
    editor("interaction_create", answers=FORM, ids=contact_ids,
           form=lambda space: {"kind": "call", "text": "New"}),
    editor("interaction_edit", answers=FORM, ids=interaction_ids,
           form=lambda space: {"kind": "note", "text": "New"}, exceptions=NOT_THE_AUTHOR),
    editor("interaction_delete", answers=FORM, ids=interaction_ids, exceptions=NOT_THE_AUTHOR),
    # Audiences
    viewer("contact_verdict", answers=PAGE),
    viewer("audience_list", answers=PAGE),
    editor("audience_create", answers=FORM, form=lambda space: {"name": "New"}),
    viewer("audience_detail", answers=PAGE, ids=audience_ids),
    viewer("audience_count", answers={"GET": 302}, ids=audience_ids),
    viewer("audience_export", answers={"GET": 200, "HEAD": 405}, ids=audience_ids),
    editor("frozen_create", answers=ACTION, ids=audience_ids),
    editor("audience_edit", answers=FORM, ids=audience_ids, form=lambda space: {"name": "New"}),
    editor("audience_delete", answers=FORM, ids=audience_ids),
    viewer("frozen_detail", answers=PAGE, ids=frozen_ids),
    viewer("frozen_changes", answers=PAGE, ids=frozen_ids),
    viewer("frozen_export", answers={"GET": 200, "HEAD": 405}, ids=frozen_ids),
    editor("frozen_delete", answers=FORM, ids=frozen_ids),
    owner("calling_policy", answers=FORM,
          form=lambda space: {"required_flag": space.flag.pk}),
    # Flags
    viewer("flag_list", answers=PAGE),
    editor("flag_create", answers=FORM, form=lambda space: {"name": "New"}),
    owner("flag_merge", answers=FORM_AGAIN),
    editor("flag_distinction_create", answers=ACTION,
           form=lambda space: {"flags": [space.flag.pk, space.flag_distinction.other_id]}),
    editor("flag_distinction_delete", answers=ACTION,
           ids=lambda space: [space.flag_distinction.pk]),
    viewer("flag_detail", answers=PAGE, ids=flag_ids),
    editor("flag_edit", answers=FORM, ids=flag_ids, form=lambda space: {"name": "New"}),
    owner("flag_delete", answers=FORM, ids=flag_ids),
    # Duplicates and merges: without contacts in the query string the pages lead to the list
    viewer("duplicate_list", answers=PAGE),
    viewer("duplicate_counts", answers=PAGE),
    editor("duplicate_delete", answers={"GET": 302, "POST": 302}, form=twins_form),
    viewer("distinction_list", answers=PAGE),
    editor("distinction_create", answers=ACTION, form=twins_form),
    editor("distinction_delete", answers=ACTION, ids=lambda space: [space.distinction.pk]),
    editor("merge_create", answers={"GET": 302, "POST": 302}, form=merge_form),
    editor("merge_all", answers=FORM_AGAIN),
    viewer("merge_job", answers=PAGE, ids=lambda space: [space.merge_job.pk]),
    editor("merge_job_undo", answers=ACTION, ids=lambda space: [space.merge_job.pk]),
    viewer("merge_detail", answers=PAGE, ids=lambda space: [space.merge.pk]),
    editor("merge_undo", answers=ACTION, ids=lambda space: [space.merge.pk]),
    # Imports
    viewer("import_list", answers=PAGE),
    editor("import_create", answers=FORM, form=csv_file),
    editor("import_update", answers=FORM, form=edited_file),
    viewer("import_template", answers=PAGE),
    viewer("import_detail", answers=PAGE, ids=import_ids),
    editor("import_confirm", answers=ACTION, ids=import_ids),
    editor("import_cancel", answers=ACTION, ids=import_ids),
    editor("import_resume", answers=ACTION, ids=import_ids),
    editor("import_repairs", answers=FORM, ids=import_ids),
    viewer("import_repairs_file", answers=PAGE, ids=import_ids),
    viewer("import_changes", answers=PAGE, ids=edit_ids),
    viewer("import_changes_file", answers=PAGE, ids=edit_ids),
    editor("import_undo", answers={"GET": 302, "POST": 302}, ids=import_ids),
    viewer("import_kept", answers={"GET": 200, "HEAD": 405}, ids=import_ids),
    viewer("import_errors", answers=PAGE, ids=import_ids),
    viewer("import_file", answers=PAGE, ids=import_ids),
    # Long work
    viewer("job_sign", answers=PAGE),
    viewer("job_detail", answers=PAGE, ids=job_ids),
    editor("job_cancel", answers=ACTION, ids=job_ids),
    editor("job_undo", answers=FORM, ids=lambda space: [space.bulk.pk]),
    editor("job_resume", answers=ACTION, ids=job_ids),
    # API tokens
    owner("api_token_list", answers=PAGE),
    owner("api_token_create", answers=FORM_AGAIN, form=lambda space: {"name": "New"}),
    owner("api_token_revoke", answers=FORM, ids=lambda space: [space.api_token.pk]),
    # Members and invitations
    viewer("member_list", answers=PAGE),
    viewer("member_leave", answers=FORM),
    owner("member_edit", answers=FORM, ids=member_ids, form=lambda space: {"role": "editor"}),
    owner("member_remove", answers=FORM, ids=member_ids),
    owner("invitation_create", answers=FORM,
          form=lambda space: {"email": "new@example.org", "role": "viewer"}),
    owner("invitation_revoke", answers=ACTION, ids=lambda space: [space.invitation.pk]),
)
# fmt: on

IN_WORKSPACE = tuple(route for route in ROUTES if route.in_workspace)
WITH_IDS = tuple(route for route in IN_WORKSPACE if route.ids is not Route.ids)
