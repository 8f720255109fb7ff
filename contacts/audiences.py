"""Audiences: whom a saved filter finds now, and how one filter is told from another.

All reading goes through `ContactFilter`, as for a list. What cannot be read any more, because a
flag or an import is gone, gives nobody and says why: never a wider list.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contacts import applied, calling_counts, normal, search
from contacts.filter_fields import DayField, FlagsField
from contacts.filters import ContactFilter
from contacts.models import Audience, CallingPolicy
from contacts.models.contact import ContactQuerySet
from contacts.query_strings import PRESENTATION, query_of
from workspaces.models import AuditEntry, User, Workspace

Parameters = dict[str, list[str]]

# Lists of flags by id; in these an audience can name a flag.
FLAG_LISTS = ("flags", "without")


class SameFilter(Exception):
    """The workspace has the filter as an audience already: `audience`."""

    def __init__(self, audience: Audience) -> None:
        super().__init__(f"Audience {audience.pk} has this filter.")
        self.audience = audience


def filter_of(audience: Audience) -> ContactFilter:
    """The audience as the list that it is; its `problems` say what is broken."""
    return ContactFilter(query_of(audience.filter), audience.workspace)


def problems(contact_filter: ContactFilter) -> list[str]:
    """Why the list can be no audience, or is none any more; nothing where it can."""
    found = applied.list_problems(contact_filter)
    if contact_filter.chosen.get("frozen"):
        found.append("A frozen list does not change any more: save the list that it was made of.")
    return found


def contacts_of(audience: Audience) -> ContactQuerySet:
    """Whom the audience finds now: nobody where it is broken."""
    contact_filter = filter_of(audience)
    return contact_filter.qs.none() if problems(contact_filter) else contact_filter.qs


def counts_of(audience: Audience) -> calling_counts.Counts:
    """How many these are, by whether they can be called."""
    contact_filter = filter_of(audience)
    if problems(contact_filter):
        return calling_counts.count(contact_filter.qs.none(), contact_filter.calling)
    return calling_counts.of_list(contact_filter)


def size_of(audience: Audience) -> int:
    """How many these are."""
    contact_filter = filter_of(audience)
    return 0 if problems(contact_filter) else calling_counts.exactly(contact_filter)


def list_url(audience: Audience) -> str:
    """The link that is the list."""
    page = reverse("contact_list", args=[audience.workspace.slug])
    return page + filter_of(audience).link()


def normalised(contact_filter: ContactFilter) -> Parameters:
    """What of the query string says which contacts, in one order; for a list without problems.

    Days become those of the calendar on which they were chosen: an audience is the same for all.
    """
    form, found = contact_filter.form, {}
    for name in sorted(contact_filter.filters):
        values = [value for value in contact_filter.data.getlist(name) if value]
        if not values or not contact_filter.chosen.get(name) or name in PRESENTATION:
            continue
        if isinstance(form.fields[name], FlagsField):
            found[name] = sorted(set(values), key=int)
        else:
            found[name] = values[:1] if len(set(values)) == 1 else sorted(set(values))
    if len(found.get("flags", ())) < 2 or found.get("match") == ["all"]:
        found.pop("match", None)
    if any(isinstance(form.fields[name], DayField) for name in found):
        found.setdefault("zone", [timezone.get_current_timezone_name()])
    else:
        found.pop("zone", None)
    return found


def digest(parameters: Parameters) -> str:
    """The same for parameters that mean the same, whatever their case, accents and order."""
    meaning: dict[str, object] = dict(parameters)
    for name in ("state", "brokerage"):
        if values := parameters.get(name):
            meaning[name] = sorted(map(normal.key, values))
    if query := search.parse("".join(parameters.get("q", ()))):
        meaning["q"] = [sorted(query.words), sorted(query.digit_runs)]
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def same_filter(contact_filter: ContactFilter) -> Audience | None:
    """The audience that this list is saved as already."""
    key = digest(normalised(contact_filter))
    return contact_filter.workspace.audiences.filter(digest=key).first()


def save(audience: Audience, contact_filter: ContactFilter, actor: User | None) -> None:
    """Let the audience, new or not, be the list from now on.

    Raises SameFilter, and IntegrityError when another audience took its name meanwhile. The list
    must have no `problems`.
    """
    audience.filter = normalised(contact_filter)
    audience.digest = digest(audience.filter)
    with transaction.atomic():
        # Whoever saves the same filter at the same time waits here, and then finds ours.
        Workspace.objects.select_for_update(no_key=True).get(pk=audience.workspace_id)
        others = audience.workspace.audiences.filter(digest=audience.digest)
        if other := others.exclude(pk=audience.pk).first():
            raise SameFilter(other)
        audience.said = applied.sentence(filter_of(audience))
        write(audience, actor)


def write(audience: Audience, actor: User | None) -> None:
    """Save the audience's name and description as well. Raises IntegrityError for a taken name."""
    action = "audience.changed" if audience.pk else "audience.created"
    audience.updated_at = timezone.now()
    if not audience.pk:
        audience.updated_at = audience.created_at
        audience.created_by, audience.created_by_name = actor, str(actor or "")
    with transaction.atomic():
        audience.save()
        AuditEntry.record(action, actor=actor, workspace=audience.workspace, audience=audience.name)


def delete(audience: Audience, actor: User | None) -> None:
    """Delete the audience. Its frozen lists are thrown away: housekeeping removes their members."""
    with transaction.atomic():
        audience.frozen_lists.update(audience=None)
        AuditEntry.record(
            "audience.deleted", actor=actor, workspace=audience.workspace, audience=audience.name
        )
        audience.delete()


def using_flag(workspace: Workspace, flag_id: int) -> list[Audience]:
    """The workspace's audiences that name the flag, by name."""
    return [
        audience
        for audience in workspace.audiences.order_by("name_key")
        if any(str(flag_id) in audience.filter.get(name, ()) for name in FLAG_LISTS)
    ]


def replace_flag(workspace: Workspace, old_ids: Iterable[int], new_id: int) -> int:
    """Let audiences, and the rule who can be called, name another flag; returns how many do.

    For a merge of flags, in its transaction. Two audiences that become the same both stay.
    """
    old, new = {str(flag_id) for flag_id in old_ids} - {str(new_id)}, str(new_id)
    changed = 0
    with transaction.atomic():
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        for audience in workspace.audiences.order_by("pk"):
            replaced = dict(audience.filter)
            for name in FLAG_LISTS:
                if old & set(replaced.get(name, ())):
                    kept = {new, *replaced[name]} - old
                    replaced[name] = sorted(kept, key=int)
            if replaced == audience.filter:
                continue
            if len(replaced.get("flags", ())) < 2:
                replaced.pop("match", None)
            key = digest(replaced)
            taken = workspace.audiences.filter(digest=key).exclude(pk=audience.pk).exists()
            audience.filter, audience.digest = replaced, "" if taken else key
            if not (contact_filter := filter_of(audience)).problems:
                audience.said = applied.sentence(contact_filter)
            audience.save(update_fields=["filter", "digest", "said"])
            changed += 1
        policies = CallingPolicy.objects.filter(
            workspace=workspace, required_flag__in=[int(flag_id) for flag_id in old]
        )
        if flag := workspace.flags.filter(pk=new_id).first():
            policies.update(required_flag=flag, required_name=flag.name)
    return changed


def renew_digests() -> None:
    """Where older rules made them. Two audiences that become the same both stay."""
    for audience in Audience.objects.order_by("pk"):
        key = digest(audience.filter)
        if not audience.digest or key == audience.digest:
            continue
        with transaction.atomic():
            Workspace.objects.select_for_update(no_key=True).get(pk=audience.workspace_id)
            alike = Audience.objects.filter(workspace=audience.workspace_id, digest=key)
            new = "" if alike.exists() else key
            audience.frozen_lists.filter(digest=audience.digest).update(digest=new)
            Audience.objects.filter(pk=audience.pk, digest=audience.digest).update(digest=new)
