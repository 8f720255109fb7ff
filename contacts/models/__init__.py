"""The models, one aggregate a file."""

from contacts.models.api_token import ApiToken
from contacts.models.audience import Audience
from contacts.models.calling_policy import CallingPolicy
from contacts.models.contact import CSV_FIELDS, EDIT_COLUMNS, FIELDS, Contact, derived_values
from contacts.models.contact_change import ChangeKind, ContactChange
from contacts.models.contact_import import ContactImport, DuplicatePolicy, ImportKind, ImportState
from contacts.models.distinction import DistinctContact, Distinction
from contacts.models.flag import STARTER_FLAGS, Colour, ContactFlag, Flag
from contacts.models.flag_distinction import FlagDistinction
from contacts.models.frozen_contacts import FrozenContacts
from contacts.models.frozen_list import FrozenList, FrozenMember
from contacts.models.interaction import Interaction, InteractionKind
from contacts.models.job import Job, JobKind, JobState, LongWork, SiteJob, SiteJobKind
from contacts.models.merge import FormerValue, Merge, MergedContact
from contacts.models.overview import Overview
from contacts.models.posted_interaction import PostedInteraction
from contacts.models.suppressed_number import SuppressedNumber

__all__ = [
    "CSV_FIELDS",
    "EDIT_COLUMNS",
    "FIELDS",
    "STARTER_FLAGS",
    "ApiToken",
    "Audience",
    "CallingPolicy",
    "ChangeKind",
    "Colour",
    "Contact",
    "ContactChange",
    "ContactFlag",
    "ContactImport",
    "DistinctContact",
    "Distinction",
    "DuplicatePolicy",
    "Flag",
    "FlagDistinction",
    "FormerValue",
    "FrozenContacts",
    "FrozenList",
    "FrozenMember",
    "ImportKind",
    "ImportState",
    "Interaction",
    "InteractionKind",
    "Job",
    "JobKind",
    "JobState",
    "LongWork",
    "Merge",
    "MergedContact",
    "Overview",
    "PostedInteraction",
    "SiteJob",
    "SiteJobKind",
    "SuppressedNumber",
    "derived_values",
]
