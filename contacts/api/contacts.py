"""One contact by its id, those with a phone, and whether a number may be called at all."""

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router

from contacts.api import reading
from contacts.api.access import TokenRequest
from contacts.api.schemas import (
    REFUSALS,
    ContactId,
    ContactOut,
    ContactPage,
    CursorText,
    Include,
    Limit,
    NumberOut,
    Phone,
)
from contacts.calling import Calling
from contacts.writing import suppression

router = Router(tags=["contacts"])


@router.get("/contacts", response={200: ContactPage, **REFUSALS}, url_name="contacts")
def list_contacts(
    request: TokenRequest,
    phone: Phone = Query(...),
    include: Include = Query(Include.UNSUPPRESSED),
    cursor: CursorText | None = Query(None),
    limit: Limit = Query(100),
) -> dict[str, object]:
    """The contacts with this phone: none, one, or several that share it."""
    calling = Calling(request.auth.workspace)
    contacts = request.auth.workspace.contacts.filter(phone=phone)
    return reading.page(reading.wanted(contacts, calling, include), calling, cursor, limit)


@router.get(
    "/contacts/{contact_id}", response={200: ContactOut, 304: None, **REFUSALS}, url_name="contact"
)
def get_contact(
    request: TokenRequest,
    contact_id: ContactId = Path(...),
    include: Include = Query(Include.UNSUPPRESSED),
) -> HttpResponse:
    """One contact. Send its ETag as If-None-Match to be told that nothing has changed (304)."""
    calling = Calling(request.auth.workspace)
    contacts = request.auth.workspace.contacts.filter(pk=contact_id)
    found = calling.judged(reading.wanted(contacts, calling, include))
    row = found.values(*reading.COLUMNS, "verdict").first()
    if row is None:
        raise Http404
    return reading.one(request, row)


@router.get("/numbers/{phone}", response={200: NumberOut, **REFUSALS}, url_name="number")
def get_number(request: TokenRequest, phone: Phone = Path(...)) -> dict[str, object]:
    """Whether a number is a contact's, and whether it must not be called: ask before dialling.

    A number that was marked Do Not Call stays so here after its contact was deleted or merged.
    """
    workspace = request.auth.workspace
    return {
        "phone": phone,
        "known": workspace.contacts.filter(phone=phone).exists(),
        "suppressed": bool(suppression.of_numbers(workspace.pk, [phone])),
    }
