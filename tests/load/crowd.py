"""What people do all day: look at lists, search, open somebody, add and edit."""

import random
import threading
from collections.abc import Callable

from tests.load.site import Site
from tests.load.visitor import REVISION, Figures, Visitor

ROOT = "/w/acme"
THINK_SECONDS = 3.0
WRITES = 0.1
SEARCHES = ("an", "maria", "example.com", "zzqqxx", "415 555", "o'", "realty", "tx", "smith ca")


class Person:
    """Each has a memory of the contacts they added, and edits those."""

    def __init__(self, site: Site, key: str, figures: Figures) -> None:
        self.site = site
        self.visitor = Visitor(site, key, figures)
        self.chance = random.Random()
        self.own: list[str] = []

    def do_something(self) -> None:
        if self.chance.random() < WRITES:
            self.write()
        else:
            self.read()

    def read(self) -> None:
        contacts = f"{ROOT}/contacts/"
        pages = (
            lambda: contacts,
            lambda: f"{contacts}?q={self.chance.choice(SEARCHES).replace(' ', '+')}",
            lambda: f"{contacts}?flags={self.chance.choice(self.site.flags)}",
            lambda: f"{contacts}?sort=name",
            lambda: f"{contacts}{self.chance.choice(self.site.contacts)}/",
        )
        (page,) = self.chance.choices(pages, weights=(30, 30, 10, 5, 25))
        self.visitor.get(page())

    def write(self) -> None:
        if not self.own or self.chance.random() < 0.3:
            self.add()
        else:
            self.edit(self.chance.choice(self.own))

    def add(self) -> None:
        fields = {"name": f"Load {self.chance.random()}", "phone": self.phone()}
        if place := self.visitor.post(f"{ROOT}/contacts/new/", fields):
            self.own.append(place)

    def edit(self, place: str) -> None:
        """Read the form, then post it with another phone."""
        revision = REVISION.search(self.visitor.get(f"{place}edit/"))
        if revision:
            fields = {"name": "Load edited", "phone": self.phone(), "revision": revision[1]}
            self.visitor.post(f"{place}edit/", fields)
        else:
            self.visitor.figures.errors.append(f"{place}: the form has no revision")

    def phone(self) -> str:
        """One that nobody has: the site asks about a number it knows."""
        return f"+8613{self.chance.randrange(10**9):09d}"


def live(person: Person, ended: threading.Event) -> None:
    """One request every three seconds, not in step with others."""
    while not ended.wait(person.chance.uniform(0, 2 * THINK_SECONDS)):
        person.do_something()


def hurry(person: Person, ended: threading.Event) -> None:
    """Read, then write, as fast as answers come."""
    person.add()
    while not ended.is_set():
        person.edit(person.own[0] if person.own else "")


def together(
    site: Site, people: int, habit: Callable[[Person, threading.Event], None]
) -> tuple[Figures, Callable[[], None]]:
    """Let people work from now on; returns their figures and how to end it."""
    figures, ended = Figures(), threading.Event()
    threads = [
        threading.Thread(target=habit, args=(Person(site, key, figures), ended), daemon=True)
        for key in site.keys[:people]
    ]
    for thread in threads:
        thread.start()

    def end() -> None:
        ended.set()
        for thread in threads:
            thread.join()

    return figures, end
