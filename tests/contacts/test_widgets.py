"""Choosing flags and colours in a form."""

from django import forms

from contacts.models import Flag
from contacts.models.flag import Colour
from contacts.widgets import ColourPalette, FlagDropdown
from tests import factories
from workspaces.models import Workspace


class FlagForm(forms.Form):
    flags = forms.ModelMultipleChoiceField(
        Flag.objects.none(), required=False, widget=FlagDropdown(caption="Choose")
    )
    without = forms.ModelMultipleChoiceField(
        Flag.objects.none(), required=False, widget=FlagDropdown(caption="None of", compact=True)
    )
    colour = forms.ChoiceField(choices=Colour.choices, widget=ColourPalette)

    def __init__(self, workspace: Workspace, **kwargs) -> None:
        super().__init__(**kwargs)
        for name in ("flags", "without"):
            self.fields[name].queryset = workspace.flags.filter(name__in=["Hot", "<Stop>"])


def summary(html: str) -> str:
    return html.partition("<summary>")[2].partition("</summary>")[0]


def test_flag_dropdown_shows_the_chosen_flags_as_chips(acme: Workspace) -> None:
    hot = factories.make_flag(acme, "Hot", colour=Colour.ORANGE)
    factories.make_flag(acme, "<Stop>", colour=Colour.RED, suppressing=True)

    html = str(FlagForm(acme, initial={"flags": [hot.pk]})["flags"])

    assert '<span class="chip chip-orange" title="Hot">Hot</span>' in summary(html)
    assert "Stop" not in summary(html)
    assert '<span class="chip chip-red stop" title="&lt;Stop&gt;">&lt;Stop&gt;' in html
    assert html.count('type="checkbox"') == 2
    assert html.count(" checked") == 1


def test_flag_dropdown_counts_the_chosen_flags_when_compact(acme: Workspace) -> None:
    hot, stop = factories.make_flag(acme, "Hot"), factories.make_flag(acme, "<Stop>")
    data = {"without": [str(hot.pk), str(stop.pk)]}

    html = str(FlagForm(acme, data=data)["without"])

    assert "None of<span data-dropdown-count>: 2</span>" in summary(html)


def test_flag_dropdown_keeps_what_was_typed_when_it_is_not_a_flag(acme: Workspace) -> None:
    form = FlagForm(acme, data={"flags": ["x", "99999999999999999999"], "colour": "red"})

    assert not form.is_valid()
    assert "No flags yet." in str(form["flags"])


def test_flag_dropdown_takes_one_query(acme: Workspace, django_assert_num_queries) -> None:
    for name in ("Hot", "<Stop>"):
        factories.make_flag(acme, name)

    with django_assert_num_queries(1):
        str(FlagForm(acme)["flags"])


def test_colour_palette_shows_each_colour_as_it_will_look(acme: Workspace) -> None:
    html = str(FlagForm(acme, initial={"colour": Colour.TEAL})["colour"])

    assert html.count('type="radio"') == len(Colour)
    assert '<span class="chip chip-teal">Teal</span>' in html
    assert html.count(" checked") == 1
