"""Audiences: which there are, how many are in one, and who."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Path, Query, Router
from pydantic import AwareDatetime

from contacts import audiences
from contacts.api import reading
from contacts.api.access import TokenRequest
from contacts.api.schemas import (
    REFUSALS,
    AudienceCounts,
    AudiencePage,
    ContactPage,
    CursorText,
    Include,
    Limit,
)
from contacts.calling import Calling, Verdict
from contacts.models import Audience
from contacts.paging import Cursor, first_rows

router = Router(tags=["audiences"])


@router.get("/audiences", response={200: AudiencePage, **REFUSALS}, url_name="audiences")
def list_audiences(
    request: TokenRequest,
    cursor: CursorText | None = Query(None),
    limit: Limit = Query(100),
) -> dict[str, object]:
    """The audiences of the workspace, oldest first."""
    order = reading.BY_ID
    start = reading.start_of(cursor, order)
    found = first_rows(order.rows(request.auth.workspace.audiences.all(), start), limit + 1)
    more, found = len(found) > limit, found[:limit]
    following = Cursor.at(order, {"id": found[-1].pk}).encode() if more else None
    return {"items": [described(audience) for audience in found], "next": following}


@router.get(
    "/audiences/{audience_id}", response={200: AudienceCounts, **REFUSALS}, url_name="audience"
)
def get_audience(request: TokenRequest, audience_id: UUID = Path(...)) -> dict[str, object]:
    """One audience, counted exactly: this may take seconds where it holds a million contacts."""
    audience = find(request, audience_id)
    counts = audiences.counts_of(audience)
    return {
        **described(audience),
        "counted_at": counts.at,
        "total": counts.total,
        "callable": counts.parts[Verdict.CALLABLE],
    }


@router.get(
    "/audiences/{audience_id}/contacts",
    response={200: ContactPage, **REFUSALS},
    url_name="audience-contacts",
)
def list_audience_contacts(
    request: TokenRequest,
    audience_id: UUID = Path(...),
    include: Include = Query(Include.UNSUPPRESSED),
    updated_since: AwareDatetime | None = Query(None),
    cursor: CursorText | None = Query(None),
    limit: Limit = Query(100),
) -> dict[str, object]:
    """Whom the audience finds now, by id or, with `updated_since`, in the order of their change."""
    audience = find(request, audience_id)
    calling = Calling(audience.workspace)
    contacts = reading.wanted(audiences.contacts_of(audience), calling, include)
    return reading.page(contacts, calling, cursor, limit, updated_since)


def find(request: TokenRequest, audience_id: UUID) -> Audience:
    """An audience of the token's workspace. Raises Http404."""
    found = request.auth.workspace.audiences.filter(uuid=audience_id).first()
    if found is None:
        raise Http404
    return found


def described(audience: Audience) -> dict[str, Any]:
    contact_filter = audiences.filter_of(audience)
    updated_at: datetime = audience.updated_at
    return {
        "id": audience.uuid,
        "name": audience.name,
        "description": audience.description,
        "said": audience.said,
        "broken": bool(audiences.problems(contact_filter)),
        "updated_at": updated_at,
    }
