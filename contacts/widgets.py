"""How flags and their colours are chosen in forms: plain check boxes and radio buttons, dressed."""

from typing import Any

from django import forms


class FlagDropdown(forms.CheckboxSelectMultiple):
    """Flags in a dropdown list that works by keyboard and without JavaScript.

    For a ModelMultipleChoiceField of flags. `compact` makes a toolbar's button that only counts the
    chosen flags; otherwise their chips are shown in the closed list.
    """

    template_name = "contacts/widgets/flag_dropdown.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, caption: str = "", compact: bool = False
    ) -> None:
        super().__init__(attrs)
        self.caption = caption or ("Flags" if compact else "Choose flags")
        self.compact = compact

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["flag"] = value.instance
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for group in context["widget"]["optgroups"] for option in group[1]]
        context["widget"] |= {
            "caption": self.caption,
            "compact": self.compact,
            "chosen": [option["flag"] for option in options if option["selected"]],
        }
        return context


class ColourPalette(forms.RadioSelect):
    """A flag's colour, each beside a chip that shows how it will look."""

    template_name = "contacts/widgets/colour_palette.html"
