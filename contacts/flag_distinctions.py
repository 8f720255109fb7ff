"""Flags of a workspace that look alike, without those of which somebody said they are different."""

from collections.abc import Collection, Sequence
from itertools import combinations

from django.db.models import Q, QuerySet

from contacts import lookalikes
from contacts.models import Flag, FlagDistinction
from workspaces.models import User, Workspace


def alike_groups(workspace: Workspace, flags: Sequence[Flag]) -> list[list[Flag]]:
    """Those among the workspace's flags that look alike, group by group."""
    names = [flag.name for flag in flags]
    groups = lookalikes.groups(names)
    if groups:
        places = {flag.pk: place for place, flag in enumerate(flags)}
        decided = workspace.flag_distinctions.values_list("flag", "other")
        apart = {
            frozenset((places[one], places[other]))
            for one, other in decided
            if one in places and other in places
        }
        groups = lookalikes.groups(names, apart) if apart else groups
    return [[flags[place] for place in group] for group in groups]


def alike_to(workspace: Workspace, flag: Flag) -> list[Flag]:
    """The other flags that look like this one."""
    apart = {pk for pair in about(flag).values_list("flag", "other") for pk in pair}
    others = workspace.flags.exclude(pk__in={flag.pk, *apart}).order_by("name_key")
    return [other for other in others if lookalikes.alike(flag.name, other.name)]


def about(flag: Flag) -> QuerySet[FlagDistinction]:
    """What was said of this flag and others."""
    return flag.workspace.flag_distinctions.filter(Q(flag=flag) | Q(other=flag))


def tell_apart(workspace: Workspace, actor: User, flags: Collection[Flag]) -> None:
    """Remember that each of the flags is another one; whoever says it again changes nothing."""
    FlagDistinction.objects.bulk_create(
        (
            FlagDistinction(
                workspace=workspace, flag=one, other=other, actor=actor, actor_name=str(actor)
            )
            for one, other in combinations(sorted(flags, key=lambda flag: flag.pk), 2)
        ),
        ignore_conflicts=True,
    )
