"""What passed with a contact, logged by another system."""

from datetime import UTC
from typing import Any

from django import forms
from django.core.exceptions import ValidationError as Refused
from django.http import Http404
from ninja import Header, Path, Router, Status
from ninja.errors import HttpError, ValidationError

from contacts import interactions
from contacts.api.access import LoggingTokenAuth, TokenRequest
from contacts.api.schemas import (
    POST_REFUSALS,
    ContactId,
    IdempotencyKey,
    InteractionIn,
    InteractionKindName,
    InteractionOut,
)
from contacts.forms.fields import NotesField, TextField
from contacts.forms.interaction import (
    FIRST_YEAR,
    LAST_YEAR,
    NO_APPOINTMENT_TIME,
    NOTHING,
    STILL_TO_COME,
)
from contacts.models import Contact, Interaction
from contacts.models.interaction import OUTCOME_MAX, TEXT_MAX, lies_ahead

router = Router(tags=["interactions"])

# What people's form makes of the same texts.
FIELDS: dict[str, forms.Field] = {
    "text": NotesField(limit=TEXT_MAX, required=False),
    "outcome": TextField(limit=OUTCOME_MAX, required=False),
}
OTHER_BODY = "This key came with something else before: make a new one for each interaction."
DELETED = "This interaction was logged, and has been deleted since."


@router.post(
    "/contacts/{contact_id}/interactions",
    response={200: InteractionOut, 201: InteractionOut, **POST_REFUSALS},
    auth=LoggingTokenAuth(),
    url_name="contact-interactions",
)
def log_interaction(
    request: TokenRequest,
    said: InteractionIn,
    contact_id: ContactId = Path(...),
    idempotency_key: IdempotencyKey = Header(..., alias="Idempotency-Key"),
) -> Status[dict[str, Any]]:
    """Log a call, a message, an appointment or a note; with a token that may.

    It stands on the contact's timeline under the token's name. Contacts that must not be called are
    taken as well: it is their history, and changes nothing about them.
    """
    values = cleaned(said)
    contact = request.auth.workspace.contacts.filter(pk=contact_id).first()
    if contact is None:
        raise Http404
    try:
        interaction, is_new = interactions.post(contact, request.auth, idempotency_key, values)
    except interactions.KeyUsed:
        raise refusal("header", "Idempotency-Key", OTHER_BODY) from None
    except Contact.DoesNotExist:
        raise Http404 from None
    except Interaction.DoesNotExist:
        raise HttpError(409, DELETED) from None
    return Status(201 if is_new else 200, described(interaction))


def cleaned(said: InteractionIn) -> dict[str, Any]:
    """What is to be kept. Raises ValidationError."""
    values: dict[str, Any] = {"kind": said.kind.value, "at": said.at}
    for name, field in FIELDS.items():
        try:
            values[name] = field.clean(getattr(said, name))
        except Refused as refused:
            raise refusal("body", name, refused.messages[0]) from None
    if not values["text"] and not values["outcome"]:
        raise refusal("body", "text", NOTHING)
    if said.at is None:
        if said.kind is InteractionKindName.APPOINTMENT:
            raise refusal("body", "at", NO_APPOINTMENT_TIME)
    elif not FIRST_YEAR <= said.at.year <= LAST_YEAR:
        raise refusal("body", "at", f"Must be between {FIRST_YEAR} and {LAST_YEAR}.")
    elif lies_ahead(said.kind.value, said.at):
        raise refusal("body", "at", STILL_TO_COME)
    else:
        values["at"] = said.at.astimezone(UTC)
    return values


def refusal(where: str, name: str, message: str) -> ValidationError:
    place = [where, "said", name] if where == "body" else [where, name]
    return ValidationError([{"type": "refused", "loc": place, "msg": message}])


def described(interaction: Interaction) -> dict[str, Any]:
    return {
        "id": interaction.pk,
        "contact_id": interaction.contact_id,
        "kind": interaction.kind,
        "at": interaction.at,
        "text": interaction.text,
        "outcome": interaction.outcome,
        "author": interaction.author_name,
        "created_at": interaction.created_at,
    }
