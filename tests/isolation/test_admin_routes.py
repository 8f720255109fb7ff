"""The Django admin is the site admins' alone, whatever is registered in it."""

from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

from tests.isolation.people import ADMIN, PERSONS
from tests.isolation.routes import walk
from tests.isolation.world import World

ADMIN_PREFIX = "admin:"
# The admin's two routes without a name: the old address of an object, and everything else.
UNNAMED = {
    "admin:<path:object_id>/": "/admin/workspaces/user/1/",
    r"admin:(?P<url>.*)$": "/admin/no/such/page/",
}
ARGUMENTS = ([], ["1"], ["contacts"], ["1", "1"])
# Leads a person who is signed in to sign in as somebody else, and one who is not to the front door.
OWN_ANSWER = {"admin:login", "admin:logout"}


def path_of(name: str) -> str:
    """The address of a route; raises NoReverseMatch when no arguments fit."""
    if name in UNNAMED:
        return UNNAMED[name]
    for arguments in ARGUMENTS:
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise NoReverseMatch(name)


def admin_paths() -> dict[str, str]:
    names = {name for name, _ in walk() if name.startswith(ADMIN_PREFIX)}
    return {name: path_of(name) for name in sorted(names)}


def test_nobody_but_a_site_admin_gets_into_the_admin(world: World):
    got_in, tried = {}, 0
    for name, path in admin_paths().items():
        sign_in = {f"{reverse(page)}?next={quote(path)}" for page in ("login", "admin:login")}
        for person in PERSONS:
            if person is ADMIN or name in OWN_ANSWER:
                continue
            for method in ("GET", "POST"):
                answer = world.ask(person, method, path)
                tried += 1
                if answer.headers.get("Location") not in sign_in:
                    got_in[name, person.name, method] = answer.status

    assert got_in == {}
    assert tried > 1_000


def test_no_admin_page_breaks(world: World):
    broken = [
        (path, method)
        for path in admin_paths().values()
        for method in ("GET", "POST")
        if world.ask(ADMIN, method, path).status >= 500
    ]

    assert broken == []


def test_the_admin_offers_the_flags_of_the_chosen_workspace(world: World):
    """A site admin may see all, but a workspace that is chosen is the one that is shown."""
    contacts = reverse("admin:contacts_contact_changelist")
    chosen = {"workspace__id__exact": str(world.acme.workspace.pk)}

    text = world.ask(ADMIN, "GET", contacts, chosen).text

    assert world.acme.canary in text
    assert world.globex.canary not in text


def test_the_admin_names_no_contact_of_another_workspace_for_a_phone(world: World):
    add = reverse("admin:contacts_contact_add")
    acme = world.acme.workspace.pk
    for space, named in ((world.acme, True), (world.globex, False)):
        form = {"workspace": acme, "name": "New", "phone": space.contact.phone}

        page = world.client(ADMIN).post(add, form, follow=True)

        warnings = [str(message) for message in page.context["messages"]]
        assert any(space.contact.name in warning for warning in warnings) is named
