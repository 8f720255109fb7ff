"""An owner invites an address, with and without mail, and takes the invitation back."""

import pytest
from django.core import mail

from workspaces import invitations
from workspaces.models import AuditEntry, Invitation, Role

NEW = "/w/acme/invitations/new/"
MEMBERS = "/w/acme/members/"


@pytest.fixture
def mail_is_set_up(settings) -> None:
    settings.MAIL_IS_SET_UP = True


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_without_mail_the_page_says_so_and_shows_the_link(as_ada, acme):
    assert "No e-mail is set up" in as_ada.get(NEW).text

    response = as_ada.post(NEW, {"email": "new@example.org", "role": "editor"}, follow=True)

    invitation = Invitation.objects.get()
    assert (invitation.workspace, invitation.role) == (acme, Role.EDITOR)
    assert f"http://testserver/accounts/invitations/{invitation.token}/" in response.text
    assert said(response)[0].startswith("No e-mail is set up on this site.")
    assert mail.outbox == []
    entry = AuditEntry.objects.get(action="invitation.created")
    assert entry.detail == {"email": "new@example.org", "role": "editor"}


def test_with_mail_the_link_is_sent(as_ada, acme, mail_is_set_up):
    acme.name = "Acme & <Sons>"
    acme.save()
    response = as_ada.post(NEW, {"email": "new@example.org", "role": "viewer"}, follow=True)

    [message] = mail.outbox
    assert message.to == ["new@example.org"]
    assert message.subject == "Invitation to Acme & <Sons>"
    assert f"/accounts/invitations/{Invitation.objects.get().token}/" in message.body
    assert "Ada invites you to the workspace Acme & <Sons>" in message.body
    assert said(response) == ["An invitation is on its way to new@example.org."]


def test_a_mail_server_that_fails_is_said_plainly(as_ada, acme, mail_is_set_up, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    response = as_ada.post(NEW, {"email": "new@example.org", "role": "viewer"}, follow=True)

    assert said(response)[0].startswith("The mail server did not take the invitation.")
    assert Invitation.objects.get().token in response.text


def test_the_answer_is_the_same_whether_or_not_the_account_exists(as_ada, acme, gus):
    answers = []
    for email in ("gus@example.org", "new@example.org"):
        response = as_ada.post(NEW, {"email": email, "role": "viewer"}, follow=True)
        token = Invitation.objects.get().token
        answers.append(response.text.replace(email, "E").replace(token, "T"))
        Invitation.objects.all().delete()

    hide = [a.split("<main")[1].split('action="/w/acme/invitations/')[0] for a in answers]
    assert len(hide[0]) == len(hide[1])


@pytest.mark.parametrize(
    ("email", "role", "wrong"),
    [
        ("", "viewer", "email"),
        ("no address", "viewer", "email"),
        ("a\x00@example.org", "viewer", "email"),
        ("a@example.org\nBcc: b@example.org", "viewer", "email"),
        ("x" * 300 + "@example.org", "viewer", "email"),
        ("new@example.org", "", "role"),
        ("new@example.org", "god", "role"),
        ("EVE@example.org", "owner", "email"),
    ],
)
def test_bad_input_invites_nobody(as_ada, acme, eve, email, role, wrong):
    response = as_ada.post(NEW, {"email": email, "role": role})
    assert list(response.context["form"].errors) == [wrong]
    assert not Invitation.objects.exists()


def test_only_owners_invite_and_withdraw(as_vic, as_eve, as_gus, acme, ada):
    invitation = invitations.invite(acme, "new@example.org", Role.VIEWER, ada)
    url = f"/w/acme/invitations/{invitation.pk}/revoke/"
    for browser, status in ((as_vic, 403), (as_eve, 403), (as_gus, 404)):
        assert browser.post(NEW, {"email": "x@example.org", "role": "owner"}).status_code == status
        assert browser.post(url).status_code == status
    assert Invitation.objects.count() == 1


def test_inviting_again_replaces_the_open_invitation(acme, ada, globex):
    first = invitations.invite(acme, "new@example.org", Role.VIEWER, ada)
    elsewhere = invitations.invite(globex, "new@example.org", Role.VIEWER, ada)
    second = invitations.invite(acme, "NEW@example.org", Role.EDITOR, ada)

    assert Invitation.from_token(first.token) is None
    assert set(Invitation.objects.all()) == {second, elsewhere}


def test_a_withdrawn_invitation_is_worthless(as_ada, acme, ada):
    invitation = invitations.invite(acme, "new@example.org", Role.VIEWER, ada)
    url = f"/w/acme/invitations/{invitation.pk}/revoke/"
    assert as_ada.get(url).status_code == 405

    assert as_ada.post(url).url == MEMBERS

    assert Invitation.from_token(invitation.token) is None
    assert AuditEntry.objects.get(action="invitation.withdrawn").actor == ada
    assert as_ada.post(url).status_code == 404


def test_invitations_of_another_workspace_are_out_of_reach(as_ada, acme, globex, gus):
    foreign = invitations.invite(globex, "new@example.org", Role.VIEWER, gus)
    assert as_ada.post(f"/w/acme/invitations/{foreign.pk}/revoke/").status_code == 404
    assert "new@example.org" not in as_ada.get(MEMBERS).text
    assert Invitation.from_token(foreign.token) == foreign


def test_an_invitation_tells_for_whom_it_is(acme, ada):
    invitation = invitations.invite(acme, "new@example.org", Role.VIEWER, ada)
    assert str(invitation) == "new@example.org to Acme"
