"""What the API takes and gives."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field

from contacts.models.interaction import OUTCOME_MAX, TEXT_MAX

WRITTEN_OUT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d", re.ASCII)


class Include(StrEnum):
    """Which contacts are wanted: those that can be called, those not Do Not Call, or all."""

    CALLABLE = "callable"
    UNSUPPRESSED = "unsuppressed"
    ALL = "all"


class VerdictName(StrEnum):
    """Whether a contact can be called, or the first reason why not."""

    CALLABLE = "callable"
    SUPPRESSED = "suppressed"
    UNVERIFIED = "unverified"
    SHARED = "shared"
    WARNING = "warning"


class Problem(Schema):
    """An error, in words."""

    detail: str


class InputProblem(Schema):
    """What is wrong with which parameter."""

    type: str
    loc: list[str | int]
    msg: str


class InputProblems(Schema):
    detail: list[InputProblem]


class ContactOut(Schema):
    """A contact. `phone` is E.164; `phone_warning` says what looks wrong with it, "" if nothing."""

    id: int
    revision: int
    name: str
    phone: str
    email: str
    state: str
    brokerage: str
    notes: str
    flags: list[str]
    verdict: VerdictName
    phone_warning: str
    created_at: datetime
    updated_at: datetime


class ContactPage(Schema):
    """Some contacts. `as_of` is when they were read; `next` the cursor of the following page."""

    items: list[ContactOut]
    next: str | None
    as_of: datetime


class AudienceOut(Schema):
    """A saved filter, in words in `said`. A broken one, whose flag is gone, finds nobody."""

    id: UUID
    name: str
    description: str
    said: str
    broken: bool
    updated_at: datetime


class AudienceCounts(AudienceOut):
    """The same, with its contacts counted: all, and those that can be called."""

    total: int
    callable: int
    counted_at: datetime


class AudiencePage(Schema):
    items: list[AudienceOut]
    next: str | None


class NumberOut(Schema):
    """What the workspace says about calling a number: `known` if a contact has it."""

    phone: str
    known: bool
    suppressed: bool


class InteractionKindName(StrEnum):
    """What an interaction was."""

    CALL = "call"
    MESSAGE = "message"
    APPOINTMENT = "appointment"
    NOTE = "note"


def written_out(at: object) -> object:
    """A date and time as people write it: of a bare number nobody knows since when it counts."""
    if isinstance(at, str) and WRITTEN_OUT.match(at):
        return at
    raise ValueError("Write date, time and offset, such as 2026-01-31T14:30:00Z.")


class InteractionIn(Schema):
    """What passed with a contact: `text` says what it was about, `outcome` what came of it.

    Either will do. `at` is when it was, by default now, and never ahead. An appointment must have
    it: there it is when it will be.
    """

    model_config = ConfigDict(extra="forbid")

    kind: InteractionKindName
    text: str = Field("", max_length=TEXT_MAX)
    outcome: str = Field("", max_length=OUTCOME_MAX)
    at: Annotated[AwareDatetime, BeforeValidator(written_out)] | None = None


class InteractionOut(Schema):
    """An interaction as it is kept. `author` is the name of the token that posted it."""

    id: int
    contact_id: int
    kind: InteractionKindName
    at: datetime
    text: str
    outcome: str
    author: str
    created_at: datetime


IdempotencyKey = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Phone = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", examples=["+14155550123"])]
ContactId = Annotated[int, Field(ge=1, le=2**63 - 1)]
CursorText = Annotated[str, Field(min_length=1, max_length=2_000)]
Limit = Annotated[int, Field(ge=1, le=500)]

REFUSALS = {401: Problem, 404: Problem, 422: InputProblems, 429: Problem}
# Where something is posted, besides: a body that is no JSON, no right to, deleted since, too large.
POST_REFUSALS = {400: Problem, 403: Problem, 409: Problem, 413: Problem, **REFUSALS}
