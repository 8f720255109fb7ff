"""The proportional bar."""

from django.template import Context, Template

from contacts.templatetags.shares import GAP, pieces


def test_pieces_lie_side_by_side_in_proportion() -> None:
    found = pieces([("good", 75, "ready"), ("bad", 25, "wrong")])

    assert [piece.css_class for piece in found] == ["good", "bad"]
    assert [(piece.x, piece.width) for piece in found] == [
        ("0.00%", "74.81%"),
        ("75.06%", "24.94%"),
    ]


def test_pieces_leave_out_what_is_empty() -> None:
    found = pieces([("good", 3, "ready"), ("bad", 0, "wrong")])

    assert [(piece.css_class, piece.x, piece.width) for piece in found] == [
        ("good", "0.00%", "100.00%")
    ]


def test_pieces_of_nothing_are_none() -> None:
    assert pieces([("good", 0, "ready")]) == []


def test_pieces_widen_a_tiny_part_until_it_is_seen() -> None:
    found = pieces([("good", 1_000_000, "ready"), ("bad", 1, "wrong"), ("dup", 1, "double")])

    widths = [float(piece.width.rstrip("%")) for piece in found]
    assert min(widths) > 0.7
    assert round(sum(widths) + 2 * GAP) == 100


def test_share_bar_reads_out_its_numbers_and_has_no_style() -> None:
    template = Template("{% load shares %}{% share_bar parts %}")

    html = template.render(Context({"parts": [("good", 1102, "ready"), ("bad", 0, "<b>wrong")]}))

    assert 'aria-label="1,102 ready, 0 &lt;b&gt;wrong"' in html
    assert '<rect class="good" x="0.00%" width="100.00%" height="100%"/>' in html
    assert "style" not in html
