"""The other end of an invitation's link."""

from datetime import timedelta

import pytest
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone

from tests import factories
from workspaces import invitations
from workspaces.forms import NewPersonForm
from workspaces.models import AuditEntry, Invitation, Membership, Role, User
from workspaces.views.acceptance import create_person

PERSON = {
    "name": "Nia New",
    "username": "nia",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


@pytest.fixture
def invitation(acme, ada) -> Invitation:
    return invitations.invite(acme, "nia@example.org", Role.EDITOR, ada)


def link(invitation: Invitation) -> str:
    return reverse("invitation_accept", args=[invitation.token])


def test_a_new_person_makes_an_account_and_is_in(client, invitation, acme):
    response = client.post(link(invitation), PERSON)

    nia = User.objects.get(username="nia")
    assert response.url == "/w/acme/"
    assert client.session["_auth_user_id"] == str(nia.pk)
    assert (str(nia), nia.email) == ("Nia New", "nia@example.org")
    assert nia.check_password(PERSON["password1"])
    assert nia.memberships.get().role == Role.EDITOR
    entry = AuditEntry.objects.get(action="invitation.accepted")
    assert (entry.actor, entry.detail["role"]) == (nia, "editor")


def test_the_page_is_the_same_whether_or_not_the_account_exists(client, invitation):
    def page() -> str:
        return client.get(link(invitation)).text.split("<main")[1].split("csrfmiddlewaretoken")[0]

    before = page()
    factories.make_user("nia2", email="nia@example.org")
    assert page() == before
    assert f"{reverse('login')}?next={link(invitation)}".replace(":", "%3A") in before


def test_the_link_never_sets_the_password_of_an_account_that_exists(client, invitation):
    nia = factories.make_user("nia2", email="NIA@example.org", password="their own phrase")

    response = client.post(link(invitation), PERSON)

    assert "Sign in with it to accept." in response.text
    nia.refresh_from_db()
    assert nia.check_password("their own phrase")
    assert User.objects.filter(username="nia").count() == 0
    assert Invitation.from_token(invitation.token) == invitation


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "ada"},
        {"username": "ADA"},
        {"username": "nia@example.org"},
        {"username": "nia\x00"},
        {"username": "x" * 151},
        {"username": "two words"},
        {"name": ""},
        {"name": "Nia\x00"},
        {"name": "\u202eNia"},
        {"password1": "password", "password2": "password"},
        {"password1": "12345678901", "password2": "12345678901"},
        {"password1": "nia@example.org", "password2": "nia@example.org"},
        {"password2": "something else"},
        {"password1": "pass\x00word phrase", "password2": "pass\x00word phrase"},
    ],
)
def test_bad_input_makes_no_account_and_leaves_the_invitation_open(client, invitation, wrong):
    response = client.post(link(invitation), PERSON | wrong)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert User.objects.count() == 1
    assert Invitation.from_token(invitation.token) == invitation


def test_a_user_name_taken_a_moment_ago_makes_no_account(invitation):
    form = NewPersonForm(PERSON, email=invitation.email)
    assert form.is_valid()
    factories.make_user("nia", email="")

    assert create_person(form, invitation) is None
    assert form.non_field_errors()
    assert Invitation.from_token(invitation.token) == invitation


@pytest.fixture
def to_gus(acme, ada, gus) -> Invitation:
    """Case is no part of an address."""
    return invitations.invite(acme, "GUS@Example.org", Role.EDITOR, ada)


def test_a_signed_in_person_joins_by_one_button(as_gus, gus, to_gus, acme):
    invitation = to_gus
    page = as_gus.get(link(invitation))
    assert "Join Acme as Gus" in page.text
    assert not acme.members.filter(pk=gus.pk).exists()

    assert as_gus.post(link(invitation)).url == "/w/acme/"
    assert gus.memberships.get(workspace=acme).role == Role.EDITOR


def test_an_invitation_to_another_address_lets_nobody_in(as_gus, gus, invitation, acme):
    for page in (as_gus.get(link(invitation)), as_gus.post(link(invitation), follow=True)):
        assert "This invitation is for another address" in page.text
        assert "ask the person who invited you" in page.text
        assert "nia@example.org" not in page.text
    assert not acme.members.filter(pk=gus.pk).exists()
    assert Invitation.from_token(invitation.token) == invitation


def test_an_account_without_an_address_is_not_the_invited_one(client, invitation, acme):
    person = factories.make_user("zoe", email="")
    with pytest.raises(invitations.OtherAddress):
        invitations.accept(invitation, person)
    assert not acme.members.filter(pk=person.pk).exists()


def test_signing_in_leads_back_to_the_link(client, invitation):
    factories.make_user("zoe", password="their own phrase")
    response = client.post(
        f"{reverse('login')}?next={link(invitation)}",
        {"username": "zoe", "password": "their own phrase"},
    )
    assert response.url == link(invitation)


def test_a_member_keeps_role_and_invitation(as_ada, as_vic, ada, vic, invitation, acme):
    for browser, user in ((as_ada, ada), (as_vic, vic)):
        before = user.memberships.get(workspace=acme).role
        assert "already a member" in browser.get(link(invitation)).text
        browser.post(link(invitation))
        assert user.memberships.get(workspace=acme).role == before
    assert Invitation.from_token(invitation.token) == invitation


def test_a_link_is_taken_once(client, as_gus, gus, invitation, acme):
    client.post(link(invitation), PERSON)

    for response in (as_gus.get(link(invitation)), as_gus.post(link(invitation))):
        assert response.status_code == 404
        assert "Ask the person who invited you" in response.text
    assert not acme.members.filter(pk=gus.pk).exists()


def test_a_link_taken_meanwhile_is_gone_also_for_the_invited(to_gus, acme, gus):
    """It was taken, and the person taken out again, while the page was open."""
    invitations.accept(to_gus, gus).delete()
    with pytest.raises(invitations.InvitationGone):
        invitations.accept(to_gus, gus)
    invitations.accept(invitations.invite(acme, gus.email, Role.EDITOR, gus), gus)
    assert Membership.objects.filter(workspace=acme, role=Role.EDITOR).count() == 1


def test_an_invitation_that_goes_while_the_form_is_sent_makes_no_account(client, invitation):
    form = NewPersonForm(PERSON, email=invitation.email)
    assert form.is_valid()
    invitation.workspace.invitations.all().delete()

    with pytest.raises(invitations.InvitationGone):
        create_person(form, invitation)
    assert not User.objects.filter(username="nia").exists()


def test_an_invitation_withdrawn_while_the_page_is_answered_is_gone(client, invitation):
    def withdraw(sender, **kwargs):
        Invitation.objects.all().delete()

    pre_save.connect(withdraw, sender=User)
    response = client.post(link(invitation), PERSON)
    pre_save.disconnect(withdraw, sender=User)

    assert response.status_code == 404
    assert not User.objects.filter(username="nia").exists()


def test_a_link_works_for_seven_days(client, invitation):
    invitation.expires_at = timezone.now() + timedelta(minutes=1)
    invitation.save()
    assert client.get(link(invitation)).status_code == 200
    assert invitation.expires_at - invitation.created_at < timedelta(days=7)

    invitation.expires_at = timezone.now()
    invitation.save()
    for response in (client.get(link(invitation)), client.post(link(invitation), PERSON)):
        assert response.status_code == 404
        assert "Ask the person who invited you" in response.text
    assert not User.objects.filter(username="nia").exists()


@pytest.mark.parametrize("token", ["x", "%00", "a:b", "../../x", "é" * 50, "x" * 5000])
def test_a_forged_link_does_not_work(client, db, token):
    assert client.get(f"/accounts/invitations/{token}/").status_code == 404


def test_the_token_of_one_invitation_does_not_open_another(client, invitation, acme, ada):
    other = invitations.invite(acme, "other@example.org", Role.OWNER, ada)
    forged = f"{other.uuid}:{invitation.token.split(':')[1]}"
    assert client.get(reverse("invitation_accept", args=[forged])).status_code == 404


def test_only_get_and_post_are_answered(client, invitation):
    assert client.delete(link(invitation)).status_code == 405
