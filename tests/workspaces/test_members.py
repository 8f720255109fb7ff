"""Members: everybody sees them, owners manage them, an owner always stays."""

import pytest
from django.http import Http404

from contacts.models import Contact
from tests import factories
from workspaces import invitations, members
from workspaces.forms import KeysForm
from workspaces.models import AuditEntry, Invitation, Membership, Role
from workspaces.views.members import take_out

MEMBERS = "/w/acme/members/"


def member(workspace, user) -> Membership:
    return Membership.objects.get(workspace=workspace, user=user)


def edit(membership: Membership) -> str:
    return f"{MEMBERS}{membership.pk}/edit/"


def remove(membership: Membership) -> str:
    return f"{MEMBERS}{membership.pk}/remove/"


def test_everybody_sees_the_members_and_only_owners_manage_them(as_vic, as_eve, as_ada, acme, vic):
    invitations.invite(acme, "new@example.org", Role.EDITOR, vic)
    for browser, manages in ((as_vic, False), (as_eve, False), (as_ada, True)):
        text = browser.get(MEMBERS).text
        assert "eve@example.org" in text
        assert (remove(member(acme, vic)) in text) is manages
        assert ("/w/acme/invitations/" in text) is manages
        assert ("new@example.org" in text) is manages


def test_the_list_shows_nobody_of_another_workspace(as_vic, acme, globex):
    assert "gus@example.org" not in as_vic.get(MEMBERS).text


def test_the_list_takes_as_many_queries_for_3_members_and_invitations_as_for_1(
    as_ada, acme, ada, django_assert_num_queries, django_assert_max_num_queries
):
    invitations.invite(acme, "one@example.org", Role.VIEWER, ada)
    as_ada.get(MEMBERS)
    with django_assert_max_num_queries(10) as one:
        as_ada.get(MEMBERS)
    for number in range(2):
        factories.add_member(acme, factories.make_user())
        invitations.invite(acme, f"more{number}@example.org", Role.VIEWER, ada)
    with django_assert_num_queries(len(one)):
        as_ada.get(MEMBERS)


def test_an_owner_changes_a_role(as_ada, acme, vic):
    url = edit(member(acme, vic))
    assert as_ada.get(url).context["form"]["role"].value() == Role.VIEWER

    assert as_ada.post(url, {"role": "editor"}).url == MEMBERS

    assert member(acme, vic).role == Role.EDITOR
    entry = AuditEntry.objects.get(action="member.role_changed")
    assert entry.detail == {"member": "vic", "role": ["viewer", "editor"]}


def test_the_same_role_again_is_not_audited(ada, acme, vic):
    members.change_role(member(acme, vic), Role.VIEWER, ada)
    assert not AuditEntry.objects.filter(action="member.role_changed").exists()


@pytest.mark.parametrize("role", ["", "god", "\x00", "OWNER"])
def test_a_role_that_does_not_exist_is_refused(as_ada, acme, vic, role):
    response = as_ada.post(edit(member(acme, vic)), {"role": role})
    assert list(response.context["form"].errors) == ["role"]
    assert member(acme, vic).role == Role.VIEWER


def test_only_owners_change_roles_and_remove(as_vic, as_eve, acme, eve, vic):
    for browser in (as_vic, as_eve):
        for url in (edit(member(acme, vic)), remove(member(acme, vic))):
            assert browser.get(url).status_code == 403
            assert browser.post(url, {"role": "owner"}).status_code == 403
    assert member(acme, vic).role == Role.VIEWER


def test_members_of_another_workspace_are_out_of_reach(as_ada, acme, globex, gus):
    foreign = member(globex, gus)
    for url in (edit(foreign), remove(foreign)):
        assert as_ada.get(url).status_code == 404
        assert as_ada.post(url, {"role": "viewer"}).status_code == 404
    assert member(globex, gus).role == Role.OWNER


def test_a_removed_member_is_gone_and_records_keep_the_name(as_ada, as_eve, acme, eve):
    contact = factories.make_contact(acme)
    Contact.objects.filter(pk=contact.pk).update(created_by=eve)
    url = remove(member(acme, eve))
    assert "keep the name" in as_ada.get(url).text

    assert as_ada.post(url).url == MEMBERS

    assert as_eve.get(MEMBERS).status_code == 404
    contact.refresh_from_db()
    assert contact.created_by == eve
    assert AuditEntry.objects.get(action="member.removed").detail == {"member": "eve"}


def test_the_last_owner_is_not_downgraded(as_ada, acme, ada, eve):
    response = as_ada.post(edit(member(acme, ada)), {"role": "editor"})

    assert "A workspace needs an owner." in response.text
    assert member(acme, ada).role == Role.OWNER


def test_the_last_owner_does_not_leave(as_ada, acme, ada, eve):
    response = as_ada.post(f"{MEMBERS}leave/", follow=True)

    assert "A workspace needs an owner." in response.text
    assert member(acme, ada).role == Role.OWNER


def test_an_owner_who_cannot_sign_in_does_not_count(acme, ada, eve):
    factories.add_member(acme, factories.make_user(is_active=False), Role.OWNER)
    with pytest.raises(members.LastOwner):
        members.remove(member(acme, ada), ada)


def test_of_two_owners_one_can_go(as_gus, globex, ada, gus):
    assert as_gus.get("/w/globex/members/leave/").status_code == 200
    assert as_gus.post("/w/globex/members/leave/").url == "/"

    assert list(globex.members.all()) == [ada]
    assert AuditEntry.objects.get(action="member.left").actor == gus
    with pytest.raises(members.LastOwner):
        members.change_role(member(globex, ada), Role.VIEWER, ada)


def test_two_owners_who_downgrade_each_other_leave_one(globex, ada, gus):
    """Each was an owner when the page was opened; the second finds himself the last."""
    of_ada, of_gus = member(globex, ada), member(globex, gus)
    members.change_role(of_gus, Role.VIEWER, ada)
    with pytest.raises(members.LastOwner):
        members.change_role(of_ada, Role.VIEWER, gus)


def test_a_viewer_can_leave(as_vic, acme, vic):
    as_vic.post(f"{MEMBERS}leave/")
    assert not acme.members.filter(pk=vic.pk).exists()


def test_removing_oneself_is_leaving(as_ada, acme, ada):
    assert as_ada.post(remove(member(acme, ada))).url == f"{MEMBERS}leave/"
    assert acme.members.filter(pk=ada.pk).exists()


def test_who_loses_ownership_keeps_no_link_to_come_back_by(globex, ada, gus):
    mine = invitations.invite(globex, "back@example.org", Role.OWNER, gus)
    theirs = invitations.invite(globex, "fair@example.org", Role.VIEWER, ada)

    members.remove(member(globex, gus), ada)

    assert Invitation.from_token(mine.token) is None
    assert Invitation.from_token(theirs.token) == theirs


def test_a_member_removed_meanwhile_is_no_such_object(as_ada, rf, acme, ada, vic):
    gone = member(acme, vic)
    members.remove(gone, ada)

    with pytest.raises(Membership.DoesNotExist):
        members.change_role(gone, Role.EDITOR, ada)
    request = rf.post("/")
    request.user = ada
    form = KeysForm({}, keys=[])
    assert form.is_valid()
    with pytest.raises(Http404):
        take_out(request, gone, form)
