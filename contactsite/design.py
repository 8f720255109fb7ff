"""The component sheet: every component in its states, on one page. Served in DEBUG only."""

from collections.abc import Iterator
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contacts.models.flag import STARTER_FLAGS, Colour, Flag
from contacts.widgets import ColourPalette
from contactsite.contrast import CONTROL, TEXT, contrast, tokens

# The sections of the sheet: each is templates/design/<id>.html.
SECTIONS = {
    "tokens": "Tokens",
    "button": "Button",
    "field": "Field",
    "select": "Select",
    "checkbox": "Check boxes and radio buttons",
    "chip": "Flag chip and badge",
    "table": "Table",
    "filterbar": "Filter bar, dropdown, menu",
    "pagination": "Pagination",
    "tile": "Tile and proportional bar",
    "progress": "Progress",
    "message": "Message, nudge, toast, tip",
    "dialog": "Dialog",
    "tabs": "Tabs",
    "empty": "Empty state",
    "steps": "Stepper, problem, drop zone",
    "timeline": "Timeline and facts",
}
# Text on paper as pages have it; the test of contrast knows all pairs.
PAIRS = (
    ("ink", "paper"),
    ("ink-2", "surface"),
    ("ink-3", "sunken"),
    ("accent", "surface"),
    ("accent-ink", "accent"),
    ("accent", "accent-soft"),
    ("accent-ink", "danger"),
    ("good-ink", "good-soft"),
    ("warn-ink", "warn-soft"),
    ("bad-ink", "bad-soft"),
    ("ink", "mark"),
    ("tip-ink", "tip"),
)
BUTTONS = (("primary", "Save"), ("", "Edit"), ("danger", "Delete"), ("quiet", "Cancel"))
SIZES = ("xs", "s", "m", "l", "xl", "2xl", "3xl")
LEVELS = ("success", "info", "warning", "error")
PEOPLE = (
    ("Amara Nwosu", "+2348030000471", "amara@nwosu.example", "Lagos", "Nwosu Homes", (1, 2)),
    ("Élodie Marchetti-Beaulieu", "+33639980164", "", "IDF", "", (0,)),
    ("Tomás Arriaga", "+34600000387", "tomas@arriaga.example", "Madrid", "Casa Ribera", (4,)),
    ("森田 結衣", "+819000000252", "yui@morita.example", "東京都", "森田不動産", ()),
)
PARTS = (
    ("good", 412, "ready"),
    ("bad", 37, "with errors"),
    ("dup", 21, "duplicates"),
    ("warn", 0, "worth a look"),
)


class SampleForm(forms.Form):
    """One field of each kind, with a hint, an optional mark and errors."""

    name = forms.CharField(label="Name", max_length=200)
    phone = forms.RegexField(
        r"^\+[1-9]\d{6,14}$",
        label="Phone number",
        help_text="With + and the country code, for example +441234567890.",
        error_messages={"invalid": "Remove spaces, dashes and parentheses: +14155550147"},
    )
    state = forms.CharField(label="State", required=False)
    role = forms.ChoiceField(label="Role", choices=[("viewer", "Viewer"), ("editor", "Editor")])
    notes = forms.CharField(label="Preferences and notes", required=False, widget=forms.Textarea)
    colour = forms.ChoiceField(label="Colour", choices=Colour.choices, widget=ColourPalette)
    suppressing = forms.BooleanField(
        label="Suppressing", required=False, help_text="Contacts with this flag must not be called."
    )


def sample_flags() -> list[Flag]:
    """The starter flags, then one of every colour, none of them saved."""
    starters = [
        Flag(name=name, colour=colour, description=meaning, suppressing=suppressing)
        for name, colour, meaning, suppressing in STARTER_FLAGS
    ]
    return starters + [Flag(name=colour.label, colour=colour) for colour in Colour]


def pairs() -> Iterator[dict[str, object]]:
    """The pairs of colours with their contrast in both themes."""
    colours = tokens()
    for front, back in PAIRS:
        one, other = colours[front], colours[back]
        yield {
            "front": front,
            "back": back,
            "light": contrast(one.light, other.light),
            "dark": contrast(one.dark, other.dark),
        }


@login_not_required
def design_sheet(request: HttpRequest) -> HttpResponse:
    """Show everything there is, with made-up content and without touching the database."""
    flags = sample_flags()
    context = {
        "sections": SECTIONS,
        "pairs": list(pairs()),
        "text_contrast": TEXT,
        "control_contrast": CONTROL,
        "buttons": BUTTONS,
        "sizes": SIZES,
        "levels": LEVELS,
        "flags": flags,
        "people": [
            SimpleNamespace(
                name=name,
                phone=phone,
                email=email,
                state=state,
                brokerage=brokerage,
                flags=[flags[number] for number in numbers],
            )
            for name, phone, email, state, brokerage, numbers in PEOPLE
        ],
        "parts": PARTS,
        "form": SampleForm(initial={"colour": Colour.TEAL}),
        "wrong_form": SampleForm(
            {"name": "", "phone": "+1 (415) 555-0147", "role": "viewer", "colour": "pink"},
            auto_id="wrong_%s",
        ),
    }
    return render(request, "design.html", context)
