"""Merging as a person does it: choose, merge, read what lost, undo."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import housekeeping, search, writing
from contacts.models import Contact, Merge, MergedContact
from tests.factories import make_contact, make_interaction
from workspaces.models import AuditEntry

PHONE, OTHER_PHONE = "+14155550123", "+14155550177"


@pytest.fixture
def twins(acme) -> list[Contact]:
    """Ann knows more than Anne, who must not be called."""
    ann = make_contact(
        acme, name="Ann", phone=PHONE, email="ann@example.org", state="Ohio", notes="Tea."
    )
    stop = acme.flags.get(suppressing=True)
    anne = make_contact(
        acme, [stop], name="Anne Quillfeather", phone=OTHER_PHONE, brokerage="ABC", notes="Coffee."
    )
    return [ann, anne]


def form(*contacts: Contact, **choices: object) -> dict[str, object]:
    return {
        "contacts": [contact.pk for contact in contacts],
        "seen": [f"{contact.pk}-{contact.revision}" for contact in contacts],
        **choices,
    }


def merge(client, workspace, data):
    return client.post(reverse("merge_create", args=[workspace.slug]), data)


def test_the_page_proposes_the_most_complete_and_all_that_is_known(acme, as_eve, twins):
    merge(as_eve, acme, form(*twins))

    ann = acme.contacts.get()
    assert (ann.pk, ann.name, ann.phone) == (twins[0].pk, "Ann", PHONE)
    assert (ann.email, ann.state, ann.brokerage) == ("ann@example.org", "Ohio", "ABC")
    assert ann.notes == "Tea.\n\nCoffee."
    assert [flag.suppressing for flag in ann.flags.all()] == [True]


def test_each_value_is_chosen_by_itself(acme, as_eve, twins):
    ann, anne = twins
    merge(as_eve, acme, form(*twins, keep=anne.pk, name=ann.pk, phone=anne.pk, notes=ann.pk))

    kept = acme.contacts.get()
    assert (kept.pk, kept.name, kept.phone, kept.notes) == (anne.pk, "Ann", OTHER_PHONE, "Tea.")


def test_what_lost_is_read_on_the_page_and_found_by_search(acme, as_eve, twins):
    response = as_eve.post(
        reverse("merge_create", args=[acme.slug]), form(*twins, notes=twins[0].pk), follow=True
    )

    for lost in ("Anne Quillfeather", OTHER_PHONE, "Coffee."):
        assert lost in response.text
    for typed in ("quillfeather", OTHER_PHONE, "4155550177", "ann@example.org"):
        query = search.parse(typed)
        assert query is not None
        assert acme.contacts.search(query).count() == 1, typed
    ann = acme.contacts.get()
    writing.change(ann, None, {"state": "Texas"}, revision=ann.revision)
    assert acme.contacts.search(search.parse("quillfeather")).count() == 1
    # The number of who went raises the question of the form.
    asked = as_eve.post(
        reverse("contact_create", args=[acme.slug]), {"name": "New", "phone": OTHER_PHONE}
    )
    assert "Nothing is saved yet" in asked.text and "before a merge" in asked.text


def test_interactions_and_history_come_together(acme, as_eve, eve, twins):
    make_interaction(twins[1], eve, text="About the garden.")
    merge(as_eve, acme, form(*twins))

    text = as_eve.get(twins[0].get_absolute_url()).text

    assert "About the garden." in text
    assert text.count("<strong>Created</strong>") == 2
    assert "<strong>Merged</strong>: " in text
    entry = AuditEntry.objects.get(action="contacts.merged")
    assert "Ann" not in str(entry.detail) and PHONE not in str(entry.detail)


def test_what_somebody_saved_meanwhile_is_shown_and_nothing_is_merged(acme, as_eve, twins):
    seen = form(*twins)
    writing.change(twins[1], None, {"state": "Nevada"}, revision=twins[1].revision)

    response = merge(as_eve, acme, seen)

    assert acme.contacts.count() == 2 and not Merge.objects.exists()
    assert "saved meanwhile" in response.text
    assert "Nevada" in response.text and "Ohio" in response.text
    assert f'value="{twins[1].pk}-2"' in response.text


def test_without_what_was_seen_nothing_is_merged(acme, as_eve, twins):
    for seen in ([], ["x"], [f"{twins[0].pk}-1"], ["9" * 40 + "-" + "9" * 40]):
        merge(as_eve, acme, form(*twins) | {"seen": seen})

    assert acme.contacts.count() == 2


def test_a_choice_that_is_none_is_refused_in_words(acme, as_eve, twins):
    stranger = make_contact(acme)

    response = merge(as_eve, acme, form(*twins, keep=stranger.pk))

    assert response.status_code == 200 and "Choose one of these." in response.text
    assert acme.contacts.count() == 3


def test_undo_gives_both_back_and_names_what_changed_since(acme, as_eve, eve, twins):
    merge(as_eve, acme, form(*twins))
    ann = acme.contacts.get()
    ann = writing.change(ann, eve, {"state": "Texas"}, revision=ann.revision)
    done = Merge.objects.get()

    page = as_eve.post(reverse("merge_undo", args=[acme.slug, done.pk]), follow=True).text

    assert "State was changed since, and stays." in page
    anne = acme.contacts.get(pk=twins[1].pk)
    assert (anne.name, anne.brokerage) == ("Anne Quillfeather", "ABC")
    assert [flag.suppressing for flag in anne.flags.all()] == [True]
    ann.refresh_from_db()
    assert (ann.state, ann.brokerage, ann.flags.count()) == ("Texas", "", 0)
    again = as_eve.post(reverse("merge_undo", args=[acme.slug, done.pk]), follow=True).text
    assert "undone already" in again


def test_undo_ends_after_thirty_days(acme, as_eve, twins):
    merge(as_eve, acme, form(*twins))
    Merge.objects.update(at=timezone.now() - timedelta(days=30, seconds=1))
    done = Merge.objects.get()

    page = as_eve.post(reverse("merge_undo", args=[acme.slug, done.pk]), follow=True).text

    assert "30 days, which are over" in page
    assert acme.contacts.count() == 1


def test_the_later_merge_is_undone_first(acme, as_eve, twins):
    merge(as_eve, acme, form(*twins))
    first, ann, third = Merge.objects.get(), acme.contacts.get(), make_contact(acme)
    merge(as_eve, acme, form(third, ann, keep=third.pk))

    page = as_eve.post(reverse("merge_undo", args=[acme.slug, first.pk]), follow=True).text
    assert "undo that one first" in page

    later = Merge.objects.exclude(pk=first.pk).get()
    as_eve.post(reverse("merge_undo", args=[acme.slug, later.pk]))
    as_eve.post(reverse("merge_undo", args=[acme.slug, first.pk]))
    assert acme.contacts.count() == 3


def test_deleting_the_survivor_deletes_all_that_is_known_of_the_others(acme, as_eve, eve, twins):
    merge(as_eve, acme, form(*twins))

    writing.delete(acme.contacts.get(), eve)

    assert not Merge.objects.exists()
    # Both numbers were of somebody who must not be called.
    for phone in (PHONE, OTHER_PHONE):
        assert [flag.suppressing for flag in make_contact(acme, phone=phone).flags.all()] == [True]


def test_a_number_merged_away_stays_suppressed(acme, as_eve, twins):
    merge(as_eve, acme, form(*twins))

    again = make_contact(acme, phone=OTHER_PHONE)

    assert [flag.suppressing for flag in again.flags.all()] == [True]


def test_who_must_not_be_called_since_the_merge_is_not_called_as_either(acme, as_eve, eve):
    stop = acme.flags.get(suppressing=True)
    one, other = make_contact(acme), make_contact(acme)
    merge(as_eve, acme, form(one, other))
    kept = acme.contacts.get()
    writing.change(kept, eve, {}, [stop], revision=kept.revision)

    as_eve.post(reverse("merge_undo", args=[acme.slug, Merge.objects.get().pk]))

    assert acme.contacts.filter(flags=stop).count() == 2


def test_after_thirty_days_only_the_values_that_lost_are_kept(acme, as_eve, twins):
    merge(as_eve, acme, form(*twins))
    housekeeping.keep_house()
    assert MergedContact.objects.count() == 1

    Merge.objects.update(at=timezone.now() - timedelta(days=31))
    housekeeping.keep_house()

    done = Merge.objects.get()
    assert (done.purged, done.before, done.after) == (True, {}, {})
    assert not MergedContact.objects.exists()
    assert "Anne Quillfeather" in as_eve.get(done.get_absolute_url()).text


def test_pressing_merge_twice_leads_to_the_contact_that_was_made(acme, as_eve, twins):
    first = merge(as_eve, acme, form(*twins))
    again = merge(as_eve, acme, form(*twins))

    assert again.status_code == 302 and again.url == first.url
    assert acme.merges.count() == 1
    other = make_contact(acme)
    assert merge(as_eve, acme, form(*twins, other)).status_code == 404
    assert merge(as_eve, acme, form(twins[0])).status_code == 404
    as_eve.post(reverse("merge_undo", args=[acme.slug, acme.merges.get().pk]))
    assert merge(as_eve, acme, form(twins[0])).status_code == 404
