"""What may be the name of a person or a workspace."""

import unicodedata

from django.core.exceptions import ValidationError

# Embeddings and isolates can make the rest of a line read backwards.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_name(name: str) -> None:
    """Raise ValidationError for a name that cannot be seen, or that breaks its line."""
    for character in name:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Cs", "Zl", "Zp") or character in BIDI_CONTROLS:
            raise ValidationError(
                f"Take out the control character U+{ord(character):04X}: it cannot be seen."
            )
    if name and all(unicodedata.category(character)[0] in "CZ" for character in name):
        raise ValidationError("Enter a name that can be seen.")
