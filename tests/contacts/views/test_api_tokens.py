"""The pages of API tokens."""

import pytest

from contacts import api_tokens
from contacts.models import ApiToken
from workspaces.models import AuditEntry

LIST = "/w/acme/settings/tokens/"


def test_no_tokens_yet_says_what_they_are_for(as_ada, acme):
    assert "No tokens yet" in as_ada.get(LIST).content.decode()


def test_a_new_token_is_shown_once(as_ada, acme, client):
    page = as_ada.post(LIST + "new/", {"name": "Dialler"}).content.decode()

    token = ApiToken.objects.get()
    secret = page.partition('id="token">')[2].partition("<")[0]
    assert api_tokens.find(secret) == token
    assert (token.workspace, token.created_by_name) == (acme, "ada")
    listed = as_ada.get(LIST).content.decode()
    assert secret not in listed
    assert token.prefix in listed
    entry = AuditEntry.objects.get(action="api_token.created")
    assert entry.detail == {"token": "Dialler"}


def test_a_token_logs_interactions_only_if_the_owner_says_so(as_ada, acme):
    for name, said in (("Reader", {}), ("Dialler", {"may_log": "on"})):
        as_ada.post(LIST + "new/", {"name": name} | said)

    assert dict(ApiToken.objects.values_list("name", "may_log")) == {
        "Reader": False,
        "Dialler": True,
    }
    page = as_ada.get(LIST).text
    assert page.count('data-label="May">read</td>') == 1
    assert page.count('data-label="May">read, log interactions</td>') == 1
    assert AuditEntry.objects.filter(action="api_token.created_to_log").count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_token_needs_a_name(as_ada, acme, name):
    response = as_ada.post(LIST + "new/", {"name": name})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ApiToken.objects.exists()


def test_revoking_asks_first_and_is_for_good(as_ada, acme, ada):
    token, secret = api_tokens.make(acme, ada, "Dialler")
    page = LIST + f"{token.pk}/revoke/"

    assert "was never used" in as_ada.get(page).content.decode()
    assert api_tokens.find(secret) == token
    response = as_ada.post(page, follow=True)

    assert "The token Dialler opens nothing any more." in response.content.decode()
    assert "revoked" in as_ada.get(LIST).content.decode()
    assert api_tokens.find(secret) is None


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(as_ada, acme, ada, count, django_assert_num_queries):
    for number in range(count):
        api_tokens.make(acme, ada, f"Token {number}")
    as_ada.get(LIST)

    with django_assert_num_queries(6):
        as_ada.get(LIST)


def test_the_admin_lists_tokens_without_their_hash(as_admin, acme, ada):
    token, _ = api_tokens.make(acme, ada, "Dialler")
    for page in ("", f"{token.pk}/change/"):
        text = as_admin.get(f"/admin/contacts/apitoken/{page}").content.decode()
        assert "Dialler" in text
        assert token.digest not in text
