"""What a person typed into the search box, made ready for comparing with stored search texts."""

from dataclasses import dataclass

from contacts import normal, phones, values

QUERY_MAX = 200


class BadQuery(ValueError):
    """The text cannot be searched for; the message says why and what to do."""


@dataclass(frozen=True)
class Query:
    """`words` must all be found; or, for digits only, one of `digit_runs` within the phone.

    `text` is what was typed, trimmed. Words are folded as `normal.search_text` is.
    """

    text: str
    words: tuple[str, ...]
    digit_runs: tuple[str, ...]

    @property
    def is_one_letter(self) -> bool:
        """Whether no word has more than one."""
        return max(map(len, self.words)) == 1


def parse(typed: str) -> Query | None:
    """The query in a text; None when nothing was typed. Raises BadQuery."""
    text = values.trim(typed)
    # Invisible marks alone are typed, or pasted: they must not find everybody.
    if not text and not typed.strip():
        return None
    if len(text) > QUERY_MAX:
        raise BadQuery(
            f"The search has {len(text):,} characters, at most {QUERY_MAX} are possible:"
            " shorten it."
        )
    if problem := values.multi_line_problem(text):
        raise BadQuery(f"The search {problem}.")
    words = tuple(dict.fromkeys(normal.fold(text).split()))
    if not words:
        raise BadQuery("The search holds no character that could be found.")
    return Query(text, words, phones.digit_runs(text))
