"""Where flags are named beside the contacts that carry them: told on a flag's page, and followed.

A thing that names flags (an import, an audience) registers here how to find what names a flag, and
what becomes of that when flags go. Whatever is registered looks at one workspace only.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse

from contacts import audiences
from contacts.models import ContactImport, Flag, MergedContact
from workspaces.models import Workspace

# Of each kind of thing so many are named on the flag's page.
SHOWN = 10


@dataclass(frozen=True)
class Use:
    """One thing that names the flag, with its page."""

    title: str
    url: str


@dataclass(frozen=True)
class Place:
    """A kind of thing that names flags.

    `uses` gives the newest SHOWN of those that name the flag, and how many there are.
    `follow(workspace, gone, into)` lets them name `into` in place of the flags with the ids
    `gone`, or none of them where it is None; it runs in the transaction that deletes those flags,
    which are there still.
    """

    name: str
    uses: Callable[[Flag], tuple[list[Use], int]]
    follow: Callable[[Workspace, Collection[int], Flag | None], None]


def import_uses(flag: Flag) -> tuple[list[Use], int]:
    """The imports that gave the flag to what they created."""
    # The list is short, and SQLite cannot look into it.
    named = flag.workspace.imports.exclude(flags=[]).only("original_name", "flags")
    found = [row for row in named if any(flag_id == flag.pk for flag_id, _ in row.flags)]
    slug = flag.workspace.slug
    uses = [Use(str(row), reverse("import_detail", args=[slug, row.pk])) for row in found[:SHOWN]]
    return uses, len(found)


def follow_in_imports(workspace: Workspace, gone: Collection[int], into: Flag | None) -> None:
    """An import that waits gives the other flag; one that is over says what its contacts have.

    A flag that is deleted stays named as it was: it was given, and an import leaves it out.
    """
    if into is None:
        return
    for row in workspace.imports.exclude(flags=[]).only("flags"):
        if any(flag_id in gone for flag_id, _ in row.flags):
            flags = {flag_id: name for flag_id, name in row.flags if flag_id not in gone}
            flags[into.pk] = into.name
            ContactImport.objects.filter(pk=row.pk).update(
                flags=[[*pair] for pair in flags.items()]
            )


@dataclass(frozen=True)
class Uses:
    """The newest things of one kind that name the flag, and how many more there are."""

    name: str
    shown: list[Use]
    more: int


def uses_of(flag: Flag) -> list[Uses]:
    """Where the flag is named, kind by kind; kinds that do not name it are left out."""
    found = []
    for place in PLACES:
        shown, count = place.uses(flag)
        if count:
            found.append(Uses(place.name, shown, count - len(shown)))
    return found


def audience_uses(flag: Flag) -> tuple[list[Use], int]:
    """The audiences whose filter names the flag."""
    found = audiences.using_flag(flag.workspace, flag.pk)
    slug = flag.workspace.slug
    uses = [Use(str(row), reverse("audience_detail", args=[slug, row.pk])) for row in found[:SHOWN]]
    return uses, len(found)


def follow_in_audiences(workspace: Workspace, gone: Collection[int], into: Flag | None) -> None:
    """An audience of a deleted flag stays, gives nobody, and says why."""
    if into is not None:
        audiences.replace_flag(workspace, gone, into.pk)


def merge_uses(flag: Flag) -> tuple[list[Use], int]:
    """Nothing to tell: whom a merge took in has flags again only when it is undone."""
    return [], 0


def follow_in_merges(workspace: Workspace, gone: Collection[int], into: Flag | None) -> None:
    """Whoever an undo brings back has the other flag then, and is not callable for want of it."""
    if into is None:
        return
    rows = MergedContact.objects.filter(workspace=workspace).exclude(flags=[])
    for row in rows.only("flags"):
        links = dict(row.flags)
        if moments := [links.pop(flag_id) for flag_id in gone if flag_id in links]:
            links.setdefault(into.pk, min(moments))
            flags = [[*pair] for pair in links.items()]
            MergedContact.objects.filter(pk=row.pk).update(flags=flags)


PLACES = [
    Place("Audiences", audience_uses, follow_in_audiences),
    Place("Imports", import_uses, follow_in_imports),
    Place("Merges", merge_uses, follow_in_merges),
]
